#include "render/html.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace settled::render {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD"; // U+FFFD

struct Character {
    std::uint32_t code_point = 0; // 0xFFFD where the bytes are not UTF-8
    std::string_view bytes;
};

Character first_character(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t size = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0;
    if (size == 0 || size > text.size() || first_invalid_utf8(text.substr(0, size)) != std::string_view::npos)
        return {0xFFFD, text.substr(0, 1)};
    if (size == 1) return {lead, text.substr(0, 1)};
    std::uint32_t code_point = lead & (0xFFu >> (size + 1));
    for (std::size_t i = 1; i < size; ++i) code_point = code_point << 6 | (static_cast<unsigned char>(text[i]) & 0x3Fu);
    return {code_point, text.substr(0, size)};
}

// Calls `each` with every character.
template <class Each> void for_each_character(std::string_view text, Each each) {
    while (!text.empty()) {
        const Character c = first_character(text);
        each(c);
        text.remove_prefix(c.bytes.size());
    }
}

bool is_control(std::uint32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029; }

// Marks that reorder text (UAX #9), that nobody sees, or that hide text in tags.
bool is_deceptive(std::uint32_t c) {
    return c == 0x061C || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069) ||
           c == 0xFEFF || (c >= 0xE0000 && c <= 0xE007F) || c == 0x00AD;
}

bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string one_line(std::string_view text) {
    std::string line;
    for_each_character(text, [&](const Character& c) {
        if (is_control(c.code_point))
            line += ' ';
        else if (c.code_point == 0xFFFD)
            line += replacement;
        else if (!is_deceptive(c.code_point))
            line += c.bytes;
    });
    return fold_blanks(line);
}

// "evil.example" becomes "evil. example" and "https://" becomes "https: //": neither is a link any more.
std::string without_links(std::string_view line) {
    std::string made;
    for (std::size_t i = 0; i < line.size(); ++i) {
        made += line[i];
        const std::string_view rest = line.substr(i + 1);
        const bool in_a_name = line[i] == '.' && i > 0 && line[i - 1] != ' ' && !rest.empty() &&
                               (is_ascii_letter(rest.front()) || static_cast<unsigned char>(rest.front()) >= 0x80);
        if (in_a_name || (line[i] == ':' && rest.starts_with("//"))) made += ' ';
    }
    return made;
}

struct Twin {
    char mark;
    std::string_view full_width;
};

constexpr std::array<Twin, 17> twins = {{
    {'*', "＊"},
    {'_', "＿"},
    {'`', "｀"},
    {'[', "［"},
    {']', "］"},
    {'(', "（"},
    {')', "）"},
    {'<', "＜"},
    {'>', "＞"},
    {'#', "＃"},
    {'@', "＠"},
    {'~', "～"},
    {'|', "｜"},
    {'&', "＆"},
    {'$', "＄"},
    {'!', "！"},
    {'\\', "＼"},
}};

bool is_device_name(std::string_view name) {
    const std::string lower = ascii_lower(name.substr(0, name.find('.')));
    constexpr std::array names = {"con", "prn", "aux", "nul"};
    if (std::ranges::find(names, lower) != names.end()) return true;
    return lower.size() == 4 && (lower.starts_with("com") || lower.starts_with("lpt")) && is_digit(lower[3]);
}

} // namespace

std::string valid_utf8(std::string_view text) {
    if (first_invalid_utf8(text) == std::string_view::npos) return std::string(text);
    std::string made;
    for_each_character(text, [&](const Character& c) { made += c.code_point == 0xFFFD ? replacement : c.bytes; });
    return made;
}

std::string html_text(std::string_view text) {
    const auto stays = [](char c) { return c >= ' ' && c < '\x7f' && c != '&' && c != '<' && c != '>' && c != '"' && c != '\''; };
    if (std::ranges::all_of(text, stays)) return std::string(text);
    std::string made;
    made.reserve(text.size());
    for_each_character(text, [&](const Character& c) {
        const bool kept_control = c.code_point == '\n' || c.code_point == '\t';
        if (c.code_point == '&')
            made += "&amp;";
        else if (c.code_point == '<')
            made += "&lt;";
        else if (c.code_point == '>')
            made += "&gt;";
        else if (c.code_point == '"')
            made += "&quot;";
        else if (c.code_point == '\'')
            made += "&#39;";
        else if (c.code_point == 0xFFFD || is_deceptive(c.code_point) || (is_control(c.code_point) && !kept_control))
            made += replacement;
        else
            made += c.bytes;
    });
    return made;
}

std::string mail_header_text(std::string_view text) {
    return std::string(cut_at_character(one_line(text), header_text_bytes_max));
}

std::string terminal_text(std::string_view text) {
    std::string made;
    for_each_character(text, [&](const Character& c) {
        // visible() knows ASCII controls and the bidi marks; line separators and what nobody sees come on top.
        if ((is_control(c.code_point) || is_deceptive(c.code_point)) && visible(c.bytes) == c.bytes)
            made += fmt::format("\\u{{{:04X}}}", c.code_point);
        else
            made += visible(c.bytes);
    });
    return made;
}

std::string file_name_text(std::string_view text) {
    std::string made;
    for (const char c : text) {
        if (made.size() == file_name_bytes_max) break;
        const bool plain = is_ascii_letter(c) || is_digit(c) || c == '-' || c == '_';
        const bool dot = c == '.' && !made.empty() && made.back() != '.';
        if (plain || dot)
            made += c;
        else if (!made.empty() && made.back() != '_')
            made += '_';
    }
    while (!made.empty() && (made.back() == '.' || made.back() == '_')) made.pop_back();
    if (made.empty()) return "file";
    if (is_device_name(made) || made.front() == '-') made.insert(0, 1, '_');
    return made;
}

std::string sms_text(std::string_view text) {
    std::string made;
    std::string_view rest;
    const std::string line = without_links(one_line(text));
    for (rest = line; !rest.empty();) {
        const Character c = first_character(rest);
        made += c.bytes == "【" ? std::string_view("(") : c.bytes == "】" ? std::string_view(")") : c.bytes;
        rest.remove_prefix(c.bytes.size());
    }
    return made;
}

std::string chat_markdown_text(std::string_view text) {
    std::string made;
    for (const char c : without_links(one_line(text))) {
        const auto twin = std::ranges::find(twins, c, &Twin::mark);
        if (twin == twins.end())
            made += c;
        else
            made += twin->full_width;
    }
    return made;
}

} // namespace settled::render
