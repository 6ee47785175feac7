// claim_rows.hpp -- the claims beneath messages: one item, one step, one letter.
//
// A claim is kept under the first name its item had, so that the unique index is never rewritten when an item is
// renumbered; what is asked for is told by the names of the day.
#pragma once

#include "store/database/database.hpp"
#include "store/database/item_identities.hpp"
#include "store/stamp.hpp"
#include "store/stored_message.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace settled::store {

// False where somebody else holds it.
bool insert_claim(Database& database, const Claim& claim, std::int64_t message, const ItemNames& names);

// From that day on; before it, the past is as it was.
void free_claims(Database& database, std::int64_t message, const Stamp& stamp);

// A failed message is tried again: its claims must not have gone to another one meanwhile, else INVALID_CONFIG as Failure.
void claim_again(Database& database, std::int64_t message);

std::vector<Claim> claims_of(Database& database, std::int64_t message);
std::vector<std::vector<Claim>> claims_of_each(Database& database, std::span<const std::int64_t> messages); // in their order
std::vector<ClaimedStep> claimed_steps(Database& database, const std::string& company, Date as_of);

} // namespace settled::store
