#include "matching/ledger_comparison.hpp"

#include <algorithm>
#include <array>
#include <tuple>

namespace settled::matching {
namespace {

using two_sided::How;
using two_sided::Line;
using two_sided::Outcome;

constexpr std::array<std::string_view, 7> finding_names = {
    "amount_differs", "twice_at_us", "twice_at_them", "missing_at_us", "missing_at_them", "period_shift", "before_our_records"};

bool is_outside(const LedgerSide& side, std::uint32_t line) { return line < side.outside.size() && side.outside[line]; }

std::optional<std::int64_t> total(const LedgerSide& side) {
    std::optional<std::int64_t> sum = 0;
    for (std::uint32_t line = 0; line < side.lines.size(); ++line)
        if (sum && !is_outside(side, line)) sum = checked_add(*sum, side.lines[line].amount);
    return sum;
}

std::optional<std::int64_t> total(const LedgerSide& side, const std::vector<std::uint32_t>& lines) {
    std::optional<std::int64_t> sum = 0;
    for (const std::uint32_t line : lines)
        if (sum && !is_outside(side, line)) sum = checked_add(*sum, side.lines[line].amount);
    return sum;
}

std::optional<std::int64_t> difference(const std::optional<std::int64_t>& theirs, const std::optional<std::int64_t>& ours) {
    return theirs && ours ? checked_subtract(*theirs, *ours) : std::nullopt;
}

int month_of(Date day) { return day.number() / 100; }

class Comparison {
  public:
    explicit Comparison(const LedgerComparisonInput& input)
        : input_(input), ours_(input.ours.lines), theirs_(input.theirs.lines) {}

    std::optional<LedgerComparison> run() {
        const Outcome outcome = two_sided::compare(ours_, theirs_, {.days_max = days_between_ledgers, .sums = input_.sums});
        made_.sums_not_searched = outcome.sums_not_searched;
        for (const two_sided::Pair& pair : outcome.pairs) take(pair);
        for (const two_sided::Open& open : outcome.left)
            if (!is_outside(input_.ours, open.line))
                add({open.twice ? FindingKind::twice_at_us : FindingKind::missing_at_them,
                     {open.line},
                     {},
                     0,
                     open.one_of_several},
                    checked_subtract(0, ours_[open.line].amount));
        for (const two_sided::Open& open : outcome.right) {
            if (is_outside(input_.theirs, open.line)) continue;
            const bool too_early = !input_.our_records_from.none() && theirs_[open.line].date < input_.our_records_from;
            const FindingKind kind = open.twice  ? FindingKind::twice_at_them
                                     : too_early ? FindingKind::before_our_records
                                                 : FindingKind::missing_at_us;
            add({kind, {}, {open.line}, 0, open.one_of_several}, theirs_[open.line].amount);
        }
        std::ranges::sort(made_.findings, {}, [&](const Finding& finding) {
            return std::tuple(finding.kind, day_of(finding), finding.ours, finding.theirs);
        });
        if (!balances() || overflow_) return std::nullopt;
        return std::move(made_);
    }

  private:
    Date day_of(const Finding& finding) const {
        return finding.ours.empty() ? theirs_[finding.theirs.front()].date : ours_[finding.ours.front()].date;
    }

    void add(Finding finding, std::optional<std::int64_t> amount) {
        const auto sum = amount ? checked_add(made_.explained, *amount) : std::nullopt;
        overflow_ = overflow_ || !sum;
        finding.difference = amount.value_or(0);
        made_.explained = sum.value_or(0);
        made_.findings.push_back(std::move(finding));
    }

    void take(const two_sided::Pair& pair) {
        const auto difference = matching::difference(total(input_.theirs, pair.right), total(input_.ours, pair.left));
        if (pair.how == How::amount_differs) return add({FindingKind::amount_differs, pair.left, pair.right}, difference);
        ++made_.pairs;
        Date ours_last, theirs_last;
        for (const std::uint32_t line : pair.left) ours_last = std::max(ours_last, ours_[line].date);
        for (const std::uint32_t line : pair.right) theirs_last = std::max(theirs_last, theirs_[line].date);
        const bool other_month = !ours_last.none() && !theirs_last.none() && month_of(ours_last) != month_of(theirs_last);
        if (difference != 0 || other_month) add({FindingKind::period_shift, pair.left, pair.right}, difference);
    }

    // The balance that a side does not state follows from the one that it does.
    bool complete(const LedgerSide& side, std::optional<std::int64_t>& opening, std::optional<std::int64_t>& closing) const {
        const auto moved = total(side);
        if (!moved) return false;
        opening = side.opening ? side.opening : side.closing ? checked_subtract(*side.closing, *moved) : std::nullopt;
        closing = side.closing ? side.closing : side.opening ? checked_add(*side.opening, *moved) : std::nullopt;
        return true;
    }

    bool balances() {
        if (!complete(input_.ours, made_.our_opening, made_.our_closing) ||
            !complete(input_.theirs, made_.their_opening, made_.their_closing))
            return false;
        made_.opening_difference = difference(made_.their_opening, made_.our_opening);
        made_.closing_difference = difference(made_.their_closing, made_.our_closing);
        const auto left = difference(made_.closing_difference, made_.opening_difference);
        if (left) made_.unexplained = checked_subtract(*left, made_.explained);
        return true;
    }

    const LedgerComparisonInput& input_;
    std::span<const Line> ours_, theirs_;
    LedgerComparison made_;
    bool overflow_ = false;
};

} // namespace

std::string_view name(FindingKind kind) { return finding_names.at(static_cast<std::size_t>(kind) - 1); }

bool LedgerComparison::agrees() const {
    return closing_difference == 0 && opening_difference == 0 && unexplained == 0 &&
           std::ranges::all_of(findings, [](const Finding& finding) { return finding.kind == FindingKind::period_shift; });
}

std::optional<LedgerComparison> compare_ledgers(const LedgerComparisonInput& input) { return Comparison(input).run(); }

Signs signs_of(std::span<const Line> ours, std::span<const Line> theirs) {
    const auto paired = [&](std::span<const Line> lines) {
        std::pair<std::size_t, std::size_t> count; // by number, in all
        const Outcome outcome = two_sided::compare(ours, lines, {.days_max = days_between_ledgers, .sums = false});
        for (const two_sided::Pair& pair : outcome.pairs) {
            if (pair.how == How::number || pair.how == How::number_in_text || pair.how == How::amount_differs) ++count.first;
            ++count.second;
        }
        return count;
    };
    std::vector<Line> turned(theirs.begin(), theirs.end());
    for (Line& line : turned) line.amount = -std::max(line.amount, -INT64_MAX);
    const auto as_written = paired(theirs), other_way = paired(turned);
    return as_written > other_way ? Signs::as_written : other_way > as_written ? Signs::turned : Signs::undecided;
}

} // namespace settled::matching
