// mapped_table.hpp -- one sheet read by its mapping: headings found, rows of items told as the contract's columns,
// what is no item (totals, headings of the next page, words under the table) left out and counted.
#pragma once

#include <settled/result.hpp>
#include <tables/heading_row.hpp>
#include <tables/mapping.hpp>
#include <tables/table_file.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace settled::tables {

// A row that was left out, and why.
struct LeftOut {
    enum class Why : std::uint8_t { total, heading_again, note } why = Why::note;
    std::int64_t line = 0;
    std::string text; // its first words
};

class MappedTable {
  public:
    static constexpr std::size_t left_out_max = 1000; // rows that are named; all are counted

    // Reads on to the headings. INVALID_CONFIG: a heading that the mapping names is not in the file, with the nearest.
    static Result<MappedTable> open(std::unique_ptr<TableRows> rows, const TableMapping& mapping, bool epoch_1904);

    const std::vector<std::string>& columns() const { return columns_; } // of the contract, in order of values()
    const std::vector<std::string>& headings() const { return headings_; }
    std::vector<std::string> unread() const; // headings that nothing is made of
    std::int64_t heading_line() const { return heading_line_; }

    // The next item; false at the end. BAD_DATA carries the line and names column and cell.
    Result<bool> next();
    std::span<const std::string_view> values() const { return views_; } // until the next call
    std::int64_t line() const { return rows_->line(); }

    const std::vector<LeftOut>& left_out() const { return left_out_; }
    std::int64_t left_out_count() const { return left_out_count_; }

  private:
    struct Source {
        const Field* field = nullptr; // null: a further part of an id
        std::string name;
        std::vector<std::size_t> plus, minus;
        const Words* words = nullptr;
        const std::string* constant = nullptr;
        const std::string* negative = nullptr;
        bool fill = false, fraction = false, required = false;
        std::string above; // the value that empty cells continue
    };

    MappedTable(std::unique_ptr<TableRows> rows, const TableMapping& mapping, bool epoch_1904)
        : rows_(std::move(rows)), mapping_(&mapping), epoch_1904_(epoch_1904) {}

    Status find_headings();
    // How many headings of the mapping are not there; `missing` is the first of them.
    std::size_t bind(const std::vector<std::string>& headings, std::string& missing);
    std::string_view cell(std::size_t column) const;
    bool empty(const Source& source) const;
    bool is_total() const;
    bool is_heading_again() const;
    bool is_note() const;
    std::optional<LeftOut::Why> no_item() const;
    void leave_out(LeftOut::Why why);
    Result<std::string> value_of(const Source& source) const;
    Result<std::string> amount_of(const Source& source) const;
    Result<std::string> text_of(const Source& source) const;
    Status read_row();

    std::unique_ptr<TableRows> rows_;
    const TableMapping* mapping_;
    bool epoch_1904_;
    std::vector<std::string> headings_, columns_;
    std::vector<Source> sources_;
    std::vector<std::string> values_;
    std::vector<std::string_view> views_;
    std::int64_t heading_line_ = 0;
    std::vector<HeadRow> heading_rows_; // as they stand, to know them again on the next page
    bool after_total_ = false;
    std::vector<LeftOut> left_out_;
    std::int64_t left_out_count_ = 0;
};

} // namespace settled::tables
