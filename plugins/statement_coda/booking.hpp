// booking.hpp -- one movement of the account with its details, while they are being read.
//
// Only the total moves the balance. Its details (types 5, 6, 7, or what a bank gives another type) are
// its parts; what an amount is made of (8, and 9 for a detail) gives charges and, where there is more
// than one piece, parts: those that are not the bank's own have the words and the party of the whole.
#pragma once

#include "movement.hpp"

#include <cstdint>
#include <functional>
#include <vector>

namespace settled::coda {

class Booking {
  public:
    using Complain = std::function<void(std::string_view code, std::int64_t line, const std::string& message)>;

    Status start(const FixedRecord& record, Currency currency);      // 2.1, detail number 0000
    Status add_detail(const FixedRecord& record, Currency currency); // 2.1, another detail number
    // The amount that records 2.2 and 2.3 behind the last 2.1 are about.
    Movement& current();
    // The one that information (3) is about: what an amount is made of has none of its own.
    Movement& informed();

    // The finished record; it and its texts live until the next start().
    const settled_entry& finish(const Complain& complain);
    ControlTotals::Side side() const { return total_.side(); }

  private:
    static constexpr std::size_t details_max = 50'000; // of one movement, all held at once

    void close_piece();

    Movement total_, piece_; // piece_: a type 9 being read, or a detail above the limit
    std::vector<Movement> details_;
    std::vector<settled_entry> parts_;
    settled_entry entry_{};
    bool has_piece_ = false;
    std::int64_t left_out_ = 0;
};

} // namespace settled::coda
