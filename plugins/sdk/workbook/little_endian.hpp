// little_endian.hpp -- numbers of a binary file, by offset; 0 beyond its end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace settled::workbook {

constexpr std::uint64_t little_endian(std::string_view bytes, std::size_t at, std::size_t size) {
    std::uint64_t value = 0;
    if (at > bytes.size() || bytes.size() - at < size) return 0;
    for (std::size_t i = size; i > 0; --i) value = value << 8 | static_cast<unsigned char>(bytes[at + i - 1]);
    return value;
}
constexpr std::uint16_t u16(std::string_view bytes, std::size_t at) {
    return static_cast<std::uint16_t>(little_endian(bytes, at, 2));
}
constexpr std::uint32_t u32(std::string_view bytes, std::size_t at) {
    return static_cast<std::uint32_t>(little_endian(bytes, at, 4));
}
constexpr std::uint64_t u64(std::string_view bytes, std::size_t at) { return little_endian(bytes, at, 8); }

} // namespace settled::workbook
