#include "credit/expected_weeks.hpp"

#include "ledger/proportion.hpp"

#include <settled/money.hpp>

#include <algorithm>
#include <cstddef>

namespace settled::credit {
namespace {

__extension__ using Wide = __int128;

constexpr std::int64_t deviations_thousandths = 1282;      // one tenth of a normal distribution lies above, one below
constexpr std::int64_t amount_max = 1'000'000'000'000'000; // whose square, a million times, fits the sum of variances

// The largest whole number whose square is not above.
std::int64_t root(Wide value) {
    Wide low = 0, high = Wide{1} << 62;
    while (low < high) {
        const Wide middle = (low + high + 1) / 2;
        if (middle <= value / middle)
            low = middle;
        else
            high = middle - 1;
    }
    return static_cast<std::int64_t>(low);
}

} // namespace

Date monday_of(Date day) { return day.plus_days(1 - static_cast<int>(day.weekday().iso_encoding())); }

ExpectedWeeks::ExpectedWeeks(Date today, int weeks)
    : first_(monday_of(today)), sums_(static_cast<std::size_t>(weeks) + 2), days_(sums_.size()) {}

std::size_t ExpectedWeeks::week_of(Date day) const {
    return std::min(static_cast<std::size_t>(std::max(days_between(first_, day), 0)) / 7, sums_.size() - 1);
}

void ExpectedWeeks::add(const Expectation& when, std::int64_t amount) {
    if (when.likely.empty() || amount <= 0 || amount > amount_max) return;
    std::ranges::fill(days_, 0);
    for (const Date day : when.likely) ++days_[week_of(day)];
    ++sums_[week_of(when.day)].items;
    const Wide all = std::ssize(when.likely);
    std::int64_t given = 0, before = 0;
    for (std::size_t week = 0; week < sums_.size(); ++week) {
        if (days_[week] == 0) continue;
        before += days_[week];
        const std::int64_t until = ledger::proportion(amount, before, std::ssize(when.likely)).value_or(amount);
        Sums& sum = sums_[week];
        const auto expected = checked_add(sum.expected, until - given), possible = checked_add(sum.possible, amount);
        overflow_ = overflow_ || !expected || !possible;
        sum.expected = expected.value_or(0), sum.possible = possible.value_or(0);
        sum.variance += Wide{amount} * amount / (all * all) * (days_[week] * (all - days_[week]));
        given = until;
    }
}

std::vector<ExpectedWeek> ExpectedWeeks::weeks() const {
    std::vector<ExpectedWeek> made;
    if (overflow_) return made;
    for (std::size_t week = 0; week < sums_.size(); ++week) {
        const Sums& sum = sums_[week];
        const std::int64_t around = std::min<std::int64_t>(root(sum.variance), amount_max) * deviations_thousandths / 1000;
        ExpectedWeek& one = made.emplace_back();
        if (week + 1 < sums_.size()) one.monday = first_.plus_days(static_cast<int>(week) * 7);
        one.expected = sum.expected, one.items = sum.items;
        one.low = std::max<std::int64_t>(sum.expected - around, 0);
        one.high = sum.possible - sum.expected < around ? sum.possible : sum.expected + around;
    }
    return made;
}

} // namespace settled::credit
