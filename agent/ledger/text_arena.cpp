#include "ledger/text_arena.hpp"

#include "ledger/text_hash.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <limits>

namespace settled::ledger {

void TextArena::begin_block(std::size_t bytes) {
    const bool first = blocks_.empty();
    std::string& made = blocks_.emplace_back();
    made.reserve(std::max(bytes + 1, block_bytes));
    if (first) made += '\0'; // the place 0 is nobody's
}

TextRef TextArena::add(std::string_view text) {
    if (text.empty()) return {};
    std::array<char, 5> size_signs{};
    std::size_t size_bytes = 0;
    std::size_t rest = text.size();
    for (; rest > 0x7F; rest >>= 7U) size_signs.at(size_bytes++) = static_cast<char>(0x80U | (rest & 0x7FU));
    size_signs.at(size_bytes++) = static_cast<char>(rest);

    const std::size_t bytes = size_bytes + text.size();
    // A copy's blocks, and what fills up behind a long text, have no room to grow.
    const auto fits = [&] { return blocks_.back().capacity() >= block_bytes && blocks_.back().size() + bytes <= block_bytes; };
    if (blocks_.empty() || !fits()) begin_block(bytes);
    std::string& block = blocks_.back();
    const std::size_t place = (blocks_.size() - 1) * block_bytes + block.size();
    assert(place + bytes <= std::numeric_limits<std::uint32_t>::max());
    block.append(size_signs.data(), size_bytes);
    block += text;
    for (std::size_t more = block.size(); more > block_bytes; more -= std::min(more, block_bytes)) blocks_.emplace_back();
    return {static_cast<std::uint32_t>(place)};
}

TextRef TextArena::intern(std::string_view text) { return intern(text, place_hash(text)); }

TextRef TextArena::intern(std::string_view text, std::uint32_t hash) {
    if (text.empty()) return {};
    const std::uint32_t known = interned_.find(hash, [&](std::uint32_t offset) { return (*this)[TextRef{offset}] == text; });
    if (known != PlaceTable::nothing) return {known};
    const TextRef made = add(text);
    interned_.add(hash, made.offset);
    return made;
}

void TextArena::intern(std::span<const std::string_view> texts, std::span<TextRef> references) {
    assert(references.size() == texts.size());
    constexpr std::size_t at_once = 32;
    std::array<std::uint32_t, at_once> hashes{};
    for (std::size_t first = 0; first < texts.size(); first += at_once) {
        const std::size_t end = std::min(first + at_once, texts.size());
        for (std::size_t i = first; i < end; ++i) interned_.fetch(hashes[i - first] = place_hash(texts[i]));
        for (std::size_t i = first; i < end; ++i) {
            const std::uint32_t known = interned_.find(hashes[i - first], [](std::uint32_t) { return true; });
            if (known != PlaceTable::nothing) fetch({known});
        }
        for (std::size_t i = first; i < end; ++i) references[i] = intern(texts[i], hashes[i - first]);
    }
}

} // namespace settled::ledger
