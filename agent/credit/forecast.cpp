#include "credit/forecast.hpp"

#include <algorithm>
#include <cstddef>

namespace settled::credit {
namespace {

constexpr std::size_t own_days_max = 24; // of a customer's deviations, the latest
constexpr int payments_known = 8;        // from here on a customer speaks for himself
constexpr std::size_t group_payments_min = 20;
constexpr std::size_t group_days = 19; // 5 %, 10 %, … 95 %
constexpr int weekday_share = 200;     // one payment of so many makes it a day on which people pay
constexpr int range_tenths = 1;        // on each side left out
constexpr int waiting_days = 14;       // later than anybody was so far: two weeks from now, and as many more

int median_of_sorted(const std::vector<int>& sorted) { return sorted.empty() ? 0 : sorted[(sorted.size() - 1) / 2]; }

} // namespace

PaymentForecast::PaymentForecast(std::span<const PaidItem> paid, std::span<const std::uint32_t> group_of, Date today)
    : today_(today), group_of_(group_of.begin(), group_of.end()) {
    std::vector<PaidItem> known;
    for (const PaidItem& one : paid)
        if (one.paid_on && one.due_date && one.paid_on <= today) known.push_back(one);
    std::ranges::sort(known, [](const PaidItem& a, const PaidItem& b) {
        return std::pair(a.customer, a.paid_on) < std::pair(b.customer, b.paid_on);
    });
    std::size_t customers = group_of_.size();
    for (const PaidItem& one : known) customers = std::max<std::size_t>(customers, one.customer + std::size_t{1});
    group_of_.resize(customers);
    read_groups(known);

    habits_.resize(customers);
    for (std::size_t begin = 0; begin < known.size();) {
        const std::uint32_t customer = known[begin].customer;
        std::size_t end = begin;
        while (end < known.size() && known[end].customer == customer) ++end;
        habits_[customer] = habit_of(std::span(known).subspan(begin, end - begin), today, group(customer).median_late);
        begin = end;
    }
    for (std::uint32_t customer = 0; customer < customers; ++customer)
        if (habits_[customer].payments == 0) habits_[customer].days = group(customer).median_late;
    for (std::uint32_t customer = 0; customer < customers; ++customer)
        if (const std::vector<int>& off = habits_[customer].off; habits_[customer].payments >= payments_known) {
            groups_.front().off.insert(groups_.front().off.end(), off.begin(), off.end());
            if (Group& own = groups_[group_of_[customer]]; &own != &groups_.front())
                own.off.insert(own.off.end(), off.begin(), off.end());
        }
    for (Group& one : groups_) {
        std::ranges::sort(one.off);
        if (one.off.empty())
            for (const int late : one.late) one.off.push_back(late - one.median_late);
    }
}

// Group 0 is everybody, and whoever's own group has hardly paid anything.
void PaymentForecast::read_groups(std::span<const PaidItem> paid) {
    std::uint32_t last = 0;
    for (const std::uint32_t one : group_of_) last = std::max(last, one);
    groups_.resize(last + std::size_t{1});
    std::vector<std::size_t> payments(groups_.size());
    for (const PaidItem& one : paid) ++payments[group_of_[one.customer]];
    for (std::uint32_t& one : group_of_)
        if (payments[one] < group_payments_min) one = 0;
    std::array<int, 8> seen{};
    for (const PaidItem& one : paid) {
        const int late = days_between(one.due_date, one.paid_on);
        groups_.front().late.push_back(late);
        if (const std::uint32_t own = group_of_[one.customer]; own != 0) groups_[own].late.push_back(late);
        ++seen.at(one.paid_on.weekday().iso_encoding());
    }
    for (Group& one : groups_) {
        std::ranges::sort(one.late);
        one.median_late = median_of_sorted(one.late);
    }
    const std::size_t all = paid.size();
    for (std::size_t weekday = 1; weekday <= 7; ++weekday)
        pays_on_.at(weekday) =
            all < weekday_share ? weekday <= 5 : static_cast<std::size_t>(seen.at(weekday)) * weekday_share >= all;
}

// The next day on which payments of this company's customers are ever booked.
Date PaymentForecast::banking_day(Date day) const {
    for (int moved = 0; moved < 7 && !pays_on_.at(day.weekday().iso_encoding()); ++moved) day = day.plus_days(1);
    return day;
}

Expectation PaymentForecast::expected(const ExpectedItem& item) const {
    Expectation made;
    if (item.promised && item.promised >= today_) {
        made.day = made.earliest = made.latest = banking_day(item.promised);
        made.likely = {made.day};
        made.basis = Basis::promise;
        return made;
    }
    if (item.invoice.due_date.none()) return made;
    const Group& others = group(item.customer);
    const Habit unknown{.days = others.median_late, .learned_on = today_};
    const Habit& habit = item.customer < habits_.size() ? habits_[item.customer] : unknown;
    if (habit.payments == 0 && others.late.empty()) {
        made.day = made.earliest = made.latest = banking_day(std::max(item.invoice.due_date, today_));
        made.likely = {made.day};
        return made;
    }
    const Date usual = usual_day(habit, item.invoice, today_);
    const auto add = [&](int off) {
        if (const Date day = banking_day(usual.plus_days(off)); day >= today_) made.likely.push_back(day);
    };
    const auto add_of_group = [&](const std::vector<int>& sorted, std::size_t count) {
        for (std::size_t i = 1; i <= count; ++i) add(sorted[(sorted.size() - 1) * i / (count + 1)]);
    };
    const std::vector<int>& off = habit.off;
    for (std::size_t i = off.size() - std::min(off.size(), own_days_max); i < off.size(); ++i) add(off[i]);
    made.basis = habit.payments >= payments_known ? Basis::own_habit : habit.payments > 0 ? Basis::mostly_group : Basis::group;
    if (habit.payments == 0)
        for (std::size_t i = 1; i <= group_days; ++i)
            add(others.late[(others.late.size() - 1) * i / (group_days + 1)] - habit.days);
    else if (habit.payments < payments_known)
        add_of_group(others.off, static_cast<std::size_t>(payments_known - habit.payments) * 2);
    // Later than the customer ever was: as the others who were so late, else some time from now.
    if (made.likely.size() < 3)
        for (const int late : others.late)
            if (const Date day = banking_day(item.invoice.due_date.plus_days(late)); day >= today_) made.likely.push_back(day);
    if (made.likely.size() < 3)
        for (int weeks = 0; weeks < 3; ++weeks)
            made.likely.push_back(banking_day(today_.plus_days(waiting_days * (1 + weeks) / 2)));
    std::ranges::sort(made.likely);
    const std::size_t last = made.likely.size() - 1;
    made.day = made.likely[last / 2];
    made.earliest = made.likely[last * range_tenths / 10];
    made.latest = made.likely[last - last * range_tenths / 10];
    return made;
}

} // namespace settled::credit
