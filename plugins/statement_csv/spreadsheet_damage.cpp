#include "spreadsheet_damage.hpp"

#include <settled/text.hpp>

#include <algorithm>

namespace settled::csv {
namespace {

constexpr std::size_t digits_kept = 15; // of a number in a spreadsheet's cell (IEEE 754 double)
constexpr std::size_t proof_zeros = 3;
constexpr std::size_t proof_numbers = 3;

constexpr std::array<Field, 6> watched = {Field::account,        Field::counterparty_account,
                                          Field::bank_reference, Field::customer_reference,
                                          Field::end_to_end_id,  Field::structured_reference};

// "6.22202E+18", "6E+15": one digit, perhaps decimals, E, plus, two or three digits.
bool is_scientific(std::string_view text) {
    const auto is_mark_at = [&](std::size_t from_end) {
        return text.size() > from_end && (text[text.size() - from_end] == 'E' || text[text.size() - from_end] == 'e');
    };
    if (!is_mark_at(4) && !is_mark_at(5)) return false; // seen from the end, because every cell is asked
    const std::size_t mark = text.size() - (is_mark_at(5) ? 5 : 4);
    if (text[mark + 1] != '+') return false;
    const std::string_view mantissa = text.substr(0, mark), exponent = text.substr(mark + 2);
    if (mantissa.empty() || !is_digit(mantissa.front()) || !std::ranges::all_of(exponent, is_digit)) return false;
    if (mantissa.size() == 1) return true;
    return (mantissa[1] == '.' || mantissa[1] == ',') && std::ranges::all_of(mantissa.substr(2), is_digit);
}

constexpr std::string_view advice = "saved by Excel; drop the bank's original";

} // namespace

SpreadsheetDamage::SpreadsheetDamage(const Choice& choice) {
    for (const Field field : watched)
        for (const std::size_t index : choice.columns[static_cast<std::size_t>(field)])
            columns_.push_back({field, index, false, false, {}, 0});
}

Status SpreadsheetDamage::look_at(const formats::CsvRow& row) {
    for (Column& column : columns_) {
        if (column.index >= row.cells.size()) continue;
        const std::string_view cell = row.cells[column.index];
        if (is_scientific(cell))
            return fail(SETTLED_BAD_DATA,
                        std::string(name(column.field)) + " \"" + std::string(cell) +
                            "\" is a number in scientific form: " + std::string(advice),
                        row.line);
        if (column.sound || cell.size() <= digits_kept || !std::ranges::all_of(cell, is_digit)) continue;
        const std::string_view tail = cell.substr(digits_kept);
        column.sound = tail.find_first_not_of('0') != std::string_view::npos;
        column.many_zeros = column.many_zeros || tail.size() >= proof_zeros;
        if (column.line == 0) column.line = row.line;
        if (column.numbers.size() < proof_numbers && std::ranges::find(column.numbers, cell) == column.numbers.end())
            column.numbers.emplace_back(cell);
    }
    return {};
}

Status SpreadsheetDamage::verdict() const {
    for (const Column& column : columns_)
        if (!column.sound && (column.many_zeros || column.numbers.size() == proof_numbers))
            return fail(SETTLED_BAD_DATA,
                        "every long number of " + std::string(name(column.field)) +
                            " has only zeros behind its 15th digit: " + std::string(advice),
                        column.line);
    return {};
}

} // namespace settled::csv
