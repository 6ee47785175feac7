// amount_hash.hpp -- a number that stands for an amount of one customer, or of whoever owes it (no_row).
#pragma once

#include "matching/match.hpp"
#include "matching/text_hash.hpp"

#include <settled/money.hpp>

#include <cstdint>

namespace settled::matching {

constexpr std::uint64_t amount_hash(Row customer, Currency currency, std::int64_t amount) {
    const std::uint64_t whose = std::uint64_t{currency.number()} << 32U | customer;
    return spread(static_cast<std::uint64_t>(amount) + spread(whose));
}

} // namespace settled::matching
