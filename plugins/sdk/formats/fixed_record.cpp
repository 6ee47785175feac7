#include <formats/fixed_record.hpp>

#include <formats/date_text.hpp>
#include <formats/encoding.hpp>

#include <settled/text.hpp>

#include <algorithm>

namespace settled::formats {
namespace {

constexpr std::size_t digits_max = 18; // what 64 bits always hold
constexpr std::size_t shown_bytes_max = 40;

bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

std::string_view without_end_blanks(std::string_view text) {
    const std::size_t last = text.find_last_not_of(" \t");
    return text.substr(0, last == text.npos ? 0 : last + 1);
}

} // namespace

Status FixedRecord::assign(const Line& line) {
    line_ = line.number;
    bytes_.clear();
    text_ = without_end_blanks(line.text);
    columns_ = text_.size();
    if (first_high_byte(text_) != text_.npos) {
        const auto characters = static_cast<std::size_t>(std::ranges::count_if(line.text, begins_character));
        if (line.text.size() != width_ || characters == width_) {
            for (std::size_t at = 0; at < text_.size() && bytes_.size() <= width_; ++at)
                if (begins_character(text_[at])) bytes_.push_back(static_cast<std::uint16_t>(at));
            columns_ = bytes_.size();
        }
    }
    if (columns_ <= width_) return {};
    return fail(SETTLED_BAD_DATA,
                "the line has more than " + std::to_string(width_) +
                    " columns; expected one record a line. Was the file changed by an editor, or is it another format?",
                line_);
}

std::size_t FixedRecord::byte_of(std::size_t column) const {
    if (column > columns_) return text_.size();
    return bytes_.empty() ? column - 1 : bytes_[column - 1];
}

std::string_view FixedRecord::raw(FixedField field) const {
    const std::size_t first = byte_of(field.first);
    return text_.substr(first, byte_of(std::size_t{field.last} + 1) - first);
}

std::string_view FixedRecord::text(FixedField field) const { return trim(raw(field)); }

void FixedRecord::append_to(std::string& text, FixedField field) const {
    text += raw(field);
    const std::size_t there = columns_ < field.first ? 0 : std::min<std::size_t>(columns_, field.last) + 1 - field.first;
    text.append(field.width() - there, ' ');
}

Result<std::int64_t> FixedRecord::number(FixedField field) const {
    const std::string_view digits = text(field);
    if (digits.empty() || digits.size() > digits_max || !std::ranges::all_of(digits, is_digit))
        return refuse(field, std::to_string(field.width()) + " digits");
    std::int64_t value = 0;
    for (const char digit : digits) value = value * 10 + (digit - '0');
    return value;
}

Result<DecimalAmount> FixedRecord::amount(FixedField field, int decimals, Currency currency) const {
    const auto digits = number(field);
    if (!digits) return std::unexpected(digits.error());
    const auto amount = with_decimals(*digits, decimals, currency);
    if (!amount) return refuse(field, "an amount of at most 18 digits");
    return *amount;
}

Result<Date> FixedRecord::date(FixedField field, std::string_view pattern) const {
    const std::string_view written = text(field);
    if (written.find_first_not_of('0') == written.npos) return Date();
    const auto day = parse_date(written, pattern);
    if (!day) return refuse(field, "a day as " + std::string(pattern) + ", or zeros for none");
    return day->date;
}

std::unexpected<Error> FixedRecord::refuse(FixedField field, std::string_view expected) const {
    const std::string columns = field.first == field.last
                                    ? "column " + std::to_string(field.first)
                                    : "columns " + std::to_string(field.first) + "-" + std::to_string(field.last);
    return fail(SETTLED_BAD_DATA,
                columns + " (" + std::string(field.name) + "): found \"" +
                    visible(cut_at_character(raw(field), shown_bytes_max)) + "\", expected " + std::string(expected),
                line_);
}

} // namespace settled::formats
