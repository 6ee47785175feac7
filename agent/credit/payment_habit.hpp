// payment_habit.hpp -- the day on which a customer usually pays an invoice, learned from the ones it has paid.
//
// A habit is one rule in few words: so many days after the due date or the invoice, or the first pay day (a weekday, a day of
// the month) from then on; days that grow or shrink over time; more days for large invoices. The simplest rule counts unless
// another one is clearly nearer. Medians, not means: one lost invoice says nothing about the next. Whole numbers only.
#pragma once

#include <settled/date.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace settled::credit {

struct PaidItem { // an invoice that was paid, or the last part of it
    std::uint32_t customer = 0;
    Date document_date, due_date, paid_on; // document_date may be none
    std::int64_t amount = 0;
};

enum class Rhythm : std::uint8_t {
    after_due = 1,
    after_document,
    weekly,  // on one weekday
    monthly, // on one day of the month
    drifting // after due, later or earlier from month to month
};

struct Habit {
    Rhythm rhythm = Rhythm::after_due;
    int days = 0;                // after the due or the document date; of weekly and monthly: the first pay day from there
    int pay_day = 0;             // weekly: ISO 8601 weekday, 1 is Monday; monthly: 1 to 31, 31 is the last day of each month
    std::int64_t large_from = 0; // 0: one rule for all amounts; else invoices from this amount on
    int days_of_large = 0;       // … are paid so many days after due
    int drift_per_year = 0;      // days, of drifting; `days` is as of `learned_on`
    Date learned_on;
    int payments = 0;       // that it rests on
    std::vector<int> off;   // how many days the payments were off the rule, the latest last; negative: earlier
    int mean_days_late = 0; // of all the payments, the half rounded away from zero
};

struct DatedInvoice {
    Date document_date, due_date;
    std::int64_t amount = 0;
};

// The rule's own day, whatever day it is; for pay days not before `not_before`, where it is given.
Date usual_day(const Habit& habit, const DatedInvoice& invoice, Date not_before = Date());

// `paid`: of one customer, in order of payment, all known on `today`; the latest limits count. `median` of the days after due
// that others take stands in where the customer's own are few.
Habit habit_of(std::span<const PaidItem> paid, Date today, int median_of_others);

} // namespace settled::credit
