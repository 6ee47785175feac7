// unproved.hpp -- does a file's money follow from what is known? (operations 8: 余额未核)
//
// Where a source requires balances, each statement must state both, add up, and begin where and when the
// last known statement of its account ended; details of bookings (camt.054) state none. What does not
// may be forged, or a statement before it is missing: it holds reminders, as money that may be there, and
// settles nothing until a person has handed it over.
#pragma once

#include "jobs/accept_statement.hpp"
#include "jobs/context.hpp"

#include <string>

namespace settled::jobs {

// Empty where every statement is proved; else the first that is not, in words. The first statement of
// an account has nothing to follow.
Result<std::string> why_unproved(JobContext& context, const AcceptedFile& accepted, const Scope& scope);

// The entries of all its statements wait beside the book.
void hold(AcceptedFile& accepted);

} // namespace settled::jobs
