#include "dunning/candidate.hpp"
#include "dunning/from_positions.hpp"

#include <algorithm>
#include <map>

namespace settled::dunning {
namespace {

struct Pool {
    Currency currency;
    std::string_view contract; // empty: may cover any item
    std::int64_t left = 0;
    Reason reason = Reason::paid_on_account;
    std::string_view text; // the credit's document number
};

struct Covered {
    ledger::Row item = ledger::no_row;
    Date due;
    std::int64_t uncovered = 0;
    const Pool* by = nullptr; // the last that helped
};

std::vector<Pool> pools_of(const PlannerInput& input, ledger::Row customer, std::span<const ledger::Row> items) {
    const ledger::Book& book = *input.book;
    std::vector<Pool> pools;
    for (const ledger::Row row : items) {
        const ledger::ItemRow& item = book.items[row];
        if (input.items[row].position >= 0) continue;
        pools.push_back({item.currency, book[item.contract_number], -input.items[row].position, Reason::covered_by_credit,
                         book[item.document_number]});
    }
    if (!input.customers.empty())
        for (const Money& money : input.customers[customer].on_account)
            if (money.minor_units > 0) pools.push_back({money.currency, {}, money.minor_units, Reason::paid_on_account, {}});
    // Money bound to a contract first, so that free money is left for what nothing else covers.
    std::ranges::stable_sort(
        pools, [](const Pool& left, const Pool& right) { return !left.contract.empty() && right.contract.empty(); });
    return pools;
}

// Who pays an invoice without naming it pays it less what his bank keeps.
std::int64_t fee_limit(const PlannerInput& input, Currency currency) {
    const auto limit = input.bank_fee_limit.find(currency);
    return limit == input.bank_fee_limit.end() ? 0 : limit->second;
}

// Candidates stand in order of their item.
template <class Element> Element* find_candidate(std::span<Element> candidates, ledger::Row item) {
    const auto hit = std::ranges::lower_bound(candidates, item, {}, &Candidate::item);
    return hit != candidates.end() && hit->item == item ? &*hit : nullptr;
}

// Oldest due first; what may be owed for another reason (dispute, promise …) comes last, so that money holds as many
// reminders as it can.
std::vector<Covered> in_order(const PlannerInput& input, std::span<const ledger::Row> items,
                              std::span<const Candidate> candidates) {
    std::vector<Covered> open;
    for (const ledger::Row row : items) {
        const ledger::DueState state = due_of(input, row);
        const Date due = state.due;
        if (input.items[row].position <= 0 || !due || due > input.today) continue;
        const Candidate* candidate = find_candidate(candidates, row);
        if (candidate && !candidate->free()) continue;
        open.push_back({row, due, std::min(state.asked, input.items[row].position), nullptr});
    }
    std::ranges::stable_sort(open, {}, &Covered::due);
    return open;
}

} // namespace

std::vector<Money> Coverage::for_letter(std::span<const PlannedItem> items) const {
    std::vector<Money> left = unapplied;
    for (const Share& share : shares) {
        if (std::ranges::find(items, share.item, &PlannedItem::item) != items.end()) continue;
        std::ranges::find(left, share.amount.currency, &Money::currency)->minor_units -= share.amount.minor_units;
    }
    std::erase_if(left, [](const Money& money) { return money.minor_units <= 0; });
    return left;
}

Coverage cover_with_unapplied(const PlannerInput& input, ledger::Row customer, std::span<const ledger::Row> items,
                              std::span<Candidate> candidates) {
    Coverage made;
    std::vector<Pool> pools = pools_of(input, customer, items);
    if (pools.empty()) return {};
    std::map<Currency, std::int64_t> unapplied;
    for (const Pool& pool : pools) {
        std::int64_t& sum = unapplied[pool.currency];
        sum = checked_add(sum, pool.left).value_or(sum); // beyond 64 bits nobody owes anything any more
    }
    std::vector<Covered> open = in_order(input, items, candidates);
    const auto may_cover = [&](const Pool& pool, const Covered& item) {
        const ledger::ItemRow& row = input.book->items[item.item];
        return pool.left > 0 && item.uncovered > 0 && row.currency == pool.currency &&
               (pool.contract.empty() || (*input.book)[row.contract_number] == pool.contract);
    };
    const auto give = [&](Pool& pool, Covered& item) {
        const std::int64_t share = std::min(pool.left, item.uncovered);
        pool.left -= share;
        item.uncovered -= share;
        item.by = &pool;
        made.shares.push_back({item.item, {share, pool.currency}});
    };
    // Money of just an item's amount, less what a bank keeps, is that item's; the rest goes to the oldest.
    for (Pool& pool : pools)
        for (Covered& item : open)
            if (may_cover(pool, item) && item.uncovered >= pool.left &&
                item.uncovered - pool.left <= fee_limit(input, pool.currency))
                give(pool, item);
    for (Pool& pool : pools)
        for (Covered& item : open)
            if (may_cover(pool, item)) give(pool, item);
    for (const Covered& item : open) {
        if (!item.by || item.uncovered > fee_limit(input, item.by->currency)) continue;
        Candidate* candidate = find_candidate(candidates, item.item);
        if (!candidate) continue;
        Suppression covered;
        covered.customer = customer;
        covered.item = item.item;
        covered.reason = item.by->reason;
        covered.step = candidate->step->name;
        covered.text = item.by->text;
        covered.amount = {candidate->open, item.by->currency};
        candidate->reasons.push_back(std::move(covered));
    }
    made.unapplied.reserve(unapplied.size());
    for (const auto& [currency, sum] : unapplied) made.unapplied.push_back({sum, currency});
    return made;
}

bool is_covered_without_item(const PlannerInput& input, ledger::Row item, std::span<const ledger::Row> items) {
    const ledger::ItemRow& asked = input.book->items[item];
    const std::int64_t asked_for = std::min(due_of(input, item).asked, input.items[item].position);
    std::int64_t left = asked_for;
    const Coverage coverage = cover_with_unapplied(input, asked.customer, items, {});
    for (const Coverage::Share& share : coverage.shares)
        if (share.item == item) left -= share.amount.minor_units;
    return left < asked_for && left <= fee_limit(input, asked.currency);
}

} // namespace settled::dunning
