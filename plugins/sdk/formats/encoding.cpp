#include <formats/encoding.hpp>

#include <formats/conversion.hpp>

#include <settled/text.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <vector>

namespace settled::formats {
namespace {

struct Name {
    std::string_view text;
    Encoding encoding;
};

// The first name of an encoding is the one shown, and the one that iconv is asked for.
constexpr std::array<Name, 31> names = {{
    {"UTF-8", Encoding::utf8},         {"UTF-16LE", Encoding::utf16le},
    {"UTF-16BE", Encoding::utf16be},   {"GB18030", Encoding::gb18030},
    {"GBK", Encoding::gb18030},        {"GB2312", Encoding::gb18030},
    {"CP936", Encoding::gb18030},      {"windows-1252", Encoding::windows1252},
    {"CP1252", Encoding::windows1252}, {"ISO-8859-1", Encoding::latin1},
    {"latin1", Encoding::latin1},      {"CP850", Encoding::cp850},
    {"IBM850", Encoding::cp850},       {"windows-1250", Encoding::windows1250},
    {"CP1250", Encoding::windows1250}, {"windows-1251", Encoding::windows1251},
    {"CP1251", Encoding::windows1251}, {"ISO-8859-2", Encoding::latin2},
    {"latin2", Encoding::latin2},      {"ISO-8859-15", Encoding::latin9},
    {"latin9", Encoding::latin9},      {"CP437", Encoding::cp437},
    {"IBM437", Encoding::cp437},       {"CP852", Encoding::cp852},
    {"IBM852", Encoding::cp852},       {"BIG5", Encoding::big5},
    {"CP950", Encoding::big5},         {"SHIFT_JIS", Encoding::shift_jis},
    {"SJIS", Encoding::shift_jis},     {"CP932", Encoding::shift_jis},
    {"UTF-16", Encoding::utf16le},
}};

std::string folded(std::string_view name) {
    std::string made = ascii_lower(name);
    std::erase_if(made, [](char c) { return c == '-' || c == '_' || c == ' '; });
    return made;
}

// The last bytes may be the beginning of a character whose end is in the next chunk.
std::size_t unfinished_utf8(std::string_view bytes) {
    for (std::size_t back = 1; back <= std::min<std::size_t>(3, bytes.size()); ++back) {
        const auto byte = static_cast<unsigned char>(bytes[bytes.size() - back]);
        if (byte < 0x80) return 0;
        if (byte < 0xC0) continue;
        const std::size_t size = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
        return size > back ? back : 0;
    }
    return 0;
}

constexpr std::size_t ascii_stride = 4096;

// As first_invalid_utf8, quicker over the long ASCII stretches of bank files.
std::size_t first_invalid(std::string_view bytes) {
    for (std::size_t at = 0; at < bytes.size();) {
        std::string_view piece = bytes.substr(at, ascii_stride);
        if (first_high_byte(piece) == piece.npos) {
            at += piece.size();
            continue;
        }
        if (at + piece.size() < bytes.size()) piece.remove_suffix(unfinished_utf8(piece));
        if (const std::size_t bad = first_invalid_utf8(piece); bad != piece.npos) return at + bad;
        at += piece.size();
    }
    return std::string_view::npos;
}

} // namespace

std::size_t first_high_byte(std::string_view bytes) {
    constexpr std::uint64_t high_bits = 0x8080808080808080U;
    std::size_t at = 0;
    for (; at + sizeof(std::uint64_t) <= bytes.size(); at += sizeof(std::uint64_t)) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data() + at, sizeof word);
        if ((word & high_bits) != 0) break;
    }
    for (; at < bytes.size(); ++at)
        if (static_cast<unsigned char>(bytes[at]) >= 0x80) return at;
    return std::string_view::npos;
}

std::string_view name(Encoding encoding) { return std::ranges::find(names, encoding, &Name::encoding)->text; }

std::optional<Encoding> encoding_named(std::string_view name) {
    const std::string wanted = folded(name);
    const auto hit = std::ranges::find_if(names, [&](const Name& known) { return folded(known.text) == wanted; });
    return hit == names.end() ? std::nullopt : std::optional(hit->encoding);
}

ByteOrderMark byte_order_mark(std::string_view bytes) {
    using namespace std::string_view_literals;
    if (bytes.starts_with("\xEF\xBB\xBF"sv)) return {Encoding::utf8, 3};
    if (bytes.starts_with("\xFF\xFE"sv)) return {Encoding::utf16le, 2};
    if (bytes.starts_with("\xFE\xFF"sv)) return {Encoding::utf16be, 2};
    if (bytes.starts_with("\x84\x31\x95\x33"sv)) return {Encoding::gb18030, 4};
    return {};
}

Decoder::Decoder(Encoding encoding)
    : encoding_(encoding), conversion_(encoding == Encoding::utf8 ? nullptr : std::make_unique<Conversion>(encoding)) {}
Decoder::Decoder(Decoder&&) noexcept = default;
Decoder& Decoder::operator=(Decoder&&) noexcept = default;
Decoder::~Decoder() = default;

Status Decoder::append(std::string_view chunk, std::string& out) {
    const std::size_t start = out.size();
    Status done;
    if (rest_.empty()) {
        done = conversion_ ? append_converted(chunk, out) : append_utf8(chunk, out);
    } else {
        const std::string joined = std::exchange(rest_, {}).append(chunk);
        done = conversion_ ? append_converted(joined, out) : append_utf8(joined, out);
    }
    line_ += line_feeds(std::string_view(out).substr(start));
    if (!done) done.error().line = line_;
    return done;
}

Status Decoder::finish() const {
    if (rest_.empty()) return {};
    return fail(SETTLED_BAD_DATA, "the file ends inside a " + std::string(name(encoding_)) + " character; it was cut short",
                line_);
}

Status Decoder::append_utf8(std::string_view bytes, std::string& out) {
    const std::size_t unfinished = unfinished_utf8(bytes);
    const std::string_view whole = bytes.substr(0, bytes.size() - unfinished);
    const std::size_t bad = first_invalid(whole);
    out.append(whole.substr(0, bad));
    if (bad != whole.npos) return bad_bytes(whole.substr(bad));
    rest_ = bytes.substr(whole.size());
    return {};
}

Status Decoder::append_converted(std::string_view bytes, std::string& out) {
    const auto [used, end] = conversion_->append(bytes, out);
    if (end == Conversion::End::whole) return {};
    if (end == Conversion::End::bad) return bad_bytes(bytes.substr(used));
    rest_ = bytes.substr(used);
    return {};
}

std::unexpected<Error> Decoder::bad_bytes(std::string_view bytes) const {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string shown;
    for (const char c : bytes.substr(0, 4)) {
        const auto byte = static_cast<unsigned char>(c);
        shown += {' ', digits[byte >> 4], digits[byte & 15]};
    }
    return fail(SETTLED_BAD_DATA, "the bytes" + shown + " are not " + std::string(name(encoding_)) +
                                      " text; set the encoding of this source, or ask the bank for the file again");
}

Result<std::string> to_utf8(std::string_view bytes, Encoding encoding) {
    if (const ByteOrderMark mark = byte_order_mark(bytes); mark.size > 0 && mark.encoding == encoding)
        bytes.remove_prefix(mark.size);
    Decoder decoder(encoding);
    std::string text;
    if (Status done = decoder.append(bytes, text); !done) return pass(done);
    if (Status done = decoder.finish(); !done) return pass(done);
    return text;
}

} // namespace settled::formats
