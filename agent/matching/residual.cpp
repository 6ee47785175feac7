#include "matching/residual.hpp"

#include <algorithm>

namespace settled::matching {
namespace {

// The discounts that the items themselves offer to who pays by this day.
std::int64_t offered_discount(const ledger::Book& book, std::span<const ledger::Row> items, Date payment_day) {
    std::int64_t sum = 0;
    for (const ledger::Row row : items) {
        const ledger::HandlingRow& item = book.handling_of(book.items[row]);
        if (item.discount_amount <= 0 || (!item.discount_date.none() && payment_day > item.discount_date)) continue;
        sum = checked_add(sum, item.discount_amount).value_or(0);
    }
    return sum;
}

// A rate of the whole, or of each item rounded for itself: within one minor unit per item.
bool is_rate_of(std::int64_t missing, std::int64_t open, int basis_points, std::size_t items) {
    const std::int64_t expected = open / 10'000 * basis_points + open % 10'000 * basis_points / 10'000;
    const std::int64_t difference = missing - expected;
    return difference <= static_cast<std::int64_t>(items) && -difference <= static_cast<std::int64_t>(items);
}

} // namespace

std::optional<NamedResidual> name_residual(const ledger::Book& book, std::span<const ledger::Row> items, std::int64_t open,
                                           std::int64_t paid, Date payment_day, Path path, const Rules& rules) {
    const auto difference = checked_subtract(paid, open);
    if (!difference || *difference == 0 || items.empty()) return std::nullopt;
    const Currency currency = book.items[items.front()].currency;
    const std::int64_t size = *difference < 0 ? -*difference : *difference;
    const auto within = [&](Residual reason) -> std::optional<NamedResidual> {
        const std::int64_t limit = rules.limit(reason, currency, path);
        if (size > limit) return std::nullopt;
        return NamedResidual{reason, *difference, limit};
    };
    if (const auto cents = within(Residual::cent_difference)) return cents;
    if (*difference < 0) {
        if (offered_discount(book, items, payment_day) == size)
            return NamedResidual{Residual::early_payment_discount, *difference, size};
        for (const int rate : rules.discount_basis_points)
            if (is_rate_of(size, open, rate, items.size()))
                return NamedResidual{Residual::early_payment_discount, *difference, size};
        for (const Residual reason :
             {Residual::bank_fee, Residual::withholding, Residual::exchange_difference, Residual::short_payment})
            if (const auto named = within(reason)) return named;
        return std::nullopt;
    }
    for (const Residual reason : {Residual::exchange_difference, Residual::overpayment})
        if (const auto named = within(reason)) return named;
    return std::nullopt;
}

} // namespace settled::matching
