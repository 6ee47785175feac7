#include "matching/owners.hpp"

#include "matching/limits.hpp"

#include <algorithm>
#include <functional>

namespace settled::matching {
namespace {

std::uint32_t hash_of(std::string_view key) { return static_cast<std::uint32_t>(std::hash<std::string_view>{}(key)); }

} // namespace

bool Owners::Owner::is(Row row) const { return customer == row || std::ranges::find(others, row) != others.end(); }

void Owners::add(std::string_view key, Row customer, bool learned) {
    if (key.empty() || customer == no_row) return;
    if (2 * (owned_.size() + 1) > places_.size()) double_places();
    const std::uint32_t hash = hash_of(key);
    const std::size_t place = place_of(hash, key);
    if (places_[place] == nothing) {
        places_[place] = static_cast<std::uint32_t>(owned_.size());
        owned_.push_back({.hash = hash, .key = text_.add(key), .customer = customer, .learned = learned});
        return;
    }
    Owned& owned = owned_[places_[place]];
    owned.learned = owned.learned || learned;
    if (owned.customer == customer) return;
    if (owned.others == nothing) {
        owned.others = static_cast<std::uint32_t>(others_.size());
        others_.emplace_back();
    }
    std::vector<Row>& others = others_[owned.others];
    if (others.size() < limits::customers_of_a_name && std::ranges::find(others, customer) == others.end())
        others.push_back(customer);
}

std::optional<Owners::Owner> Owners::find(std::string_view key) const {
    if (places_.empty()) return std::nullopt;
    const std::uint32_t at = places_[place_of(hash_of(key), key)];
    if (at == nothing) return std::nullopt;
    const Owned& owned = owned_[at];
    Owner owner{.customer = owned.customer, .learned = owned.learned, .others = {}};
    if (owned.others != nothing) owner.others = others_[owned.others];
    return owner;
}

std::size_t Owners::place_of(std::uint32_t hash, std::string_view key) const {
    std::size_t at = hash & (places_.size() - 1);
    for (; places_[at] != nothing; at = (at + 1) & (places_.size() - 1))
        if (const Owned& owned = owned_[places_[at]]; owned.hash == hash && text_[owned.key] == key) break;
    return at;
}

void Owners::double_places() {
    constexpr std::size_t places_at_first = 64;
    places_.assign(std::max(places_at_first, 2 * places_.size()), nothing);
    for (std::uint32_t i = 0; i < owned_.size(); ++i) {
        std::size_t at = owned_[i].hash & (places_.size() - 1);
        while (places_[at] != nothing) at = (at + 1) & (places_.size() - 1);
        places_[at] = i;
    }
}

} // namespace settled::matching
