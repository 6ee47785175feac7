// text_arena.hpp -- one growing block of text and small references into it.
//
// A row of a million holds offsets, not strings; text that repeats (account numbers, names) is
// stored once. A reference stays valid for the arena's life; a view dies when the arena grows.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace settled::ledger {

struct TextRef {
    std::uint32_t offset = 0;
    std::uint32_t size = 0;

    bool empty() const { return size == 0; }
    friend bool operator==(const TextRef&, const TextRef&) = default;
};

class TextArena {
  public:
    // At most 4 GiB in all; asserts beyond, because every input above has its own limit.
    TextRef add(std::string_view text);
    TextRef intern(std::string_view text); // equal text gives an equal reference

    std::string_view operator[](TextRef reference) const {
        return std::string_view(bytes_).substr(reference.offset, reference.size);
    }

  private:
    std::string bytes_;
    std::unordered_multimap<std::size_t, TextRef> interned_; // by hash of the text
};

} // namespace settled::ledger
