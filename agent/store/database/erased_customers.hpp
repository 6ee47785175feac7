// erased_customers.hpp -- who is kept without a name: an ERP that still sends an erased customer does not bring it back.
#pragma once

#include "store/database/database.hpp"
#include "store/erasure.hpp"

#include <array>
#include <string>
#include <string_view>
#include <unordered_set>

namespace settled::store {

// The fields of a customer that name it; erased_name stands in the first.
inline constexpr std::array<std::string_view, 7> naming_fields = {"name",  "short_name", "tax_id",       "email",
                                                                  "phone", "contact",    "bank_accounts"};

// Ids of a ledger's erased customers, but for those whose erasure a person took back.
std::unordered_set<std::string> erased_customers(Database& database, const std::string& company, const std::string& ledger);

} // namespace settled::store
