#include "matching/owners.hpp"

#include "ledger/text_hash.hpp"
#include "matching/limits.hpp"

#include <algorithm>

namespace settled::matching {

bool Owners::Owner::is(Row row) const { return customer == row || std::ranges::find(others, row) != others.end(); }

void Owners::add(std::string_view key, Row customer, bool learned) {
    if (key.empty() || customer == no_row) return;
    const std::uint32_t hash = ledger::place_hash(key);
    const std::uint32_t known = place_of(hash, key);
    if (known == nobody) {
        places_.add(hash, static_cast<std::uint32_t>(owned_.size()));
        owned_.push_back({.key = text_.add(key), .customer = customer, .learned = learned});
        return;
    }
    Owned& owned = owned_[known];
    owned.learned = owned.learned || learned;
    if (owned.customer == customer) return;
    if (owned.others == nobody) {
        owned.others = static_cast<std::uint32_t>(others_.size());
        others_.emplace_back();
    }
    std::vector<Row>& others = others_[owned.others];
    if (others.size() < limits::customers_of_a_name && std::ranges::find(others, customer) == others.end())
        others.push_back(customer);
}

std::uint32_t Owners::place_of(std::string_view key) const { return place_of(ledger::place_hash(key), key); }

std::optional<Owners::Owner> Owners::owner(std::uint32_t place) const {
    if (place == nobody) return std::nullopt;
    const Owned& owned = owned_[place];
    Owner owner{.customer = owned.customer, .learned = owned.learned, .others = {}};
    if (owned.others != nobody) owner.others = others_[owned.others];
    return owner;
}

std::uint32_t Owners::place_of(std::uint32_t hash, std::string_view key) const {
    return places_.find(hash, [&](std::uint32_t at) { return text_[owned_[at].key] == key; });
}

} // namespace settled::matching
