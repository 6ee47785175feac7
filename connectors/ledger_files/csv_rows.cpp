#include "csv_rows.hpp"

#include <algorithm>

namespace settled::ledger_files {
namespace {
constexpr int end_of_file = std::istream::traits_type::eof();
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::size_t heading_bytes_max = 64 * 1024;
} // namespace

CsvRows::CsvRows(std::istream& in) : in_(&in) { find_mark(); }

// The mark that stands most often outside quotes in the first line.
void CsvRows::find_mark() {
    std::string head(heading_bytes_max, '\0');
    in_->read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(in_->gcount()));
    in_->clear();
    in_->seekg(head.starts_with(byte_order_mark) ? static_cast<std::streamoff>(byte_order_mark.size()) : 0);
    std::ptrdiff_t most = 0;
    for (char candidate : {',', ';', '\t'}) {
        std::ptrdiff_t count = 0;
        bool quoted = false;
        for (char c : head) {
            if (c == '"') quoted = !quoted;
            if (!quoted && (c == '\n' || c == '\r')) break;
            if (!quoted && c == candidate) ++count;
        }
        if (count > most) most = count, mark_ = candidate;
    }
}

Result<bool> CsvRows::next() {
    while (true) {
        auto read = read_row();
        if (!read || !*read) return read;
        if (ends_.size() == 1 && text_.empty()) continue; // an empty line
        values_.clear();
        std::size_t begin = 0;
        for (std::size_t end : ends_) {
            values_.push_back(std::string_view(text_).substr(begin, end - begin));
            begin = end;
        }
        return true;
    }
}

void CsvRows::end_value() { ends_.push_back(text_.size()); }

Result<bool> CsvRows::read_row() {
    std::streambuf& bytes = *in_->rdbuf();
    text_.clear(), ends_.clear();
    row_line_ = line_;
    if (bytes.sgetc() == end_of_file) return false;
    bool quoted = false;
    bool was_quoted = false; // this value began with a quote that has closed
    std::size_t value_begin = 0;
    while (true) {
        const int next = bytes.sbumpc();
        if (next == end_of_file) {
            if (quoted)
                return fail(SETTLED_BAD_DATA, "a quoted value begins here and never ends; was the file cut off?", row_line_);
            end_value();
            return true;
        }
        const char c = static_cast<char>(next);
        if (c == '\n') ++line_;
        if (c == '\0') return fail(SETTLED_BAD_DATA, "holds a NUL byte, so it is not UTF-8 text; save it as CSV UTF-8", line_);
        if (quoted) {
            if (c != '"') {
                text_ += c;
            } else if (bytes.sgetc() == '"') {
                text_ += static_cast<char>(bytes.sbumpc());
            } else {
                quoted = false, was_quoted = true;
            }
        } else if (c == '"' && text_.size() == value_begin && !was_quoted) {
            quoted = true;
        } else if (c == mark_) {
            end_value();
            value_begin = text_.size(), was_quoted = false;
            if (ends_.size() >= columns_max)
                return fail(SETTLED_BAD_DATA, "more than " + std::to_string(columns_max) + " columns", row_line_);
        } else if (c == '\n' || (c == '\r' && (bytes.sgetc() == '\n' || bytes.sgetc() == end_of_file))) {
            if (c == '\r' && bytes.sgetc() == '\n') bytes.sbumpc(), ++line_;
            end_value();
            return true;
        } else if (was_quoted && c != ' ') {
            return fail(SETTLED_BAD_DATA, "text stands behind a closing quote; double a quote that belongs to the value",
                        row_line_);
        } else {
            text_ += c;
        }
        if (text_.size() > row_bytes_max)
            return fail(SETTLED_BAD_DATA, "a row longer than " + std::to_string(row_bytes_max) + " bytes; is a quote left open?",
                        row_line_);
    }
}

} // namespace settled::ledger_files
