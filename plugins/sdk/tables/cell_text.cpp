#include <tables/cell_text.hpp>

#include <formats/date_text.hpp>
#include <formats/decimal_text.hpp>
#include <formats/ledger_days.hpp>
#include <settled/text.hpp>
#include <workbook/native_cell.hpp>
#include <workbook/spreadsheet_number.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace settled::tables {
namespace {

constexpr std::size_t shown_bytes_max = 60;
constexpr int decimals_of_no_currency = 2;

std::string shown(std::string_view text) { return "\"" + visible(cut_at_character(text, shown_bytes_max)) + "\""; }

// The currency's sign or name in front or behind; longer ones first.
std::string without_currency(std::string_view text) {
    constexpr std::array<std::string_view, 14> signs = {"人民币", "RMB", "CNY", "USD", "EUR", "HKD", "GBP",
                                                        "US$",    "¥",   "￥",  "€",   "$",   "£",   "元"};
    const bool minus = text.starts_with('-');
    std::string_view rest = trim(text.substr(minus ? 1 : 0));
    for (const std::string_view sign : signs) {
        if (rest.starts_with(sign)) rest = trim(rest.substr(sign.size()));
        if (rest.ends_with(sign)) rest = trim(rest.substr(0, rest.size() - sign.size()));
    }
    return (minus ? "-" : "") + std::string(rest);
}

bool is_scientific(std::string_view text) {
    const std::size_t mark = text.find_first_of("Ee");
    if (mark == text.npos || mark == 0 || mark + 1 >= text.size() || text[mark + 1] != '+') return false;
    const std::string_view mantissa = text.substr(0, mark), power = text.substr(mark + 2);
    return !power.empty() && std::ranges::all_of(power, is_digit) && is_digit(mantissa.front()) &&
           std::ranges::all_of(mantissa, [](char c) { return is_digit(c) || c == '.'; });
}

std::string expected_days(std::span<const std::string> patterns) {
    std::string all;
    for (const std::string& pattern : patterns) all += (all.empty() ? "" : " or ") + pattern;
    return all.empty() ? "a day as 2026-11-20" : all;
}

} // namespace

std::string plain_cell(std::string_view cell) {
    const std::string_view text = trim(workbook::without_native_mark(cell));
    std::string made;
    made.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const auto byte = [&](std::size_t ahead) {
            return at + ahead < text.size() ? static_cast<unsigned char>(text[at + ahead]) : 0U;
        };
        if (byte(0) == 0xEF && (byte(1) == 0xBC || byte(1) == 0xBD)) {      // U+FF01 to U+FF5E are U+0021 to U+007E, made wide
            const unsigned code = (byte(1) - 0xBC) * 0x40 + byte(2) - 0x80; // counted from U+FF00
            if (code >= 0x01 && code <= 0x5E) {
                made += static_cast<char>(code + 0x20);
                at += 3;
                continue;
            }
        }
        made += text[at++];
    }
    return std::string(trim(made));
}

bool is_dash(std::string_view text) {
    constexpr std::array<std::string_view, 7> dashes = {"-", "--", "—", "–", "——", "/", "－"};
    return std::ranges::find(dashes, text) != dashes.end();
}

std::string PlainDecimal::text() const {
    std::string made = std::to_string(digits);
    const bool negative = made.starts_with('-');
    if (negative) made.erase(0, 1);
    if (scale < 0) made.append(static_cast<std::size_t>(-scale), '0');
    if (scale > 0) {
        const auto places = static_cast<std::size_t>(scale);
        if (made.size() <= places) made.insert(0, places + 1 - made.size(), '0');
        made.insert(made.size() - places, ".");
        made.erase(made.find_last_not_of('0') + 1);
        if (made.ends_with('.')) made.pop_back();
    }
    return (negative ? "-" : "") + made;
}

Result<std::optional<PlainDecimal>> decimal_of(std::string_view cell, const AmountForm& form) {
    const std::string text = plain_cell(cell);
    if (text.empty() || is_dash(text)) return std::optional<PlainDecimal>();
    const bool native = workbook::is_native(cell);
    const formats::DecimalStyle style = native ? formats::DecimalStyle{".", "", formats::Signs::leading}
                                               : formats::DecimalStyle{form.decimal, form.grouping, formats::Signs::anywhere};
    const std::string number = native ? text : without_currency(text);
    const auto parsed = formats::parse_decimal(number, Currency(), style);
    if (!parsed) return fail(parsed.error().code, parsed.error().message);
    PlainDecimal made{parsed->minor_units, decimals_of_no_currency + parsed->finer_digits};
    if (__builtin_mul_overflow(made.digits, form.unit, &made.digits))
        return fail(SETTLED_BAD_DATA, shown(text) + " times " + std::to_string(form.unit) + " exceeds 64 bits");
    return made;
}

std::optional<PlainDecimal> added(const PlainDecimal& left, const PlainDecimal& right, bool subtract) {
    PlainDecimal one = left, other = right;
    for (auto [smaller, larger] : {std::pair{&one, &other}, std::pair{&other, &one}})
        for (; smaller->scale < larger->scale; ++smaller->scale)
            if (__builtin_mul_overflow(smaller->digits, std::int64_t{10}, &smaller->digits)) return std::nullopt;
    const auto sum = subtract ? checked_subtract(one.digits, other.digits) : checked_add(one.digits, other.digits);
    if (!sum) return std::nullopt;
    return PlainDecimal{*sum, one.scale};
}

Result<std::string> iso_day_of(std::string_view cell, std::span<const std::string> patterns, bool epoch_1904) {
    const std::string text = plain_cell(cell);
    if (text.empty() || is_dash(text)) return std::string();
    const auto refuse = [&] { return fail(SETTLED_BAD_DATA, shown(text) + " is no day; expected " + expected_days(patterns)); };
    if (workbook::is_native(cell)) {
        if (Date::parse_iso(text.substr(0, 10))) return text.substr(0, 10);
        if (text.find_first_not_of("0123456789.") == text.npos && (text.size() != 8 || text.contains('.'))) {
            auto day = workbook::day_of_serial(text, epoch_1904);
            if (!day) return refuse();
            return std::move(*day);
        }
    }
    const std::string_view whole = text;
    const std::string_view day = whole.substr(0, std::min(whole.find(' '), whole.find('T', 1)));
    for (const std::string& pattern : patterns) {
        if (pattern == serial_pattern || pattern == serial_1904_pattern) {
            if (auto found = workbook::day_of_serial(text, pattern == serial_1904_pattern)) return std::move(*found);
            continue;
        }
        for (const std::string_view part : {whole, day})
            if (const auto read = formats::parse_date(part, pattern)) return read->date.iso();
    }
    if (patterns.empty() || workbook::is_native(cell)) // year first: nothing can be read two ways
        if (const auto found = formats::date_of(text); found && *found != 0) return Date::from_abi(*found).iso();
    return refuse();
}

Result<std::string> text_of_cell(std::string_view cell) {
    constexpr std::size_t digits_kept = workbook::spreadsheet_digits;
    std::string text(trim(workbook::without_native_mark(cell)));
    const bool lost = workbook::is_native(cell) && text.size() > digits_kept && std::ranges::all_of(text, is_digit);
    if (lost || (!workbook::is_native(cell) && is_scientific(text)))
        return fail(SETTLED_BAD_DATA, shown(text) + " was made a number by a spreadsheet, which keeps 15 digits; format the "
                                                    "column as text and enter the number again");
    return text;
}

std::string period_of(std::string text) {
    std::string digits;
    std::size_t marks = 0;
    for (const char c : text) {
        if (is_digit(c))
            digits += c;
        else
            ++marks;
    }
    const std::size_t month_at = 4;
    if (digits.size() == 5 && marks > 0) digits.insert(month_at, "0");
    if (std::ranges::any_of(text, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }))
        return text; // a quarter
    const bool whole_day = digits.size() == 8;
    if (digits.size() != 6 && !whole_day) return text;
    if (!digits.starts_with("19") && !digits.starts_with("20")) return text;
    const int month = (digits[4] - '0') * 10 + digits[5] - '0';
    return month < 1 || month > 12 ? text : digits.substr(0, month_at) + "-" + digits.substr(month_at, 2);
}

std::string list_of(std::string_view text) {
    std::string made;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t size = 1;
        bool mark = text[at] == ',' || text[at] == ';' || text[at] == '\n';
        for (const std::string_view wide : {"、", "，", "；"})
            if (text.substr(at).starts_with(wide)) mark = true, size = wide.size();
        if (mark)
            made += ';';
        else
            made += text.substr(at, size);
        at += size;
    }
    return made;
}

std::string number_of(std::string text) {
    for (const std::string_view unit : {"天", "日", "个", "days", "day", "Days", "Tage"})
        if (text.ends_with(unit)) text.resize(text.size() - unit.size());
    return std::string(trim(text));
}

} // namespace settled::tables
