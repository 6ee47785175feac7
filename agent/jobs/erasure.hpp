// erasure.hpp -- takes the words about a customer away that no law keeps, and says of the others until when which law does.
//
// It cannot be undone, so one person asks and a second one stands behind it ([access] two_people). Nothing goes while the
// customer owes something, a message to it waits, or a legal hold stands. What comes of an erased customer from its ERP later is
// kept without what names it, until a person takes that back (settled forget).
#pragma once

#include "jobs/erasure_plan.hpp"
#include "jobs/known_customer.hpp"

#include <string>
#include <vector>

namespace settled::jobs {

struct ErasedCustomer {
    std::string company, customer;
    std::vector<ErasureLine> lines;
    std::string hindrance; // why nothing goes at all; "" where nothing hinders
    bool done = false;
    std::int64_t fact = 0; // the proposal, or what says that it is erased
    std::string waits_for; // a second person, in words
};

struct ErasureReport {
    std::vector<ErasedCustomer> customers;
    std::vector<std::string> notes; // what is beyond the store, and what could not be done
};

// `plan_only`: says what would be done and keeps nothing, also for another day. INVALID_CONFIG: no such customer, or the
// reason names it. REJECTED: something hinders.
Result<ErasureReport> erase_customer(JobContext& context, const Scope& scope, const std::string& customer,
                                     const std::string& reason, bool plan_only);
// The proposal `fact`, which a second person has confirmed now.
Result<ErasureReport> erase_confirmed(JobContext& context, const Scope& scope, std::int64_t fact);
// Of every customer what no law keeps any more; needs nobody's word, the periods have it.
Result<ErasureReport> erase_expired(JobContext& context, const Scope& scope, bool plan_only);

} // namespace settled::jobs
