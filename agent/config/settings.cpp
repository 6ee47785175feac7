#include "config/settings.hpp"

#include <algorithm>

namespace settled::config {
namespace {

template <class T> const T* by_name(const std::vector<T>& all, std::string_view name) {
    const auto hit = std::ranges::find(all, name, &T::name);
    return hit == all.end() ? nullptr : &*hit;
}

template <class T> std::vector<const T*> of_company(const std::vector<T>& all, std::string_view company) {
    std::vector<const T*> found;
    for (const T& one : all)
        if (one.company == company) found.push_back(&one);
    return found;
}

} // namespace

std::string Company::name_in(const std::string& language) const {
    if (const auto exact = legal_name.find(language); exact != legal_name.end() && !exact->second.empty()) return exact->second;
    constexpr std::size_t tag = 2; // "zh" is "zh-CN" where nothing else is there
    for (const auto& [known, name] : legal_name)
        if (language.size() >= tag && known.substr(0, tag) == language.substr(0, tag) && !name.empty()) return name;
    for (const std::string& wanted : {std::string(), std::string("en"), std::string("zh-CN")})
        if (const auto hit = legal_name.find(wanted); hit != legal_name.end() && !hit->second.empty()) return hit->second;
    return name;
}

std::string Block::option(std::string_view key) const {
    const auto found = std::ranges::find(options, key, &std::pair<std::string, std::string>::first);
    return found == options.end() ? std::string() : found->second;
}

bool Person::works_for(std::string_view company) const {
    return companies.empty() || std::ranges::find(companies, company) != companies.end();
}

bool Person::has_role(std::string_view role) const { return std::ranges::find(roles, role) != roles.end(); }

std::filesystem::path Settings::data_folder() const {
    constexpr std::string_view sqlite = "sqlite:";
    if (!store.url.starts_with(sqlite) || store.url == "sqlite::memory:") return folder / "state";
    const std::filesystem::path database(store.url.substr(sqlite.size()));
    return (database.is_absolute() ? database : folder / database).parent_path();
}

const Company* Settings::company(std::string_view name) const { return by_name(companies, name); }
const StatementSource* Settings::source(std::string_view name) const { return by_name(sources, name); }
const Gateway* Settings::gateway(std::string_view name) const { return by_name(gateways, name); }
const Gateway* Settings::gateway_of(const Company& company, const std::string& channel) const {
    const auto named = company.gateways.find(channel);
    return named == company.gateways.end() ? nullptr : gateway(named->second);
}
const Person* Settings::person(std::string_view name) const { return by_name(people, name); }
const dunning::InterestRule* Settings::interest_rule(std::string_view name) const {
    const auto hit = std::ranges::find(interest_rules, name, &dunning::InterestRule::name);
    return hit == interest_rules.end() ? nullptr : &*hit;
}

const dunning::Procedure* Settings::procedure(std::string_view name) const { return by_name(procedures, name); }

const dunning::Calendar& Settings::calendar_of(const Company& company) const {
    static const dunning::Calendar weekends_only;
    const auto hit = calendars.find(company.calendar);
    return hit == calendars.end() ? weekends_only : hit->second;
}

std::vector<const Ledger*> Settings::ledgers_of(std::string_view company) const { return of_company(ledgers, company); }
std::vector<const BankAccount*> Settings::accounts_of(std::string_view company) const {
    return of_company(bank_accounts, company);
}
std::vector<const Person*> Settings::people_with(std::string_view role, std::string_view company) const {
    std::vector<const Person*> found;
    for (const Person& person : people)
        if (person.works_for(company) && person.has_role(role)) found.push_back(&person);
    return found;
}

} // namespace settled::config
