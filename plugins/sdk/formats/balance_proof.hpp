// balance_proof.hpp -- opening + booked entries = closing, kept while a statement streams by.
//
// Every reader of a format with balances uses it, so that the words finance reads are the same for
// every bank. The arithmetic is exact, finer digits included.
#pragma once

#include <formats/decimal_text.hpp>

#include <optional>
#include <string>

namespace settled::formats {

class BalanceProof {
  public:
    explicit BalanceProof(Currency currency = {}) : currency_(currency) {}

    // A booked entry, signed. One in another currency, or a sum beyond 64 bits, cannot be proved.
    void add(DecimalAmount amount, Currency currency);

    bool provable() const { return provable_; }

    // Nothing when opening + entries = closing. Otherwise what finance should read: both figures.
    std::optional<std::string> difference(DecimalAmount opening, DecimalAmount closing) const;

  private:
    Currency currency_;
    DecimalAmount sum_;
    bool provable_ = true;
};

// Exact, at the finer of the two; nothing when the result does not fit 64 bits.
std::optional<DecimalAmount> add(DecimalAmount left, DecimalAmount right);
std::optional<DecimalAmount> subtract(DecimalAmount left, DecimalAmount right);

} // namespace settled::formats
