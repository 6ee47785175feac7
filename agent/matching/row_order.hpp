// row_order.hpp -- rows in the order of a number that each of them has, such as its day.
//
// Rows of one number stay as they stood. Passes over all of them, one for each nine bits in which the numbers differ: of a
// million, comparing two at a time takes ten times as long.
#pragma once

#include "matching/match.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace settled::matching {

inline std::vector<Row> rows_in_order(std::span<const std::uint32_t> numbers) {
    constexpr unsigned bits = 9;
    constexpr std::uint32_t values = 1U << bits;
    std::uint32_t differing = 0;
    for (const std::uint32_t number : numbers) differing |= number ^ numbers.front();
    std::vector<Row> order(numbers.size()), next(numbers.size());
    for (Row row = 0; row < order.size(); ++row) order[row] = row;
    for (unsigned shift = 0; shift < 32; shift += bits) {
        const auto part = [&](Row row) { return numbers[row] >> shift & (values - 1); };
        if ((differing >> shift & (values - 1)) == 0) continue;
        std::array<std::uint32_t, values + 1> places{};
        for (const std::uint32_t number : numbers) ++places[(number >> shift & (values - 1)) + 1];
        for (std::size_t i = 1; i < places.size(); ++i) places[i] += places[i - 1];
        for (const Row row : order) next[places[part(row)]++] = row;
        order.swap(next);
    }
    return order;
}

} // namespace settled::matching
