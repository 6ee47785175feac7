// control_totals.hpp -- what a trailer record says of a statement, held against what was read.
//
// Formats of fixed records end with counts and sums of debits and credits. They find what a proved
// balance cannot: a debit and a credit of the same amount that are both missing.
#pragma once

#include <formats/balance_proof.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace settled::formats {

class ControlTotals {
  public:
    explicit ControlTotals(Currency currency = {}) : currency_(currency) {}

    enum class Side { debit, credit };
    struct Stated {
        Side side;
        std::optional<std::int64_t> count; // of entries; where the format says it
        DecimalAmount sum;                 // never negative
    };

    // A booked entry; zero counts on the side that the format gave it.
    void add(DecimalAmount amount, Side side);
    // Nothing when it is what was read. Otherwise both figures, for people.
    std::optional<std::string> difference(const Stated& stated) const;

  private:
    struct Sum {
        std::int64_t count = 0;
        DecimalAmount amount;
        bool fits = true;
    };
    std::string words(Side side, std::optional<std::int64_t> count, DecimalAmount amount) const;

    Currency currency_;
    Sum debit_, credit_;
};

} // namespace settled::formats
