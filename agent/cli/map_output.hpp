// map_output.hpp -- what `settled connectors map` shows: the columns of each table, what is missing, the first rows.
#pragma once

#include "cli/output.hpp"

#include <tables/propose.hpp>
#include <tables/read_table.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace settled::cli {

// What reading a table by its mapping gave.
struct Preview {
    std::string place;
    tables::TableRead read;
    std::map<std::string, std::int64_t> sums; // by currency, of the table's amount
    std::vector<std::string> columns;         // of the contract, as far as the mapping fills them
    std::vector<std::vector<std::string>> rows;
    std::string error; // where it stopped; "" when all was read
    std::int64_t error_line = 0;
};

Preview preview(tables::TableFile& file, const std::string& name, const tables::TableGuess& table,
                const formats::RecordRules& rules, tables::UniqueKeys& keys, std::size_t rows_max);

struct MapReport {
    std::string file, mapping_file, written; // the mapping that was there; the one that was written
    tables::Guesses guesses;
    std::vector<Preview> previews; // one per table
    std::string toml;

    // Something was recognised, nothing required is missing, and every row could be read.
    bool complete() const;
};

void print(const MapReport& report, bool chinese, Format format, const Sink& sink, std::size_t columns_max);

} // namespace settled::cli
