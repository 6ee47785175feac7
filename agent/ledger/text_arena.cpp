#include "ledger/text_arena.hpp"

#include <cassert>
#include <functional>
#include <limits>

namespace settled::ledger {

TextRef TextArena::add(std::string_view text) {
    if (text.empty()) return {};
    assert(bytes_.size() + text.size() <= std::numeric_limits<std::uint32_t>::max());
    const TextRef made{static_cast<std::uint32_t>(bytes_.size()), static_cast<std::uint32_t>(text.size())};
    bytes_ += text;
    return made;
}

TextRef TextArena::intern(std::string_view text) {
    if (text.empty()) return {};
    const std::size_t hash = std::hash<std::string_view>{}(text);
    auto [first, last] = interned_.equal_range(hash);
    for (; first != last; ++first)
        if ((*this)[first->second] == text) return first->second;
    const TextRef made = add(text);
    interned_.emplace(hash, made);
    return made;
}

} // namespace settled::ledger
