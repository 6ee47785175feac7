// scene_test.hpp -- a small company for the planner's tests: customers, items and facts in a few words.
#pragma once

#include "dunning/planner.hpp"

#include <settled/plugin_abi.h>

#include <string>
#include <string_view>
#include <vector>

namespace settled::dunning {

inline Date day(std::string_view iso) { return *Date::parse_iso(iso); }
inline Money money(std::int64_t minor_units, std::string_view code = "CNY") { return {minor_units, *Currency::parse(code)}; }

struct Scene {
    ledger::Book book;
    PlannerInput input;

    explicit Scene(std::string_view today) {
        book.company = "huayuan";
        book.as_of = day(today);
        book.ledgers.push_back({"u8", 1, day(today), {}});
        input.today = day(today);
        input.mode = CompanyMode::automatic;
        input.calendar.name = "CN";
        input.calendar.add_year(2026);
        input.limits.hold_new_address = false;
        Procedure standard;
        standard.name = "standard";
        standard.minimum_total = {{*Currency::parse("CNY"), 50000}};
        standard.minimum_gap_days = 5;
        standard.steps = {
            message("before-3", -3, "before_due", "sales"),    message("overdue-1", 1, "friendly", "ar_manager"),
            message("overdue-7", 7, "reminder", "ar_manager"), task("overdue-15", 15, "phone", "sales"),
            task("overdue-30", 30, "risk_review", "credit"),   message("overdue-60", 60, "formal_letter", "finance_head")};
        standard.steps[3].escalate_to = "finance_head";
        standard.steps[3].deadline_days = 2;
        input.procedures.push_back(standard);
    }

    static Step message(std::string name, int day, std::string template_name, std::string role) {
        Step step;
        step.name = std::move(name);
        step.day = day;
        step.template_name = std::move(template_name);
        step.role = std::move(role);
        return step;
    }
    static Step task(std::string name, int day, std::string what, std::string role) {
        Step step;
        step.name = std::move(name);
        step.day = day;
        step.kind = StepKind::task;
        step.task = std::move(what);
        step.role = std::move(role);
        return step;
    }

    ledger::Row customer(std::string_view id, std::string_view email = "ap@acme.example") {
        ledger::CustomerRow row;
        row.id = book.text.add(id);
        row.name = book.text.add("ACME " + std::string(id));
        row.email = book.text.add(email);
        row.currency = *Currency::parse("CNY");
        book.customers.push_back(row);
        CustomerState state;
        state.written_before = true;
        input.customers.push_back(state);
        return static_cast<ledger::Row>(book.customers.size() - 1);
    }

    ledger::Row item(ledger::Row customer, std::string_view number, std::string_view due, std::int64_t open,
                     std::string_view currency = "CNY") {
        ledger::ItemRow row;
        row.key = book.text.add("key-" + std::string(number));
        row.id = book.text.add("id-" + std::string(number));
        row.document_number = book.text.add(number);
        row.customer = customer;
        row.currency = *Currency::parse(currency);
        row.doc_type = SETTLED_DOC_INVOICE;
        row.amount = row.open_amount = open;
        if (!due.empty()) row.due_date = day(due);
        book.items.push_back(row);
        ItemState state;
        state.position = open;
        input.items.push_back(state);
        return static_cast<ledger::Row>(book.items.size() - 1);
    }

    ledger::Fact& fact(ledger::FactKind kind, ledger::Row customer, ledger::Row item = ledger::no_row) {
        ledger::Fact made;
        made.id = static_cast<std::int64_t>(input.facts.size()) + 1;
        made.kind = kind;
        made.ledger = "u8";
        made.customer_id = book[book.customers[customer].id];
        if (item != ledger::no_row) made.item_key = book[book.items[item].key];
        input.facts.push_back(made);
        return input.facts.back();
    }

    void done(ledger::Row item, std::string step, std::string_view on, StepState state = StepState::sent) {
        input.done.push_back({item, "standard", std::move(step), "email", "customer", day(on), state});
    }

    Plan planned() {
        input.book = &book;
        return plan(input);
    }
};

// "paid_at_bank, gap" of one item, in the order of the plan.
inline std::string reasons_of(const Plan& plan, ledger::Row item) {
    std::string text;
    for (const Suppression& one : plan.suppressed)
        if (one.item == item) text += (text.empty() ? "" : ", ") + std::string(name(one.reason));
    return text;
}

// "shadow, first_contact" of what a message waits for.
inline std::string waits_of(const PlannedMessage& message) {
    std::string text;
    for (const Suppression& one : message.waits) {
        const std::string word = one.reason == Reason::awaiting_approval ? one.text : std::string(name(one.reason));
        text += (text.empty() ? "" : ", ") + word;
    }
    return text;
}

} // namespace settled::dunning
