// standing_rows.hpp -- the rows of one table that stand, by what they hold: which of them come again.
//
// A million rows of a ledger are compared by their hashes, forty bytes a row.
#pragma once

#include "ledger/place_table.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace settled::store {

class StandingRows {
  public:
    static constexpr std::size_t hash_digits = 32; // hexadecimal; what a row is compared by

    // `hash`: of at most hash_digits signs. Rows that are alike stand side by side.
    void add(std::string_view hash, std::int64_t row) {
        const Hash made = hash_of(hash);
        index_.add(place(made), static_cast<std::uint32_t>(rows_.size()));
        rows_.push_back({made, row, false});
    }

    // One row that is just like this and has not come yet has come now; false where there is none.
    bool take(std::string_view hash) {
        const Hash wanted = hash_of(hash);
        const auto waits = [&](std::uint32_t at) { return !rows_[at].taken && rows_[at].hash == wanted; };
        const std::uint32_t at = index_.find(place(wanted), waits);
        if (at == ledger::PlaceTable::nothing) return false;
        rows_[at].taken = true;
        return true;
    }

    std::int64_t size() const { return static_cast<std::int64_t>(rows_.size()); }

    // Those that did not come, in the order they were added.
    std::vector<std::int64_t> left() const {
        std::vector<std::int64_t> rows;
        for (const Row& row : rows_)
            if (!row.taken) rows.push_back(row.row);
        return rows;
    }

  private:
    using Hash = std::array<std::uint64_t, 2>;
    struct Row {
        Hash hash;
        std::int64_t row = 0;
        bool taken = false;
    };

    static Hash hash_of(std::string_view digits) {
        Hash hash{};
        for (std::size_t i = 0; i < digits.size() && i < hash_digits; ++i) {
            const char c = digits[i];
            const auto value = static_cast<std::uint64_t>(c >= 'a' ? c - 'a' + 10 : c - '0');
            hash[i / 16] = hash[i / 16] << 4U | (value & 0xFU);
        }
        return hash;
    }
    static std::uint32_t place(const Hash& hash) { return static_cast<std::uint32_t>(hash[0]); }

    std::vector<Row> rows_;
    ledger::PlaceTable index_; // numbers in rows_
};

} // namespace settled::store
