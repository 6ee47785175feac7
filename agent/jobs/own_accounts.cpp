#include "jobs/own_accounts.hpp"

#include <algorithm>

namespace settled::jobs {
namespace {

bool is_alphanumeric(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

// What the number may stand for, most literal first.
std::vector<std::string> readings(std::string_view number, Currency currency) {
    std::vector<std::string> keys = {account_key(number)};
    if (const std::size_t slash = number.rfind('/'); slash != number.npos) keys.push_back(account_key(number.substr(slash + 1)));
    if (!currency.none() && keys.front().ends_with(currency.code()))
        keys.push_back(keys.front().substr(0, keys.front().size() - 3));
    return keys;
}

bool goes_by(const config::BankAccount& account, const std::string& key) {
    return account_key(account.account) == key ||
           std::ranges::any_of(account.aliases, [&](const std::string& alias) { return account_key(alias) == key; });
}

} // namespace

std::string account_key(std::string_view number) {
    std::string key;
    for (const char c : number)
        if (is_alphanumeric(c)) key += static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    return key;
}

std::string masked_account(std::string_view number) {
    const std::string key = account_key(number);
    return "…" + (key.size() > 4 ? key.substr(key.size() - 4) : key);
}

const config::BankAccount* find_account(const config::Settings& settings, std::string_view number, Currency currency) {
    for (const std::string& key : readings(number, currency)) {
        if (key.empty()) continue;
        std::vector<const config::BankAccount*> found;
        for (const config::BankAccount& account : settings.bank_accounts)
            if (goes_by(account, key)) found.push_back(&account);
        if (found.size() > 1 && !currency.none())
            std::erase_if(found, [&](const config::BankAccount* account) { return account->currency != currency; });
        if (found.size() == 1) return found.front();
    }
    return nullptr;
}

} // namespace settled::jobs
