// shown_rows.hpp -- the rows of one of a ledger's tables that a generation shows.
#pragma once

#include "store/database/database.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace settled::store {

// The condition; its values: company, ledger, and the generation twice.
inline constexpr std::string_view shown_rows =
    "company = ? AND ledger = ? AND valid_from <= ? AND (valid_to = 0 OR valid_to > ?)";

// What of which ledger is asked; the names outlive it.
struct ShownRows {
    Database* database;
    const std::string* company;
    const std::string* ledger;
    std::int64_t generation;

    // In the order in which they came.
    Rows ask(const std::string& columns, std::string_view table, std::string_view shape) const;
};

} // namespace settled::store
