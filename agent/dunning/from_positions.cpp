#include "dunning/from_positions.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <cassert>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>

namespace settled::dunning {
namespace {

using ledger::no_row;
using ledger::PositionPart;
using ledger::PositionReason;
using ledger::Row;

HoldingReason holding_of(const ledger::Book& book, const PositionPart& part) {
    HoldingReason made;
    made.entry = part.entry;
    made.amount = part.amount;
    switch (part.reason) {
    case PositionReason::matched_not_booked:
    case PositionReason::over_the_open_amount:
    case PositionReason::returned:
        made.reason = Reason::paid_at_bank;
        if (part.doubtful) made.text = may_be_covered;
        break;
    case PositionReason::draft_receipt:
    case PositionReason::receipt_not_shown:
        made.reason = Reason::receipt_unapproved;
        if (part.source != no_row) made.text = book[book.receipts[part.source].id];
        break;
    case PositionReason::bill_held:
        made.reason = Reason::bill_held;
        if (part.source != no_row) made.text = book[book.bills[part.source].number];
        break;
    case PositionReason::linked_credit:
        made.reason = Reason::covered_by_credit;
        if (part.source != no_row) made.text = book[book.items[part.source].document_number];
        break;
    case PositionReason::money_on_account:
    case PositionReason::given_to_item:
        made.reason = Reason::paid_on_account;
        if (part.source != no_row) made.text = book[book.items[part.source].document_number];
        break;
    }
    return made;
}

// The others raise a position or speak of another row's money: they are no reason to hold.
bool lowers(PositionReason reason) {
    return reason != PositionReason::given_to_item && reason != PositionReason::over_the_open_amount &&
           reason != PositionReason::returned;
}

bool is_payment(PositionReason reason) {
    return reason == PositionReason::matched_not_booked || reason == PositionReason::draft_receipt;
}

// For comparing names and numbers: ASCII letters and digits and everything beyond ASCII; case and marks do not count.
std::string folded(std::string_view text) {
    std::string made;
    for (const char c : ascii_lower(text))
        if (static_cast<unsigned char>(c) >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')) made += c;
    return made;
}

constexpr std::size_t folded_name_bytes_min = 4;   // shorter names stand in anything
constexpr std::size_t folded_number_bytes_min = 4; // the same of document numbers
constexpr std::int64_t round_minor_units = 10'000; // a multiple of it is an amount that anybody pays

// What could tell that an entry comes from a customer.
struct Payer {
    std::string name, account, text;
};

class Held {
  public:
    // Only what the unplaced money asks for is found in the ledger, whose items are many.
    Held(const statement::EntryBook& entries, std::span<const UnplacedMoney> unplaced, PlannerInput& input)
        : entries_(entries), input_(input), book_(*input.book) {
        for (const UnplacedMoney& money : unplaced) {
            const statement::EntryRow& entry = entries.entries[money.entry];
            by_amount_[{entry.amount, entry.currency}];
            for (const Row customer : money.customers) items_of_customer_[customer];
        }
        for (Row row = 0; row < book_.items.size(); ++row) {
            const ledger::ItemRow& item = book_.items[row];
            if (input.items[row].position <= 0) continue;
            if (const auto hit = items_of_customer_.find(item.customer); hit != items_of_customer_.end())
                hit->second.push_back(row);
            if (const auto hit = by_amount_.find({input.items[row].position, item.currency}); hit != by_amount_.end())
                hit->second.push_back(row);
        }
    }

    void hold(const UnplacedMoney& money) {
        const statement::EntryRow& entry = entries_.entries[money.entry];
        if (entry.amount <= 0) return;
        const std::vector<Row>& of_amount = by_amount_.at({entry.amount, entry.currency});
        if (money.stands_on_account) {
            if (of_amount.size() == 1 && entry.amount % round_minor_units != 0) mark(of_amount.front(), entry, money);
            for (const Row customer : money.customers) hold_fitting(customer, entry, money);
            return;
        }
        for (const Row item : money.items) mark(item, entry, money);
        for (const Row customer : money.customers) hold_oldest(customer, entry, money);
        const Payer payer{folded(entries_[entry.counterparty_name]), folded(entries_[entry.counterparty_account]),
                          folded(std::string(entries_[entry.remittance]) + ' ' + std::string(entries_[entry.ultimate_party]))};
        for (const Row row : of_amount)
            if (could_be_from(book_.customer_of(book_.items[row]), payer) || quotes(book_.items[row], payer))
                mark(row, entry, money);
    }

  private:
    void mark(Row item, const statement::EntryRow& entry, const UnplacedMoney& money) {
        std::vector<HoldingReason>& holding = input_.items[item].holding;
        const auto same = [&](const HoldingReason& one) { return one.reason == Reason::may_be_paid && one.entry == entry.id; };
        if (std::ranges::any_of(holding, same)) return;
        HoldingReason made;
        made.reason = Reason::may_be_paid;
        made.text = entries_[entry.counterparty_name];
        made.entry = entry.id;
        if (entry.currency == book_.items[item].currency) made.amount = entry.amount;
        made.until = money.until;
        holding.push_back(std::move(made));
    }

    // The oldest items of the customer, as many as the money reaches.
    void hold_oldest(Row customer, const statement::EntryRow& entry, const UnplacedMoney& money) {
        const auto hit = items_of_customer_.find(customer);
        if (hit == items_of_customer_.end()) return;
        std::vector<Row>& items = hit->second;
        std::ranges::stable_sort(items, {},
                                 [&](Row row) { return std::pair(!book_.items[row].due_date, book_.items[row].due_date); });
        std::int64_t left = entry.amount;
        for (const Row row : items) {
            if (left <= 0) return;
            if (book_.items[row].currency != entry.currency) continue;
            mark(row, entry, money);
            left -= input_.items[row].position;
        }
    }

    // The customer's items of just this amount, less what a bank keeps.
    void hold_fitting(Row customer, const statement::EntryRow& entry, const UnplacedMoney& money) {
        const auto hit = items_of_customer_.find(customer);
        if (hit == items_of_customer_.end()) return;
        const auto limit = input_.bank_fee_limit.find(entry.currency);
        const std::int64_t kept_at_most = limit == input_.bank_fee_limit.end() ? 0 : limit->second;
        for (const Row row : hit->second) {
            const std::int64_t more = input_.items[row].position - entry.amount;
            if (book_.items[row].currency == entry.currency && more >= 0 && more <= kept_at_most) mark(row, entry, money);
        }
    }

    bool could_be_from(const ledger::CustomerRow& customer, const Payer& payer) const {
        for (const ledger::TextRef known : {customer.name, customer.short_name}) {
            const std::string name = folded(book_[known]);
            if (name.size() < folded_name_bytes_min) continue;
            if (payer.text.contains(name) || payer.name.contains(name)) return true;
            if (payer.name.size() >= folded_name_bytes_min && name.contains(payer.name)) return true;
        }
        if (payer.account.empty()) return false;
        return std::ranges::any_of(split(book_[customer.bank_accounts], ';'),
                                   [&](std::string_view account) { return folded(account) == payer.account; });
    }

    bool quotes(const ledger::ItemRow& item, const Payer& payer) const {
        const std::string number = folded(book_[item.document_number]);
        return number.size() >= folded_number_bytes_min && payer.text.contains(number);
    }

    const statement::EntryBook& entries_;
    PlannerInput& input_;
    const ledger::Book& book_;
    std::unordered_map<Row, std::vector<Row>> items_of_customer_;
    std::map<std::pair<std::int64_t, Currency>, std::vector<Row>> by_amount_;
};

} // namespace

void take_positions(const ledger::Positions& positions, PlannerInput& input) {
    assert(input.book && positions.items.size() == input.book->items.size());
    input.items.resize(positions.items.size());
    for (std::size_t row = 0; row < positions.items.size(); ++row) {
        const ledger::ItemPosition& position = positions.items[row];
        ItemState& state = input.items[row];
        state.position = position.for_dunning;
        for (const PositionPart& part : position.parts) {
            if (!lowers(part.reason)) continue;
            state.holding.push_back(holding_of(*input.book, part));
            // Only what is proved is called received in a letter.
            if (is_payment(part.reason) && !part.doubtful) state.paid_not_booked += part.amount;
        }
        if (position.applied_elsewhere) {
            HoldingReason made;
            made.reason = Reason::applied_elsewhere;
            state.holding.push_back(std::move(made));
        }
    }
    input.customers.resize(input.book->customers.size());
    for (const ledger::CustomerPosition& customer : positions.customers)
        if (customer.on_account > 0)
            input.customers[customer.customer].on_account.push_back({customer.on_account, customer.currency});
}

void hold_for_unplaced_money(const statement::EntryBook& entries, std::span<const UnplacedMoney> unplaced, PlannerInput& input) {
    assert(input.book && input.items.size() == input.book->items.size());
    if (unplaced.empty()) return;
    Held held(entries, unplaced, input);
    for (const UnplacedMoney& money : unplaced) held.hold(money);
}

} // namespace settled::dunning
