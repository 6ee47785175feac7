#include "matching/bank_balance.hpp"

#include <algorithm>
#include <map>

namespace settled::matching {
namespace {

// Sums of entries up to the end of a day, looked up by day.
class RunningSum {
  public:
    explicit RunningSum(std::span<const DatedAmount> entries) {
        std::map<Date, std::int64_t> days;
        for (const DatedAmount& entry : entries) {
            const auto sum = checked_add(days[entry.date], entry.amount);
            if (!sum) overflow_ = true;
            days[entry.date] = sum.value_or(0);
        }
        std::int64_t sum = 0;
        for (const auto& [day, moved] : days) {
            const auto next = checked_add(sum, moved);
            if (!next) overflow_ = true;
            sums_.emplace_back(day, sum = next.value_or(0));
        }
    }

    bool overflow() const { return overflow_; }
    std::int64_t up_to(Date day) const {
        const auto behind = std::ranges::upper_bound(sums_, day, {}, &std::pair<Date, std::int64_t>::first);
        return behind == sums_.begin() ? 0 : std::prev(behind)->second;
    }
    // The balance at the end of `to`, where it is `balance` at the end of `from`.
    std::optional<std::int64_t> moved(std::int64_t balance, Date from, Date to) const {
        const auto change = checked_subtract(up_to(to), up_to(from));
        return change ? checked_add(balance, *change) : std::nullopt;
    }

  private:
    std::vector<std::pair<Date, std::int64_t>> sums_;
    bool overflow_ = false;
};

using Closings = std::map<Date, std::vector<std::int64_t>>; // by the statements' last day

// Of several closings of one day the last one counts: the one that the day before leads to, else the one
// that opens no other statement of that day.
std::int64_t last_closing(const Closings& closings, Closings::const_iterator at, std::span<const StatedBalances> statements,
                          const RunningSum& sums) {
    const auto& [day, of_day] = *at;
    if (at != closings.begin())
        for (const std::int64_t before : std::prev(at)->second) {
            const auto led_to = sums.moved(before, std::prev(at)->first, day);
            if (led_to && std::ranges::find(of_day, *led_to) != of_day.end()) return *led_to;
        }
    for (const std::int64_t closing : of_day)
        if (std::ranges::none_of(statements, [&](const StatedBalances& other) {
                return other.first == day && other.opening == closing && other.closing != closing;
            }))
            return closing;
    return of_day.back();
}

} // namespace

BankBalance bank_balance(std::span<const StatedBalances> statements, std::span<const DatedAmount> entries, Date day) {
    BankBalance found;
    Closings closings;
    bool reaches_day = false;
    for (const StatedBalances& statement : statements) {
        if (statement.first > day) continue;
        if (found.covered_from.none() || statement.first < found.covered_from) found.covered_from = statement.first;
        found.covered_to = std::max(found.covered_to, std::min(statement.last, day));
    }
    for (const StatedBalances& statement : statements) {
        reaches_day = reaches_day || statement.last >= day;
        if (statement.closing) closings[statement.last].push_back(*statement.closing);
    }
    for (auto& [last, of_day] : closings) std::ranges::sort(of_day);
    const RunningSum sums(entries);
    if (closings.empty() || sums.overflow()) return found;

    // The latest balance up to the day, else the earliest behind it.
    auto anchor = closings.upper_bound(day);
    if (anchor != closings.begin()) --anchor;
    const std::int64_t closing = last_closing(closings, anchor, statements, sums);
    found.stated_on = anchor->first;
    found.balance = sums.moved(closing, anchor->first, day);
    if (anchor->first < day) {
        found.entries_since = std::ranges::count_if(
            entries, [&](const DatedAmount& entry) { return entry.date > anchor->first && entry.date <= day; });
        // A later statement whose balance these entries lead to proves them, and that nothing came between.
        if (const auto next = std::next(anchor); next != closings.end()) {
            const auto led_to = sums.moved(closing, anchor->first, next->first);
            if (led_to && std::ranges::find(next->second, *led_to) != next->second.end())
                found.entries_since = 0, found.covered_to = day;
        }
    }
    for (auto at = anchor; at != closings.begin();) {
        const Date proved = at->first;
        --at;
        const auto led_back = sums.moved(closing, anchor->first, at->first);
        if (led_back && std::ranges::find(at->second, *led_back) != at->second.end()) continue;
        found.gap_after = at->first, found.gap_before = proved;
        if (led_back) found.gap_amount = checked_subtract(*led_back, at->second.back()).value_or(0);
        break;
    }
    return found;
}

} // namespace settled::matching
