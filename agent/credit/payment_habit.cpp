#include "credit/payment_habit.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <functional>
#include <optional>

namespace settled::credit {
namespace {

constexpr std::size_t payments_max = 60; // the latest
constexpr int payments_for_rules = 6;    // fewer show no rhythm
constexpr int own_weight = 2;            // of a payment, where …
constexpr int others_weight = 6;         // … the others' median stands beside it
constexpr int pay_day_share = 55;        // percent of the payments that a pay day must hold
constexpr int nearer_percent = 88;       // of the simple rule's error that another rule may have
constexpr int shift_days = 3;            // a pay day on a holiday is moved so far at most
constexpr int drift_days_min = 365;      // a drift is seen over a year or more
constexpr int far_off_days = 30;         // more says no more about a rule
constexpr int days_max = 3650;

struct Weighed {
    int value = 0, weight = 0;
};

// The lower weighted median; 0 of nothing.
int median(std::vector<Weighed> values) {
    std::ranges::sort(values, {}, &Weighed::value);
    std::int64_t all = 0, sum = 0;
    for (const Weighed& one : values) all += one.weight;
    for (const Weighed& one : values) {
        sum += one.weight;
        if (2 * sum >= all) return one.value;
    }
    return 0;
}

// A payment counts for less the longer ago it was.
int weight_on(Date paid_on, Date today) {
    const int age = days_between(paid_on, today);
    return age <= 180 ? 4 : age <= 365 ? 3 : age <= 730 ? 2 : 1;
}

int iso_weekday(Date day) { return static_cast<int>(day.weekday().iso_encoding()); }
bool ends_month(Date day) { return day.plus_days(1).day() == 1; }
bool is_pay_day(Date day, int pay_day) {
    return static_cast<int>(day.day()) == pay_day || (pay_day > static_cast<int>(day.day()) && ends_month(day));
}

Date next_weekday(Date from, int weekday) { return from.plus_days((weekday - iso_weekday(from) + 7) % 7); }
Date next_of_month(Date from, int pay_day) {
    const auto in = [&](Date first) { return std::min(first.plus_days(pay_day - 1), first.plus_months(1).plus_days(-1)); };
    const Date day = in(from.first_of_month());
    return day < from ? in(from.first_of_month().plus_months(1)) : day;
}

class Fitting {
  public:
    Fitting(std::span<const PaidItem> paid, Date today) : today_(today) {
        for (const PaidItem& one : paid.last(std::min(paid.size(), payments_max)))
            if (one.due_date && std::abs(days_between(one.due_date, one.paid_on)) <= days_max) paid_.push_back(one);
    }

    int payments() const { return static_cast<int>(paid_.size()); }

    int median_of(const std::function<int(const PaidItem&)>& value, int weight = 1) const {
        std::vector<Weighed> values;
        for (const PaidItem& one : paid_) values.push_back({value(one), weight * weight_on(one.paid_on, today_)});
        return median(std::move(values));
    }

    static int late(const PaidItem& one) { return days_between(one.due_date, one.paid_on); }

    // Own payments and the others' median, so that two payments do not make a habit.
    int shrunk_median(int others) const {
        std::vector<Weighed> values{{others, others_weight}};
        for (const PaidItem& one : paid_) values.push_back({late(one), own_weight * weight_on(one.paid_on, today_)});
        return median(std::move(values));
    }

    // Days off the rule, weighed.
    std::int64_t error(const Habit& habit) const {
        std::int64_t sum = 0;
        for (const PaidItem& one : paid_)
            sum += std::int64_t{std::min(std::abs(off(habit, one)), far_off_days)} * weight_on(one.paid_on, today_);
        return sum;
    }

    static int off(const Habit& habit, const PaidItem& one) {
        return days_between(usual_day(habit, {one.document_date, one.due_date, one.amount}), one.paid_on);
    }

    std::optional<Habit> after_document() const {
        if (std::ranges::any_of(paid_, [](const PaidItem& one) { return one.document_date.none(); })) return std::nullopt;
        Habit habit{.rhythm = Rhythm::after_document};
        habit.days = median_of([](const PaidItem& one) { return days_between(one.document_date, one.paid_on); });
        return habit;
    }

    std::optional<Habit> weekly() const {
        std::array<int, 8> seen{};
        int all = 0;
        for (const PaidItem& one : paid_) {
            const int weight = weight_on(one.paid_on, today_);
            seen.at(static_cast<std::size_t>(iso_weekday(one.paid_on))) += weight, all += weight;
        }
        const auto most = std::ranges::max_element(seen);
        if (*most * 100 < all * pay_day_share) return std::nullopt;
        return with_best_days({.rhythm = Rhythm::weekly, .pay_day = static_cast<int>(most - seen.begin())}, 8);
    }

    std::optional<Habit> monthly() const {
        int best = 0, best_weight = 0, all = 0;
        for (const PaidItem& one : paid_) all += weight_on(one.paid_on, today_);
        for (int pay_day = 1; pay_day <= 31; ++pay_day) {
            int weight = 0;
            for (const PaidItem& one : paid_)
                for (int moved = 0; moved <= shift_days; ++moved)
                    if (is_pay_day(one.paid_on.plus_days(-moved), pay_day)) {
                        weight += weight_on(one.paid_on, today_) * (moved == 0 ? 4 : 3);
                        break;
                    }
            if (weight > best_weight) best_weight = weight, best = pay_day;
        }
        if (best_weight * 100 < all * 4 * pay_day_share) return std::nullopt;
        return with_best_days({.rhythm = Rhythm::monthly, .pay_day = best}, 32);
    }

    // Theil and Sen: the median of the slopes between pairs, which a few strange payments do not move.
    std::optional<Habit> drifting() const {
        if (days_between(paid_.front().paid_on, paid_.back().paid_on) < drift_days_min) return std::nullopt;
        std::vector<Weighed> slopes;
        for (std::size_t i = 0; i < paid_.size(); ++i)
            for (std::size_t j = i + 1; j < paid_.size(); ++j)
                if (const int apart = days_between(paid_[i].due_date, paid_[j].due_date); std::abs(apart) >= 90)
                    slopes.push_back({(late(paid_[j]) - late(paid_[i])) * 365 / apart, 1});
        Habit habit{.rhythm = Rhythm::drifting, .drift_per_year = median(std::move(slopes)), .learned_on = today_};
        if (std::abs(habit.drift_per_year) < 3) return std::nullopt;
        habit.days = median_of([&](const PaidItem& one) { return off(habit, one); });
        return habit;
    }

    std::optional<Habit> by_size() const {
        std::vector<std::int64_t> amounts;
        for (const PaidItem& one : paid_) amounts.push_back(one.amount);
        std::ranges::sort(amounts);
        std::optional<Habit> best;
        for (const std::size_t part : {4U, 5U, 6U}) { // of ten: which are the large ones?
            const std::size_t first_large = amounts.size() * part / 10;
            const std::int64_t below = amounts[first_large - std::min<std::size_t>(first_large, 1)];
            const std::int64_t from = below + (amounts[first_large] - below + 1) / 2; // half-way: whoever lies between is nearer
            std::vector<Weighed> small, large;
            for (const PaidItem& one : paid_)
                (one.amount >= from ? large : small).push_back({late(one), weight_on(one.paid_on, today_)});
            if (small.size() < 3 || large.size() < 3) continue;
            const Habit habit{.days = median(std::move(small)), .large_from = from, .days_of_large = median(std::move(large))};
            if (std::abs(habit.days - habit.days_of_large) < 4) continue;
            if (!best || error(habit) < error(*best)) best = habit;
        }
        return best;
    }

    const std::vector<PaidItem>& paid() const { return paid_; }

  private:
    // The days after due from which on the first pay day counts.
    Habit with_best_days(Habit habit, int period) const {
        const int middle = median_of(late);
        Habit best = habit;
        std::int64_t best_error = -1;
        for (int days = middle + 1; days >= middle - period; --days) {
            habit.days = days;
            if (const std::int64_t now = error(habit); best_error < 0 || now < best_error) best = habit, best_error = now;
        }
        return best;
    }

    Date today_;
    std::vector<PaidItem> paid_;
};

int rounded_mean(std::int64_t sum, std::int64_t count) {
    if (count == 0) return 0;
    return static_cast<int>((2 * sum + (sum < 0 ? -count : count)) / (2 * count));
}

} // namespace

Date usual_day(const Habit& habit, const DatedInvoice& invoice, Date not_before) {
    const bool by_document = habit.rhythm == Rhythm::after_document && invoice.document_date;
    int days = habit.days;
    if (habit.large_from > 0 && invoice.amount >= habit.large_from) days = habit.days_of_large;
    if (habit.rhythm == Rhythm::drifting) days += days_between(habit.learned_on, invoice.due_date) * habit.drift_per_year / 365;
    Date day = (by_document ? invoice.document_date : invoice.due_date).plus_days(days);
    if (habit.rhythm != Rhythm::weekly && habit.rhythm != Rhythm::monthly) return day;
    if (not_before && day < not_before) day = not_before;
    return habit.rhythm == Rhythm::weekly ? next_weekday(day, habit.pay_day) : next_of_month(day, habit.pay_day);
}

Habit habit_of(std::span<const PaidItem> paid, Date today, int median_of_others) {
    const Fitting fitting(paid, today);
    Habit habit{.days = fitting.shrunk_median(median_of_others)};
    if (fitting.payments() >= payments_for_rules) {
        const std::int64_t simple = fitting.error(habit);
        std::int64_t least = simple * nearer_percent / 100;
        for (const std::optional<Habit>& other :
             {fitting.after_document(), fitting.weekly(), fitting.monthly(), fitting.by_size(), fitting.drifting()}) {
            if (!other) continue;
            if (const std::int64_t error = fitting.error(*other); error < least) habit = *other, least = error;
        }
    }
    habit.learned_on = today;
    habit.payments = fitting.payments();
    std::int64_t late = 0;
    for (const PaidItem& one : fitting.paid()) {
        habit.off.push_back(Fitting::off(habit, one));
        late += Fitting::late(one);
    }
    habit.mean_days_late = rounded_mean(late, fitting.payments());
    return habit;
}

} // namespace settled::credit
