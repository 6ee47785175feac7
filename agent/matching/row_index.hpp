// row_index.hpp -- rows found by a hash of what is written or owed there, for millions of them.
//
// Built once, then only read. A hit may be of another text with a like hash (52 bits and more are compared): whoever
// asks looks at the row itself before he believes it.
#pragma once

#include "ledger/book.hpp"
#include "matching/text_hash.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace settled::matching {

class RowIndex {
  public:
    void expect(std::size_t rows) { waiting_.reserve(rows); }
    void add(std::uint64_t hash, ledger::Row row) { waiting_.push_back({hash, row}); }

    // After the last add(): by the hash's leading bits, in the order they were added.
    void build() {
        build(waiting_.size(), [&](auto&& place) {
            for (const Waiting& one : waiting_) place(one.hash, one.row);
        });
        std::vector<Waiting>().swap(waiting_); // an assignment of {} would keep its memory
    }
    // The same without waiting rows, where each hash costs little: `each` is called twice and places the same ones.
    template <class Each> void build(std::size_t rows, Each&& each) {
        const std::size_t buckets = std::bit_ceil(rows / 4 + 1); // two to four of them in each: mostly one line of the cache
        shift_ = 64 - std::countr_zero(buckets);
        starts_.assign(buckets + 2, 0);
        each([&](std::uint64_t hash, ledger::Row) { ++starts_[bucket(hash) + 2]; });
        for (std::size_t i = 1; i < starts_.size(); ++i) starts_[i] += starts_[i - 1];
        slots_.resize(starts_.back());
        // The next free slot of each bucket, which in the end is where the one behind it begins.
        each([&](std::uint64_t hash, ledger::Row row) {
            slots_[starts_[bucket(hash) + 1]++] = {static_cast<std::uint32_t>(hash), row};
        });
    }

    // Rows added under this hash, in order, until `take` returns false.
    template <class Take> void each(std::uint64_t hash, Take&& take) const {
        if (slots_.empty()) return;
        const std::size_t at = bucket(hash);
        for (std::uint32_t i = starts_[at]; i < starts_[at + 1]; ++i)
            if (slots_[i].hash == static_cast<std::uint32_t>(hash) && !take(slots_[i].row)) return;
    }

    // Rows added under a hash under which there are so many, in any order.
    template <class Take> void each_of_many(std::size_t many, Take&& take) const {
        std::vector<Slot> sorted; // of one bucket
        for (std::size_t at = 0; at + 1 < starts_.size(); ++at) {
            if (starts_[at + 1] - starts_[at] < many) continue;
            sorted.assign(slots_.begin() + starts_[at], slots_.begin() + starts_[at + 1]);
            std::ranges::sort(sorted, {}, &Slot::hash);
            for (auto first = sorted.begin(); first != sorted.end();) {
                const auto end = std::find_if(first, sorted.end(), [&](const Slot& slot) { return slot.hash != first->hash; });
                if (static_cast<std::size_t>(end - first) >= many)
                    for (auto slot = first; slot != end; ++slot) take(slot->row);
                first = end;
            }
        }
    }
    // Have the processor bring from memory where the rows under this hash are said to stand; some time later, the rows.
    void fetch_bucket(std::uint64_t hash) const {
        if (!starts_.empty()) __builtin_prefetch(&starts_[bucket(hash)]);
    }
    void fetch_rows(std::uint64_t hash) const {
        if (!slots_.empty()) __builtin_prefetch(slots_.data() + starts_[bucket(hash)]);
    }

  private:
    struct Waiting {
        std::uint64_t hash;
        ledger::Row row;
    };
    struct Slot {
        std::uint32_t hash; // its low half; the bucket holds the leading bits
        ledger::Row row;
    };

    std::size_t bucket(std::uint64_t hash) const { return shift_ == 64 ? 0 : hash >> shift_; }

    std::vector<Waiting> waiting_;
    std::vector<std::uint32_t> starts_; // first slot of each bucket
    std::vector<Slot> slots_;
    int shift_ = 64;
};

} // namespace settled::matching
