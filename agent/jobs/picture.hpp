// picture.hpp -- everything known about one company on one day, read once and shared by the jobs
// that decide, remind and report.
#pragma once

#include "jobs/context.hpp"
#include "jobs/match_rows.hpp"
#include "ledger/position.hpp"
#include "matching/rules.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace settled::jobs {

struct Picture {
    const config::Company* company = nullptr;
    Date as_of;
    ledger::Book book;
    statement::EntryBook entries;
    std::vector<store::StoredMatch> matches; // standing
    std::vector<ledger::Fact> facts;         // standing
    matching::Rules rules;
    matching::History history;
    std::unique_ptr<MatchRows> rows; // refers to book and entries
};

// UNAVAILABLE where a ledger was never pulled: then nothing may be decided.
Result<std::unique_ptr<Picture>> look(JobContext& context, const config::Company& company, Date as_of);

// Every company of the scope, looked at on its day; the first failure ends it.
Status each_picture(JobContext& context, const Scope& scope, const std::function<Status(const Picture&)>& take);

// What the matching engine may do for this company: its limits, conventions and learned facts.
matching::Rules rules_of(const config::Settings& settings, const config::Company& company, const ledger::Book& book,
                         const std::vector<ledger::Fact>& facts);

// As the ledger has it; where it lists no such customer, the id.
std::string customer_name(const Picture& picture, const std::string& ledger, const std::string& id);

Result<ledger::Positions> positions_of(const Picture& picture);

} // namespace settled::jobs
