#include "matching/bank_reconciliation.hpp"

#include <algorithm>
#include <array>
#include <tuple>

namespace settled::matching {
namespace {

using two_sided::How;
using two_sided::Line;
using two_sided::Outcome;

// How each line of a side ended.
struct Fate {
    bool reconciled = false; // its pair stands on both sides by the day
    bool one_of_several = false;
    Date cleared_on, since;
};

std::int64_t saturated(std::optional<std::int64_t> sum, bool& overflow) {
    overflow = overflow || !sum;
    return sum.value_or(0);
}

class Reconciliation {
  public:
    explicit Reconciliation(const BankReconciliationInput& input)
        : input_(input), bank_(input.bank.size()), book_(input.book.size()) {}

    BankReconciliation run() {
        balances();
        const two_sided::Rules rules{.days_max = days_bank_to_book};
        Outcome outcome = two_sided::compare(input_.bank, input_.book, rules);
        pair_parts(outcome, rules);
        judge(outcome);
        carry();
        collect(input_.bank, bank_, true);
        collect(input_.book, book_, false);
        std::ranges::sort(made_.items, {}, [](const ItemInTransit& item) {
            return std::tuple(item.transit, -item.age_days, item.amount, item.line);
        });
        adjust();
        doubt(outcome.sums_not_searched);
        return std::move(made_);
    }

  private:
    bool by_the_day(const Line& line) const { return line.date <= input_.day; }

    void balances() {
        std::vector<DatedAmount> entries;
        for (const Line& line : input_.bank) entries.push_back({line.date, line.amount});
        made_.bank = matching::bank_balance(input_.statements, entries, input_.day);
        made_.bank_balance = made_.bank.balance;
        made_.book_balance_is_sum = input_.book_balance ? input_.book_balance->lines > 0 : !input_.book.empty();
        if (!input_.book_balance && input_.book.empty()) return;
        std::optional<std::int64_t> balance = input_.book_balance ? input_.book_balance->amount : 0;
        const Date known = input_.book_balance ? input_.book_balance->day : Date();
        for (const Line& line : input_.book) {
            if (!balance) break;
            if (line.date > known && by_the_day(line)) balance = checked_add(*balance, line.amount);
            if (line.date <= known && !by_the_day(line)) balance = checked_subtract(*balance, line.amount);
        }
        made_.book_balance = balance;
        if (!made_.book_balance_is_sum || !input_.book_balance) return;
        made_.carried_count = input_.book_balance->lines;
        made_.carried_amount = input_.book_balance->amount;
    }

    // A batch that the book holds part by part.
    void pair_parts(Outcome& outcome, const two_sided::Rules& rules) const {
        std::vector<Line> parts, lines;
        std::vector<std::uint32_t> part_of, book_line;
        for (const two_sided::Open& open : outcome.left)
            if (open.line < input_.bank_parts.size())
                for (const Line& part : input_.bank_parts[open.line]) parts.push_back(part), part_of.push_back(open.line);
        if (parts.empty()) return;
        for (const two_sided::Open& open : outcome.right) lines.push_back(input_.book[open.line]), book_line.push_back(open.line);
        const Outcome inner = two_sided::compare(parts, lines, {.days_max = rules.days_max, .sums = false});
        std::vector<std::size_t> paired(input_.bank.size());
        std::vector<std::vector<std::uint32_t>> partners(input_.bank.size());
        for (const two_sided::Pair& pair : inner.pairs) {
            if (pair.left.size() != 1 || pair.difference != 0) continue;
            ++paired[part_of[pair.left.front()]];
            for (const std::uint32_t line : pair.right) partners[part_of[pair.left.front()]].push_back(book_line[line]);
        }
        for (std::uint32_t batch = 0; batch < input_.bank_parts.size(); ++batch) {
            if (paired[batch] == 0 || paired[batch] != input_.bank_parts[batch].size()) continue;
            std::ranges::sort(partners[batch]);
            const auto gone = [&](const two_sided::Open& open) { return std::ranges::binary_search(partners[batch], open.line); };
            std::erase_if(outcome.left, [&](const two_sided::Open& open) { return open.line == batch; });
            std::erase_if(outcome.right, gone);
            outcome.pairs.push_back({{batch}, partners[batch], How::sum, 0});
        }
    }

    void judge(const Outcome& outcome) {
        for (const two_sided::Open& open : outcome.left) bank_[open.line] = {false, open.one_of_several, {}, open.since};
        for (const two_sided::Open& open : outcome.right) book_[open.line] = {false, open.one_of_several, {}, open.since};
        for (const two_sided::Pair& pair : outcome.pairs) {
            if (pair.how == How::amount_differs) continue; // two things on their way, until somebody says otherwise
            Date last;
            for (const std::uint32_t line : pair.left) last = std::max(last, input_.bank[line].date);
            for (const std::uint32_t line : pair.right) last = std::max(last, input_.book[line].date);
            const bool reconciled = last <= input_.day;
            made_.pairs += reconciled ? 1 : 0;
            const Fate fate{reconciled, false, reconciled ? Date() : last, {}};
            for (const std::uint32_t line : pair.left) bank_[line] = fate;
            for (const std::uint32_t line : pair.right) book_[line] = fate;
        }
    }

    // The identity behind it: adjusted bank - adjusted book = opening of the bank - opening of the book, each
    // before its first line. Where one reaches further back, its open lines from before the other's first day
    // lie in the other's opening.
    void carry() {
        bool overflow = false;
        std::int64_t difference = 0;
        if (!made_.bank_balance || !made_.book_balance) return;
        difference = saturated(checked_subtract(*made_.bank_balance, *made_.book_balance), overflow);
        for (const Line& line : input_.bank)
            if (by_the_day(line)) difference = saturated(checked_subtract(difference, line.amount), overflow);
        for (const Line& line : input_.book)
            if (by_the_day(line)) difference = saturated(checked_add(difference, line.amount), overflow);
        const Date bank_first = made_.bank.covered_from;
        Date book_first;
        for (const Line& line : input_.book)
            if (!line.date.none() && (book_first.none() || line.date < book_first)) book_first = line.date;
        if (bank_first.none() || book_first.none()) return;
        const bool of_book = book_first < bank_first;
        const auto lines = of_book ? input_.book : input_.bank;
        std::vector<Fate>& fates = of_book ? book_ : bank_;
        const Date first = of_book ? bank_first : book_first;
        std::vector<std::uint32_t> before;
        std::int64_t sum = 0;
        for (std::uint32_t line = 0; line < lines.size(); ++line) {
            if (fates[line].reconciled || !fates[line].cleared_on.none() || lines[line].date >= first) continue;
            before.push_back(line);
            sum = saturated(checked_add(sum, lines[line].amount), overflow);
        }
        // A few days apart a line is as likely on its way, unless the openings then meet.
        const bool reaches_back = days_between(of_book ? book_first : bank_first, first) > days_bank_to_book;
        const bool meets_so = (of_book ? checked_subtract(difference, sum) : checked_add(difference, sum)) == 0;
        if (overflow || (!meets_so && (difference == 0 || !reaches_back)) || (meets_so && sum == 0 && !reaches_back)) return;
        for (const std::uint32_t line : before) fates[line].reconciled = true;
        made_.carried_count += static_cast<std::int64_t>(before.size());
        made_.carried_amount = checked_add(made_.carried_amount, sum).value_or(made_.carried_amount);
    }

    void collect(std::span<const Line> lines, const std::vector<Fate>& fates, bool of_bank) {
        for (std::uint32_t line = 0; line < lines.size(); ++line) {
            const Fate& fate = fates[line];
            if (fate.reconciled || !by_the_day(lines[line]) || lines[line].amount == 0) continue;
            const bool in = lines[line].amount > 0;
            const Transit transit = of_bank ? (in ? Transit::bank_received : Transit::bank_paid)
                                            : (in ? Transit::booked_received : Transit::booked_paid);
            const Date since = fate.since.none() ? lines[line].date : fate.since;
            made_.items.push_back({transit, line, lines[line].amount, since.none() ? 0 : days_between(since, input_.day),
                                   fate.one_of_several, fate.cleared_on});
        }
    }

    void adjust() {
        made_.bank_adjusted = made_.bank_balance;
        made_.book_adjusted = made_.book_balance;
        for (const ItemInTransit& item : made_.items) {
            const bool of_bank = item.transit == Transit::bank_received || item.transit == Transit::bank_paid;
            std::optional<std::int64_t>& adjusted = of_bank ? made_.book_adjusted : made_.bank_adjusted;
            if (adjusted) adjusted = checked_add(*adjusted, item.amount);
        }
    }

    void doubt(bool sums_not_searched) {
        std::vector<Doubt>& doubts = made_.doubts;
        const BankBalance& bank = made_.bank;
        if (!made_.bank_balance) doubts.push_back({.kind = DoubtKind::bank_balance_missing});
        if (bank.balance && bank.entries_since > 0)
            doubts.push_back({.kind = DoubtKind::bank_balance_not_stated, .from = bank.stated_on, .count = bank.entries_since});
        if (bank.covered_to < input_.day && input_.working_days_uncovered > 0)
            doubts.push_back(
                {.kind = DoubtKind::bank_ends_before, .to = bank.covered_to, .count = input_.working_days_uncovered});
        if (!bank.gap_after.none())
            doubts.push_back(
                {.kind = DoubtKind::bank_gap, .from = bank.gap_after, .to = bank.gap_before, .amount = bank.gap_amount});
        if (!made_.book_balance) doubts.push_back({.kind = DoubtKind::book_balance_missing});
        if (input_.book_known_on < input_.day)
            doubts.push_back({.kind = DoubtKind::book_ends_before, .to = input_.book_known_on});
        if (input_.book_is_shared) doubts.push_back({.kind = DoubtKind::book_shared});
        if (made_.bank_balance && made_.book_balance && made_.bank_adjusted != made_.book_adjusted) {
            Doubt differ{.kind = DoubtKind::adjusted_balances_differ};
            if (made_.bank_adjusted && made_.book_adjusted)
                differ.amount = checked_subtract(*made_.bank_adjusted, *made_.book_adjusted).value_or(0);
            doubts.push_back(differ);
        }
        Doubt old{.kind = DoubtKind::item_too_old};
        for (const ItemInTransit& item : made_.items)
            if (item.age_days > input_.days_in_transit_max) ++old.count, old.days = std::max(old.days, item.age_days);
        if (old.count > 0) doubts.push_back(old);
        if (sums_not_searched) doubts.push_back({.kind = DoubtKind::sums_not_searched});
    }

    const BankReconciliationInput& input_;
    std::vector<Fate> bank_, book_;
    BankReconciliation made_;
};

constexpr std::array<std::string_view, 4> transit_names = {"bank_received", "bank_paid", "booked_received", "booked_paid"};
constexpr std::array<std::string_view, 10> doubt_names = {
    "bank_balance_missing", "bank_balance_not_stated", "bank_ends_before", "bank_gap",
    "book_balance_missing", "book_ends_before",        "book_shared",      "adjusted_balances_differ",
    "item_too_old",         "sums_not_searched"};

} // namespace

std::string_view name(Transit transit) { return transit_names.at(static_cast<std::size_t>(transit) - 1); }
std::string_view name(DoubtKind kind) { return doubt_names.at(static_cast<std::size_t>(kind) - 1); }

std::int64_t BankReconciliation::sum(Transit transit) const {
    std::int64_t total = 0;
    for (const ItemInTransit& item : items)
        if (item.transit == transit)
            total = checked_add(total, item.amount < 0 ? -std::max(item.amount, -INT64_MAX) : item.amount).value_or(INT64_MAX);
    return total;
}

BankReconciliation reconcile_bank(const BankReconciliationInput& input) { return Reconciliation(input).run(); }

} // namespace settled::matching
