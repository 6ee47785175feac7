#include "jobs/customer_account.hpp"

#include "ledger/terms.hpp"

#include <settled/plugin_abi.h>
#include <settled/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace settled::jobs {
namespace {

using ledger::AccountPosting;
using ledger::AccountReading;
using ledger::PostingKind;
using ledger::Row;

PostingKind kind_of(std::uint8_t doc_type) {
    switch (doc_type) {
    case SETTLED_DOC_INVOICE:
        return PostingKind::invoice;
    case SETTLED_DOC_CREDIT_NOTE:
        return PostingKind::credit_note;
    case SETTLED_DOC_DEBIT_NOTE:
        return PostingKind::debit_note;
    case SETTLED_DOC_RECEIPT:
        return PostingKind::receipt;
    default:
        return PostingKind::other_document;
    }
}

PostingKind kind_of_receipt(std::uint8_t method) {
    return method == SETTLED_BY_BILL      ? PostingKind::bill
           : method == SETTLED_BY_SET_OFF ? PostingKind::set_off
                                          : PostingKind::receipt;
}

bool is_on_its_way(const ledger::PositionPart& part) {
    return !part.doubtful &&
           (part.reason == ledger::PositionReason::matched_not_booked || part.reason == ledger::PositionReason::draft_receipt ||
            part.reason == ledger::PositionReason::bill_held);
}

Error too_large(const std::string& customer_id) {
    return {SETTLED_BAD_DATA, fmt::format("customer {}: the amounts add up to more than 64 bits hold", visible(customer_id)), 0};
}

} // namespace

AccountReader::Reading::Reading(Date known_on, const ledger::Book& book, std::string_view ledger)
    : known_on(known_on), book(&book) {
    for (Row row = 0; row < book.items.size(); ++row) {
        const ledger::CustomerRow& customer = book.customer_of(book.items[row]);
        if (book.ledger_of(customer).name == ledger) items[std::string(book[customer.id])].push_back(row);
    }
    for (Row row = 0; row < book.receipts.size(); ++row) {
        const ledger::ReceiptRow& receipt = book.receipts[row];
        if (receipt.customer != ledger::no_row && book.ledgers[receipt.ledger].name == ledger)
            receipts[std::string(book[book.customers[receipt.customer].id])].push_back(row);
    }
}

Result<AccountReader> AccountReader::read(JobContext& context, const Picture& picture, const std::string& ledger, Date from,
                                          Date to) {
    AccountReader made(picture, ledger, from, to);
    auto positions = positions_of(picture);
    if (!positions) return pass(positions);
    made.positions_ = std::move(*positions);
    made.latest_.emplace(picture.as_of, picture.book, ledger);
    const auto read_at = [&](Date day, std::optional<Reading>& reading) -> Status {
        auto generation = context.store.ledgers().current(picture.company->name, ledger, day);
        if (!generation) return pass(generation);
        if (!*generation) return {}; // never read by then
        auto book = context.store.ledgers().load(picture.company->name, std::vector{ledger}, day);
        if (!book) return pass(book);
        made.books_.push_back(std::make_unique<ledger::Book>(std::move(*book)));
        reading.emplace(day, *made.books_.back(), ledger);
        return {};
    };
    if (Status known = read_at(from.plus_days(-1), made.before_); !known) return std::unexpected(known.error());
    if (to < picture.as_of)
        if (Status known = read_at(to, made.at_end_); !known) return std::unexpected(known.error());
    for (const ledger::ReceiptRow& one : picture.book.receipts)
        if (picture.book.ledgers[one.ledger].name == ledger && one.date &&
            (made.oldest_receipt_.none() || one.date < made.oldest_receipt_))
            made.oldest_receipt_ = one.date;
    if (Status known = made.read_settlements(context); !known) return std::unexpected(known.error());
    return made;
}

// Where the ledger lists no receipts, its history of settlements tells of payments, and of documents that were settled before it
// was first read. A list begins where its oldest line stands; what lies before it is not known.
Status AccountReader::read_settlements(JobContext& context) {
    if (oldest_receipt_) return {};
    auto settlements = context.store.ledgers().settlements(picture_->company->name, ledger_, "", picture_->as_of);
    if (!settlements) return pass(settlements);
    for (store::KnownSettlement& one : *settlements) {
        if (one.settled_on && (history_from_.none() || one.settled_on < history_from_)) history_from_ = one.settled_on;
        settlements_[one.customer_id].push_back(std::move(one));
    }
    return {};
}

// `only_what_left_the_list`: of receipts older than all that the ledger lists by now; others that went were taken back.
void AccountReader::add_receipts(const std::string& id, const Reading& reading, bool only_what_left_the_list,
                                 Customer& made) const {
    const auto rows = reading.receipts.find(id);
    if (rows == reading.receipts.end()) return;
    const ledger::Book& book = *reading.book;
    for (const Row row : rows->second) {
        const ledger::ReceiptRow& one = book.receipts[row];
        if (one.state != SETTLED_RECEIPT_APPROVED || one.amount == 0) continue;
        if (only_what_left_the_list && (oldest_receipt_.none() || one.date >= oldest_receipt_)) continue;
        const std::string_view name = one.reference.empty() ? book[one.id] : book[one.reference];
        AccountPosting posting{kind_of_receipt(one.method), one.date, {}, -one.amount, std::string(name), {}};
        if (only_what_left_the_list && std::ranges::find(made.receipts, posting) != made.receipts.end()) continue;
        made.receipts.push_back(std::move(posting));
        made.receipt_currencies.push_back(one.currency);
    }
}

Result<AccountReader::Customer> AccountReader::customer_at(JobContext& context, const std::string& id,
                                                           const Reading& reading) const {
    Customer made{reading.known_on, {}, {}, {}};
    auto documents = context.store.ledgers().documents(picture_->company->name, ledger_, id, reading.known_on);
    if (!documents) return pass(documents);
    made.documents = std::move(*documents);
    add_receipts(id, reading, false, made);
    for (const std::optional<Reading>* earlier : {&before_, &at_end_})
        if (*earlier && (*earlier)->known_on < reading.known_on) add_receipts(id, **earlier, true, made);
    return made;
}

// From whichever reading still had it open.
Date AccountReader::due_of(const store::KnownDocument& document, const std::string& id) const {
    for (const std::optional<Reading>* reading : {&latest_, &at_end_, &before_}) {
        if (!*reading) continue;
        const auto rows = (*reading)->items.find(id);
        if (rows == (*reading)->items.end()) continue;
        const ledger::Book& book = *(*reading)->book;
        for (const Row row : rows->second)
            if (const ledger::ItemRow& item = book.items[row]; item.document_date == document.document_date &&
                                                               book[item.document_number] == document.number &&
                                                               item.doc_type == document.doc_type)
                return item.due_date;
    }
    return {};
}

void AccountReader::add_settlements(const std::string& id, Currency currency, const Customer& told, AccountReading& made) const {
    const auto history = settlements_.find(id);
    if (history == settlements_.end()) return;
    std::map<Date, std::int64_t> paid, unknown; // unknown: documents that no reading listed, by their day
    for (const store::KnownSettlement& one : history->second) {
        if (one.amount.currency != currency || one.settled_on > told.known_on) continue;
        paid[one.settled_on] = checked_add(paid[one.settled_on], one.amount.minor_units).value_or(0);
        unknown[one.document_date] = checked_add(unknown[one.document_date], one.amount.minor_units).value_or(0);
    }
    for (const store::KnownDocument& one : told.documents)
        if (one.currency == currency && unknown.contains(one.document_date))
            unknown[one.document_date] += one.open_amount - one.amount;
    for (const auto& [day, amount] : unknown)
        if (amount > 0) made.postings.push_back({PostingKind::invoice, day, {}, amount, {}, {}});
    for (const auto& [day, amount] : paid)
        if (amount != 0) made.postings.push_back({PostingKind::receipt, day, {}, -amount, {}, {}});
}

Result<AccountReading> AccountReader::in_currency(const Customer& told, const std::string& id, Currency currency) const {
    AccountReading made;
    made.known_on = told.known_on;
    std::multiset<std::pair<Date, std::int64_t>> receipts;
    for (std::size_t i = 0; i < told.receipts.size(); ++i) {
        if (told.receipt_currencies[i] != currency) continue;
        made.postings.push_back(told.receipts[i]);
        receipts.emplace(told.receipts[i].date, told.receipts[i].amount);
    }
    for (const store::KnownDocument& one : told.documents) {
        if (one.currency != currency) continue;
        const auto sum = checked_add(made.balance, one.open_amount);
        if (!sum) return std::unexpected(too_large(id));
        made.balance = *sum;
        // A receipt-type item is the money of a receipt that is there already.
        if (one.doc_type == SETTLED_DOC_RECEIPT)
            if (const auto same = receipts.find({one.document_date, one.amount}); same != receipts.end()) {
                receipts.erase(same);
                continue;
            }
        if (one.amount == 0) continue;
        std::string names;
        for (const std::string* name : {&one.tax_invoice_numbers, &one.contract_number})
            if (!name->empty() && *name != one.number) names += (names.empty() ? "" : " · ") + *name;
        made.postings.push_back(
            {kind_of(one.doc_type), one.document_date, one.amount > 0 ? due_of(one, id) : Date(), one.amount, one.number, names});
    }
    add_settlements(id, currency, told, made);
    return made;
}

Status AccountReader::add_open(Row customer, const std::string& id, letters::CurrencyAccount& made) const {
    const ledger::Book& book = picture_->book;
    letters::OpenSplit& split = made.split;
    bool fits = true;
    const auto add = [&](std::int64_t& to, std::int64_t amount) {
        const auto sum = checked_add(to, amount);
        fits = fits && sum.has_value();
        to = sum.value_or(to);
    };
    static const std::vector<Row> none;
    const auto known = latest_->items.find(id);
    for (const Row row : known == latest_->items.end() ? none : known->second) {
        const ledger::ItemRow& item = book.items[row];
        if (item.currency != made.currency) continue;
        for (const ledger::PositionPart& part : positions_.items[row].parts)
            if (is_on_its_way(part)) add(split.on_its_way, part.amount);
        if (item.open_amount == 0) continue;
        letters::OpenLine line{std::string(book[item.document_number]), item.document_date, {}, item.open_amount, 0};
        if (line.number.empty()) line.number = book[item.id];
        if (item.open_amount < 0) {
            add(split.credits, item.open_amount);
        } else {
            const ledger::DueState due = ledger::due_state(book, row, item.open_amount, picture_->as_of);
            line.due_date = due.due;
            const bool is_late = due.due && due.due < picture_->as_of;
            if (is_late) line.days_overdue = days_between(due.due, picture_->as_of);
            const std::int64_t overdue = is_late ? due.asked : 0, rest = item.open_amount - overdue - due.retention_not_due;
            add(split.overdue, overdue), add(split.retention_not_due, due.retention_not_due);
            add(due.due || due.has_lines ? split.not_due : split.no_due_date, rest);
        }
        made.open.push_back(std::move(line));
    }
    if (const ledger::CustomerPosition* position = positions_.find(customer, made.currency))
        add(split.on_its_way, position->on_account);
    if (!fits) return std::unexpected(too_large(id));
    std::ranges::stable_sort(made.open, {}, [](const letters::OpenLine& line) {
        return std::tuple(line.due_date.none() ? line.document_date : line.due_date, line.number);
    });
    return {};
}

Result<letters::CustomerAccount> AccountReader::account(JobContext& context, Row customer) const {
    const ledger::Book& book = picture_->book;
    const ledger::CustomerRow& row = book.customers[customer];
    letters::CustomerAccount made;
    made.ledger = ledger_, made.customer_id = book[row.id], made.customer_name = book[row.name];
    made.contact = book[row.contact], made.email = book[row.email];
    made.from = from_, made.to = to_, made.known_on = picture_->as_of;
    const std::string& id = made.customer_id;
    auto latest = customer_at(context, id, *latest_);
    if (!latest) return pass(latest);
    std::optional<Customer> before, at_end;
    for (const auto& [reading, told] : {std::pair(&before_, &before), {&at_end_, &at_end}}) {
        if (!*reading) continue;
        auto known = customer_at(context, id, **reading);
        if (!known) return pass(known);
        *told = std::move(*known);
    }
    std::set<Currency> currencies(latest->receipt_currencies.begin(), latest->receipt_currencies.end());
    for (const store::KnownDocument& one : latest->documents) currencies.insert(one.currency);
    if (const auto history = settlements_.find(id); history != settlements_.end())
        for (const store::KnownSettlement& one : history->second) currencies.insert(one.amount.currency);
    for (const Currency currency : currencies) {
        ledger::AccountStatementInput input{from_, to_, {}, {}, {}, history_from_};
        auto now = in_currency(*latest, id, currency);
        if (!now) return pass(now);
        input.latest = std::move(*now);
        for (const auto& [told, reading] : {std::pair(&before, &input.before), {&at_end, &input.at_end}}) {
            if (!*told) continue;
            auto read = in_currency(**told, id, currency);
            if (!read) return pass(read);
            *reading = std::move(*read);
        }
        auto statement = ledger::account_statement(input);
        if (!statement) return fail(statement.error().code, fmt::format("customer {}: {}", id, statement.error().message));
        letters::CurrencyAccount& one = made.currencies.emplace_back();
        one.currency = currency, one.statement = std::move(*statement);
        if (Status added = add_open(customer, id, one); !added) return std::unexpected(added.error());
        const bool is_empty = one.statement.lines.empty() && one.open.empty() && one.split.on_its_way == 0 &&
                              one.statement.opening.value_or(0) == 0 && one.statement.closing.value_or(0) == 0;
        if (is_empty) made.currencies.pop_back();
    }
    return made;
}

} // namespace settled::jobs
