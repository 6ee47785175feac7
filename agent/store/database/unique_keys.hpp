// unique_keys.hpp -- ids that came, exactly and in little room: what came twice is known at once.
#pragma once

#include "ledger/place_table.hpp"
#include "ledger/text_arena.hpp"

#include <cstdint>
#include <functional>
#include <string_view>

namespace settled::store {

class UniqueKeys {
  public:
    // False where it was there.
    bool insert(std::string_view key) {
        const auto hash = static_cast<std::uint32_t>(std::hash<std::string_view>{}(key));
        const auto is_it = [&](std::uint32_t offset) { return texts_[ledger::TextRef{offset}] == key; };
        if (places_.find(hash, is_it) != ledger::PlaceTable::nothing) return false;
        places_.add(hash, texts_.add(key).offset);
        return true;
    }

  private:
    ledger::TextArena texts_;
    ledger::PlaceTable places_;
};

} // namespace settled::store
