// compare_output.hpp -- a comparison of two ledgers as a table with its bridge, and as one JSON document.
#pragma once

#include "cli/output.hpp"
#include "jobs/compare_words.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace settled::cli {

// "" for none, which is null in JSON.
std::string amount_or_nothing(std::optional<std::int64_t> amount, Currency currency, bool grouped);
// … and for a side without lines.
std::string optional_amount(const std::vector<std::uint32_t>& lines, std::int64_t amount, Currency currency, bool grouped);

// Several lines of one side as one row's cells.
struct ComparedCells {
    Date date; // the last
    std::int64_t amount = 0;
    std::string number, text;
};

void print_comparison(const jobs::CustomerComparison& made, matching::Language language, const Sink& out,
                      std::size_t columns_max);
void print_comparison_json(const jobs::CustomerComparison& made, matching::Language language, const Sink& out);

} // namespace settled::cli
