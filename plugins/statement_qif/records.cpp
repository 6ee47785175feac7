#include "records.hpp"

#include <settled/text.hpp>

#include <algorithm>

namespace settled::qif {
namespace {

constexpr std::size_t fields_max = 2000; // a split booking has three to four a split
constexpr std::size_t shown_bytes_max = 40;

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

std::string cleaned(std::string_view text) {
    std::string made(trim(text));
    if (std::ranges::any_of(made, is_control)) std::erase_if(made, [](char c) { return is_control(c) && c != '\t'; });
    return made.contains("  ") || made.contains('\t') ? fold_blanks(made) : made;
}

} // namespace

const Field* Record::find(char letter) const {
    const auto hit =
        std::ranges::find_if(fields, [&](const Field& field) { return field.letter == letter && !field.text.empty(); });
    return hit == fields.end() ? nullptr : &*hit;
}

std::string_view Record::text(char letter) const {
    const Field* found = find(letter);
    return found == nullptr ? std::string_view() : std::string_view(found->text);
}

std::size_t Record::bytes() const {
    std::size_t sum = sizeof(Record) + header.size();
    for (const Field& field : fields) sum += sizeof(Field) + field.text.size();
    return sum;
}

Result<bool> RecordReader::next(Record& record) {
    record.header.clear();
    record.fields.clear();
    formats::Line line;
    for (;;) {
        const auto more = lines_.next(line);
        if (!more) return more;
        if (!*more) break;
        if (line.text.find('\0') != line.text.npos)
            return fail(SETTLED_BAD_DATA, "the file holds zero bytes; this is no text file of a bank", line.number);
        const std::string_view text = trim(line.text);
        if (text.empty() || text == "\x1A") continue;
        if (text.starts_with('!')) {
            if (!record.fields.empty())
                return fail(SETTLED_BAD_DATA,
                            "the record of line " + std::to_string(record.line) +
                                " is not ended by \"^\" before the next header; the file is damaged",
                            line.number);
            record.line = line.number;
            record.header = ascii_lower(cleaned(text.substr(1)));
            if (record.header.empty()) continue;
            header_seen_ = true;
            return true;
        }
        if (text.starts_with('#') && !header_seen_) continue; // a remark in front
        if (!header_seen_)
            return fail(SETTLED_BAD_DATA,
                        "the file begins with \"" + visible(cut_at_character(text, shown_bytes_max)) +
                            "\"; expected a header such as !Type:Bank",
                        line.number);
        if (text == "^") {
            if (!record.fields.empty()) return true;
            continue;
        }
        if (record.fields.empty()) record.line = line.number;
        if (record.fields.size() == fields_max)
            return fail(SETTLED_BAD_DATA, "a record of more than " + std::to_string(fields_max) + " lines; is its \"^\" missing?",
                        line.number);
        record.fields.push_back({text.front(), cleaned(text.substr(1)), line.number});
    }
    if (!record.fields.empty())
        return fail(SETTLED_BAD_DATA, "the file ends inside a record, without its \"^\"; it was cut off, fetch it again",
                    lines_.line_number());
    if (lines_.line_number() == 0) return fail(SETTLED_BAD_DATA, "the file is empty", 1);
    if (!header_seen_) return fail(SETTLED_BAD_DATA, "no header such as !Type:Bank; this is no QIF file", lines_.line_number());
    return false;
}

} // namespace settled::qif
