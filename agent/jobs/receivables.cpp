#include "jobs/receivables.hpp"

#include "ledger/closed_period.hpp"
#include "store/ledgers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace settled::jobs {
namespace {

bool is_money_on_its_way(ledger::PositionReason reason) {
    return reason == ledger::PositionReason::matched_not_booked || reason == ledger::PositionReason::draft_receipt ||
           reason == ledger::PositionReason::bill_held;
}

std::int64_t aged_amount(const ledger::ItemPosition& position) {
    std::int64_t open = position.erp_open;
    for (const ledger::PositionPart& part : position.parts)
        if (is_money_on_its_way(part.reason) && !part.doubtful) open -= part.amount;
    return open;
}

CompanyAging named(const ledger::Book& book, credit::Aging all) {
    CompanyAging made{book.company, std::move(all), {}};
    for (const credit::CustomerAging& customer : made.aging.customers) {
        const ledger::CustomerRow& row = book.customers[customer.customer];
        made.customers.push_back({book.qualified(row), std::string(book[row.name]), customer});
    }
    return made;
}

// What the ledger says was settled after the day. Where it was read on that very day, nothing can have been.
Result<std::vector<ledger::LaterSettlement>> settled_after(JobContext& context, const Picture& picture, std::uint16_t number,
                                                           Date day, ledger::Book& book) {
    const std::string& ledger = book.ledgers[number].name;
    auto known = context.store.ledgers().settlements(book.company, ledger, "", picture.as_of);
    if (!known) return pass(known);
    const auto oldest = std::ranges::min_element(*known, {}, &store::KnownSettlement::settled_on);
    const bool reaches = oldest != known->end() && oldest->settled_on <= day.plus_days(1);
    if (!reaches && day < picture.as_of)
        return fail(SETTLED_UNSUPPORTED,
                    fmt::format("[ledger.{}] {}; what was open on {} cannot be told from today's books. settled aging --as-of {} "
                                "shows what was known on that day",
                                ledger,
                                known->empty() ? std::string("gives no history of settlements (table settlements)")
                                               : fmt::format("gives settlements from {} on", oldest->settled_on.iso()),
                                day.iso(), day.iso()));
    std::map<std::string, Date, std::less<>> received;
    for (const ledger::ReceiptRow& receipt : book.receipts)
        if (receipt.ledger == number) received.emplace(book[receipt.id], receipt.date);
    std::map<std::string, ledger::Row> unlisted;
    std::vector<ledger::LaterSettlement> made;
    for (const store::KnownSettlement& one : *known) {
        if (one.settled_on <= day) continue;
        ledger::Row customer = picture.rows->index().customer(ledger, one.customer_id);
        if (customer == ledger::no_row) { // the ledger lists it no longer; its debt was one all the same
            const auto [at, is_new] = unlisted.emplace(one.customer_id, static_cast<ledger::Row>(book.customers.size()));
            customer = at->second;
            if (is_new) {
                ledger::CustomerRow& row = book.customers.emplace_back();
                row.id = row.name = book.text.add(one.customer_id), row.ledger = number, row.unlisted = true;
            }
        }
        const auto receipt = received.find(one.receipt_id);
        made.push_back({customer, one.amount.currency, one.document_date, one.due_date, one.settled_on,
                        receipt == received.end() ? Date() : receipt->second, one.amount.minor_units});
    }
    return made;
}

Result<CompanyAging> closed_aging_of(JobContext& context, const Picture& picture, credit::AgingBasis basis, Date day) {
    ledger::Book book = picture.book;
    std::vector<ledger::LaterSettlement> history;
    for (std::size_t number = 0; number < book.ledgers.size(); ++number) {
        auto later = settled_after(context, picture, static_cast<std::uint16_t>(number), day, book);
        if (!later) return pass(later);
        history.insert(history.end(), later->begin(), later->end());
    }
    book = ledger::closed_book(std::move(book), history, day);
    auto all =
        credit::aging({.book = &book, .as_of = day, .basis = basis, .open = {}, .retention_not_due = {}, .on_account = {}});
    if (!all) return pass(all);
    return named(book, std::move(*all));
}

} // namespace

Result<credit::Aging> aged(const Picture& picture, const ledger::Positions& positions, credit::AgingBasis basis) {
    credit::AgingInput input{
        .book = &picture.book, .as_of = picture.as_of, .basis = basis, .open = {}, .retention_not_due = {}, .on_account = {}};
    input.open.reserve(positions.items.size());
    for (const ledger::ItemPosition& position : positions.items) input.open.push_back(aged_amount(position));
    for (const ledger::CustomerPosition& customer : positions.customers)
        if (customer.on_account != 0) input.on_account.push_back({customer.customer, {customer.on_account, customer.currency}});
    return credit::aging(input);
}

Result<CompanyAging> aging_of(const Picture& picture, credit::AgingBasis basis) {
    auto positions = positions_of(picture);
    if (!positions) return pass(positions);
    auto all = aged(picture, *positions, basis);
    if (!all) return pass(all);
    return named(picture.book, std::move(*all));
}

Result<AgingReport> aging(JobContext& context, const Scope& scope, credit::AgingBasis basis, Date closed) {
    AgingReport report;
    report.basis = basis, report.closed = closed;
    const Status done = each_picture(context, scope, [&](const Picture& picture) -> Status {
        report.as_of = picture.as_of;
        if (closed && closed > picture.as_of)
            return fail(SETTLED_INVALID_CONFIG,
                        fmt::format("--closed {} is after {}, the day of what is known", closed.iso(), picture.as_of.iso()));
        auto aged = closed ? closed_aging_of(context, picture, basis, closed) : aging_of(picture, basis);
        if (!aged) return pass(aged);
        report.companies.push_back(std::move(*aged));
        return {};
    });
    if (!done) return std::unexpected(done.error());
    return report;
}

} // namespace settled::jobs
