// json_text.hpp -- what is kept as JSON: evidence, proposals, lists of addresses and totals.
#pragma once

#include "store/stored_match.hpp"

#include <settled/money.hpp>

#include <string>
#include <vector>

namespace settled::store {

std::string json_of(const std::vector<StoredEvidence>& evidence);
std::string json_of(const std::vector<StoredProposal>& proposals);
std::string json_of(const std::vector<std::string>& texts);
std::string json_of(const std::vector<Money>& amounts);

// Text that the functions above wrote; INTERNAL as Failure where it is not.
std::vector<StoredEvidence> evidence_of(const std::string& json);
std::vector<StoredProposal> proposals_of(const std::string& json);
std::vector<std::string> texts_of(const std::string& json);
std::vector<Money> amounts_of(const std::string& json);

} // namespace settled::store
