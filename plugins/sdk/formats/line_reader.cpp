#include <formats/line_reader.hpp>

#include <algorithm>

namespace settled::formats {
namespace {

// Bytes of the first `count` characters; npos when the text may have fewer.
std::size_t bytes_of_characters(std::string_view text, std::size_t count) {
    const std::string_view ascii = text.substr(0, count);
    if (ascii.size() == count && first_high_byte(ascii) == ascii.npos) return count;
    std::size_t characters = 0;
    for (std::size_t at = 0; at < text.size(); ++at)
        if ((static_cast<unsigned char>(text[at]) & 0xC0) != 0x80 && ++characters > count) return at;
    return std::string_view::npos;
}

} // namespace

Result<bool> LineReader::refill() {
    const bool first = number_ == 0 && buffer_.empty();
    buffer_.erase(0, at_);
    searched_ = buffer_.size();
    at_ = 0;
    auto more = input_.append_next(buffer_);
    if (!more) return pass(more);
    if (first && buffer_.find('\n') == buffer_.npos) {
        if (buffer_.find('\r') != buffer_.npos) end_mark_ = '\r';
        has_line_ends_ = end_mark_ == '\r' || record_characters_ == 0;
    }
    return *more;
}

std::unexpected<Error> LineReader::too_long() const {
    return fail(SETTLED_BAD_DATA,
                "a line is longer than " + std::to_string(line_bytes_max_) + " bytes; this is no text file of a bank",
                number_ + 1);
}

Result<bool> LineReader::next_record(Line& line) {
    std::size_t size = bytes_of_characters(std::string_view(buffer_).substr(at_), record_characters_);
    while (size == buffer_.npos && !at_end_) {
        const auto more = refill();
        if (!more) return std::unexpected(more.error());
        at_end_ = !*more;
        size = bytes_of_characters(std::string_view(buffer_).substr(at_), record_characters_);
    }
    if (at_ == buffer_.size()) return false;
    line.text = std::string_view(buffer_).substr(at_, size);
    line.number = ++number_;
    at_ += line.text.size();
    return true;
}

Result<bool> LineReader::next(Line& line) {
    if (!has_line_ends_) return next_record(line);
    std::size_t end = buffer_.find(end_mark_, searched_);
    while (end == buffer_.npos && !at_end_) {
        const auto more = refill();
        if (!more) return std::unexpected(more.error());
        at_end_ = !*more;
        if (!has_line_ends_) return next_record(line);
        end = buffer_.find(end_mark_, searched_);
        if (end == buffer_.npos && buffer_.size() - at_ > line_bytes_max_) return too_long();
    }
    if (end == buffer_.npos) {
        if (at_ == buffer_.size()) return false;
        end = buffer_.size();
    }
    if (end - at_ > line_bytes_max_) return too_long();
    line.text = std::string_view(buffer_).substr(at_, end - at_);
    while (line.text.ends_with('\r')) line.text.remove_suffix(1);
    line.number = ++number_;
    at_ = searched_ = std::min(end + 1, buffer_.size());
    return true;
}

} // namespace settled::formats
