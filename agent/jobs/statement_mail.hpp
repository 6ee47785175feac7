// statement_mail.hpp -- the statement of account of the month that is over, once for each customer.
//
// On and after the third working day of a month, where a [report] of the company is of kind "statement_of_account". The mail
// waits in the outbox as a letter would.
#pragma once

#include "dunning/planner_input.hpp"
#include "jobs/picture.hpp"
#include "jobs/remind.hpp"

namespace settled::jobs {

inline constexpr std::string_view statement_kind = "statement_of_account"; // of a message
inline constexpr int statement_working_day = 3;                            // of the month

// `today` decides the month; nothing is kept where `stamped` is null.
Status put_out_statements(JobContext& context, const Picture& picture, const dunning::PlannerInput& input,
                          const letters::TemplateSource& templates, const store::Stamp* stamped, RemindReport& report);

} // namespace settled::jobs
