// rows_digest.hpp -- tells two readings of the same rows from readings of different ones, in whatever order.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace settled::formats {

struct RowsDigest {
    std::int64_t count = 0;
    std::uint64_t sum = 0; // FNV-1a of each row, added up: the order of rows does not matter, a row twice does

    void add(std::span<const std::string_view> values) {
        std::uint64_t hash = 14695981039346656037u;
        const auto push = [&](unsigned char byte) { hash = (hash ^ byte) * 1099511628211u; };
        for (const std::string_view value : values) {
            for (const char c : value) push(static_cast<unsigned char>(c));
            push(0);
        }
        ++count;
        sum += hash;
    }
    friend bool operator==(const RowsDigest&, const RowsDigest&) = default;
};

} // namespace settled::formats
