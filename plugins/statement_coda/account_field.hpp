// account_field.hpp -- the account and its currency in records 1 and 8: 37 columns in one of four layouts.
#pragma once

#include "records.hpp"

#include <optional>

namespace settled::coda {

struct AccountField {
    FixedField account, currency;
};

// `structure`: 0 Belgian number, 1 foreign number, 2 Belgian IBAN, 3 foreign IBAN; `first`: the first of
// the columns. Nothing for another structure.
constexpr std::optional<AccountField> account_field(char structure, std::uint16_t first) {
    const auto columns = [first](std::string_view name, unsigned from, unsigned to) {
        return FixedField{name, static_cast<std::uint16_t>(first + from), static_cast<std::uint16_t>(first + to)};
    };
    switch (structure) {
    case '0':
        return AccountField{columns("account", 0, 11), columns("currency", 13, 15)};
    case '1':
    case '3':
        return AccountField{columns("account", 0, 33), columns("currency", 34, 36)};
    case '2':
        return AccountField{columns("account", 0, 30), columns("currency", 34, 36)};
    default:
        return std::nullopt;
    }
}

} // namespace settled::coda
