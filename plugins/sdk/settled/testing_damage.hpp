// testing_damage.hpp -- for tests of statement plugins: foreign bytes, damaged at random, and what
// must hold of every answer to them.
#pragma once

#include <settled/testing_statement.hpp>

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace settled::testing {

// The files of a folder, sorted by name; none where it is absent.
std::vector<std::string> files_in(const std::string& folder);

// The same damage for the same seed: cuts, changed bytes, pieces moved, repeated and inserted.
class Damager {
  public:
    // `pieces`: what of the format's own language is inserted.
    Damager(std::uint32_t seed, std::vector<std::string_view> pieces) : random_(seed), pieces_(std::move(pieces)) {}
    std::size_t below(std::size_t limit) { return limit == 0 ? 0 : random_() % limit; }
    std::string damaged(std::string bytes);
    std::string random_bytes(std::size_t size_max);

  private:
    void change(std::string& bytes);

    std::mt19937 random_;
    std::vector<std::string_view> pieces_;
};

// Empty when the answer is sound: statements ended, texts UTF-8, amounts and lines there, and a refusal
// that is BAD_DATA with a line. Otherwise the first complaint.
std::string complaint_of(const SeenFile& seen);

} // namespace settled::testing
