// text_arena.hpp -- growing blocks of text and small references into them.
//
// A row of a million holds four bytes a text, not a string, and most of a row's texts are empty; text that repeats
// (account numbers, names) is stored once. A reference and a view stay valid for the arena's life; a copied arena holds
// the same texts under the same references.
#pragma once

#include "ledger/place_table.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace settled::ledger {

struct TextRef {
    std::uint32_t offset = 0; // 0: empty

    bool empty() const { return offset == 0; }
    friend bool operator==(const TextRef&, const TextRef&) = default;
};

class TextArena {
  public:
    // At most 4 GiB in all; asserts beyond, because every input above has its own limit.
    TextRef add(std::string_view text);
    TextRef intern(std::string_view text); // equal text gives an equal reference
    // The same of several, sooner: what each of them leads to is fetched while the others are looked at.
    void intern(std::span<const std::string_view> texts, std::span<TextRef> references);

    // Before each text stands its size: seven bits a byte, the low ones first; the eighth bit says that more follow.
    std::string_view operator[](TextRef reference) const {
        if (reference.empty()) return {};
        const char* at = blocks_[reference.offset / block_bytes].data() + reference.offset % block_bytes;
        std::size_t size = 0;
        for (unsigned shift = 0;; shift += 7) {
            const auto byte = static_cast<unsigned char>(*at++);
            size |= static_cast<std::size_t>(byte & 0x7FU) << shift;
            if (byte < 0x80U) return {at, size};
        }
    }

    // Has the processor bring a text from memory, so that it is there when it is looked at a little later.
    void fetch(TextRef reference) const {
        if (!reference.empty())
            __builtin_prefetch(blocks_[reference.offset / block_bytes].data() + reference.offset % block_bytes);
    }

  private:
    static constexpr std::size_t block_bytes = std::size_t{1} << 18U;

    void begin_block(std::size_t bytes);
    TextRef intern(std::string_view text, std::uint32_t hash);

    // Never longer than they were made for, so that no text is moved. What is longer than a block stands alone, and
    // empty ones behind it keep the count of offsets.
    std::vector<std::string> blocks_;
    PlaceTable interned_; // offsets
};

} // namespace settled::ledger
