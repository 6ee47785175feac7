// pull.hpp -- reads ledgers into new generations.
//
// One ledger is one transaction at its end: a pull that breaks leaves yesterday's ledger and a
// named failure, never half a ledger, and the other ledgers go on. Where the context can open another
// connection to the store, several ledgers are read side by side, each with its own.
#pragma once

#include "jobs/context.hpp"
#include "jobs/pull_check.hpp"
#include "jobs/pull_totals.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace settled::jobs {

namespace limit {
// ERPs are slow and far away; the store takes one writer at a time anyway.
inline constexpr std::size_t ledgers_at_once_max = 4;
} // namespace limit

struct PulledLedger {
    std::string company, ledger;
    Date as_of;
    std::optional<store::Generation> generation; // nothing on a dry run or a failure
    PullTotals totals;
    std::vector<std::string> remarks; // what finance should know and what does not stop the pull
    std::optional<Error> error;
};

struct PullReport {
    std::vector<PulledLedger> ledgers;
    bool failed() const; // at least one ledger did
};

// The error is for what stops the whole job (an unknown name, the store); a ledger's own failure
// stands in its row.
// `accept_empty`: a person says that the one ledger of the scope which comes without customers or open items is empty;
// else that is an error, because a lost right or a changed filter looks the same. It stands in the audit.
Result<PullReport> pull(JobContext& context, const Scope& scope, bool accept_empty = false);

} // namespace settled::jobs
