// row_maker.hpp -- a row of a service's list becomes texts under CONTRACT's columns.
#pragma once

#include "exact_decimal.hpp"
#include "list_request.hpp"

#include <formats/rows_digest.hpp>
#include <settled/result.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace settled::ledger_http {

// Rows of texts, packed.
class CellRows {
  public:
    explicit CellRows(std::size_t columns = 0) : columns_(columns) {}
    void add(std::span<const std::string> cells);
    void clear() { text_.clear(), ends_.clear(); }
    std::size_t rows() const { return columns_ == 0 ? 0 : ends_.size() / columns_; }
    std::size_t bytes() const { return text_.size() + ends_.size() * sizeof(std::size_t); }
    // The cells of a row, valid until the next call.
    std::span<const std::string_view> row(std::size_t number) const;
    formats::RowsDigest digest() const;

  private:
    std::size_t columns_;
    std::string text_;
    std::vector<std::size_t> ends_;
    mutable std::vector<std::string_view> views_;
};

// The rows of a joined list, by key.
using JoinedRows = std::unordered_map<std::string, Json>;

class RowMaker {
  public:
    // `joined` in order of the list's joins; all three outlive this.
    RowMaker(const ListRequest& list, const Entity& entity, const Forms& forms, const Bindings& parameters,
             const std::vector<JoinedRows>& joined);

    // Adds what the row becomes: nothing where it is not kept, several where it has parts. BAD_DATA names the
    // column.
    Status add(const Json& row);
    void forget();
    // Whether the connector keeps this row at all.
    Result<bool> keeps(const Json& row);

    // When every row is there: groups are put together. INVALID_CONFIG names a column for which no row had
    // anything to read, as after a field was renamed.
    Status finish();

    const CellRows& rows() const { return rows_; }

  private:
    struct View {
        const Json* row;
        const Json* part;
        std::vector<const Json*> joined;
    };
    Status add_one(const View& view);
    Result<std::string> cell(std::size_t column, const View& view);
    struct Found {
        std::string text;
        bool there = false;  // the row has such a field, even if nothing stands in it
        bool number = false; // a number of JSON, whose mark is always '.'
    };
    Result<Found> find(const Place& place, const View& view) const;
    // The same for a place that must be in some row.
    Result<Found> needed(const Place& place, const View& view);
    Result<std::string> chosen(const Choice& choice, const Field& field, const View& view, bool& was_there);
    Result<bool> holds(const std::vector<Condition>& conditions, const View& view);
    bool is_among(const std::string& value, const std::vector<std::string>& known) const;
    Status look_up(View& view);
    Result<std::string> sum_text(const Found& first, const Choice& choice, const View& view);
    Result<ExactDecimal> number_of(const Found& found) const;
    Result<std::string> date_text(const std::string& text) const;
    void keep(const std::vector<std::string>& cells);
    Status keep_grouped(std::vector<std::string> cells);
    std::size_t index_of(const std::string& column) const;

    const ListRequest* list_;
    const Forms* forms_;
    const Bindings* parameters_;
    const std::vector<JoinedRows>* joined_;
    std::vector<const Field*> fields_;              // in order of the list's columns
    std::vector<bool> seen_, asked_;                // per column: something was there; somebody looked
    std::unordered_map<const Place*, bool> needed_; // seen in some row
    CellRows rows_;
    std::map<std::vector<std::string>, std::vector<std::string>> groups_;
};

} // namespace settled::ledger_http
