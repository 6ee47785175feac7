// score.hpp -- how well a customer pays: a score of 0 to 100 whose every part can be shown, a grade, and early warnings.
//
// Weights (points of 100): payment on time 45, nothing overdue now 20, limit not used up 10, promises kept 10, length of the
// relation 10, number of payments 5. A part without its data is left out and the others count more; a customer with fewer than
// three payments has no grade. Grade A from 80 points, B from 60, else C. Pure: whole numbers, the day is a parameter.
#pragma once

#include <settled/date.hpp>
#include <settled/money.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace settled::credit {

struct Settlement { // an item that was paid, or a part of it
    Date document_date, due_date, settled_on;
    std::int64_t amount = 0;
};

struct OpenDebt {
    Date due; // none: nobody may call it overdue
    std::int64_t amount = 0;
};

// One customer in her own currency.
struct CreditInput {
    Date today;
    std::span<const Settlement> settlements; // any order; those of the last two years count
    std::span<const OpenDebt> open;
    std::optional<std::int64_t> limit; // none: the ledger has none
    std::int64_t bills_with_recourse = 0;
    int promises_kept = 0, promises_broken = 0;
    std::string_view grade_in_ledger; // "A"; "" where it has none
};

enum class Part : std::uint8_t { on_time = 1, nothing_overdue, limit_left, promises, length, payments };
std::string_view name(Part part); // "on_time"

struct ScorePart {
    Part part = Part::on_time;
    int weight = 0; // points it can bring
    int points = 0; // of 100 that it did bring, before its weight
    std::int64_t figure =
        0; // what it rests on: days late, percent overdue, percent of the limit, promises kept of 100, months, payments
};

enum class Warning : std::uint8_t {
    late_twice = 1, // the last two payments came more than a week late
    grade_drop,     // below the ledger's grade, or below what it was ninety days ago
    limit_exceeded,
    silence, // nothing paid for three times the usual time, while something is overdue
    promise_broken
};
std::string_view name(Warning warning); // "late_twice"

// What is proposed: a person decides, and stop_supply needs credit and sales together.
enum class Measure : std::uint8_t { talk = 1, shorter_terms, prepayment, stop_supply };
std::string_view name(Measure measure);

struct EarlyWarning {
    Warning warning = Warning::late_twice;
    Measure measure = Measure::talk;
    std::int64_t figure = 0; // days late, points lost, minor units above the limit, days of silence, promises
    // grade_drop because the ledger's grade is better than what the payments say: both, else ' '.
    char grade = ' ', grade_in_ledger = ' ';
};

struct CreditScore {
    int score = 0;                      // of 100; meaningless where `grade` is ' '
    char grade = ' ';                   // 'A', 'B', 'C', or ' ': not enough is known
    std::vector<ScorePart> parts;       // those that have data
    std::int64_t mean_days_late = 0;    // weighted by amount; earlier than due counts as 0
    std::int64_t overdue = 0, open = 0; // of OpenDebt
    std::int64_t exposure = 0;          // open and bills with recourse: what the limit is held against
    std::optional<int> limit_use_percent;
    std::vector<EarlyWarning> warnings;
};

CreditScore score(const CreditInput& input);

} // namespace settled::credit
