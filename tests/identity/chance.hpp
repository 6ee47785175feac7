// chance.hpp -- dice of one seed: the same on every machine, so that a history that failed can be told again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

namespace settled::identity {

class Chance {
  public:
    explicit Chance(std::uint64_t seed) : random_(seed) {}

    // 0 … limit - 1. Not a std::uniform_int_distribution: those differ from library to library.
    std::size_t below(std::size_t limit) { return static_cast<std::size_t>(random_() % limit); }
    bool one_in(std::size_t count) { return below(count) == 0; }

    template <class Value> void shuffle(std::vector<Value>& values) {
        for (std::size_t left = values.size(); left > 1; --left) std::swap(values[left - 1], values[below(left)]);
    }

  private:
    std::mt19937_64 random_;
};

} // namespace settled::identity
