// output.hpp -- what a command prints: a table for people, one JSON document for programs.
//
// A table's columns line up on a terminal also where letters are two cells wide (Chinese). Foreign
// text is made visible (control characters, marks that reorder text) before it reaches a terminal.
#pragma once

#include "render/json_writer.hpp"

#include <settled/money.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace settled::cli {

enum class Format : std::uint8_t { table, json };

enum class Align : std::uint8_t { left, right };

struct Column {
    std::string name; // key of the JSON object; heading of the table, blanks for '_'
    Align align = Align::left;
};

// Where bytes go; main decides.
using Sink = std::function<void(std::string_view bytes)>;

class Table {
  public:
    explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}
    void add(std::vector<std::string> cells); // one per column; "" is null in JSON
    bool empty() const { return rows_.empty(); }
    // when_empty: the table's words for no rows. A column of texts without a single one is left out of the table (an
    // empty column of figures says something); where it is wider
    // than the terminal (columns_max, 0: none), its widest texts are cut; where that does not suffice, each row is a block of
    // lines, whole. JSON is always whole.
    void print(Format format, const Sink& sink, std::string_view when_empty, std::size_t columns_max = 0) const;

  private:
    std::vector<std::size_t> shown_columns() const;
    std::vector<std::size_t> widths(const std::vector<std::size_t>& shown, std::size_t columns_max) const;

    std::vector<Column> columns_;
    std::vector<std::vector<std::string>> rows_;
};

// An amount as people read it, with marks of thousands, or as programs do.
std::string amount_cell(std::int64_t minor_units, Currency currency, Format format);

} // namespace settled::cli
