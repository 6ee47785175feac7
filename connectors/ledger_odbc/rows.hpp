// rows.hpp -- one SELECT as rows of UTF-8 texts, fetched in blocks.
//
// Everything is handed on as text: drivers disagree about numbers (one hands out 12939 for 12939.72 as
// SQL_C_NUMERIC), texts they hand out as the database holds them. Days come as numbers only from a driver
// that was seen to do it right: that is a third of its work. Columns are bound at
// the width that the driver describes; a value that is longer is fetched again in pieces and put
// together before anybody looks at its characters. NULL is the empty text.
#pragma once

#include "odbc.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace settled::ledger_odbc {

struct FetchOptions {
    std::size_t block_rows_max = 1000; // 1: row by row, for drivers that cannot fetch blocks
    bool wide_text = false;            // texts as SQL_C_WCHAR: Windows, and drivers that answer in a code page
};

class Rows {
  public:
    static constexpr std::size_t value_bytes_max = std::size_t{1} << 20; // longer is refused

    // Prepares without executing: are tables and columns there? `parameters` is their number.
    static Odbc<std::vector<std::string>> describe(Connection& connection, std::string_view sql);
    // Runs it; '?' stand for `parameters`, in order, as texts.
    static Odbc<Rows> execute(Connection& connection, std::string_view sql, std::span<const std::string> parameters,
                              const FetchOptions& options);

    const std::vector<std::string>& columns() const { return names_; }
    Odbc<bool> next();                                                   // false at the end
    std::span<const std::string_view> values() const { return values_; } // until the next call

  private:
    struct Bound {
        SQLSMALLINT c_type = SQL_C_CHAR;
        std::size_t width = 0;    // bytes of one value in `buffer`, its end mark included
        bool may_exceed = true;   // the database does not promise that values fit
        SQLSMALLINT sql_type = 0; // of a day or a moment
        void take_days_as_numbers();
        std::vector<char> buffer;
        std::vector<SQLLEN> indicators;
    };

    Rows() = default;
    Odbc<void> describe_columns(const Connection& connection, const FetchOptions& options);
    void bind_block(const FetchOptions& options);
    Odbc<bool> next_block();
    Odbc<bool> next_single();
    Odbc<void> value_of_block(std::size_t column);
    void write_day(std::size_t column, const char* data);
    Odbc<void> read_long(std::size_t column, std::string& out);
    Diagnostics failed() const { return statement_.diagnostics(); }

    Handle<SQL_HANDLE_STMT> statement_;
    std::vector<std::string> names_;
    std::vector<Bound> bound_;
    std::vector<std::string_view> values_;
    std::vector<std::string> texts_; // values that do not stand in a buffer
    bool in_blocks_ = false;
    bool can_fetch_again_ = false;
    std::size_t block_rows_ = 1;
    std::unique_ptr<SQLULEN> fetched_; // the driver keeps its address
    std::size_t row_in_block_ = 0;
};

} // namespace settled::ledger_odbc
