// Character entities of OFX values.
#include "markup.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace settled::ofx {
namespace {

constexpr std::size_t entity_bytes_max = 10; // "&#x10FFFF;"

struct Entity {
    std::string_view name, text;
};

// What OFX 1.6, 2.3.2.1 lists, what XML adds, and the &nbsp; that banks' web pages leak.
constexpr std::array<Entity, 6> entities = {
    {{"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"}, {"nbsp", " "}}};

void append_utf8(std::string& out, std::uint32_t code) {
    const auto continuation = [&](int shift) { out += static_cast<char>(0x80U | (code >> shift & 0x3FU)); };
    if (code < 0x80) {
        out += static_cast<char>(code);
    } else if (code < 0x800) {
        out += static_cast<char>(0xC0U | code >> 6);
        continuation(0);
    } else if (code < 0x10000) {
        out += static_cast<char>(0xE0U | code >> 12);
        continuation(6), continuation(0);
    } else {
        out += static_cast<char>(0xF0U | code >> 18);
        continuation(12), continuation(6), continuation(0);
    }
}

// "#233" or "#xE9"; only what is a character and no control.
bool append_numeric(std::string& out, std::string_view digits) {
    const bool hexadecimal = digits.starts_with('x') || digits.starts_with('X');
    if (hexadecimal) digits.remove_prefix(1);
    std::uint32_t code = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code, hexadecimal ? 16 : 10);
    const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    if (error != std::errc() || end != digits.data() + digits.size() || code < 0x20 || code == 0x7F || surrogate ||
        code > 0x10FFFF)
        return false;
    if (code == 0xA0)
        out += ' ';
    else
        append_utf8(out, code);
    return true;
}

// Bytes of the entity that the text begins with; 0 where it is none.
std::size_t append_entity(std::string& out, std::string_view text) {
    const std::size_t end = text.substr(0, entity_bytes_max + 1).find(';');
    if (end == text.npos) return 0;
    const std::string_view name = text.substr(1, end - 1);
    if (name.starts_with('#')) return append_numeric(out, name.substr(1)) ? end + 1 : 0;
    const auto* const hit = std::ranges::find(entities, name, &Entity::name);
    if (hit == entities.end()) return 0;
    out += hit->text;
    return end + 1;
}

} // namespace

void append_resolved(std::string& out, std::string_view text) {
    while (!text.empty()) {
        const std::size_t mark = std::min(text.find('&'), text.size());
        out += text.substr(0, mark);
        text.remove_prefix(mark);
        if (text.empty()) return;
        const std::size_t taken = append_entity(out, text);
        if (taken == 0) out += '&';
        text.remove_prefix(std::max<std::size_t>(taken, 1));
    }
}

} // namespace settled::ofx
