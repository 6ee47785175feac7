// match_words.hpp -- a kept decision in words: the line that sums it up and a sentence for each fact
// it rests on.
#pragma once

#include "matching/words.hpp"
#include "store/stored_match.hpp"

#include <string>
#include <vector>

namespace settled::jobs {

// "INV-7, INV-8"; empty where the money is on account.
std::string documents_of(const store::StoredProposal& proposal);
std::string customer_of(const store::StoredProposal& proposal); // "u8:C001"

// `customer`: as it is to be named, "" for none.
std::string match_summary(const store::StoredMatch& match, const std::string& customer, matching::Language language);
std::vector<std::string> match_reasons(const store::StoredProposal& proposal, matching::Language language);

} // namespace settled::jobs
