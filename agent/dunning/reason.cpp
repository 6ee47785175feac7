#include "dunning/reason.hpp"

#include <algorithm>
#include <array>
#include <cassert>

namespace settled::dunning {
namespace {

// By value of the enum, from 1.
constexpr std::array<std::string_view, 45> names = {
    "paid_at_bank",
    "may_be_paid",
    "paid_on_account",
    "covered_by_credit",
    "bill_held",
    "direct_debit",
    "set_off_pending",
    "dispute",
    "promise",
    "hold",
    "minimum",
    "quiet_hours",
    "no_working_day",
    "contact_limit",
    "contacted_by_person",
    "no_consent",
    "opted_out",
    "no_address",
    "bad_address",
    "new_address",
    "changed_bank_details",
    "wrong_customer",
    "stale_ledger",
    "stale_bank",
    "unproved_balance",
    "applied_elsewhere",
    "items_vanished",
    "receipt_unapproved",
    "outside_window",
    "gap",
    "rate_limit",
    "after_downtime",
    "shadow",
    "milestone_open",
    "not_invoiced",
    "related_party",
    "assigned",
    "legal",
    "insolvency",
    "awaiting_approval",
    "approval_missing",
    "unknown_outcome",
    "volume_guard",
    "pilot",
    "before_go_live",
};
static_assert(names.size() == static_cast<std::size_t>(Reason::before_go_live));

} // namespace

std::string_view name(Reason reason) {
    const auto number = static_cast<std::size_t>(reason);
    assert(number >= 1 && number <= names.size());
    return names[number - 1];
}

std::optional<Reason> reason(std::string_view name) {
    const auto hit = std::ranges::find(names, name);
    if (hit == names.end()) return std::nullopt;
    return static_cast<Reason>(hit - names.begin() + 1);
}

bool waits_for_person(Reason reason) {
    switch (reason) {
    case Reason::new_address:
    case Reason::changed_bank_details:
    case Reason::after_downtime:
    case Reason::awaiting_approval:
    case Reason::approval_missing:
    case Reason::volume_guard:
        return true;
    default:
        return false;
    }
}

} // namespace settled::dunning
