// sample_table.hpp -- the first rows of an unknown table, and the line of headings among them.
#pragma once

#include <settled/result.hpp>
#include <settled/statement.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace settled::learning {

struct SampleTable {
    std::vector<std::vector<std::string>> rows; // with the lines above the headings; native cells without their mark
    std::size_t header = 0;                     // index of the row of headings
    std::string delimiter = ",", encoding;      // encoding: empty for ASCII and workbooks
    bool workbook = false;

    const std::vector<std::string>& headings() const { return rows[header]; }
    // The filled cells of a column below its heading.
    std::vector<std::string> values(std::size_t column) const;
};

// The table under the line that has most headings with a meaning, a day and an amount among them.
Result<SampleTable> sample_of(const Input& input);

} // namespace settled::learning
