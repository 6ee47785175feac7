#include "matching/pairing.hpp"

#include "matching/fold.hpp"
#include "matching/limits.hpp"
#include "matching/payer.hpp"
#include "matching/tokens.hpp"

#include <algorithm>
#include <string_view>
#include <tuple>

namespace settled::matching {
namespace {

constexpr std::size_t reference_signs_min = 6;

std::uint64_t money_key(Row customer, Currency currency, std::int64_t amount) {
    std::uint64_t hash = static_cast<std::uint64_t>(amount) * 0x9E3779B97F4A7C15U ^ (static_cast<std::uint64_t>(customer) << 24);
    for (const char c : currency.code()) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    return hash;
}

std::int64_t size_of(std::int64_t amount) { return amount == INT64_MIN ? INT64_MAX : amount < 0 ? -amount : amount; }

// Cash, set-off and bills never pass the bank.
bool through_the_bank(const ledger::ReceiptRow& receipt) {
    return receipt.method != SETTLED_BY_CASH && receipt.method != SETTLED_BY_SET_OFF && receipt.method != SETTLED_BY_BILL;
}

} // namespace

Date plus_working_days(Date day, int days) {
    const int step = days < 0 ? -1 : 1;
    for (int left = days * step; left > 0;) {
        day = day.plus_days(step);
        const std::chrono::weekday weekday = day.weekday();
        if (weekday != std::chrono::Saturday && weekday != std::chrono::Sunday) --left;
    }
    return day;
}

Pairing::Pairing(const ledger::Book& book, const statement::EntryBook& entries)
    : book_(book), entries_(entries), receipt_used_(book.receipts.size(), false), item_used_(book.items.size(), false),
      line_used_(book.bank_book.size(), false), first_receipt_(book.ledgers.size()) {
    collect();
    const bool nothing = of_customer_.empty() && item_of_customer_.empty() && book.receipts.empty() && book.bank_book.empty();
    if (!nothing) witnesses_.resize(entries.entries.size());
}

void Pairing::collect() {
    for (Row row = 0; row < book_.receipts.size(); ++row) {
        const ledger::ReceiptRow& receipt = book_.receipts[row];
        if (!receipt.date.none() && receipt.ledger < first_receipt_.size()) {
            Date& first = first_receipt_[receipt.ledger];
            if (first.none() || receipt.date < first) first = receipt.date;
        }
        if (receipt.amount <= 0 || !through_the_bank(receipt)) continue;
        const Money money{row, receipt.date, false};
        if (receipt.customer != no_row)
            of_customer_[money_key(receipt.customer, receipt.currency, receipt.amount)].push_back(money);
        of_amount_[money_key(no_row, receipt.currency, receipt.amount)].push_back(money);
        const std::string reference = number_signs(fold(book_[receipt.reference]));
        if (reference.size() >= reference_signs_min) by_reference_[reference].push_back(row);
    }
    for (Row row = 0; row < book_.items.size(); ++row) {
        const ledger::ItemRow& item = book_.items[row];
        if (item.doc_type != SETTLED_DOC_RECEIPT || item.open_amount >= 0) continue;
        item_of_customer_[money_key(item.customer, item.currency, size_of(item.amount))].push_back(
            {row, item.document_date, true});
    }
    const auto by_date = [](Buckets& buckets) {
        for (auto& [key, bucket] : buckets)
            std::ranges::sort(bucket, {}, [](const Money& money) { return std::tuple(money.date, money.row); });
    };
    by_date(of_customer_);
    by_date(item_of_customer_);
    by_date(of_amount_);
}

bool Pairing::receipts_cover(std::uint16_t ledger, Date day) const {
    return ledger < first_receipt_.size() && !first_receipt_[ledger].none() && first_receipt_[ledger] <= day;
}

bool Pairing::any() const {
    return std::ranges::any_of(witnesses_,
                               [](const Witness& witness) { return witness.any() || witness.bank_book_line != no_row; });
}

Date Pairing::day_of(Row entry) const {
    const statement::EntryRow& row = entries_.entries[entry];
    return row.booking_date.none() ? row.value_date : row.booking_date;
}

bool Pairing::usable(Row entry) const {
    const statement::EntryRow& row = entries_.entries[entry];
    return row.amount > 0 && row.status == SETTLED_ENTRY_BOOKED && !row.reversal;
}

// An account that names another of our own accounts does not fit; one that nobody here knows may be
// the ledger's code for it.
bool Pairing::account_fits(Row entry, ledger::TextRef bank_account) const {
    const std::string named = account_signs(book_[bank_account]);
    if (named.empty()) return true;
    const std::size_t own = entries_.entries[entry].account;
    bool known = false;
    for (std::size_t i = 0; i < entries_.accounts.size(); ++i) {
        const statement::AccountRow& account = entries_.accounts[i];
        const bool is = named == account_signs(account.number) ||
                        (!account.ledger_account.empty() && named == account_signs(account.ledger_account));
        if (is && i == own) return true;
        known = known || is;
    }
    return !known;
}

bool Pairing::free(const Money& money) const { return money.is_item ? !item_used_[money.row] : !receipt_used_[money.row]; }

bool Pairing::fits(Row entry, const Money& money) const {
    const Date day = day_of(entry);
    if (day.none() || money.date.none()) return false;
    if (money.date < plus_working_days(day, -limits::working_days_to_receipt) ||
        money.date > plus_working_days(day, limits::working_days_to_receipt))
        return false;
    const statement::EntryRow& row = entries_.entries[entry];
    if (money.is_item) {
        const ledger::ItemRow& item = book_.items[money.row];
        return item.currency == row.currency && size_of(item.amount) == row.amount;
    }
    const ledger::ReceiptRow& receipt = book_.receipts[money.row];
    return receipt.currency == row.currency && receipt.amount == row.amount && account_fits(entry, receipt.bank_account);
}

void Pairing::join(Row entry, const Money& money, bool by_reference) {
    Witness& witness = witnesses_[entry];
    if (money.is_item) {
        witness.receipt_item = money.row;
        item_used_[money.row] = true;
    } else {
        witness.receipt = money.row;
        receipt_used_[money.row] = true;
    }
    witness.by_reference = by_reference;
}

void Pairing::pair(std::span<const Row> customers) {
    if (witnesses_.empty()) return;
    by_reference();
    by_customer(customers, false);
    by_amount_alone(customers);
    show_receipts();
    by_customer(customers, true);
    bank_book_lines();
}

void Pairing::pair_known(std::span<const Row> customers) {
    if (witnesses_.empty()) return;
    by_reference();
    by_customer(customers, false);
    show_receipts();
    by_customer(customers, true);
}

void Pairing::by_reference() {
    RemittanceText text;
    if (by_reference_.empty()) return;
    for (Row entry = 0; entry < entries_.entries.size(); ++entry) {
        if (!usable(entry) || witnesses_[entry].any()) continue;
        const statement::EntryRow& row = entries_.entries[entry];
        const auto look_up = [&](std::string_view written) {
            if (written.empty() || witnesses_[entry].any()) return;
            const auto hit = by_reference_.find(number_signs(fold(written)));
            if (hit == by_reference_.end()) return;
            Row found = no_row;
            for (const Row receipt : hit->second) {
                if (!fits(entry, {receipt, book_.receipts[receipt].date, false}) || receipt_used_[receipt]) continue;
                if (found != no_row) return; // a reference of several proves nothing
                found = receipt;
            }
            if (found != no_row) join(entry, {found, book_.receipts[found].date, false}, true);
        };
        look_up(entries_[row.bank_reference]);
        look_up(entries_[row.end_to_end_id]);
        read_text(entries_[row.remittance], text);
        for (std::size_t i = 0; i < text.pieces.size(); ++i)
            if (text.pieces[i].size() >= reference_signs_min) look_up(text.pieces[i]);
    }
}

// Equal payments of one customer are one like another: by date, each takes the earliest that fits.
void Pairing::by_customer(std::span<const Row> customers, bool items) {
    const Buckets& buckets = items ? item_of_customer_ : of_customer_;
    if (buckets.empty()) return;
    std::vector<Row> order;
    for (Row entry = 0; entry < entries_.entries.size(); ++entry)
        if (customers[entry] != no_row && usable(entry) && !witnesses_[entry].any()) order.push_back(entry);
    std::ranges::sort(order, {}, [&](Row entry) { return std::tuple(day_of(entry), entries_.entries[entry].id, entry); });
    for (const Row entry : order) {
        const statement::EntryRow& row = entries_.entries[entry];
        const auto bucket = buckets.find(money_key(customers[entry], row.currency, row.amount));
        if (bucket == buckets.end()) continue;
        const Date first = plus_working_days(day_of(entry), -limits::working_days_to_receipt);
        auto money = std::ranges::lower_bound(bucket->second, first, {}, &Money::date);
        for (; money != bucket->second.end(); ++money) {
            if (!fits(entry, *money)) {
                if (money->date > plus_working_days(day_of(entry), limits::working_days_to_receipt)) break;
                continue;
            }
            const Row owner = items ? book_.items[money->row].customer : book_.receipts[money->row].customer;
            if (!free(*money) || owner != customers[entry]) continue;
            join(entry, *money, false);
            break;
        }
    }
}

void Pairing::by_amount_alone(std::span<const Row> customers) {
    std::unordered_map<std::uint64_t, std::vector<Row>> waiting;
    for (Row entry = 0; entry < entries_.entries.size(); ++entry) {
        const statement::EntryRow& row = entries_.entries[entry];
        if (customers[entry] == no_row && usable(entry) && !witnesses_[entry].any())
            waiting[money_key(no_row, row.currency, row.amount)].push_back(entry);
    }
    for (const auto& [key, rows] : waiting) {
        const auto bucket = of_amount_.find(key);
        if (bucket == of_amount_.end() || bucket->second.size() > limits::equal_amounts || rows.size() > limits::equal_amounts)
            continue;
        for (const Row entry : rows) {
            const auto fitting = [&](const Money& money) { return free(money) && fits(entry, money); };
            if (std::ranges::count_if(bucket->second, fitting) != 1) continue;
            const Money money = *std::ranges::find_if(bucket->second, fitting);
            if (std::ranges::count_if(rows, [&](Row other) { return !witnesses_[other].any() && fits(other, money); }) == 1)
                join(entry, money, false);
        }
    }
}

// The open item that a paired receipt stands as: by its name, else by customer and amount.
void Pairing::show_receipts() {
    std::unordered_map<std::string, std::vector<Row>> named;
    for (Row row = 0; row < book_.items.size(); ++row) {
        const ledger::ItemRow& item = book_.items[row];
        if (item.doc_type != SETTLED_DOC_RECEIPT || item.open_amount >= 0) continue;
        for (const ledger::TextRef name : {item.id, item.document_number})
            if (!name.empty()) named[std::string(book_[name])].push_back(row);
    }
    for (Witness& witness : witnesses_) {
        if (witness.receipt == no_row || witness.receipt_item != no_row) continue;
        const ledger::ReceiptRow& receipt = book_.receipts[witness.receipt];
        if (receipt.state != SETTLED_RECEIPT_APPROVED || (receipt.has_open_amount && receipt.open_amount == 0)) continue;
        const auto is_it = [&](Row row) {
            const ledger::ItemRow& item = book_.items[row];
            return !item_used_[row] && item.customer == receipt.customer && item.currency == receipt.currency;
        };
        for (const ledger::TextRef name : {receipt.id, receipt.reference}) {
            const auto hit = name.empty() ? named.end() : named.find(std::string(book_[name]));
            if (hit == named.end() || witness.receipt_item != no_row) continue;
            const auto row = std::ranges::find_if(hit->second, is_it);
            if (row != hit->second.end()) witness.receipt_item = *row;
        }
        const auto bucket = item_of_customer_.find(money_key(receipt.customer, receipt.currency, receipt.amount));
        if (witness.receipt_item == no_row && bucket != item_of_customer_.end())
            for (const Money& money : bucket->second)
                if (is_it(money.row) &&
                    (!receipt.has_open_amount || size_of(book_.items[money.row].open_amount) == receipt.open_amount)) {
                    witness.receipt_item = money.row;
                    break;
                }
        if (witness.receipt_item != no_row) item_used_[witness.receipt_item] = true;
    }
}

void Pairing::bank_book_lines() {
    if (book_.bank_book.empty()) return;
    std::unordered_map<std::uint64_t, std::vector<Row>> lines;
    for (Row row = 0; row < book_.bank_book.size(); ++row)
        lines[money_key(no_row, book_.bank_book[row].currency, book_.bank_book[row].amount)].push_back(row);
    for (Row entry = 0; entry < entries_.entries.size(); ++entry) {
        const statement::EntryRow& row = entries_.entries[entry];
        const auto hit = lines.find(money_key(no_row, row.currency, row.amount));
        if (hit == lines.end() || hit->second.size() > limits::equal_amounts || witnesses_[entry].bank_book_line != no_row)
            continue;
        const Date day = day_of(entry);
        if (day.none()) continue;
        for (const Row line : hit->second) {
            const ledger::BankBookRow& booked = book_.bank_book[line];
            const bool near = !booked.date.none() && booked.date >= plus_working_days(day, -limits::working_days_to_receipt) &&
                              booked.date <= plus_working_days(day, limits::working_days_to_receipt);
            if (line_used_[line] || !near || booked.amount != row.amount || booked.currency != row.currency ||
                booked.bank_account.empty() || !account_fits(entry, booked.bank_account))
                continue;
            witnesses_[entry].bank_book_line = line;
            line_used_[line] = true;
            break;
        }
    }
}

} // namespace settled::matching
