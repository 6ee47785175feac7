// text_hash.hpp -- numbers that stand for texts in this run's tables; never kept.
//
// Eight bytes at a time, because a ledger's texts are short and there are millions of them. Of texts that differ, two in
// 2^64 are alike by chance; whoever finds one compares the text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace settled::ledger {

// Spreads every bit over all (the finaliser of SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number
// generators", 2014).
constexpr std::uint64_t spread(std::uint64_t bits) {
    bits = (bits ^ (bits >> 30U)) * 0xBF58476D1CE4E5B9U;
    bits = (bits ^ (bits >> 27U)) * 0x94D049BB133111EBU;
    return bits ^ (bits >> 31U);
}

// The same with every eight bytes as `seen` gives them (bytes beyond the text are zero): hashes of what a text looks like.
template <class Seen> std::uint64_t text_hash(std::string_view text, Seen&& seen) {
    constexpr std::uint64_t factor = 0x9E3779B97F4A7C15U;
    const auto load = [](const char* at, auto word) {
        std::memcpy(&word, at, sizeof word);
        return static_cast<std::uint64_t>(word);
    };
    const char* at = text.data();
    std::size_t left = text.size();
    std::uint64_t hash = left * factor;
    for (; left > 8; at += 8, left -= 8) {
        hash = (hash ^ seen(load(at, std::uint64_t{}))) * factor;
        hash ^= hash >> 32U;
    }
    std::uint64_t last = 0; // the whole of what is left, some bytes of it perhaps twice
    if (left >= 4)
        last = load(at, std::uint32_t{}) | load(at + left - 4, std::uint32_t{}) << 32U;
    else if (left > 0)
        last = load(at, std::uint8_t{}) | load(at + left / 2, std::uint8_t{}) << 8U | load(at + left - 1, std::uint8_t{}) << 16U;
    return spread(hash ^ seen(last));
}

inline std::uint64_t text_hash(std::string_view text) {
    return text_hash(text, [](std::uint64_t bytes) { return bytes; });
}

// For a PlaceTable.
inline std::uint32_t place_hash(std::string_view text) { return static_cast<std::uint32_t>(text_hash(text)); }

} // namespace settled::ledger
