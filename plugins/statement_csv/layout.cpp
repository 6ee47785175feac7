#include "layout.hpp"

#include <algorithm>
#include <charconv>

namespace settled::csv {
namespace {

constexpr std::array<std::string_view, field_count> names = {"account",
                                                             "currency",
                                                             "booking_date",
                                                             "value_date",
                                                             "amount",
                                                             "money_in",
                                                             "money_out",
                                                             "direction",
                                                             "balance",
                                                             "opening",
                                                             "closing",
                                                             "status",
                                                             "counterparty_name",
                                                             "counterparty_account",
                                                             "counterparty_bank",
                                                             "remittance",
                                                             "structured_reference",
                                                             "end_to_end_id",
                                                             "mandate_id",
                                                             "bank_reference",
                                                             "customer_reference",
                                                             "transaction_code",
                                                             "fee",
                                                             "original_amount",
                                                             "original_currency",
                                                             "rate",
                                                             "payer_name",
                                                             "payer_account",
                                                             "payer_bank",
                                                             "payee_name",
                                                             "payee_account",
                                                             "payee_bank",
                                                             "kind"};

} // namespace

std::string_view name(Field field) { return names[static_cast<std::size_t>(field)]; }

std::optional<Field> field_named(std::string_view name) {
    const auto* const hit = std::ranges::find(names, name);
    if (hit == names.end()) return std::nullopt;
    return static_cast<Field>(hit - names.begin());
}

std::optional<std::size_t> position_of(std::string_view number) {
    std::size_t position = 0;
    const auto read = std::from_chars(number.data(), number.data() + number.size(), position);
    if (read.ec != std::errc() || read.ptr != number.data() + number.size() || position == 0) return std::nullopt;
    return position - 1;
}

} // namespace settled::csv
