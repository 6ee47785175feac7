// document_reader.hpp -- every document of a customer over all generations of its ledger, paid ones too.
#pragma once

#include "store/database/database.hpp"
#include "store/ledgers.hpp"

#include <string>
#include <vector>

namespace settled::store {

std::vector<KnownDocument> read_documents(Database& database, const std::string& company, const std::string& ledger,
                                          const std::string& customer_id, Date as_of);

} // namespace settled::store
