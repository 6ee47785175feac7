// testing.hpp -- for tests only: books and histories written down in a line each, and what the jobs
// do with an outcome.
#pragma once

#include "ledger/position.hpp"
#include "matching/reconcile.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace settled::matching::testing {

inline const Currency cny = *Currency::parse("CNY");

inline Date day(int month, int of_month) {
    return *Date::of(2026, static_cast<unsigned>(month), static_cast<unsigned>(of_month));
}

struct World {
    ledger::Book book;
    statement::EntryBook entries;
    Rules rules;
    History history;
    std::int64_t next_match = 1;

    World() {
        book.ledgers.push_back({"u8", 1, Date(), Date()});
        entries.accounts.push_back({"main", "622200001", "1002", cny});
        rules.home_currency = cny;
    }

    Row customer(std::string_view id, std::string_view name, std::string_view accounts = {}) {
        ledger::CustomerRow row;
        row.id = book.text.add(id);
        row.name = book.text.add(name);
        row.bank_accounts = book.text.add(accounts);
        row.currency = cny;
        book.customers.push_back(row);
        return static_cast<Row>(book.customers.size() - 1);
    }

    Row item(Row customer, std::string_view number, std::int64_t open, Date due = day(10, 1), std::int64_t amount = 0,
             std::uint8_t type = SETTLED_DOC_INVOICE) {
        ledger::ItemRow row;
        row.id = row.document_number = row.key = book.text.add(number);
        row.customer = customer;
        row.amount = amount == 0 ? open : amount;
        row.open_amount = open;
        row.currency = cny;
        row.document_date = due.plus_days(-30);
        row.due_date = due;
        row.doc_type = type;
        book.items.push_back(row);
        return static_cast<Row>(book.items.size() - 1);
    }

    Row receipt(Row customer, std::string_view id, std::int64_t amount, std::int64_t open, Date date, std::uint8_t state,
                std::string_view items = {}) {
        ledger::ReceiptRow row;
        row.id = book.text.add(id);
        row.item_ids = book.text.add(items);
        row.customer = customer;
        row.amount = amount;
        row.open_amount = open;
        row.has_open_amount = true;
        row.date = date;
        row.currency = cny;
        row.state = state;
        book.receipts.push_back(row);
        return static_cast<Row>(book.receipts.size() - 1);
    }

    Row entry(std::int64_t amount, std::string_view payer, std::string_view text, Date date = day(10, 20),
              std::string_view account = {}) {
        statement::EntryRow row;
        row.id = static_cast<std::int64_t>(entries.entries.size()) + 1;
        row.amount = amount;
        row.currency = cny;
        row.booking_date = row.value_date = date;
        row.counterparty_name = entries.text.add(payer);
        row.counterparty_account = entries.text.add(account);
        row.remittance = entries.text.add(text);
        entries.entries.push_back(row);
        return static_cast<Row>(entries.entries.size() - 1);
    }

    Outcome run() const { return reconcile(book, entries, history, rules, day(11, 30)); }

    // The decision about an entry in an outcome; an unmatched one where there is none.
    static Decision of(const Outcome& outcome, Row entry) {
        for (const Decision& decision : outcome.decisions)
            if (decision.entry == entry) return decision;
        return {};
    }
    Decision decide(Row entry) const { return of(run(), entry); }

    // What the store does between two runs.
    void save(const Outcome& outcome) {
        for (const BookingChange& change : outcome.bookings)
            for (PastDecision& past : history.decisions) {
                if (past.match != change.match) continue;
                past.state = change.state;
                past.allocations.at(change.allocation).booked = change.booked;
                past.allocations.at(change.allocation).elsewhere = change.evidence.kind == EvidenceKind::applied_elsewhere;
            }
        for (const Decision& decision : outcome.decisions) {
            PastDecision past;
            past.match = next_match++;
            past.entry = decision.entry;
            past.state = decision.state;
            past.duplicate_of = decision.duplicate_of;
            past.residual = decision.best.residual;
            past.residual_amount = decision.best.residual_amount;
            for (const Allocation& allocation : decision.best.allocations) {
                PastAllocation kept;
                kept.customer = allocation.customer;
                kept.item = allocation.item;
                if (allocation.item != no_row) {
                    kept.item_key = book[book.items[allocation.item].key];
                    kept.item_id = book[book.items[allocation.item].id];
                }
                kept.amount = allocation.amount;
                kept.open_at_decision = allocation.open_at_decision;
                kept.booked = allocation.booked;
                kept.generation = book.ledgers.front().generation;
                past.allocations.push_back(std::move(kept));
            }
            std::erase_if(history.decisions, [&](const PastDecision& other) { return other.entry == past.entry; });
            history.decisions.push_back(std::move(past));
        }
    }

    // The next pull: the items of `fresh` instead of today's; allocations find theirs by key.
    void pulled(const ledger::Book& fresh) {
        const std::int64_t generation = book.ledgers.front().generation + 1;
        book = fresh;
        book.ledgers.front().generation = generation;
        std::map<std::string, Row, std::less<>> rows;
        for (Row row = 0; row < book.items.size(); ++row) rows.emplace(book[book.items[row].key], row);
        for (PastDecision& past : history.decisions)
            for (PastAllocation& allocation : past.allocations) {
                if (allocation.item_key.empty()) continue;
                const auto hit = rows.find(allocation.item_key);
                allocation.item = hit == rows.end() ? no_row : hit->second;
            }
    }

    ledger::Positions positions() const { return *ledger::positions(book, known_money(book, entries, history, rules)); }
};

} // namespace settled::matching::testing
