// reason.hpp -- why an item is not in a message today, or why a message waits.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace settled::dunning {

// In the order in which they are told: money first, then people, then rules of sending.
enum class Reason : std::uint8_t {
    paid_at_bank = 1,
    may_be_paid,
    paid_on_account,
    covered_by_credit,
    bill_held,
    direct_debit,
    set_off_pending,
    dispute,
    promise,
    hold,
    minimum,
    quiet_hours,
    no_working_day,
    contact_limit,
    contacted_by_person,
    no_consent,
    opted_out,
    no_address,
    bad_address,
    new_address,
    changed_bank_details,
    wrong_customer,
    stale_ledger,
    stale_bank,
    unproved_balance,
    applied_elsewhere,
    items_vanished,
    receipt_unapproved,
    outside_window,
    gap,
    rate_limit,
    after_downtime,
    shadow,
    milestone_open,
    not_invoiced,
    related_party,
    assigned,
    legal,
    insolvency,
    awaiting_approval,
    approval_missing,
    unknown_outcome,
    volume_guard,
    pilot,
    before_go_live
};
std::string_view name(Reason reason); // "paid_at_bank"
std::optional<Reason> reason(std::string_view name);

// A held message waits for a person (it is kept in the outbox until released) or for the world (it
// takes no claims and is planned again: shadow, another day, a limit).
bool waits_for_person(Reason reason);

// Text of paid_at_bank about the part that the entry itself does not cover: what the bank kept, a discount, or a booking that
// may hold it already. It is not asked for, and it is not said to have come in.
inline constexpr std::string_view may_be_covered = "may_be_covered";

} // namespace settled::dunning
