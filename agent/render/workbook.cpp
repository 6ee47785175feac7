#include "render/workbook.hpp"

#include <settled/text.hpp>

#include <xlsxwriter.h>

#include <algorithm>
#include <cstdlib>
#include <map>

namespace settled::render {
namespace {

constexpr std::size_t sheet_name_characters_max = 31; // the format's own limit
constexpr std::size_t cell_bytes_max = 32000;         // 32,767 characters are the format's limit

class Formats {
  public:
    explicit Formats(lxw_workbook* book) : book_(book) {
        heading_ = workbook_add_format(book);
        format_set_bold(heading_);
        format_set_bg_color(heading_, 0xE4EAF0);
        format_set_bottom(heading_, LXW_BORDER_THIN);
        format_set_text_wrap(heading_);
        date_ = workbook_add_format(book);
        format_set_num_format(date_, "yyyy-mm-dd");
        whole_ = workbook_add_format(book);
        format_set_num_format(whole_, "0");
    }
    lxw_format* heading() { return heading_; }
    lxw_format* date() { return date_; }
    lxw_format* whole() { return whole_; }
    lxw_format* amount(int decimals) {
        lxw_format*& format = amounts_[decimals];
        if (!format) {
            format = workbook_add_format(book_);
            format_set_num_format(format, decimals == 0
                                              ? "#,##0;[Red]-#,##0"
                                              : ("#,##0." + std::string(static_cast<std::size_t>(decimals), '0')).c_str());
        }
        return format;
    }

  private:
    lxw_workbook* book_;
    lxw_format *heading_ = nullptr, *date_ = nullptr, *whole_ = nullptr;
    std::map<int, lxw_format*> amounts_;
};

std::string sheet_name(std::string_view name) {
    std::string clean(name);
    std::ranges::replace_if(clean, [](char c) { return std::string_view(":\\/?*[]").find(c) != std::string_view::npos; }, ' ');
    while (static_cast<std::size_t>(std::ranges::count_if(
               clean, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; })) > sheet_name_characters_max)
        clean = cut_at_character(clean, clean.size() - 1);
    return clean;
}

// A spreadsheet's number is a double: it holds 15 digits, so an amount beyond stays text and exact.
constexpr std::int64_t exact_in_a_cell_max = 999'999'999'999'999;

void write_amount(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, const Money& money, Formats& formats) {
    const std::int64_t magnitude = money.minor_units < 0 ? -money.minor_units : money.minor_units;
    const std::string text = amount_text(money);
    if (magnitude > exact_in_a_cell_max)
        worksheet_write_string(sheet, row, column, text.c_str(), nullptr);
    else
        worksheet_write_number(sheet, row, column, std::strtod(text.c_str(), nullptr), formats.amount(money.currency.exponent()));
}

struct CellWriter {
    lxw_worksheet* sheet;
    lxw_row_t row;
    lxw_col_t column;
    Formats* formats;

    void operator()(std::monostate) const {}
    void operator()(const std::string& text) const {
        worksheet_write_string(sheet, row, column, std::string(cut_at_character(text, cell_bytes_max)).c_str(), nullptr);
    }
    void operator()(const Money& money) const { write_amount(sheet, row, column, money, *formats); }
    void operator()(Date day) const {
        if (day.none()) return;
        lxw_datetime moment{day.year(), static_cast<int>(day.month()), static_cast<int>(day.day()), 0, 0, 0};
        worksheet_write_datetime(sheet, row, column, &moment, formats->date());
    }
    void operator()(std::int64_t number) const {
        worksheet_write_number(sheet, row, column, static_cast<double>(number), formats->whole());
    }
};

void write_sheet(lxw_workbook* book, const Sheet& table, Formats& formats) {
    lxw_worksheet* sheet = workbook_add_worksheet(book, sheet_name(table.name).c_str());
    const auto columns = static_cast<lxw_col_t>(table.columns.size());
    for (lxw_col_t column = 0; column < columns; ++column) {
        worksheet_set_column(sheet, column, column, table.columns[column].width_characters, nullptr);
        worksheet_write_string(sheet, 0, column, table.columns[column].heading.c_str(), formats.heading());
    }
    lxw_row_t row = 1;
    for (const auto& cells : table.rows) {
        for (lxw_col_t column = 0; column < columns && column < cells.size(); ++column)
            std::visit(CellWriter{sheet, row, column, &formats}, cells[column]);
        ++row;
    }
    worksheet_freeze_panes(sheet, 1, 0);
    if (!table.rows.empty() && columns > 0) worksheet_autofilter(sheet, 0, 0, row - 1, static_cast<lxw_col_t>(columns - 1));
    worksheet_set_landscape(sheet);
    worksheet_fit_to_pages(sheet, 1, 0);
    worksheet_repeat_rows(sheet, 0, 0);
    if (!table.note.empty()) worksheet_write_string(sheet, row + 1, 0, table.note.c_str(), nullptr);
}

} // namespace

Status write_workbook(const std::filesystem::path& file, const std::vector<Sheet>& sheets) {
    for (const Sheet& sheet : sheets)
        if (sheet.rows.size() > sheet_rows_max)
            return fail(SETTLED_BAD_DATA, "sheet " + sheet.name + " has more than " + std::to_string(sheet_rows_max) + " rows");
    lxw_workbook* book = workbook_new(file.c_str());
    if (!book) return fail(SETTLED_UNAVAILABLE, file.string() + ": the workbook cannot be made; is there memory left?");
    Formats formats(book);
    for (const Sheet& sheet : sheets) write_sheet(book, sheet, formats);
    const lxw_error error = workbook_close(book);
    if (error != LXW_NO_ERROR)
        return fail(SETTLED_UNAVAILABLE, file.string() + ": the workbook cannot be written: " + lxw_strerror(error));
    return {};
}

} // namespace settled::render
