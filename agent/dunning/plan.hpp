// plan.hpp -- what the planner decides for one company on one day, and why.
#pragma once

#include "dunning/reason.hpp"
#include "ledger/book.hpp"

#include <settled/date.hpp>
#include <settled/money.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace settled::dunning {

struct PlannedItem {
    ledger::Row item = ledger::no_row;
    int days_overdue = 0; // 0 or less: not due yet
    Date due;
    std::int64_t open = 0;            // what we say the customer still owes: the position less a disputed part
    std::int64_t paid_not_booked = 0; // shown in the letter
    std::int64_t disputed = 0;        // left out of `open`
    std::string procedure, step;      // the item's own step: this is what its claim names
};

struct Suppression {
    ledger::Row customer = ledger::no_row;
    ledger::Row item = ledger::no_row; // no_row: the whole customer
    Reason reason = Reason::hold;
    Date until;
    std::string step;
    std::string text; // facts for the words: an entry, a person's reason
    std::int64_t entry = 0;
    Money amount; // of what the reason speaks, where it speaks of one
};

// Steps that no procedure lists: what a claim then names.
inline constexpr std::string_view account_check_step = "account-check", thanks_step = "thank-you";

struct PlannedMessage {
    ledger::Row customer = ledger::no_row;
    std::string procedure, step, role, channel, template_name, language;
    std::vector<std::string> to, attach; // addresses; "pdf"
    std::vector<std::string> told;       // of the staff, as Acting::told: who gets a copy
    std::vector<PlannedItem> items;      // by currency, due date, document number
    std::vector<Money> totals;           // one per currency, in order of code
    std::vector<Money> unapplied;        // the customer's money and credits without an item, as far as they do not cover items
                                         // that are not in the message; shown beneath the totals; positive
    bool needs_release = false;
    std::optional<Reason> held; // it is planned, but waits: first contact, new address, mode …
    std::string held_text;
    std::vector<Suppression> waits; // every reason it waits for; `held` is the first that needs the longest
};

struct PlannedTask {
    std::string key;   // the same task has the same key, so that it arises once
    std::string owner; // a [person] name, a salesperson's address, or "role:NAME" where nobody has the role
    std::string role, procedure, step, kind, why;
    std::vector<std::string> told;         // as `owner`: who gets a copy
    ledger::Row customer = ledger::no_row; // no_row: it is about a ledger or the company as a whole
    std::string ledger;                    // then: which, or ""
    std::vector<PlannedItem> items;
    Date due;
};

struct Plan {
    Date as_of;
    std::vector<PlannedMessage> messages;
    std::vector<PlannedTask> tasks;
    std::vector<Suppression> suppressed;       // every reason of every item that has a step due today
    std::vector<ledger::Row> without_due_date; // open items nobody may call overdue: for a reconciliation letter
    std::string calendar_warning;              // "" where the year is in the table
};

} // namespace settled::dunning
