// locale.hpp -- dates and amounts as a language writes them: 2026年11月20日 · 20 November 2026 ·
// 20.11.2026; 1,234.50 or 1.234,50.
#pragma once

#include <settled/date.hpp>
#include <settled/money.hpp>

#include <string>
#include <string_view>

namespace settled::render {

std::string date_text(Date day, std::string_view language);             // "" for none
std::string amount_text(const Money& money, std::string_view language); // without the currency
std::string money_text(const Money& money, std::string_view language);  // "1,234.50 CNY"
std::string account_text(std::string_view account);                     // an IBAN in blocks of four, any other as written

} // namespace settled::render
