// explanation.hpp -- how an entry is explained, in few words: told with its evidence only when it is the answer.
#pragma once

#include "matching/match.hpp"

#include <boost/container/small_vector.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace settled::matching {

enum class Way : std::uint8_t {
    none = 0,
    exact_numbers,
    advised, // the payer's remittance advice lists the items
    numbers_with_residual,
    part_payment,
    receipt_items,    // what the clerk wrote on the ERP's receipt
    near_number,      // one sign wrong or cut short, the amount exact
    numbers_and_rest, // some quoted, the rest a unique sum
    only_amount,      // of the payer
    only_sum,
    oldest_items,
    overpaid_number,
    receipt_customer, // on account: the ERP knows the customer
    on_account
};

struct Share {
    Row item = no_row; // no_row: on the customer's account
    std::int64_t amount = 0;
};

// In few words, to be told later. `Shares` is a list of Share, by item.
template <class Shares> struct Explained {
    Shares shares;
    Row customer = no_row;
    Way way = Way::none;
    bool third_party = false;
    Residual residual = Residual::none;
    std::int64_t residual_amount = 0;
};
// Most pay one item or two: those cost no memory of their own.
using Shares = boost::container::small_vector<Share, 2>;
using Candidate = Explained<Shares>;
inline std::span<Share> all_of(Shares& shares) { return {shares.data(), shares.size()}; }
inline std::span<const Share> all_of(const Shares& shares) { return {shares.data(), shares.size()}; }
using Explanation = Explained<std::span<const Share>>;

} // namespace settled::matching
