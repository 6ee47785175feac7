// plan.hpp -- what the planner decides for one company on one day, and why.
#pragma once

#include "ledger/book.hpp"

#include <settled/date.hpp>
#include <settled/money.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace settled::dunning {

// CONTRACT's list, in its order: why an item is not in a message today, or why a message waits.
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

struct PlannedItem {
    ledger::Row item = ledger::no_row;
    int days_overdue = 0;
    std::int64_t open = 0;            // the position: what we say the customer still owes
    std::int64_t paid_not_booked = 0; // shown in the letter
};

struct PlannedMessage {
    ledger::Row customer = ledger::no_row;
    std::string procedure, step, role, channel, template_name, language;
    std::vector<std::string> to;
    std::vector<PlannedItem> items;
    std::vector<Money> totals; // one per currency, in order of code
    bool needs_release = false;
    std::optional<Reason> held; // it is planned, but waits: first contact, new address, mode …
    std::string held_text;
};

struct PlannedTask {
    std::string key, owner, procedure, step, kind, why;
    ledger::Row customer = ledger::no_row;
    std::vector<PlannedItem> items;
    Date due;
};

struct Suppression {
    ledger::Row customer = ledger::no_row;
    ledger::Row item = ledger::no_row; // no_row: the whole customer
    Reason reason = Reason::hold;
    Date until;
    std::string step;
    std::string text; // facts for the words: an entry, a person's reason
    std::int64_t entry = 0;
};

struct Plan {
    Date as_of;
    std::vector<PlannedMessage> messages;
    std::vector<PlannedTask> tasks;
    std::vector<Suppression> suppressed;
};

} // namespace settled::dunning
