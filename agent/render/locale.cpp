#include "render/locale.hpp"

#include <settled/check_digits.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace settled::render {
namespace {

constexpr std::array<std::string_view, 12> english_months = {
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"};

bool is_german(std::string_view language) { return language.starts_with("de"); }

} // namespace

std::string date_text(Date day, std::string_view language) {
    if (!day) return {};
    if (language.starts_with("zh")) return fmt::format("{}年{}月{}日", day.year(), day.month(), day.day());
    if (is_german(language)) return fmt::format("{:02}.{:02}.{}", day.day(), day.month(), day.year());
    return fmt::format("{} {} {}", day.day(), english_months[day.month() - 1], day.year());
}

std::string amount_text(const Money& money, std::string_view language) {
    std::string text = grouped_amount_text(money.minor_units, money.currency);
    if (is_german(language)) // 1,234.50 becomes 1.234,50
        std::ranges::transform(text, text.begin(), [](char c) { return c == ',' ? '.' : c == '.' ? ',' : c; });
    return text;
}

std::string money_text(const Money& money, std::string_view language) {
    return amount_text(money, language) + ' ' + std::string(money.currency.code());
}

std::string account_text(std::string_view account) {
    constexpr std::size_t block = 4;
    std::string compact;
    std::ranges::copy_if(account, std::back_inserter(compact), [](char c) { return c != ' '; });
    if (!is_iban(compact)) return std::string(account);
    std::string made;
    for (std::size_t i = 0; i < compact.size(); ++i) {
        if (i > 0 && i % block == 0) made += ' ';
        made += compact[i];
    }
    return made;
}

} // namespace settled::render
