// residual.hpp -- the name of a difference between what was paid and what was open.
//
// A name is a proposal with a limit, never a write-off. Limits are per currency and path and zero
// unless the configuration says otherwise; a discount needs terms on the item or a configured rate.
#pragma once

#include "ledger/book.hpp"
#include "matching/match.hpp"
#include "matching/rules.hpp"

#include <settled/date.hpp>

#include <cstdint>
#include <optional>
#include <span>

namespace settled::matching {

struct NamedResidual {
    Residual reason = Residual::none;
    std::int64_t amount = 0; // paid less open: negative where less was paid
    std::int64_t limit = 0;  // what the rules allow under this name
};

// `items` are settled together by `paid`; `open` is what was open on them in all. Nothing where no
// name with a sufficient limit fits.
std::optional<NamedResidual> name_residual(const ledger::Book& book, std::span<const ledger::Row> items, std::int64_t open,
                                           std::int64_t paid, Date payment_day, Path path, const Rules& rules);

} // namespace settled::matching
