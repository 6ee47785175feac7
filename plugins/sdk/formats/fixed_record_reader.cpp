#include <formats/fixed_record_reader.hpp>

#include <formats/encoding.hpp>

#include <settled/text.hpp>

#include <algorithm>

namespace settled::formats {
namespace {

bool says_nothing(std::string_view line) {
    return std::ranges::all_of(line, [](char c) { return static_cast<unsigned char>(c) <= ' '; });
}

} // namespace

Result<bool> FixedRecordReader::next() {
    Line line;
    for (;;) {
        const auto more = lines_.next(line);
        if (!more || !*more) return more;
        if (says_nothing(line.text)) continue;
        if (const Status done = record_.assign(line); !done) return std::unexpected(done.error());
        return true;
    }
}

std::string first_record(std::string_view head) {
    head.remove_prefix(byte_order_mark(head).size);
    std::string text(head);
    std::erase(text, '\0'); // UTF-16
    std::string_view rest = text;
    while (!rest.empty()) {
        const std::string_view line = rest.substr(0, rest.find_first_of("\r\n"));
        if (!says_nothing(line)) return std::string(line);
        rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    }
    return {};
}

} // namespace settled::formats
