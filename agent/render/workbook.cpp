#include "render/workbook.hpp"

#include "render/text_width.hpp"

#include <settled/text.hpp>

#include <xlsxwriter.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>

namespace settled::render {
namespace {

constexpr std::size_t sheet_name_characters_max = 31; // the format's own limit
constexpr std::size_t cell_bytes_max = 32000;         // 32,767 characters are the format's limit
constexpr double sentence_characters_min = 40;        // a column this wide holds sentences
constexpr double printed_characters_max = 220;        // beside each other on a sheet of A4: smaller is not read

class Formats {
  public:
    explicit Formats(lxw_workbook* book) : book_(book) {
        for (lxw_format** heading : {&heading_, &amount_heading_}) {
            *heading = workbook_add_format(book);
            format_set_bold(*heading);
            format_set_bg_color(*heading, 0xE4EAF0);
            format_set_bottom(*heading, LXW_BORDER_THIN);
            format_set_text_wrap(*heading);
        }
        format_set_indent(heading_, 1), format_set_align(amount_heading_, LXW_ALIGN_RIGHT);
        date_ = workbook_add_format(book);
        format_set_num_format(date_, "yyyy-mm-dd");
        whole_ = workbook_add_format(book);
        format_set_num_format(whole_, "0");
        answer_ = workbook_add_format(book);
        format_set_bg_color(answer_, 0xFFF8DC);
        format_set_border(answer_, LXW_BORDER_THIN);
        format_set_border_color(answer_, 0xD9C98A);
        format_set_num_format(answer_, "@"); // what is typed stays as it is typed
        text_ = workbook_add_format(book);
        wrapped_ = workbook_add_format(book);
        format_set_text_wrap(wrapped_);
        for (lxw_format* format : {date_, whole_, answer_, text_, wrapped_}) format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
        for (lxw_format* format : {date_, text_, wrapped_}) format_set_indent(format, 1); // amounts end where they begin
        strong_ = workbook_add_format(book);
        format_set_bold(strong_), format_set_top(strong_, LXW_BORDER_THIN);
    }
    lxw_format* heading(const SheetColumn& column) { return column.has_sum ? amount_heading_ : heading_; }
    lxw_format* date() { return date_; }
    lxw_format* whole() { return whole_; }
    lxw_format* answer() { return answer_; }
    lxw_format* strong() { return strong_; }
    // A sentence is read whole, in as many lines as it needs.
    lxw_format* text(const SheetColumn& column) { return column.width_characters >= sentence_characters_min ? wrapped_ : text_; }
    lxw_format* age(std::size_t step) { // from yellow to red
        constexpr std::array<lxw_color_t, 3> colours = {0xFFF2CC, 0xF8CBAD, 0xE6A19A};
        lxw_format*& format = ages_.at(step);
        if (!format) format = workbook_add_format(book_), format_set_bg_color(format, colours.at(step));
        return format;
    }
    lxw_format* amount(int decimals, bool is_sum = false) {
        lxw_format*& format = amounts_[{decimals, is_sum}];
        if (!format) {
            format = workbook_add_format(book_);
            format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
            if (is_sum) format_set_bold(format), format_set_top(format, LXW_BORDER_THIN);
            format_set_num_format(format, decimals == 0
                                              ? "#,##0;[Red]-#,##0"
                                              : ("#,##0." + std::string(static_cast<std::size_t>(decimals), '0')).c_str());
        }
        return format;
    }

  private:
    lxw_workbook* book_;
    lxw_format *heading_ = nullptr, *amount_heading_ = nullptr, *date_ = nullptr, *whole_ = nullptr, *answer_ = nullptr,
               *text_ = nullptr, *wrapped_ = nullptr, *strong_ = nullptr;
    std::array<lxw_format*, 3> ages_{};
    std::map<std::pair<int, bool>, lxw_format*> amounts_;
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
    const SheetColumn* of;

    void operator()(std::monostate) const {}
    void operator()(const std::string& text) const {
        worksheet_write_string(sheet, row, column, std::string(cut_at_character(text, cell_bytes_max)).c_str(),
                               formats->text(*of));
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

// What the sums beneath a sheet need to know of its rows.
class Sums {
  public:
    void add(std::size_t column, const Cell& cell) {
        if (const Money* money = std::get_if<Money>(&cell)) sums_[money->currency][column] += money->minor_units;
    }
    const auto& by_currency() const { return sums_; }

  private:
    std::map<Currency, std::map<std::size_t, std::int64_t>> sums_;
};

// A file without stored results shows nothing where nobody calculates it, in a preview for example.
void write_sum(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, const std::string& formula, const Money& result,
               Formats& formats) {
    worksheet_write_formula_num(sheet, row, column, formula.c_str(), formats.amount(result.currency.exponent(), true),
                                std::strtod(amount_text(result).c_str(), nullptr));
}

std::string range_of(lxw_row_t last_row, lxw_col_t column) {
    std::array<char, LXW_MAX_CELL_RANGE_LENGTH> text{};
    lxw_rowcol_to_range_abs(text.data(), 1, column, last_row, column);
    return text.data();
}

lxw_row_t write_sums(lxw_worksheet* sheet, const Sheet& table, const Sums& sums, lxw_row_t last_row, Formats& formats) {
    lxw_row_t row = last_row + 2;
    for (const auto& [currency, of_columns] : sums.by_currency()) {
        if (currency.none()) continue;
        worksheet_write_string(sheet, row, 0, table.sum_label.c_str(), formats.strong());
        const auto by = static_cast<lxw_col_t>(*table.currency_column);
        worksheet_write_string(sheet, row, by, std::string(currency.code()).c_str(), formats.strong());
        for (const auto& [column, amount] : of_columns) {
            if (!table.columns[column].has_sum) continue;
            const auto at = static_cast<lxw_col_t>(column);
            write_sum(sheet, row, at,
                      "=SUMIF(" + range_of(last_row, by) + ",\"" + std::string(currency.code()) + "\"," + range_of(last_row, at) +
                          ")",
                      {amount, currency}, formats);
        }
        ++row;
    }
    return row;
}

// Answers are chosen from a list; other words are refused by the spreadsheet already.
void offer_choices(lxw_worksheet* sheet, const Sheet& table, lxw_row_t last_row) {
    constexpr std::size_t list_characters_max = 255; // the format's own limit
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        std::vector<std::string> choices = table.columns[i].choices; // the library's interface wants them writable
        std::vector<char*> list;
        std::size_t characters = 0;
        for (std::string& choice : choices) {
            characters += choice.size() + 1;
            if (characters <= list_characters_max) list.push_back(choice.data());
        }
        if (list.empty()) continue;
        list.push_back(nullptr);
        lxw_data_validation validation{};
        validation.validate = LXW_VALIDATION_TYPE_LIST, validation.value_list = list.data();
        validation.error_type = LXW_VALIDATION_ERROR_TYPE_WARNING;
        worksheet_data_validation_range(sheet, 1, static_cast<lxw_col_t>(i), last_row, static_cast<lxw_col_t>(i), &validation);
    }
}

void colour_ages(lxw_worksheet* sheet, const Sheet& table, lxw_row_t last_row, Formats& formats) {
    constexpr std::array<int, 3> days_over = {0, 30, 90};
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (!table.columns[i].colours_age) continue;
        const auto column = static_cast<lxw_col_t>(i);
        for (std::size_t step = days_over.size(); step-- > 0;) { // the first that fits counts
            lxw_conditional_format rule{};
            rule.type = LXW_CONDITIONAL_TYPE_CELL, rule.criteria = LXW_CONDITIONAL_CRITERIA_GREATER_THAN;
            rule.value = days_over.at(step), rule.format = formats.age(step), rule.stop_if_true = LXW_TRUE;
            worksheet_conditional_format_range(sheet, 1, column, last_row, column, &rule);
        }
    }
}

void add_chart(lxw_workbook* book, lxw_worksheet* sheet, const Sheet& table, const std::string& name, lxw_row_t last_row) {
    lxw_chart* chart = workbook_add_chart(book, LXW_CHART_COLUMN);
    const auto first = static_cast<lxw_col_t>(table.chart->first_column), last = static_cast<lxw_col_t>(table.chart->last_column);
    for (lxw_row_t row = 1; row <= last_row; ++row) {
        lxw_chart_series* series = chart_add_series(chart, nullptr, nullptr);
        chart_series_set_categories(series, name.c_str(), 0, first, 0, last);
        chart_series_set_values(series, name.c_str(), row, first, row, last);
        chart_series_set_name_range(series, name.c_str(), row, 0);
    }
    chart_title_set_name(chart, table.chart->title.c_str());
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    lxw_chart_options options{};
    options.x_scale = 1.6, options.y_scale = 1.1;
    worksheet_insert_chart_opt(sheet, last_row + 4, 0, chart, &options);
}

// Lines of the longest sentence of a row: its height stands in the file, because not every program finds it by itself.
int lines_of(const Sheet& table, const std::vector<Cell>& cells) {
    constexpr std::size_t lines_max = 12; // the rest is read in the cell
    std::size_t lines = 1;
    for (std::size_t i = 0; i < std::min(cells.size(), table.columns.size()); ++i) {
        const double width = table.columns[i].width_characters;
        const std::string* text = std::get_if<std::string>(&cells[i]);
        if (!text || width < sentence_characters_min) continue;
        const double room = width * 0.9; // words do not fill a line
        lines = std::max(lines, 1 + static_cast<std::size_t>(static_cast<double>(text_width(*text)) / room));
    }
    return static_cast<int>(std::min(lines, lines_max));
}

void write_row(lxw_worksheet* sheet, const Sheet& table, lxw_row_t row, const std::vector<Cell>& cells, Formats& formats,
               Sums& sums) {
    constexpr double line_height_points = 15;
    if (const int lines = lines_of(table, cells); lines > 1) worksheet_set_row(sheet, row, lines * line_height_points, nullptr);
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const auto column = static_cast<lxw_col_t>(i);
        const bool empty = i >= cells.size() || std::holds_alternative<std::monostate>(cells[i]);
        if (table.columns[i].is_answer && empty) worksheet_write_blank(sheet, row, column, formats.answer());
        if (empty) continue;
        std::visit(CellWriter{sheet, row, column, &formats, &table.columns[i]}, cells[i]);
        if (table.columns[i].has_sum) sums.add(i, cells[i]);
    }
}

void write_sheet(lxw_workbook* book, const Sheet& table, Formats& formats) {
    const std::string name = sheet_name(table.name);
    lxw_worksheet* sheet = workbook_add_worksheet(book, name.c_str());
    const auto columns = static_cast<lxw_col_t>(table.columns.size());
    for (lxw_col_t column = 0; column < columns; ++column) {
        worksheet_set_column(sheet, column, column, table.columns[column].width_characters, nullptr);
        worksheet_write_string(sheet, 0, column, table.columns[column].heading.c_str(), formats.heading(table.columns[column]));
    }
    lxw_row_t row = 0;
    Sums sums;
    for (const auto& cells : table.rows) write_row(sheet, table, ++row, cells, formats, sums);
    for (std::size_t i = 0; i < table.made_rows; ++i) write_row(sheet, table, ++row, table.make_row(i), formats, sums);
    worksheet_freeze_panes(sheet, 1, 0);
    worksheet_set_landscape(sheet);
    worksheet_set_paper(sheet, 9); // A4
    double characters = 0;
    for (const SheetColumn& column : table.columns) characters += column.width_characters;
    worksheet_fit_to_pages(sheet, static_cast<std::uint16_t>(1 + (characters / printed_characters_max)), 0);
    worksheet_repeat_rows(sheet, 0, 0);
    lxw_row_t end = row + 1;
    if (row > 0 && columns > 0) {
        worksheet_autofilter(sheet, 0, 0, row, static_cast<lxw_col_t>(columns - 1));
        offer_choices(sheet, table, row), colour_ages(sheet, table, row, formats);
        if (table.currency_column) end = write_sums(sheet, table, sums, row, formats);
        if (table.chart) add_chart(book, sheet, table, name, row);
    }
    if (!table.note.empty()) worksheet_write_string(sheet, end + 1, 0, table.note.c_str(), nullptr);
}

} // namespace

Status write_workbook(const std::filesystem::path& file, const std::vector<Sheet>& sheets) {
    for (const Sheet& sheet : sheets)
        if (sheet.rows.size() + sheet.made_rows > sheet_rows_max)
            return fail(SETTLED_BAD_DATA, "sheet " + sheet.name + " has more than " + std::to_string(sheet_rows_max) + " rows");
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    lxw_workbook* book = workbook_new_opt(file.string().c_str(), &options);
    if (!book) return fail(SETTLED_UNAVAILABLE, file.string() + ": the workbook cannot be made; is there memory left?");
    Formats formats(book);
    for (const Sheet& sheet : sheets) write_sheet(book, sheet, formats);
    const lxw_error error = workbook_close(book);
    if (error != LXW_NO_ERROR)
        return fail(SETTLED_UNAVAILABLE, file.string() + ": the workbook cannot be written: " + lxw_strerror(error));
    return {};
}

} // namespace settled::render
