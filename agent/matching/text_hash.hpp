// text_hash.hpp -- numbers that stand for texts: of whole ones in a map, and of the runs of a text that is read.
#pragma once

#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>

namespace settled::matching {

// Lets a map of strings be asked with a view.
struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

// Spreads every bit over all (the finaliser of SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number
// generators", 2014).
constexpr std::uint64_t spread(std::uint64_t bits) {
    bits = (bits ^ (bits >> 30U)) * 0xBF58476D1CE4E5B9U;
    bits = (bits ^ (bits >> 27U)) * 0x94D049BB133111EBU;
    return bits ^ (bits >> 31U);
}

// Of texts whose runs are looked up as well: a polynomial, so that the hash of any run follows from two prefixes.
class RunHash {
  public:
    static constexpr std::uint64_t base = 0x9E3779B97F4A7C15U;
    static constexpr std::size_t run_max = 64; // signs

    static constexpr std::uint64_t append(std::uint64_t hash, char c) { return hash * base + static_cast<unsigned char>(c) + 1; }
    static constexpr std::uint64_t of(std::string_view text) {
        std::uint64_t hash = 0;
        for (const char c : text) hash = append(hash, c);
        return hash;
    }
    // Of the run of `size` signs, at most run_max, between two prefixes.
    static constexpr std::uint64_t between(std::uint64_t before, std::uint64_t with, std::size_t size) {
        assert(size <= run_max);
        return with - before * powers[size];
    }

    // Of one text and, behind it, another of `size` signs, at most run_max.
    static constexpr std::uint64_t behind(std::uint64_t before, std::uint64_t hash, std::size_t size) {
        assert(size <= run_max);
        return before * powers[size] + hash;
    }

  private:
    static constexpr auto powers = [] {
        std::array<std::uint64_t, run_max + 1> made{1};
        for (std::size_t i = 1; i < made.size(); ++i) made[i] = made[i - 1] * base;
        return made;
    }();
};

} // namespace settled::matching
