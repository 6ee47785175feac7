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

struct Sums {
    std::int64_t expected = 0, possible = 0, items = 0;
    Wide variance = 0;
};

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

std::vector<ExpectedWeek> expected_weeks(std::span<const ExpectedReceipt> receipts, Date today, int weeks) {
    const Date first = monday_of(today);
    const auto last = static_cast<std::size_t>(weeks) + 1;
    const auto week_of = [&](Date day) {
        return std::min(static_cast<std::size_t>(std::max(days_between(first, day), 0)) / 7, last);
    };
    std::vector<Sums> sums(last + 1);
    std::vector<std::int64_t> days(last + 1);
    for (const ExpectedReceipt& receipt : receipts) {
        if (receipt.when.likely.empty() || receipt.amount <= 0 || receipt.amount > amount_max) continue;
        std::ranges::fill(days, 0);
        for (const Date day : receipt.when.likely) ++days[week_of(day)];
        ++sums[week_of(receipt.when.day)].items;
        const Wide all = std::ssize(receipt.when.likely);
        std::int64_t given = 0, before = 0;
        for (std::size_t week = 0; week <= last; ++week) {
            if (days[week] == 0) continue;
            before += days[week];
            const std::int64_t until =
                ledger::proportion(receipt.amount, before, std::ssize(receipt.when.likely)).value_or(receipt.amount);
            Sums& sum = sums[week];
            const auto expected = checked_add(sum.expected, until - given), possible = checked_add(sum.possible, receipt.amount);
            if (!expected || !possible) return {};
            sum.expected = *expected, sum.possible = *possible;
            sum.variance += Wide{receipt.amount} * receipt.amount / (all * all) * (days[week] * (all - days[week]));
            given = until;
        }
    }
    std::vector<ExpectedWeek> made;
    for (std::size_t week = 0; week <= last; ++week) {
        const Sums& sum = sums[week];
        const std::int64_t around = std::min<std::int64_t>(root(sum.variance), amount_max) * deviations_thousandths / 1000;
        ExpectedWeek& one = made.emplace_back();
        if (week < last) one.monday = first.plus_days(static_cast<int>(week) * 7);
        one.expected = sum.expected, one.items = sum.items;
        one.low = std::max<std::int64_t>(sum.expected - around, 0);
        one.high = sum.possible - sum.expected < around ? sum.possible : sum.expected + around;
    }
    return made;
}

} // namespace settled::credit
