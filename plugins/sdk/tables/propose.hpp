// propose.hpp -- what an unknown table probably is: which of the ledger's tables, where its headings stand, which
// column is what, how days and amounts are written. Every choice says how sure it is and why; a person decides.
#pragma once

#include <settled/columns.hpp>
#include <settled/result.hpp>
#include <tables/mapping.hpp>
#include <tables/table_file.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace settled::tables {

// A sentence in both languages of the people who read it.
struct Said {
    std::string en, zh;
};

enum class Sure : std::uint8_t { certain, likely, guess };
std::string_view name(Sure sure);

struct ColumnGuess {
    std::string column, source; // the heading or headings; a constant in quotes
    Sure sure = Sure::certain;
    Said why;
};

struct TableGuess {
    TableMapping mapping;
    std::size_t sheet = 0;
    bool hidden = false;
    std::int64_t heading_row = 0;
    std::vector<ColumnGuess> columns;
    std::vector<std::string> unread, missing; // headings; columns of the contract
    std::vector<Said> remarks;
};

struct Guesses {
    std::string home_currency;
    std::vector<TableGuess> tables;
    std::vector<Said> remarks; // on sheets that are nothing, or hidden
};

struct Wishes {
    const Entity* entity = nullptr; // nothing: the likeliest
    std::string sheet;              // "" is all that are not hidden
    std::string home_currency;
    bool customers_too = true; // from a list of items, where no sheet is a list of customers
};

// `file_name` stands in the mapping. INVALID_CONFIG: no such sheet. A file in which nothing is recognised gives no
// tables, and remarks that say so.
Result<Guesses> propose(TableFile& file, const std::string& file_name, const Wishes& wishes);

} // namespace settled::tables
