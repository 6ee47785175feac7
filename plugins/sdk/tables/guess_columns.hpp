// guess_columns.hpp -- which table a row of headings belongs to, and which heading is which of its columns.
#pragma once

#include <settled/columns.hpp>
#include <tables/heading_row.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace settled::tables {

struct HeadingMatch {
    const Field* field = nullptr;
    std::vector<std::size_t> plus, minus; // columns of the file
    int meaning = 0;                      // ledger_words.hpp
    bool derived = false;                 // from another column's heading: an id from the document's number
};

struct HeadingGuess {
    const Entity* entity = nullptr;
    std::vector<HeadingMatch> matches;
    std::vector<const Field*> missing; // required ones; currency and doc_type are not asked of headings
    std::size_t row = 0;               // index of the last row of headings
    int rows = 1;
    std::vector<std::string> headings;
    int score = 0;
};

// The best reading of the first rows; `wanted` null: of any table. `names`: of file and sheet, which may say what it is.
// A score of 0 is nothing.
HeadingGuess guess_headings(std::span<const HeadRow> rows, const Entity* wanted, std::span<const std::string_view> names);

} // namespace settled::tables
