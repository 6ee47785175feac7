#include "render/mime_encoding.hpp"

#include "render/html.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <cstdint>

namespace settled::render {
namespace {

constexpr std::size_t line_max = 76;           // RFC 2045 6.7 and 6.8, RFC 2047 2
constexpr std::size_t encoded_word_bytes = 42; // text bytes of a word: 56 in base64 + "=?UTF-8?B?" + "?=" stay below 75

constexpr std::size_t name_column_max = 6; // "From: "; later names begin on a line of their own

constexpr std::string_view hex_digits = "0123456789ABCDEF";

bool is_printable_ascii(char c) { return c >= 0x20 && c < 0x7F; }
bool is_plain_ascii(std::string_view text) { return std::ranges::all_of(text, is_printable_ascii); }

// `used`: bytes that stand before the first word on its line.
std::string encoded_words(std::string_view value, std::size_t used) {
    constexpr std::size_t frame = 12;          // the bytes of an encoded word around its text
    constexpr std::size_t first_bytes_min = 9; // less room than this: the first word begins on a line of its own
    const std::size_t room = used + frame < line_max ? (line_max - used - frame) / 4 * 3 : 0;
    std::size_t size_max = std::min(room, encoded_word_bytes);
    std::string made;
    if (size_max < first_bytes_min) {
        made = "\r\n ";
        size_max = encoded_word_bytes;
    }
    for (bool first = true; !value.empty(); first = false) {
        const std::string_view piece = cut_at_character(value, size_max);
        made += first ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?";
        made += base64(piece) + "?=";
        value.remove_prefix(piece.size());
        size_max = encoded_word_bytes;
    }
    return made;
}

void add_hex(std::string& out, char mark, char c) {
    const auto byte = static_cast<unsigned char>(c);
    out += mark;
    out += hex_digits[byte >> 4];
    out += hex_digits[byte & 15];
}

bool is_atom_or_blank(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view(" !#$%&'*+-/=?^_`{|}~").contains(c);
}

} // namespace

std::string base64(std::string_view bytes) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string made;
    made.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::size_t left = std::min<std::size_t>(3, bytes.size() - i);
        std::uint32_t group = 0;
        for (std::size_t j = 0; j < 3; ++j) group = group << 8 | (j < left ? static_cast<unsigned char>(bytes[i + j]) : 0u);
        for (std::size_t j = 0; j < 4; ++j) made += j <= left ? alphabet[group >> (18 - 6 * j) & 63] : '=';
    }
    return made;
}

std::string base64_lines(std::string_view bytes) {
    constexpr std::size_t bytes_per_line = line_max / 4 * 3;
    std::string made;
    made.reserve(bytes.size() * 4 / 3 + bytes.size() / bytes_per_line * 2 + 8);
    for (std::size_t i = 0; i < bytes.size(); i += bytes_per_line) made += base64(bytes.substr(i, bytes_per_line)) + "\r\n";
    return made;
}

std::string quoted_printable(std::string_view text) {
    std::string made;
    made.reserve(text.size() + text.size() / 8);
    std::size_t column = 0;
    // What is written as it stands, wherever in a line; a blank, unless it ends one.
    const auto is_plain = [&](std::size_t at) {
        const char c = text[at];
        return c == ' ' ? at + 1 < text.size() && text[at + 1] != '\r' : c > ' ' && c < '\x7f' && c != '=';
    };
    const auto soft_break = [&] {
        made += "=\r\n";
        column = 0;
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') {
            made += "\r\n";
            column = 0;
            ++i;
            continue;
        }
        std::size_t run = 0; // most characters need no look of their own
        if (column > 0)
            while (column + run < line_max - 1 && i + run < text.size() && is_plain(i + run)) ++run;
        if (run > 0) {
            made += text.substr(i, run);
            column += run, i += run - 1;
            continue;
        }
        const bool ends_line = i + 1 == text.size() || text[i + 1] == '\r';
        const bool blank = c == ' ' || c == '\t';
        // A blank at the end of a line is lost on the way, a lone dot ends an SMTP message, "From " is changed by mailboxes.
        const bool mistaken = column == 0 && (c == '.' || text.substr(i).starts_with("From "));
        const bool encode = (!is_printable_ascii(c) && c != '\t') || c == '=' || (blank && ends_line) || mistaken;
        const std::size_t size = encode ? 3 : 1;
        if (column + size > line_max - 1) soft_break();
        if (encode)
            add_hex(made, '=', c);
        else
            made += c;
        column += size;
    }
    return made;
}

std::string with_crlf(std::string_view text) {
    std::string made;
    made.reserve(text.size() + text.size() / 40);
    if (!text.contains('\r')) {
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = std::min(text.find('\n', at), text.size());
            made += text.substr(at, end - at);
            if (end < text.size()) made += "\r\n";
            at = end + 1;
        }
        return made;
    }
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
        if (text[i] == '\r' || text[i] == '\n')
            made += "\r\n";
        else
            made += text[i];
    }
    return made;
}

bool is_mostly_ascii(std::string_view text) {
    const auto beyond = std::ranges::count_if(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    return beyond * 6 < static_cast<std::ptrdiff_t>(text.size()) + 6;
}

std::string unstructured(std::string_view value, std::size_t used) {
    if (is_plain_ascii(value) && value.size() + used <= line_max && !value.contains("=?") && trim(value) == value)
        return std::string(value);
    return encoded_words(value, used);
}

std::string phrase(std::string_view name) {
    if (!is_plain_ascii(name) || name.size() > line_max / 2 || name.contains("=?")) return encoded_words(name, name_column_max);
    if (std::ranges::all_of(name, is_atom_or_blank) && trim(name) == name) return std::string(name);
    std::string quoted = "\"";
    for (const char c : name) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return quoted + '"';
}

std::string header_line(std::string_view name, std::string_view value) {
    std::string made(name);
    // Folded values begin on the next line; "Name:" alone keeps its blank there.
    made += value.starts_with("\r\n") ? ":" : ": ";
    made += value;
    return made;
}

std::string file_name_parameters(std::string_view file_name) {
    const std::string plain = file_name_text(file_name);
    if (plain == file_name) return "filename=\"" + plain + '"';
    std::string percent;
    for (const char c : file_name) {
        const bool kept =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
        if (kept)
            percent += c;
        else
            add_hex(percent, '%', c);
    }
    // RFC 2231 3: the value goes on over several parameters, so that no line gets long.
    constexpr std::size_t piece_max = 54;
    std::string made;
    for (int number = 0; !percent.empty(); ++number) {
        std::size_t size = std::min(piece_max, percent.size());
        while (size > 2 && size < percent.size() && (percent[size - 1] == '%' || percent[size - 2] == '%')) --size;
        const std::string mark = percent.size() == size && number == 0 ? "" : '*' + std::to_string(number);
        if (number > 0) made += ";\r\n ";
        made += "filename" + mark + "*=" + (number == 0 ? "UTF-8''" : "") + percent.substr(0, size);
        percent.erase(0, size);
    }
    return made;
}

} // namespace settled::render
