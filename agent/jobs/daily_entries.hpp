// daily_entries.hpp -- the bank entries of the daily mail: what was decided since the previous one, and everything that waits.
#pragma once

#include "dunning/calendar.hpp"
#include "jobs/picture.hpp"
#include "reports/daily_facts.hpp"

namespace settled::jobs {

// `calendar`: how long an entry waits is counted in working days. Reads facts.language and facts.previous_at.
void add_entries(reports::DailyFacts& facts, const Picture& picture, const dunning::Calendar& calendar);

// What was paid twice or too much, until the ERP has booked it or it went back. What is asked stands among the questions.
void add_refunds(reports::DailyFacts& facts, const Picture& picture);

} // namespace settled::jobs
