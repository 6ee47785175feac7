// money.hpp -- an exact amount: 64-bit minor units and an ISO 4217 code. No floating point, ever.
//
// The number of decimals is the currency's own (JPY 0, CNY 2, KWD 3; ISO 4217:2015 list one). An
// overflow is an error, never a wrapped value. Amounts of different currencies are never added.
#pragma once

#include <settled/result.hpp>

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace settled {

class Currency {
  public:
    constexpr Currency() = default; // none; shown with two decimals

    // Three capital letters. Whether anybody uses them is not asked: banks invent test codes.
    static std::optional<Currency> parse(std::string_view code);
    static constexpr Currency from_abi(settled_currency currency) {
        Currency made;
        for (std::size_t i = 0; i < 3; ++i) made.code_[i] = currency.code[i];
        return made;
    }
    constexpr settled_currency abi() const { return {{code_[0], code_[1], code_[2], '\0'}}; }

    constexpr bool none() const { return code_[0] == '\0'; }
    std::string_view code() const { return none() ? std::string_view() : std::string_view(code_.data(), 3); }
    int exponent() const; // decimals: 2 for most and for none

    // The letters as one number: equal for equal currencies only, in the order of their codes, 0 for none.
    constexpr std::uint32_t number() const {
        const auto letter = [&](std::size_t at) { return static_cast<std::uint32_t>(static_cast<unsigned char>(code_[at])); };
        return letter(0) << 16U | letter(1) << 8U | letter(2);
    }

    // By the number: comparing an array would be a call, and a million items are compared some ten times each.
    friend constexpr bool operator==(const Currency& left, const Currency& right) { return left.number() == right.number(); }
    friend constexpr auto operator<=>(const Currency& left, const Currency& right) { return left.number() <=> right.number(); }

  private:
    std::array<char, 3> code_{};
};

struct Money {
    std::int64_t minor_units = 0;
    Currency currency;

    friend constexpr bool operator==(const Money&, const Money&) = default;
};

// Both answer nothing when the sum does not fit 64 bits.
std::optional<std::int64_t> checked_add(std::int64_t left, std::int64_t right);
std::optional<std::int64_t> checked_subtract(std::int64_t left, std::int64_t right);

// "-1234.50": '.' as mark, no grouping, the currency's own decimals (plus `finer_digits`).
std::string amount_text(std::int64_t minor_units, Currency currency, int finer_digits = 0);
std::string amount_text(const Money& money);

// "-1,234.50", for people.
std::string grouped_amount_text(std::int64_t minor_units, Currency currency);

// A decimal in '.' notation ("-1234.5", "+12", ".02", "1000.000000"). Zeros beyond the currency's
// decimals are dropped; digits beyond them are BAD_DATA and named. Nothing else is accepted.
Result<Money> parse_money(std::string_view text, Currency currency);

} // namespace settled
