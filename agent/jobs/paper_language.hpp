// paper_language.hpp -- in which language a paper for a customer is written: as a person asks, else as the letters are.
#pragma once

#include "config/settings.hpp"
#include "ledger/book.hpp"

#include <settled/result.hpp>

#include <string>

namespace settled::jobs {

// The language of a company's own name, for customers of whom nothing is known.
std::string own_language(const config::Company& company);

// `asked` as a person types it ("zh", "de-AT"); "": the customer's, else the company's own. INVALID_CONFIG: no letter exists in
// it.
Result<std::string> paper_language(const config::Company& company, const ledger::Book& book, const ledger::CustomerRow& customer,
                                   const std::string& asked);

} // namespace settled::jobs
