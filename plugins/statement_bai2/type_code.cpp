#include "type_code.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace settled::bai2 {
namespace {

struct Range {
    int last; // of the range that begins behind the one before
    Kind kind;
};

constexpr std::array<Range, 16> ranges = {{{0, Kind::unknown},
                                           {99, Kind::status},
                                           {100, Kind::total},
                                           {399, Kind::credit},
                                           {400, Kind::total},
                                           {699, Kind::debit},
                                           {719, Kind::status}, // of a loan
                                           {720, Kind::total},  // its payments
                                           {759, Kind::credit},
                                           {799, Kind::debit}, // 760: loan disbursement
                                           {889, Kind::unknown},
                                           {890, Kind::message},
                                           {899, Kind::unknown},
                                           {919, Kind::status},
                                           {959, Kind::credit},
                                           {999, Kind::debit}}};

// Debit and credit reversals (252, 258, 552, 558), returned items (255, 257, 266, 555, 557, 566), rejected
// credits and debits (261, 561).
constexpr std::array<int, 12> takes_back = {252, 255, 257, 258, 261, 266, 552, 555, 557, 558, 561, 566};

} // namespace

std::optional<TypeCode> type_code(std::string_view text) {
    TypeCode code;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), code.number);
    if (text.empty() || text.size() > 3 || error != std::errc() || end != text.data() + text.size() || code.number < 0)
        return std::nullopt;
    code.kind = std::ranges::find_if(ranges, [&](const Range& range) { return code.number <= range.last; })->kind;
    code.takes_back = std::ranges::find(takes_back, code.number) != takes_back.end();
    return code;
}

} // namespace settled::bai2
