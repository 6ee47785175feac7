// row_reader.hpp -- one row of a table as an entry, by the rules of its layout.
#pragma once

#include "layout_choice.hpp"

#include <formats/decimal_text.hpp>
#include <formats/record_reader.hpp>
#include <formats/table_csv.hpp>
#include <settled/date.hpp>
#include <settled/plugin_abi.h>
#include <workbook/native_cell.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace settled::csv {

enum class RowKind {
    entry,
    balances, // no booking, only what it says of opening or closing
    nothing,  // blank, or by its status no booking at all
    note,     // text without day and amount: said and left out
    end       // the table is over: totals follow
};

struct Row {
    RowKind kind = RowKind::nothing;
    std::string_view account;
    Currency currency;
    settled_entry entry{};
    std::optional<formats::DecimalAmount> balance, opening, closing;
    bool text_cut = false;
};

class RowReader {
  public:
    explicit RowReader(const Choice& choice, std::size_t field_bytes_max = 4096);

    // What the row holds; it borrows from the cells and from the reader until the next call. BAD_DATA
    // names column, value and what was expected.
    Result<Row> read(const formats::CsvRow& cells);

    // "12.34", "¥1,200.00", "-" by the layout's rules; nothing where the cell says there is none.
    Result<std::optional<formats::DecimalAmount>> amount(std::string_view cell, Currency currency) const;

    // Of a row that read() refused: is it the header line once more, as on a new page; does it say a day?
    bool repeats_header(const formats::CsvRow& cells) const;
    bool has_day(const formats::CsvRow& cells);

  private:
    std::string_view cell(Field field) const;
    Result<std::optional<formats::DecimalAmount>> amount_of(Field field, Currency currency) const;
    Result<Currency> currency_of_row();
    Result<std::optional<formats::DecimalAmount>> signed_amount(Currency currency, std::int32_t& status) const;
    Result<Date> date_of(Field field);
    std::string_view text(Field field, Row& row) const;
    std::string_view remittance(Row& row);
    void read_counterparty(Row& row) const;
    void read_kind(Row& row) const;
    Status read_fee(Row& row);
    Status read_original(Row& row);
    std::unexpected<Error> refuse(Field field, std::string_view found, std::string_view expected) const;

    const Choice* choice_;
    const Layout* layout_;
    const formats::CsvRow* cells_ = nullptr;
    std::size_t width_needed_ = 0;
    std::size_t field_bytes_max_;
    formats::RecordRules currency_names_;
    std::string remittance_;
    settled_charge charge_{};
    std::string last_date_text_, last_currency_text_; // they repeat from row to row
    Date last_date_;
    Currency last_currency_;
    std::size_t date_pattern_ = 0; // that fitted last
};

} // namespace settled::csv
