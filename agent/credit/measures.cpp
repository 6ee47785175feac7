#include "credit/measures.hpp"

#include "ledger/proportion.hpp"

#include <algorithm>

namespace settled::credit {
namespace {

constexpr int dso_months = 3;
constexpr int history_months_max = 240;

// What one invoice, or a part of it, did: issued, due, and paid or still open.
struct Life {
    Date document_date, due_date, paid_on; // paid_on none: still open
    std::int64_t amount = 0;

    bool open_on(Date day) const { return document_date <= day && (paid_on.none() || paid_on > day); }
    bool due_before(Date day) const { return due_date && due_date < day; }
};

class Months {
  public:
    Months(std::span<const PaidItem> paid, std::span<const StillOpen> open) {
        for (const PaidItem& one : paid)
            if (one.document_date) lives_.push_back({one.document_date, one.due_date, one.paid_on, one.amount});
        for (const StillOpen& one : open)
            if (one.document_date && one.amount > 0) lives_.push_back({one.document_date, one.due_date, Date(), one.amount});
        if (lives_.empty()) return;
        begin_ = std::ranges::min(lives_, {}, &Life::document_date).document_date.first_of_month();
        for (const Life& life : lives_) {
            const std::size_t month = number_of(life.document_date);
            if (month >= invoiced_.size()) invoiced_.resize(month + 1);
            invoiced_[month] += life.amount;
        }
    }

    Date begin() const { return begin_; }

    template <class Which> std::int64_t sum(Which&& which) const {
        std::int64_t sum = 0;
        for (const Life& life : lives_)
            if (which(life)) sum += life.amount;
        return sum;
    }
    std::int64_t open_on(Date day) const {
        return sum([&](const Life& life) { return life.open_on(day); });
    }
    std::int64_t invoiced(Date first) const { // of a month that does not lie before begin()
        const std::size_t month = number_of(first);
        return month < invoiced_.size() ? invoiced_[month] : 0;
    }

    MonthMeasures of(Date first) const {
        const Date after = first.plus_months(1), window = first.plus_months(1 - dso_months);
        MonthMeasures made{.end = after.plus_days(-1)};
        made.invoiced = invoiced(first);
        made.open = open_on(made.end);
        made.overdue = sum([&](const Life& life) { return life.open_on(made.end) && life.due_before(made.end); });
        const std::int64_t not_due = made.open - made.overdue;
        if (window >= begin_) {
            std::int64_t invoiced_in_window = 0;
            for (int i = 0; i < dso_months; ++i) invoiced_in_window += invoiced(window.plus_months(i));
            const int days = days_between(window, after);
            made.dso_simple = dso(made.open, invoiced_in_window, days);
            made.best_possible_dso = dso(not_due, invoiced_in_window, days);
            if (made.dso_simple) made.average_days_delinquent = *made.dso_simple - *made.best_possible_dso;
        }
        std::vector<InvoicedMonth> back;
        for (int i = 0; i < history_months_max && first.plus_months(-i) >= begin_; ++i) {
            const Date from = first.plus_months(-i);
            back.push_back({invoiced(from), days_between(from, from.plus_months(1))});
        }
        made.dso_count_back = credit::dso_count_back(made.open, back);
        made.overdue_ratio = percent(made.overdue, made.open);
        if (first > begin_)
            made.collection_effectiveness =
                credit::collection_effectiveness(open_on(first.plus_days(-1)), made.invoiced, made.open, not_due);
        payments(made, first, after);
        return made;
    }

  private:
    void payments(MonthMeasures& made, Date first, Date after) const {
        std::int64_t on_time = 0, dated = 0, late_tenths = 0;
        const auto paid_here = [&](const Life& life) { return life.paid_on && first <= life.paid_on && life.paid_on < after; };
        for (const Life& life : lives_) {
            if (!paid_here(life)) continue;
            made.collected += life.amount;
            if (life.due_date.none()) continue;
            dated += life.amount;
            if (life.paid_on <= life.due_date) on_time += life.amount;
        }
        if (dated == 0) return;
        made.paid_on_time = percent(on_time, dated);
        // Each payment's part of the mean: hundredths of a tenth, so that rounding does not add up.
        for (const Life& life : lives_)
            if (paid_here(life) && life.due_date && life.paid_on > life.due_date)
                late_tenths +=
                    ledger::proportion(life.amount, std::int64_t{1000} * days_between(life.due_date, life.paid_on), dated)
                        .value_or(0);
        made.days_late = (late_tenths + 50) / 100;
    }

    std::size_t number_of(Date day) const {
        return static_cast<std::size_t>((day.year() - begin_.year()) * 12 + static_cast<int>(day.month()) -
                                        static_cast<int>(begin_.month()));
    }

    std::vector<Life> lives_;
    std::vector<std::int64_t> invoiced_; // by month from begin_ on
    Date begin_;
};

} // namespace

Tenths percent(std::int64_t part, std::int64_t whole) {
    if (whole <= 0) return std::nullopt;
    return ledger::proportion(part, 1000, whole);
}

Tenths dso(std::int64_t open, std::int64_t invoiced, int days) {
    if (invoiced <= 0) return std::nullopt;
    return ledger::proportion(open, std::int64_t{10} * days, invoiced);
}

Tenths dso_count_back(std::int64_t open, std::span<const InvoicedMonth> months) {
    std::int64_t days = 0;
    for (const InvoicedMonth& month : months) {
        if (open < month.invoiced)
            return days * 10 + ledger::proportion(open, std::int64_t{10} * month.days, month.invoiced).value_or(0);
        open -= month.invoiced;
        days += month.days;
        if (open == 0) return days * 10;
    }
    return std::nullopt; // older than the history
}

Tenths collection_effectiveness(std::int64_t open_before, std::int64_t invoiced, std::int64_t open_after,
                                std::int64_t not_due_after) {
    return percent(open_before + invoiced - open_after, open_before + invoiced - not_due_after);
}

std::vector<MonthMeasures> measures(std::span<const PaidItem> paid, std::span<const StillOpen> open, Date today, int months) {
    const Months all(paid, open);
    std::vector<MonthMeasures> made;
    if (all.begin().none()) return made;
    for (int back = months; back > 0; --back)
        if (const Date first = today.first_of_month().plus_months(-back); first >= all.begin()) made.push_back(all.of(first));
    return made;
}

} // namespace settled::credit
