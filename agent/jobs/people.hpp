// people.hpp -- keeps what a person says about a customer or an item, with name and time.
#pragma once

#include "jobs/context.hpp"

#include <string>
#include <vector>

namespace settled::jobs {

struct Told {
    std::string what, about; // "hold", "u8:C001"
    std::vector<std::int64_t> facts;
    std::string waits_for; // why it does not count yet, in words; "" where it does
};

// `about` is a customer or an item as a person names it; `amount` a decimal text in the item's or
// customer's currency, "" for none. INVALID_CONFIG: unknown, ambiguous, or the amount does not fit.
Result<Told> tell(JobContext& context, const Scope& scope, const std::string& about, ledger::Fact fact,
                  const std::string& amount);

// Keeps it with its line of the audit; gives its number. `about`: "u8:C001"; `event`: what the audit calls it, the name of its
// kind unless told.
Result<std::int64_t> keep_word(JobContext& context, const config::Company& company, const store::Stamp& stamped,
                               const std::string& about, const ledger::Fact& fact, std::string_view event = {});

// Holds, disputes and promises that stand about it.
Result<Told> take_back(JobContext& context, const Scope& scope, const std::string& about);

// `why`: kept with it. INVALID_CONFIG: no such fact stands.
Result<Told> forget(JobContext& context, const Scope& scope, std::int64_t fact, const std::string& why = {});

struct LogEntry {
    std::string at, actor, what, text;
    std::string to, sha256, evidence,
        receipt; // of a message: recipients, digest of its bytes, how far it surely got, the gateway's words
};

// Everything said, sent, answered and decided about one customer, in order of time.
Result<std::vector<LogEntry>> customer_log(JobContext& context, const Scope& scope, const std::string& customer);

} // namespace settled::jobs
