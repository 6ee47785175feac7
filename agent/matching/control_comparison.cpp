#include "matching/control_comparison.hpp"

#include <settled/plugin_abi.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace settled::matching {
namespace {

using ledger::Row;

constexpr std::array<std::string_view, 3> side_names = {"receivable", "advance", "net"};
constexpr std::array<std::string_view, 11> hint_names = {"balance_missing",    "ledger_older",   "ledger_newer",    "one_item",
                                                         "half_of_difference", "kinds_mixed",    "documents_alone", "sign_turned",
                                                         "receipts_not_shown", "draft_receipts", "other_currencies"};

bool is_advance(const ledger::ItemRow& item) { return item.doc_type == SETTLED_DOC_RECEIPT; }

class Comparison {
  public:
    Comparison(const ledger::Book& book, std::uint16_t ledger, Currency home, std::span<const ledger::HomeSum> sums)
        : book_(book), ledger_(ledger), home_(home), sums_(sums) {}

    std::optional<std::vector<ControlRow>> run() {
        add_balances();
        in_home_ = is_stated_in_home();
        in_home_ ? add_home_sums() : add_items();
        for (auto& [currency, sides] : by_currency_) close(currency, sides);
        if (overflow_) return std::nullopt;
        return std::move(rows_);
    }

  private:
    struct Sides {
        ControlRow receivable{ControlSide::receivable}, advance{ControlSide::advance};
    };

    std::int64_t add(std::int64_t sum, std::int64_t more) {
        const auto made = checked_add(sum, more);
        overflow_ = overflow_ || !made;
        return made.value_or(0);
    }

    void add_balances() {
        for (const ledger::ControlBalanceRow& row : book_.control_balances) {
            if (row.ledger != ledger_) continue;
            const bool advance = row.includes == SETTLED_CONTROL_ADVANCE;
            // The balances of bank accounts stand in the same table and include nothing of customers.
            if (!advance && row.includes != SETTLED_CONTROL_RECEIVABLE) continue;
            Sides& sides = by_currency_[row.currency.none() ? home_ : row.currency];
            ControlRow& side = advance ? sides.advance : sides.receivable;
            side.balance = add(side.balance.value_or(0), row.balance);
            side.accounts.push_back(book_[row.account]);
            if (side.as_of.none() || (!row.as_of.none() && row.as_of < side.as_of)) side.as_of = row.as_of;
        }
    }

    bool is_stated_in_home() const {
        const bool one_currency = by_currency_.size() == 1 && by_currency_.begin()->first == home_;
        return one_currency && !sums_.empty() && std::ranges::all_of(sums_, [&](const ledger::HomeSum& sum) {
                   return sum.not_stated == 0 && (sum.currency.none() || sum.currency == home_);
               });
    }

    void add_home_sums() {
        Sides& sides = by_currency_[home_];
        for (const ledger::HomeSum& sum : sums_) {
            ControlRow& side = sum.is_advance ? sides.advance : sides.receivable;
            side.items = add(side.items, sum.open);
            side.count += sum.count;
        }
    }

    void add_items() {
        for (const ledger::ItemRow& item : book_.items) {
            if (book_.customer_of(item).ledger != ledger_ || item.open_amount == 0) continue;
            Sides& sides = by_currency_[item.currency.none() ? home_ : item.currency];
            ControlRow& side = is_advance(item) ? sides.advance : sides.receivable;
            side.items = add(side.items, item.open_amount);
            ++side.count;
        }
    }

    void close(Currency currency, Sides& sides) {
        ControlRow net{ControlSide::net};
        net.items = add(sides.receivable.items, sides.advance.items);
        net.count = sides.receivable.count + sides.advance.count;
        for (const ControlRow* side : {&sides.receivable, &sides.advance}) {
            if (!side->balance) continue;
            net.balance = add(net.balance.value_or(0), *side->balance);
            net.accounts.insert(net.accounts.end(), side->accounts.begin(), side->accounts.end());
            if (net.as_of.none() || (!side->as_of.none() && side->as_of < net.as_of)) net.as_of = side->as_of;
        }
        const bool gross = sides.receivable.balance && sides.advance.balance;
        std::vector<ControlRow*> shown = {&net};
        if (gross)
            shown = {&sides.receivable, &sides.advance, &net};
        else if (sides.advance.balance)
            shown = {&sides.receivable, &sides.advance};
        for (ControlRow* row : shown) {
            row->currency = currency, row->in_home = in_home_;
            const auto difference = row->balance ? checked_subtract(row->items, *row->balance) : std::nullopt;
            overflow_ = overflow_ || (row->balance && !difference);
            row->difference = difference;
        }
        for (ControlRow* row : shown)
            if (!row->agrees()) hint(*row, gross && net.agrees(), !gross && sides.receivable.items == row->balance);
        for (ControlRow* row : shown) rows_.push_back(std::move(*row));
    }

    void hint(ControlRow& row, bool net_agrees, bool documents_alone) {
        if (!row.balance) row.hints.push_back({.kind = HintKind::balance_missing});
        if (row.difference && net_agrees) row.hints.push_back({.kind = HintKind::kinds_mixed, .amount = *row.difference});
        if (row.difference && row.side == ControlSide::net && documents_alone)
            row.hints.push_back({.kind = HintKind::documents_alone, .amount = *row.difference});
        if (row.balance && row.items != 0 && checked_add(row.items, *row.balance) == 0)
            row.hints.push_back({.kind = HintKind::sign_turned});
        if (row.difference) hint_days(row);
        if (row.difference && !net_agrees && !in_home_) hint_items(row);
        if (row.difference) hint_receipts(row);
        if (const std::int64_t others = items_without_balance(row.currency); row.difference && others > 0 && !in_home_)
            row.hints.push_back({.kind = HintKind::other_currencies, .count = others});
    }

    bool belongs(const ControlRow& row, const ledger::ItemRow& item) const {
        if (book_.customer_of(item).ledger != ledger_ || item.open_amount == 0) return false;
        if ((item.currency.none() ? home_ : item.currency) != row.currency) return false;
        return row.side == ControlSide::net || is_advance(item) == (row.side == ControlSide::advance);
    }

    void hint_days(ControlRow& row) {
        const Date known = book_.ledgers[ledger_].known_on;
        if (row.as_of.none() || known == row.as_of) return;
        if (known < row.as_of) {
            row.hints.push_back({.kind = HintKind::ledger_older, .date = known});
            return;
        }
        ControlHint later{.kind = HintKind::ledger_newer, .date = known};
        for (const ledger::ItemRow& item : book_.items)
            if (belongs(row, item) && item.document_date > row.as_of) {
                ++later.count;
                later.amount = add(later.amount, item.open_amount);
            }
        row.hints.push_back(later);
    }

    // Only an item that is alone with its amount says anything.
    void hint_items(ControlRow& row) {
        for (const bool half : {false, true}) {
            ControlHint found{.kind = half ? HintKind::half_of_difference : HintKind::one_item};
            for (Row at = 0; at < book_.items.size(); ++at) {
                const ledger::ItemRow& item = book_.items[at];
                if (!belongs(row, item)) continue;
                const auto amount = half ? checked_add(item.open_amount, item.open_amount) : std::optional(item.open_amount);
                if (amount != row.difference) continue;
                ++found.count;
                found.item = at, found.amount = item.open_amount;
            }
            if (found.count == 1) row.hints.push_back(found);
        }
    }

    void hint_receipts(ControlRow& row) {
        ControlHint open{.kind = HintKind::receipts_not_shown}, draft{.kind = HintKind::draft_receipts};
        const bool items_show_receipts = std::ranges::any_of(book_.items, [&](const ledger::ItemRow& item) {
            return is_advance(item) && book_.customer_of(item).ledger == ledger_;
        });
        for (const ledger::ReceiptRow& receipt : book_.receipts) {
            if (receipt.ledger != ledger_ || (receipt.currency.none() ? home_ : receipt.currency) != row.currency) continue;
            if (receipt.state == SETTLED_RECEIPT_DRAFT) {
                ++draft.count;
                draft.amount = add(draft.amount, receipt.amount);
            } else if (!items_show_receipts && receipt.has_open_amount && receipt.open_amount != 0) {
                ++open.count;
                open.amount = add(open.amount, receipt.open_amount);
            }
        }
        if (row.side == ControlSide::receivable) open.count = 0; // money on account is no part of it
        for (const ControlHint& found : {open, draft})
            if (found.count > 0) row.hints.push_back(found);
    }

    std::int64_t items_without_balance(Currency currency) const {
        std::int64_t count = 0;
        for (const auto& [other, sides] : by_currency_)
            if (other != currency && !sides.receivable.balance && !sides.advance.balance)
                count += sides.receivable.count + sides.advance.count;
        return count;
    }

    const ledger::Book& book_;
    std::uint16_t ledger_;
    Currency home_;
    std::span<const ledger::HomeSum> sums_;
    bool in_home_ = false;
    std::map<Currency, Sides> by_currency_;
    std::vector<ControlRow> rows_;
    bool overflow_ = false;
};

} // namespace

std::string_view name(ControlSide side) { return side_names.at(static_cast<std::size_t>(side) - 1); }
std::string_view name(HintKind kind) { return hint_names.at(static_cast<std::size_t>(kind) - 1); }

std::optional<std::vector<ControlRow>> compare_control(const ledger::Book& book, std::uint16_t ledger, Currency home,
                                                       std::span<const ledger::HomeSum> sums) {
    return Comparison(book, ledger, home, sums).run();
}

} // namespace settled::matching
