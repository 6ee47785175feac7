// answer.hpp -- a person's word about a bank entry: accept what was proposed, reject it, or say
// which items it pays. Kept like any decision, with the person's name, and it stands: the engine
// does not decide over it.
#pragma once

#include "jobs/context.hpp"

#include <string>
#include <vector>

namespace settled::jobs {

struct Assignment {
    std::string item;   // id or document number, "u8:…" where several ledgers have it
    std::string amount; // decimal text; "" takes the item's open amount
};

// What money is that is no receivable, and which words of its text say so from now on.
struct NoReceivable {
    std::string what; // "bank_charge", "own_transfer", …; "": nobody knows what it is
    std::string text; // stands in the entry's remittance; "": nothing is learned
};

// A cashier, a salesperson and an auditor approve no matches (finance 6); who is no [person] may, as IT does.
bool may_decide(const config::Settings& settings, const std::string& actor);

// Each returns the id of the new match. INVALID_CONFIG: no such question, or not one to answer.
Result<std::int64_t> accept(JobContext& context, const Scope& scope, std::int64_t match);
Result<std::int64_t> reject(JobContext& context, const Scope& scope, std::int64_t match, const NoReceivable& instead = {});
// Amounts must not exceed the entry; what is left over stays on the customer's account, and so does
// all of it where no item is given but `customer` is.
Result<std::int64_t> assign(JobContext& context, const Scope& scope, std::int64_t entry, const std::vector<Assignment>& items,
                            const std::string& customer = {});

Status undo(JobContext& context, std::int64_t match, const std::string& reason);

// The standing matches of the chosen companies, oldest entry first.
Result<std::vector<store::StoredMatch>> standing_matches(JobContext& context, const Scope& scope);

} // namespace settled::jobs
