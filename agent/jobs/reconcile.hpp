// reconcile.hpp -- decides which bank entry settles what, for the run as a whole, and keeps it.
//
// A dry run takes exactly the decisions of the real one, because it is the same call; it keeps none.
#pragma once

#include "jobs/picture.hpp"

#include <map>
#include <string>
#include <vector>

namespace settled::jobs {

struct ReconcileSummary {
    std::int64_t entries = 0;
    std::map<matching::State, std::int64_t> states;
    std::map<Currency, std::int64_t> amount_settled; // allocated to items
};

struct AppliedElsewhere { // finance: "U8 applied it to INV-6, settled decided INV-7"
    std::int64_t match = 0, entry = 0;
    std::string customer_id, customer, receipt; // customer_id: "u8:C001"; customer: the name
    std::vector<std::string> our_documents, erp_documents;
    Money amount;
};

struct ReconcileReport {
    Date as_of;
    ReconcileSummary summary;
    std::vector<store::StoredMatch> matches; // all that stand, by entry; id 0: decided on a dry run
    std::vector<AppliedElsewhere> differences;
    std::int64_t decided_now = 0, booked_now = 0;
    std::vector<Trouble> troubles; // a company that could not be reconciled
};

// What stands today between the ERP's applications and ours, from what is kept.
std::vector<AppliedElsewhere> differences_of(const Picture& picture);

// Adds to the picture what the engine would decide about entries that came since the last run; keeps nothing.
void decide_what_came_since(Picture& picture);

Result<ReconcileReport> reconcile(JobContext& context, const Scope& scope);

ReconcileSummary summarise(const std::vector<store::StoredMatch>& matches);

} // namespace settled::jobs
