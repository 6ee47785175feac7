#include "records.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <charconv>

namespace settled::bai2 {
namespace {

constexpr std::size_t head_bytes = 4096;
constexpr std::size_t line_bytes_max = 65536;
constexpr std::size_t record_bytes_max = 65536;
constexpr std::size_t record_lines_max = 10000;
constexpr std::size_t record_length_min = 20, record_length_max = 4096;
constexpr std::size_t header_length_field = 6; // of 01, behind its code
constexpr std::size_t shown_bytes_max = 40;

std::string_view without_trailing_blanks(std::string_view text) {
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\x1A')) text.remove_suffix(1);
    return text;
}

std::string_view without_slash(std::string_view text) {
    if (text.ends_with('/')) text.remove_suffix(1);
    return text;
}

// The record length that the file header states; none where it is blank or no length.
std::optional<std::size_t> stated_length(std::string_view header) {
    const auto fields = split(header.substr(0, header.find_first_of("/\r\n")), ',');
    if (fields.size() <= header_length_field + 1) return std::nullopt;
    const std::string_view text = trim(fields[header_length_field]);
    std::size_t length = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
    if (error != std::errc() || end != text.data() + text.size() || length < record_length_min || length > record_length_max)
        return std::nullopt;
    return length;
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

bool holds_control_characters(std::string_view line) {
    unsigned char found = 0; // no early end: so the loop is a few vector instructions
    for (const char c : line) found = static_cast<unsigned char>(found | static_cast<unsigned char>(is_control(c)));
    return found != 0;
}

bool continues(std::string_view line) { return line.starts_with("88"); }

} // namespace

// ---- fields --------------------------------------------------------------------------------------------

std::string_view Fields::take() {
    std::string* joined = nullptr;
    while (!at_end()) {
        const std::string_view line = record_->part(part_);
        const std::size_t comma = line.find(',', at_);
        std::string_view piece = line.substr(at_, comma == line.npos ? line.npos : comma - at_);
        bool ends = true;
        if (comma != line.npos) {
            at_ = comma + 1;
        } else {
            ends = piece.ends_with('/') || piece.empty() || part_ + 1 == record_->parts.size();
            piece = without_slash(piece);
            ++part_;
            at_ = 0;
        }
        if (ends && joined == nullptr) return trim(piece);
        if (joined == nullptr) joined = &joined_.emplace_front();
        *joined += piece;
        if (ends) break;
    }
    return joined == nullptr ? std::string_view() : trim(*joined);
}

std::string_view Fields::line_left(std::size_t i) const {
    std::string_view line = record_->part(part_ + i);
    if (i == 0) line.remove_prefix(std::min(at_, line.size()));
    return trim(without_slash(line));
}

void Fields::take_rest(std::string& text) {
    text.clear();
    bool blank = false;
    for (; !at_end(); ++part_, at_ = 0) {
        const std::string_view line = line_left(0);
        if (blank && !text.empty() && !line.empty()) text += ' ';
        append_folded(text, line);
        blank = !record_->parts[part_].full;
    }
}

// ---- records -------------------------------------------------------------------------------------------

Status RecordReader::open() {
    open_ = true;
    const auto head = input_.head(head_bytes);
    if (!head) return std::unexpected(head.error());
    const auto length = stated_length(trim(*head));
    record_length_ = length.value_or(usual_record_length);
    if (length && head->size() > *length && head->find_first_of("\r\n") == head->npos)
        text_.emplace(input_.whole(), chosen_);
    else
        lines_.emplace(input_.whole(), chosen_, line_bytes_max);
    return {};
}

// A file without line breaks: every record fills its length.
Result<bool> RecordReader::cut_line(std::string_view& line) {
    while (buffer_.size() < record_length_) {
        const auto more = text_->append_next(buffer_);
        if (!more) return std::unexpected(more.error());
        if (!*more) break;
    }
    if (buffer_.empty()) return false;
    line = line_held_ = cut_at_character(buffer_, record_length_);
    buffer_.erase(0, line.size());
    ++line_;
    return true;
}

Result<bool> RecordReader::next_line(std::string_view& line) {
    for (;;) {
        if (lines_) {
            formats::Line found;
            const auto more = lines_->next(found);
            if (!more || !*more) return more;
            line = found.text;
            line_ = found.number;
        } else if (const auto more = cut_line(line); !more || !*more) {
            return more;
        }
        if (line.find('\0') != line.npos)
            return fail(SETTLED_BAD_DATA, "the file holds zero bytes; this is no text file of a bank", line_);
        line = without_trailing_blanks(line);
        if (holds_control_characters(line)) {
            std::string clean(line);
            std::erase_if(clean, is_control);
            line = line_held_ = std::move(clean);
        }
        if (!line.empty()) return true;
    }
}

void RecordReader::add_part(Record& record, std::string_view text, std::size_t width) const {
    record.parts.push_back({record.text.size(), text.size(), width == record_length_});
    record.text += text;
    ++record.lines;
}

Status RecordReader::start(Record& record, std::string_view line) {
    const bool known = line.size() > 2 && is_digit(line[0]) && is_digit(line[1]) && (line[2] == ',' || line[2] == '/');
    if (!known)
        return fail(SETTLED_BAD_DATA,
                    "a line begins with \"" + visible(cut_at_character(line, shown_bytes_max)) +
                        "\"; expected a record code such as 16 and a comma",
                    record.line);
    record.code = line.substr(0, 2);
    return {};
}

Result<bool> RecordReader::next(Record& record) {
    if (!open_)
        if (Status done = open(); !done) return pass(done);
    record.parts.clear();
    record.text.clear();
    record.code.clear();
    record.lines = 0;
    std::string_view line;
    if (has_waiting_) {
        line = waiting_;
        record.line = waiting_line_;
    } else {
        const auto more = next_line(line);
        if (!more || !*more) return more;
        record.line = line_;
    }
    has_waiting_ = false;
    if (Status done = start(record, line); !done) return pass(done);
    add_part(record, line.substr(3), line.size());
    std::size_t bytes = line.size();
    for (;;) {
        const auto more = next_line(line);
        if (!more) return more;
        if (!*more) return true;
        if (!continues(line)) break;
        bytes += line.size();
        if (bytes > record_bytes_max || record.parts.size() == record_lines_max)
            return fail(SETTLED_BAD_DATA,
                        "the record of line " + std::to_string(record.line) + " and its continuations are longer than " +
                            std::to_string(record_bytes_max) + " bytes; is the file joined wrongly?",
                        line_);
        // "88:EREF" for "88,EREF" occurs.
        add_part(record, line.substr(std::min<std::size_t>(3, line.size())), line.size());
    }
    waiting_ = line;
    waiting_line_ = line_;
    has_waiting_ = true;
    return true;
}

} // namespace settled::bai2
