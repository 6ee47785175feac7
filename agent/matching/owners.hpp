// owners.hpp -- whose an account, a tax number or a name is: one customer's, or several customers'.
#pragma once

#include "ledger/book.hpp"
#include "ledger/place_table.hpp"
#include "ledger/text_arena.hpp"
#include "matching/match.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace settled::matching {

class Owners {
  public:
    struct Owner {
        bool several() const { return !others.empty(); }
        bool is(Row row) const;

        Row customer = no_row; // the first of them
        bool learned = false;  // a person said so
        std::span<const Row> others;
    };

    // An empty key and no_row say nothing.
    void add(std::string_view key, Row customer, bool learned = false);
    std::optional<Owner> find(std::string_view key) const { return owner(place_of(key)); } // until the next add()
    // The same in two steps: where it stands may be kept.
    std::uint32_t place_of(std::string_view key) const;
    std::optional<Owner> owner(std::uint32_t place) const;
    static constexpr std::uint32_t nobody = ledger::PlaceTable::nothing;
    bool empty() const { return owned_.empty(); }

  private:
    struct Owned {
        ledger::TextRef key;
        Row customer = no_row;
        std::uint32_t others = nobody; // in others_
        bool learned = false;
    };

    std::uint32_t place_of(std::uint32_t hash, std::string_view key) const; // in owned_

    ledger::TextArena text_;
    std::vector<Owned> owned_;
    ledger::PlaceTable places_;
    std::vector<std::vector<Row>> others_; // of the few that have several, at most limits::customers_of_a_name
};

} // namespace settled::matching
