#include "wide.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <cstdint>

namespace settled::ledger_odbc {
namespace {

constexpr char32_t replacement = 0xFFFD;
bool leads(SQLWCHAR unit) { return unit >= 0xD800 && unit <= 0xDBFF; }
bool trails(SQLWCHAR unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }

void push_utf8(std::string& out, char32_t point) {
    const auto byte = [&](char32_t value) { out += static_cast<char>(static_cast<unsigned char>(value)); };
    if (point < 0x80) {
        byte(point);
    } else if (point < 0x800) {
        byte(0xC0 | point >> 6), byte(0x80 | (point & 0x3F));
    } else if (point < 0x10000) {
        byte(0xE0 | point >> 12), byte(0x80 | (point >> 6 & 0x3F)), byte(0x80 | (point & 0x3F));
    } else {
        byte(0xF0 | point >> 18), byte(0x80 | (point >> 12 & 0x3F)), byte(0x80 | (point >> 6 & 0x3F)),
            byte(0x80 | (point & 0x3F));
    }
}

void push_wide(std::vector<SQLWCHAR>& out, char32_t point) {
    if (point < 0x10000) {
        out.push_back(static_cast<SQLWCHAR>(point));
    } else {
        out.push_back(static_cast<SQLWCHAR>(0xD800 + ((point - 0x10000) >> 10)));
        out.push_back(static_cast<SQLWCHAR>(0xDC00 + ((point - 0x10000) & 0x3FF)));
    }
}

} // namespace

std::vector<SQLWCHAR> wide_of(std::string_view utf8) {
    std::vector<SQLWCHAR> out;
    out.reserve(utf8.size() + 1);
    while (!utf8.empty()) {
        const std::size_t good = std::min(first_invalid_utf8(utf8), utf8.size());
        for (std::size_t i = 0; i < good;) {
            const auto first = static_cast<unsigned char>(utf8[i]);
            const int more = first < 0x80 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
            char32_t point = more == 0 ? first : first & (0x3Fu >> more);
            for (int k = 1; k <= more; ++k)
                point = point << 6 | (static_cast<unsigned char>(utf8[i + static_cast<std::size_t>(k)]) & 0x3Fu);
            push_wide(out, point);
            i += static_cast<std::size_t>(more) + 1;
        }
        utf8.remove_prefix(good);
        if (!utf8.empty()) push_wide(out, replacement), utf8.remove_prefix(1);
    }
    out.push_back(0);
    return out;
}

void append_utf8(std::string& out, const SQLWCHAR* text, std::size_t length) {
    for (std::size_t i = 0; i < length; ++i) {
        if (leads(text[i]) && i + 1 < length && trails(text[i + 1])) {
            push_utf8(out, 0x10000 + ((static_cast<char32_t>(text[i]) - 0xD800) << 10) +
                               (static_cast<char32_t>(text[i + 1]) - 0xDC00));
            ++i;
        } else {
            push_utf8(out, leads(text[i]) || trails(text[i]) ? replacement : text[i]);
        }
    }
}

std::string utf8_of(const SQLWCHAR* text, std::size_t length) {
    std::string out;
    append_utf8(out, text, length);
    return out;
}

} // namespace settled::ledger_odbc
