#include "biff_strings.hpp"

#include "little_endian.hpp"

#include <algorithm>
#include <array>

namespace settled::workbook {
namespace {

constexpr std::uint16_t continue_record = 0x3C;
constexpr std::uint8_t two_bytes_each = 1, has_extension = 4, has_runs = 8;
constexpr std::size_t run_bytes = 4;

std::unexpected<Error> cut() {
    return fail(SETTLED_BAD_DATA, "the workbook's records are damaged or cut off; ask the bank for the file again", 1);
}

// Bytes of a record that go on in its continuations.
class Bytes {
  public:
    explicit Bytes(const BiffRecord& record) : record_(record), rest_(record.body) {}

    std::optional<std::uint64_t> number(std::size_t size) {
        if (rest_.empty() && !next()) return std::nullopt;
        if (rest_.size() < size) return std::nullopt;
        const std::uint64_t value = little_endian(rest_, 0, size);
        rest_.remove_prefix(size);
        return value;
    }

    bool skip(std::size_t size) {
        while (size > rest_.size()) {
            size -= rest_.size();
            if (!next()) return false;
        }
        rest_.remove_prefix(size);
        return true;
    }

    // UTF-16LE of so many characters; each continuation begins with its own flags.
    std::optional<std::string> characters(std::size_t count, bool wide) {
        std::string utf16;
        while (count > 0) {
            if (rest_.empty()) {
                if (!next() || rest_.empty()) return std::nullopt;
                wide = (rest_.front() & two_bytes_each) != 0;
                rest_.remove_prefix(1);
            }
            const std::size_t taken = std::min(count, wide ? rest_.size() / 2 : rest_.size());
            if (taken == 0) return std::nullopt;
            for (std::size_t i = 0; i < taken; ++i) {
                utf16 += rest_[wide ? 2 * i : i];
                utf16 += wide ? rest_[2 * i + 1] : '\0';
            }
            rest_.remove_prefix(wide ? 2 * taken : taken);
            count -= taken;
        }
        return utf16;
    }

  private:
    bool next() {
        if (used_ == record_.continued.size()) return false;
        rest_ = record_.continued[used_++];
        return true;
    }

    const BiffRecord& record_;
    std::string_view rest_;
    std::size_t used_ = 0;
};

Result<std::string> rich_string(Bytes& bytes, std::size_t count_bytes) {
    const auto count = bytes.number(count_bytes);
    const auto flags = count ? bytes.number(1) : std::nullopt;
    if (!flags) return cut();
    const auto runs = (*flags & has_runs) != 0 ? bytes.number(2) : std::optional<std::uint64_t>(0);
    const auto extension = (*flags & has_extension) != 0 ? bytes.number(4) : std::optional<std::uint64_t>(0);
    if (!runs || !extension) return cut();
    const auto utf16 = bytes.characters(*count, (*flags & two_bytes_each) != 0);
    if (!utf16 || !bytes.skip(*runs * run_bytes + *extension)) return cut();
    return formats::to_utf8(*utf16, formats::Encoding::utf16le);
}

} // namespace

Result<std::optional<BiffRecord>> biff_record(std::string_view stream, std::size_t at) {
    constexpr std::size_t head_bytes = 4;
    if (at == stream.size()) return std::nullopt;
    if (at + head_bytes > stream.size()) return cut();
    BiffRecord record;
    record.type = u16(stream, at);
    for (bool first = true;; first = false) {
        const std::size_t size = u16(stream, at + 2);
        if (at + head_bytes + size > stream.size()) return cut();
        const std::string_view body = stream.substr(at + head_bytes, size);
        if (first)
            record.body = body;
        else
            record.continued.push_back(body);
        record.end = at += head_bytes + size;
        if (at + head_bytes > stream.size() || u16(stream, at) != continue_record) return record;
    }
}

Result<std::vector<std::string>> shared_strings(const BiffRecord& sst) {
    Bytes bytes(sst);
    const auto all = bytes.number(4);
    const auto different = all ? bytes.number(4) : std::nullopt;
    if (!different) return cut();
    std::vector<std::string> strings;
    for (std::uint64_t i = 0; i < *different; ++i) {
        auto text = rich_string(bytes, 2);
        if (!text) return pass(text);
        strings.push_back(std::move(*text));
    }
    return strings;
}

Result<std::string> unicode_string(std::string_view bytes, std::size_t count_bytes) {
    BiffRecord record;
    record.body = bytes;
    Bytes reader(record);
    return rich_string(reader, count_bytes);
}

Result<std::string> byte_string(std::string_view bytes, std::size_t count_bytes, formats::Encoding encoding) {
    const std::size_t size = little_endian(bytes, 0, count_bytes);
    if (bytes.size() < count_bytes + size) return cut();
    return formats::to_utf8(bytes.substr(count_bytes, size), encoding);
}

formats::Encoding encoding_of_code_page(std::uint16_t code_page) {
    struct Known {
        std::uint16_t number;
        formats::Encoding encoding;
    };
    using formats::Encoding;
    constexpr std::array<Known, 9> known = {{{936, Encoding::gb18030},
                                             {950, Encoding::big5},
                                             {932, Encoding::shift_jis},
                                             {437, Encoding::cp437},
                                             {850, Encoding::cp850},
                                             {852, Encoding::cp852},
                                             {1250, Encoding::windows1250},
                                             {1251, Encoding::windows1251},
                                             {1200, Encoding::utf16le}}};
    const auto* const hit = std::ranges::find(known, code_page, &Known::number);
    return hit == known.end() ? Encoding::windows1252 : hit->encoding;
}

} // namespace settled::workbook
