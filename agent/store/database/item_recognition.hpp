// item_recognition.hpp -- which of the items that came are ones that went: kept as aliases, or as questions for a person.
#pragma once

#include "ledger/item_key.hpp"
#include "store/database/database.hpp"

#include <cstdint>
#include <span>
#include <string>

namespace settled::store {

struct RecognitionScope {
    const std::string &company, &ledger;
    std::int64_t generation;
    Date known_on; // of the generation
};

struct ItemMovements {
    std::span<const ledger::KeyedItem> vanished, appeared; // with this generation; keys that no earlier one had
    std::span<const std::string> returned;                 // keys that stood before, went, and stand again
};

// Inside the writing transaction of a generation that is not the ledger's first, when its identities are written. An item
// is recognised among those that went with it, else among those that went in the days before. What was recognised or must
// be asked is written and answered.
ledger::Renumbering recognise(Database& database, const RecognitionScope& scope, const ItemMovements& moved);

} // namespace settled::store
