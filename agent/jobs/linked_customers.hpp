// linked_customers.hpp -- one firm that is a customer in several ledgers, also of several companies ([[customer_link]]).
//
// It has one contact limit and one log, whoever of us writes or calls. Its letters stay apart: one never mixes companies.
#pragma once

#include "dunning/planner_input.hpp"
#include "jobs/context.hpp"
#include "jobs/picture.hpp"

#include <string>
#include <vector>

namespace settled::jobs {

struct CustomerName {
    std::string company, ledger, customer_id;
    friend bool operator==(const CustomerName&, const CustomerName&) = default;
};

// All names of the firm, the asked one first; that alone where nothing is linked.
std::vector<CustomerName> names_of_firm(const config::Settings& settings, const CustomerName& name);

// What others said to the firm counts here: messages of today, calls and visits.
Status share_contacts(JobContext& context, const Picture& picture, dunning::PlannerInput& input);

} // namespace settled::jobs
