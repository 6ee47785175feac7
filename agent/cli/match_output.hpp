// match_output.hpp -- a decision as CONTRACT prints it: for programs with every field, for people
// as one line with its reason.
#pragma once

#include "cli/output.hpp"
#include "matching/words.hpp"
#include "store/stored_match.hpp"

#include <string>
#include <vector>

namespace settled::cli {

void write_match(render::JsonWriter& json, const store::StoredMatch& match, matching::Language language);

// "INV-7, INV-8", or the customer where the money is on account.
std::string documents_of(const store::StoredProposal& proposal);
std::string customer_of(const store::StoredProposal& proposal);

// The one line that sums a decision up, and a sentence for each fact it rests on.
std::string summary(const store::StoredMatch& match, matching::Language language);
std::vector<std::string> reasons(const store::StoredProposal& proposal, matching::Language language);

Table match_table(const std::vector<store::StoredMatch>& matches, matching::Language language);

} // namespace settled::cli
