// match_output.hpp -- a decision as CONTRACT prints it: for programs with every field, for people
// as one line with its reason.
#pragma once

#include "cli/output.hpp"
#include "jobs/refunds.hpp"
#include "matching/words.hpp"
#include "store/stored_match.hpp"

#include <vector>

namespace settled::cli {

void write_match(render::JsonWriter& json, const store::StoredMatch& match, matching::Language language);

Table match_table(const std::vector<store::StoredMatch>& matches, matching::Language language);

// The worklist of money to give back or to set off; amounts with thousands marks in a table alone.
Table refund_table(const std::vector<jobs::Refund>& refunds, matching::Language language, Format format);

} // namespace settled::cli
