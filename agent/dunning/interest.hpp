// interest.hpp -- default interest on an overdue amount, by a law's rule and a table of rates. Pure and exact.
//
// Simple interest, never compounded: the sum over periods of principal × yearly rate ÷ day base × days, from the day after the
// due day up to and including `until`; the principal falls with each payment from the day after it; rounded once, at the end,
// the half away from zero. Rates are data (config/interest/*.toml) with their source; a day that no table covers is an error,
// never a guess.
#pragma once

#include <settled/date.hpp>
#include <settled/money.hpp>
#include <settled/result.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace settled::dunning {

// A yearly rate in millionths of a percent: 11.37 % is 11'370'000.
using Rate = std::int64_t;
inline constexpr Rate percent = 1'000'000;

// How a rule finds the rate of a day.
enum class RateRule : std::uint8_t {
    of_the_day = 1, // the base rate in force on each day, plus the points: it changes during default
    of_the_default, // the base rate in force on the first day of default, for the whole time
    of_the_document // the base rate in force when the document was signed, for the whole time
};

struct InterestRule {
    std::string name;                          // "de_bgb_288"
    std::string law;                           // as a letter names it, per language of the letters: filled by `law_in`
    std::map<std::string, std::string> law_in; // "de" → "§ 288 Abs. 2 BGB"
    std::string source;                        // where the rates were published
    RateRule rule = RateRule::of_the_day;
    Rate points = 0;                  // added to the base rate
    std::int64_t times_percent = 100; // of the base rate: 130 is 1.3 times it
    int day_base = 365;
    std::map<Date, Rate> rates;                 // base rate from this day on
    Date known_until;                           // the last day the table speaks of
    std::map<Currency, std::int64_t> fixed_sum; // once per item, for businesses: EUR 40
};

struct InterestPayment { // money that came after the due day
    Date on;
    std::int64_t amount = 0;
};

struct InterestClaim {
    Money open; // still owed today
    Date document, due;
    Date until;                            // the last day that is counted, usually today
    std::vector<InterestPayment> payments; // after the due day: before them more was owed
};

struct InterestPeriod {
    Date first, last; // both counted
    std::int64_t principal = 0;
    Rate rate = 0;
    int days = 0;
};

struct Interest {
    Money interest, fixed_sum;
    std::vector<InterestPeriod> periods; // by day: what a letter shows
};

// BAD_DATA: the table does not cover a day of the default, or the sum does not fit 64 bits. Nothing overdue: no periods.
Result<Interest> interest(const InterestRule& rule, const InterestClaim& claim);

// "11.37" of 11'370'000, at least two decimals.
std::string rate_text(Rate rate);

} // namespace settled::dunning
