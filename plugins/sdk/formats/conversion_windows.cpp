#include <formats/conversion.hpp>

#include <settled/windows_text.hpp>

#include <algorithm>
#include <array>
#include <system_error>

#include <windows.h>

namespace settled::formats {
namespace {

constexpr std::size_t stride = 4096; // bytes that are converted at once, where they are sound

constexpr unsigned gb18030_page = 54936, gbk_page = 936;

unsigned code_page_of(Encoding from) {
    switch (from) {
    case Encoding::gb18030: // without it (Wine) the part that nearly all files keep to; rarer characters are refused
        return ::IsValidCodePage(gb18030_page) ? gb18030_page : gbk_page;
    case Encoding::windows1252:
        return 1252;
    case Encoding::latin1:
        return 28591;
    case Encoding::cp850:
        return 850;
    case Encoding::windows1250:
        return 1250;
    case Encoding::windows1251:
        return 1251;
    case Encoding::latin2:
        return 28592;
    case Encoding::latin9:
        return 28605;
    case Encoding::cp437:
        return 437;
    case Encoding::cp852:
        return 852;
    case Encoding::big5:
        return 950;
    case Encoding::shift_jis:
        return 932;
    default: // UTF-8 and UTF-16 are no code pages of this kind
        return 0;
    }
}

bool is_between(unsigned char byte, unsigned char first, unsigned char last) { return byte >= first && byte <= last; }

// How long the character is that begins here, by its encoding's own structure; 0: its end is missing.
std::size_t character_size(Encoding encoding, std::string_view bytes) {
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    const bool is_double = encoding == Encoding::gb18030 || encoding == Encoding::big5 ? is_between(at(0), 0x81, 0xFE)
                           : encoding == Encoding::shift_jis ? is_between(at(0), 0x81, 0x9F) || is_between(at(0), 0xE0, 0xFC)
                                                             : false;
    if (!is_double) return 1;
    if (bytes.size() < 2) return 0;
    if (encoding != Encoding::gb18030 || !is_between(at(1), '0', '9')) return 2;
    return bytes.size() < 4 ? 0 : 4;
}

// UTF-16 of one character or of many; nothing where some of it is none.
std::wstring wide_text(unsigned code_page, std::string_view bytes) {
    std::array<wchar_t, stride> wide{};
    // This one knows no flags.
    const DWORD strict = code_page == gb18030_page ? 0 : MB_ERR_INVALID_CHARS;
    const int units = ::MultiByteToWideChar(code_page, strict, bytes.data(), static_cast<int>(bytes.size()), wide.data(),
                                            static_cast<int>(wide.size()));
    std::wstring made(wide.data(), static_cast<std::size_t>(std::max(units, 0)));
    // What it cannot read it may replace silently, by U+FFFD or a question mark that was not there.
    const bool has_replacement = made.find(L'\xFFFD') != std::wstring::npos;
    const bool has_question = std::ranges::count(made, L'?') != std::ranges::count(bytes, '?');
    // Bytes that windows-125x leaves free it makes control characters of the same number.
    const bool has_free_byte = code_page >= 1250 && code_page <= 1258 &&
                               std::ranges::any_of(made, [](wchar_t unit) { return unit >= 0x80 && unit <= 0x9F; });
    return has_replacement || has_question || has_free_byte ? std::wstring() : made;
}

std::size_t whole_characters(Encoding encoding, std::string_view bytes) {
    std::size_t used = 0;
    while (used < bytes.size()) {
        const std::size_t size = character_size(encoding, bytes.substr(used));
        if (size == 0) break;
        used += size;
    }
    return used;
}

} // namespace

struct Conversion::State {
    Encoding from;
    unsigned code_page;
};

Conversion::Conversion(Encoding from) : state_(new State{from, code_page_of(from)}) {
    const bool is_utf16 = from == Encoding::utf16le || from == Encoding::utf16be;
    if (is_utf16 || (state_->code_page != 0 && ::IsValidCodePage(state_->code_page))) return;
    delete state_;
    throw std::system_error(std::make_error_code(std::errc::not_supported), "the code page is not installed");
}

Conversion::~Conversion() { delete state_; }

namespace {

Conversion::Converted append_utf16(bool big_end_first, std::string_view bytes, std::string& out) {
    const auto unit = [&](std::size_t at) {
        const unsigned first = static_cast<unsigned char>(bytes[at]), second = static_cast<unsigned char>(bytes[at + 1]);
        return static_cast<wchar_t>(big_end_first ? first << 8 | second : second << 8 | first);
    };
    std::wstring made;
    std::size_t used = 0;
    auto end = Conversion::End::whole;
    while (used < bytes.size() && end == Conversion::End::whole) {
        const std::size_t left = bytes.size() - used;
        const bool is_first_half = left >= 2 && (unit(used) & 0xFC00) == 0xD800;
        if (left < 2 || (is_first_half && left < 4)) {
            end = Conversion::End::cut;
        } else if ((unit(used) & 0xFC00) == 0xDC00 || (is_first_half && (unit(used + 2) & 0xFC00) != 0xDC00)) {
            end = Conversion::End::bad;
        } else {
            made += unit(used), used += 2;
            if (is_first_half) made += unit(used), used += 2;
        }
    }
    out += utf8_of(made);
    return {used, end};
}

} // namespace

Conversion::Converted Conversion::append(std::string_view bytes, std::string& out) {
    if (state_->from == Encoding::utf16le || state_->from == Encoding::utf16be)
        return append_utf16(state_->from == Encoding::utf16be, bytes, out);
    std::size_t used = 0;
    while (used < bytes.size()) {
        const std::string_view rest = bytes.substr(used, stride);
        const std::size_t whole = whole_characters(state_->from, rest);
        if (whole == 0) {
            if (rest.size() == bytes.size() - used) return {used, End::cut};
        }
        const std::wstring text = wide_text(state_->code_page, rest.substr(0, whole));
        if (!text.empty()) {
            out += utf8_of(text), used += whole;
            continue;
        }
        // Something in it is none: character by character up to that one.
        for (;;) {
            const std::size_t size = character_size(state_->from, bytes.substr(used));
            const std::wstring one = size == 0 ? std::wstring() : wide_text(state_->code_page, bytes.substr(used, size));
            if (one.empty()) return {used, size == 0 ? End::cut : End::bad};
            out += utf8_of(one), used += size;
        }
    }
    return {used, End::whole};
}

} // namespace settled::formats
