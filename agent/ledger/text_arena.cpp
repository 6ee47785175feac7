#include "ledger/text_arena.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <functional>
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

TextRef TextArena::intern(std::string_view text) {
    if (text.empty()) return {};
    if (2 * (interned_count_ + 1) > interned_.size()) double_places();
    const auto hash = static_cast<std::uint32_t>(std::hash<std::string_view>{}(text));
    Interned& place = place_of(hash, text);
    if (place.text.empty()) {
        place = {hash, add(text)};
        ++interned_count_;
    }
    return place.text;
}

TextArena::Interned& TextArena::place_of(std::uint32_t hash, std::string_view text) {
    std::size_t at = hash & (interned_.size() - 1);
    while (!interned_[at].text.empty() && (interned_[at].hash != hash || (*this)[interned_[at].text] != text))
        at = (at + 1) & (interned_.size() - 1);
    return interned_[at];
}

void TextArena::double_places() {
    constexpr std::size_t places_at_first = 1024;
    std::vector<Interned> before(std::max(places_at_first, 2 * interned_.size()));
    before.swap(interned_);
    for (const Interned& one : before) {
        if (one.text.empty()) continue;
        std::size_t at = one.hash & (interned_.size() - 1);
        while (!interned_[at].text.empty()) at = (at + 1) & (interned_.size() - 1);
        interned_[at] = one;
    }
}

} // namespace settled::ledger
