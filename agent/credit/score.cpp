#include "credit/score.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace settled::credit {
namespace {

constexpr int years_back = 2;
constexpr int days_late_max = 60; // as late as this, and later, brings no point
constexpr int months_max = 60, payments_max = 24;
constexpr std::size_t payments_min = 3; // fewer say nothing
constexpr int late_days_min = 7, silence_days_min = 45, silence_times = 3, drop_points_min = 15, days_before = 90;
constexpr int grade_a_from = 80, grade_b_from = 60;

constexpr std::array<std::string_view, 6> part_names = {"on_time",  "nothing_overdue", "limit_left",
                                                        "promises", "length",          "payments"};
constexpr std::array<int, 6> weights = {45, 20, 10, 10, 10, 5};
constexpr std::array<std::string_view, 5> warning_names = {"late_twice", "grade_drop", "limit_exceeded", "silence",
                                                           "promise_broken"};
constexpr std::array<std::string_view, 4> measure_names = {"talk", "shorter_terms", "prepayment", "stop_supply"};

// part ÷ whole in hundredths, of amounts that may be large: both are made smaller first.
int percent_of(std::int64_t part, std::int64_t whole) {
    if (whole <= 0 || part <= 0) return 0;
    while (whole > 1'000'000'000'000) whole /= 10, part /= 10;
    return static_cast<int>(std::min<std::int64_t>(part * 100 / whole, 1'000'000));
}

int days_late(const Settlement& one) { return one.due_date ? std::max(days_between(one.due_date, one.settled_on), 0) : 0; }

char grade_of(int score) { return score >= grade_a_from ? 'A' : score >= grade_b_from ? 'B' : 'C'; }

class Scoring {
  public:
    explicit Scoring(const CreditInput& input) : input_(input) {
        const Date from = input.today.plus_months(-12 * years_back);
        for (const Settlement& one : input.settlements)
            if (one.settled_on && one.settled_on >= from && one.settled_on <= input.today && one.amount > 0) paid_.push_back(one);
        std::ranges::stable_sort(paid_, {}, &Settlement::settled_on);
    }

    CreditScore run() {
        for (const OpenDebt& debt : input_.open) {
            made_.open += debt.amount;
            if (debt.due && debt.due < input_.today) made_.overdue += debt.amount;
        }
        made_.exposure = made_.open + input_.bills_with_recourse;
        on_time();
        if (made_.open > 0)
            add(Part::nothing_overdue, 100 - percent_of(made_.overdue, made_.open), percent_of(made_.overdue, made_.open));
        if (input_.limit && *input_.limit > 0) {
            const int used = percent_of(made_.exposure, *input_.limit);
            made_.limit_use_percent = used;
            add(Part::limit_left, std::clamp(200 - 2 * used, 0, 100), used); // half the limit used is as good as none
        }
        if (const int promises = input_.promises_kept + input_.promises_broken; promises > 0)
            add(Part::promises, input_.promises_kept * 100 / promises, input_.promises_kept * 100 / promises);
        if (!paid_.empty()) {
            const int months = days_between(first_document(), input_.today) / 30;
            add(Part::length, std::min(months, months_max) * 100 / months_max, months);
            const auto payments = static_cast<int>(paid_.size());
            add(Part::payments, std::min(payments, payments_max) * 100 / payments_max, payments);
        }
        int weight = 0, points = 0;
        for (const ScorePart& part : made_.parts) weight += part.weight, points += part.weight * part.points;
        if (weight > 0) made_.score = (points + weight / 2) / weight;
        if (paid_.size() >= payments_min) made_.grade = grade_of(made_.score);
        return std::move(made_);
    }

    const std::vector<Settlement>& paid() const { return paid_; }

  private:
    void add(Part part, int points, std::int64_t figure) {
        made_.parts.push_back({part, weights[static_cast<std::size_t>(part) - 1], std::clamp(points, 0, 100), figure});
    }

    // Mean days late by amount. What is open and overdue counts with the days it is late so far, else who never pays is on time.
    void on_time() {
        std::int64_t whole = 0, late = 0;
        const auto weigh = [&](std::int64_t amount, int days) {
            const std::int64_t hundreds = std::max<std::int64_t>(amount / 100, 1); // room for the product
            whole += hundreds, late += hundreds * std::min(days, 365);
        };
        for (const Settlement& one : paid_) weigh(one.amount, days_late(one));
        for (const OpenDebt& debt : input_.open)
            if (debt.due && debt.due < input_.today) weigh(debt.amount, days_between(debt.due, input_.today));
        if (whole == 0) return;
        made_.mean_days_late = (late + whole / 2) / whole;
        const auto counted = static_cast<int>(std::min<std::int64_t>(made_.mean_days_late, days_late_max));
        add(Part::on_time, 100 - counted * 100 / days_late_max, made_.mean_days_late);
    }

    Date first_document() const {
        Date first = input_.today;
        for (const Settlement& one : input_.settlements)
            if (one.document_date && one.document_date < first) first = one.document_date;
        return first;
    }

    const CreditInput& input_;
    std::vector<Settlement> paid_;
    CreditScore made_;
};

// What the payments up to a day alone say: all that is known of the past.
std::optional<int> score_of_payments(const CreditInput& input, Date today) {
    std::vector<Settlement> until;
    for (const Settlement& one : input.settlements)
        if (one.settled_on && one.settled_on <= today) until.push_back(one);
    CreditInput then;
    then.today = today, then.settlements = until;
    const CreditScore made = Scoring(then).run();
    return made.grade == ' ' ? std::nullopt : std::optional(made.score);
}

// Points that the way of paying has lost in ninety days.
int points_lost(const CreditInput& input) {
    const auto before = score_of_payments(input, input.today.plus_days(-days_before));
    const auto now = score_of_payments(input, input.today);
    return before && now ? std::max(*before - *now, 0) : 0;
}

std::vector<EarlyWarning> warnings_of(const CreditInput& input, const CreditScore& now, const std::vector<Settlement>& paid) {
    std::vector<EarlyWarning> made;
    if (paid.size() >= 2) {
        const int last = days_late(paid.back()), before = days_late(paid[paid.size() - 2]);
        if (last > late_days_min && before > late_days_min)
            made.push_back({Warning::late_twice, Measure::talk, std::min(last, before)});
    }
    const bool below_ledger = now.grade != ' ' && !input.grade_in_ledger.empty() && input.grade_in_ledger.front() >= 'A' &&
                              input.grade_in_ledger.front() < now.grade;
    const int lost = points_lost(input);
    if (below_ledger || lost >= drop_points_min) {
        EarlyWarning& drop = made.emplace_back();
        drop.warning = Warning::grade_drop, drop.figure = lost;
        drop.measure = now.grade == 'C' ? Measure::prepayment : Measure::shorter_terms;
        if (below_ledger) drop.grade = now.grade, drop.grade_in_ledger = input.grade_in_ledger.front();
    }
    if (input.limit && now.exposure > *input.limit)
        made.push_back({Warning::limit_exceeded, Measure::stop_supply, now.exposure - *input.limit});
    if (now.overdue > 0 && paid.size() >= payments_min) {
        const int span = days_between(paid.front().settled_on, paid.back().settled_on);
        const int usual = span / (static_cast<int>(paid.size()) - 1);
        const int silent = days_between(paid.back().settled_on, input.today);
        if (silent >= silence_days_min && silent > silence_times * usual)
            made.push_back({Warning::silence, Measure::talk, silent});
    }
    if (input.promises_broken > 0)
        made.push_back(
            {Warning::promise_broken, input.promises_broken > 1 ? Measure::stop_supply : Measure::talk, input.promises_broken});
    return made;
}

} // namespace

std::string_view name(Part part) { return part_names[static_cast<std::size_t>(part) - 1]; }
std::string_view name(Warning warning) { return warning_names[static_cast<std::size_t>(warning) - 1]; }
std::string_view name(Measure measure) { return measure_names[static_cast<std::size_t>(measure) - 1]; }

CreditScore score(const CreditInput& input) {
    Scoring scoring(input);
    CreditScore made = scoring.run();
    made.warnings = warnings_of(input, made, scoring.paid());
    return made;
}

} // namespace settled::credit
