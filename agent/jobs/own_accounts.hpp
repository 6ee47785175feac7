// own_accounts.hpp -- which [bank_account] a statement is about, whatever its bank calls it.
#pragma once

#include "config/settings.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace settled::jobs {

// Letters and digits only, upper case: "DE89 3704 0044" and "de8937040044" are one account.
std::string account_key(std::string_view number);

// The last four characters, for messages: "…4432".
std::string masked_account(std::string_view number);

// The account whose number or alias it is. A bank that writes "bank code/account" or puts the
// currency behind the number is understood too, where exactly one account fits. Several accounts
// under one number are told apart by currency. Nothing: unknown.
const config::BankAccount* find_account(const config::Settings& settings, std::string_view number, Currency currency);

} // namespace settled::jobs
