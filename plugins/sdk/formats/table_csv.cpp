#include <formats/table_csv.hpp>

#include <settled/text.hpp>

#include <algorithm>
#include <cstring>

namespace settled::formats {
namespace {

bool is_padding(char c) { return c == ' ' || c == '\t' || c == '\r'; }

std::string_view unpadded(std::string_view text) {
    while (!text.empty() && is_padding(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_padding(text.back())) text.remove_suffix(1);
    // Some exports pad with the ideographic space.
    constexpr std::string_view wide = "\xE3\x80\x80";
    while (text.starts_with(wide)) text.remove_prefix(wide.size());
    while (text.ends_with(wide)) text.remove_suffix(wide.size());
    return text;
}

std::string_view cell_value(std::string_view text) {
    text = unpadded(text);
    if (text.size() >= 3 && text.starts_with("=\"") && text.ends_with('"')) text = unpadded(text.substr(2, text.size() - 3));
    return text;
}

// The cells of [begin, end); quoted ones are written over themselves without their quotes.
bool split_cells(char* begin, char* end, char delimiter, std::size_t cells_max, std::vector<std::string_view>& cells) {
    cells.clear();
    char* at = begin;
    for (;;) {
        if (cells.size() == cells_max) return false;
        char* first = at;
        while (first != end && is_padding(*first) && *first != delimiter) ++first;
        if (first == end || *first != '"') {
            auto* stop = static_cast<char*>(std::memchr(at, delimiter, static_cast<std::size_t>(end - at)));
            if (stop == nullptr) stop = end;
            cells.push_back(cell_value({at, stop}));
            at = stop;
        } else {
            char* written = first;
            bool quoted = true;
            for (at = first + 1; at != end && (quoted || *at != delimiter); ++at) {
                if (*at != '"' || !quoted) {
                    *written++ = *at;
                } else if (at + 1 != end && at[1] == '"') {
                    *written++ = *at++;
                } else {
                    quoted = false;
                }
            }
            cells.push_back(cell_value({first, written}));
        }
        if (at == end) return true;
        ++at; // the delimiter
    }
}

} // namespace

bool CsvRow::blank() const {
    return std::ranges::all_of(cells, [](std::string_view cell) { return cell.empty(); });
}

std::vector<std::string_view> TableCsv::split_line(std::string_view line, char delimiter, std::string& storage) {
    storage = line;
    std::vector<std::string_view> cells;
    split_cells(storage.data(), storage.data() + storage.size(), delimiter, CsvLimits{}.cells, cells);
    return cells;
}

Result<bool> TableCsv::fill() {
    if (at_end_) return false;
    buffer_.erase(0, at_);
    at_ = 0;
    const std::size_t held = buffer_.size();
    auto got = source_->append_next(buffer_);
    if (!got) return pass(got);
    if (ends_with_cr_) std::replace(buffer_.begin() + static_cast<std::ptrdiff_t>(held), buffer_.end(), '\r', '\n');
    at_end_ = !*got;
    return *got;
}

Result<std::string_view> TableCsv::head() {
    while (buffer_.size() < head_bytes && !at_end_)
        if (auto got = fill(); !got) return pass(got);
    ends_with_cr_ = buffer_.find('\n') == buffer_.npos && buffer_.find('\r') != buffer_.npos;
    if (ends_with_cr_) std::ranges::replace(buffer_, '\r', '\n');
    return std::string_view(buffer_).substr(0, std::min(buffer_.size(), head_bytes));
}

void TableCsv::start(std::size_t offset, char delimiter) {
    line_ += line_feeds(std::string_view(buffer_).substr(0, offset));
    at_ = offset;
    delimiter_ = delimiter;
}

// Only blanks stand between it and the delimiter or the row's beginning.
bool TableCsv::begins_cell(const char* quote, const char* row) const {
    while (quote != row && is_padding(quote[-1]) && quote[-1] != delimiter_) --quote;
    return quote == row || quote[-1] == delimiter_;
}

// A row ends at a line feed outside quotes. A quote opens only at the beginning of a cell.
std::size_t TableCsv::row_end(std::size_t& searched) {
    quote_open_ = false;
    const char* const row = buffer_.data() + at_;
    const char* const end = buffer_.data() + buffer_.size();
    const auto find = [end](const char* from, char wanted) {
        return static_cast<const char*>(std::memchr(from, wanted, static_cast<std::size_t>(end - from)));
    };
    const char* line_feed = find(row + searched, '\n');
    const char* at = row + (line_feed == nullptr ? searched : 0);
    for (;;) {
        const char* const stop = line_feed == nullptr ? end : line_feed;
        const auto* const quote = static_cast<const char*>(std::memchr(at, '"', static_cast<std::size_t>(stop - at)));
        if (quote == nullptr) {
            if (line_feed != nullptr) return static_cast<std::size_t>(line_feed - buffer_.data()) + 1;
            // The next chunk is searched alone, unless a quote that was passed has to be passed again.
            if (at == row + searched) searched = static_cast<std::size_t>(end - row);
            return std::string::npos;
        }
        at = quote + 1;
        if (!begins_cell(quote, row)) continue;
        for (;;) {
            const char* const close = find(at, '"');
            // The next chunk tells whether a quote that ends this one is doubled.
            if (close == nullptr || (close + 1 == end && !at_end_)) {
                quote_open_ = true;
                return std::string::npos;
            }
            at = close + 1;
            if (at == end || *at != '"') break;
            ++at;
        }
        if (line_feed != nullptr && line_feed < at) line_feed = find(at, '\n');
    }
}

Result<bool> TableCsv::next(CsvRow& row) {
    std::size_t searched = 0;
    for (;;) {
        std::size_t end = row_end(searched);
        if (end == std::string::npos && at_end_) {
            if (at_ == buffer_.size()) return false;
            end = buffer_.size();
            if (quote_open_)
                return fail(SETTLED_BAD_DATA, "a quote is opened and never closed; the file was cut off or damaged", line_);
        }
        if (end != std::string::npos && end - at_ <= limits_.row_bytes) {
            row.line = line_;
            line_ += line_feeds(std::string_view(buffer_).substr(at_, end - at_));
            char* const begin = buffer_.data() + at_;
            char* stop = buffer_.data() + end;
            while (stop != begin && (stop[-1] == '\n' || stop[-1] == '\r')) --stop;
            at_ = end;
            if (!split_cells(begin, stop, delimiter_, limits_.cells, row.cells))
                return fail(SETTLED_BAD_DATA, "a row of more than " + std::to_string(limits_.cells) + " cells", row.line);
            return true;
        }
        if (end != std::string::npos || buffer_.size() - at_ > limits_.row_bytes)
            return fail(SETTLED_BAD_DATA,
                        "a row of more than " + std::to_string(limits_.row_bytes) + " bytes; is a quote never closed?", line_);
        if (auto got = fill(); !got) return pass(got);
    }
}

} // namespace settled::formats
