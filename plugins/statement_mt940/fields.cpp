#include "fields.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <array>

namespace settled::mt940 {
namespace {

constexpr std::size_t line_bytes_max = 8U << 20; // a file without line breaks ("@@") is one line
constexpr std::size_t field_bytes_max = 65536;   // the standard knows 6 lines of 65
constexpr std::int64_t heading_lines_max = 10000;
constexpr std::size_t id_bytes_max = 4;

struct Known {
    std::string_view id;
    Tag tag;
};

// In order of frequency.
constexpr std::array<Known, 25> known_tags = {{
    {"61", Tag::entry},     {"86", Tag::information},   {"NS", Tag::notes},      {"20", Tag::reference},
    {"25", Tag::account},   {"25P", Tag::account},      {"28C", Tag::number},    {"28", Tag::number},
    {"60F", Tag::opening},  {"60M", Tag::opening_page}, {"62F", Tag::closing},   {"62M", Tag::closing_page},
    {"64", Tag::available}, {"34F", Tag::floor_limit},  {"90D", Tag::debit_sum}, {"90C", Tag::credit_sum},
    {"21", Tag::known},     {"13", Tag::known},         {"13C", Tag::known},     {"13D", Tag::known},
    {"65", Tag::known},     {"65F", Tag::known},        {"940", Tag::known},     {"942", Tag::known},
    {"NSF", Tag::unknown},
}};

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

// "61" of ":61:…"; empty when the line begins with no tag. Words between colons are text (":KO:").
std::string_view tag_id(std::string_view line) {
    if (line.size() < 4 || line.front() != ':') return {};
    const std::size_t end = line.find(':', 1);
    if (end == line.npos || end < 3 || end > id_bytes_max + 1) return {};
    const std::string_view id = line.substr(1, end - 1);
    if (id == "NS" || id == "NSF") return id;
    const std::size_t digits = static_cast<std::size_t>(std::ranges::find_if_not(id, is_digit) - id.begin());
    const bool shaped = digits >= 2 && (digits == id.size() || (digits + 1 == id.size() && is_upper(id.back())));
    return shaped ? id : std::string_view();
}

// A clock time may be wrapped before its minutes: "…T13" and ":12:11" are no tag 12.
bool continues_clock_time(std::string_view before, std::string_view line) {
    const auto is_sixtieth = [](std::string_view two) { return two[0] >= '0' && two[0] <= '5' && is_digit(two[1]); };
    if (line.size() < 6 || !is_sixtieth(line.substr(1)) || line[3] != ':' || !is_sixtieth(line.substr(4))) return false;
    if (line.size() > 6 && is_digit(line[6])) return false;
    const std::size_t size = before.size();
    if (size < 2 || before[size - 2] > '2' || !is_digit(before[size - 2]) || !is_digit(before[size - 1])) return false;
    return size == 2 || !is_digit(before[size - 3]);
}

Tag tag_of(std::string_view id) {
    const auto hit = std::ranges::find(known_tags, id, &Known::id);
    return hit == known_tags.end() ? Tag::unknown : hit->tag;
}

bool holds_control_characters(std::string_view line) {
    unsigned char found = 0; // no early end: so the loop is a few vector instructions
    for (const char c : line)
        found = static_cast<unsigned char>(found | static_cast<unsigned char>(static_cast<unsigned char>(c) < 0x20 && c != '\t'));
    return found != 0;
}

bool is_end_mark(std::string_view line) {
    return line.starts_with('-') && (line.size() == 1 || line.starts_with("-}") || trim(line) == "-");
}

bool is_envelope(std::string_view line) {
    return line.find("{1:") != line.npos || line.starts_with("{2:") || line.starts_with("{4:");
}

} // namespace

FieldReader::FieldReader(const Input& input, std::optional<formats::Encoding> chosen) : lines_(input, chosen, line_bytes_max) {}

// Takes the line apart where a transport joined several lines by "@@", and its control characters off.
Result<bool> FieldReader::tidy(formats::Line& line) {
    if (holds_control_characters(line.text)) {
        if (line.text.find('\0') != line.text.npos)
            return fail(SETTLED_BAD_DATA, "the file holds zero bytes; this is no text file of a bank", line.number);
        tidied_ = line.text;
        std::erase_if(tidied_, [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\t'; });
        line.text = tidied_;
    }
    if (line.text.starts_with("@@") || line.text.find("@@:") != line.text.npos) {
        split_ = line.text;
        split_at_ = 0;
        split_number_ = line.number;
        return next_line(line);
    }
    return true;
}

Result<bool> FieldReader::next_line(formats::Line& line) {
    if (split_at_ >= split_.size()) {
        auto more = lines_.next(line);
        if (!more || !*more) return more;
        if (line.text == ":") { // a wrapped tag: ":" alone, the rest on the next line
            more = lines_.next(line);
            if (!more || !*more) return more;
            line.text = tidied_ = ":" + std::string(line.text);
        }
        return tidy(line);
    }
    const std::size_t end = std::min(split_.find("@@", split_at_), split_.size());
    line = {std::string_view(split_).substr(split_at_, end - split_at_), split_number_};
    split_at_ = end + 2;
    return true;
}

void FieldReader::take_envelope(const formats::Line& line) {
    next_.tag = Tag::message_start;
    const std::size_t application = line.text.find("{2:");
    next_.interim =
        application != line.text.npos && line.text.substr(std::min(application + 4, line.text.size())).starts_with("942");
    const std::size_t body = line.text.find("{4:");
    if (body == line.text.npos) return;
    const std::string_view rest = trim(line.text.substr(body + 3));
    if (rest.empty()) return;
    const std::string remaining = split_at_ < split_.size() ? "@@" + split_.substr(split_at_) : std::string();
    split_ = std::string(rest) + remaining;
    split_at_ = 0;
    split_number_ = line.number;
}

// Does the line begin something new? Then it waits in next_.
bool FieldReader::take_start(const formats::Line& line, const Field& before) {
    next_.id.clear();
    next_.text.clear();
    next_.line = line.number;
    next_.interim = false;
    if (line.text.starts_with(':')) {
        const std::string_view id = tag_id(line.text);
        if (id.empty() || continues_clock_time(before.text, line.text)) return false;
        next_.tag = tag_of(id);
        next_.id = id;
        next_.text = line.text.substr(id.size() + 2);
        found_any_ = true;
        return has_next_ = true;
    }
    if (line.text.find('{') != line.text.npos && is_envelope(line.text)) {
        take_envelope(line);
        return has_next_ = true;
    }
    if (!is_end_mark(line.text)) return false;
    next_.tag = Tag::message_end;
    return has_next_ = true;
}

std::unexpected<Error> FieldReader::no_fields() const {
    if (lines_.line_number() == 0) return fail(SETTLED_BAD_DATA, "the file is empty", 1);
    return fail(SETTLED_BAD_DATA, "no field such as :20: or :61: at the start of a line; this is no MT940 or MT942 file", 1);
}

Result<bool> FieldReader::next(Field& field) {
    formats::Line line;
    field.text.clear();
    while (!has_next_) { // headings before the first field
        const auto more = next_line(line);
        if (!more) return std::unexpected(more.error());
        if (!*more && found_any_) return false;
        if (!*more || line.number > heading_lines_max) return no_fields();
        take_start(line, field);
    }
    std::swap(field, next_);
    has_next_ = false;
    const bool takes_text = field.tag != Tag::message_start && field.tag != Tag::message_end;
    for (;;) {
        const auto more = next_line(line);
        if (!more) return std::unexpected(more.error());
        if (!*more) break;
        if (take_start(line, field)) return true;
        if (!takes_text) continue;
        if (field.text.size() + line.text.size() > field_bytes_max)
            return fail(SETTLED_BAD_DATA,
                        "the field :" + field.id + ": of line " + std::to_string(field.line) + " is longer than " +
                            std::to_string(field_bytes_max) + " bytes; is the file cut or joined wrongly?",
                        line.number);
        field.text += '\n';
        field.text += line.text;
    }
    return true;
}

} // namespace settled::mt940
