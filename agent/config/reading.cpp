#include "config/reading.hpp"

#include "config/plugin_options.hpp"
#include "config/words.hpp"

#include <cassert>

namespace settled::config {

void Reading::text(std::string_view key, std::string& target) const {
    if (const Value* value = table_->find(key)) target = value->text;
}

std::string Reading::text(std::string_view key) const {
    const Value* value = table_->find(key);
    return value ? value->text : std::string();
}

void Reading::path(std::string_view key, std::string& target) const {
    if (const Value* value = table_->find(key)) target = absolute_path(*folder_, value->text);
}

void Reading::number(std::string_view key, int& target) const {
    if (const Value* value = table_->find(key)) target = static_cast<int>(value->number); // its row keeps it in range
}

void Reading::flag(std::string_view key, bool& target) const {
    if (const Value* value = table_->find(key)) target = value->number != 0;
}

void Reading::day(std::string_view key, Date& target) const {
    if (const Value* value = table_->find(key)) target = value->date;
}

void Reading::currency(std::string_view key, Currency& target) const {
    const Value* value = table_->find(key);
    if (value == nullptr) return;
    const auto currency = Currency::parse(value->text);
    assert(currency);
    target = *currency;
}

void Reading::texts(std::string_view key, std::vector<std::string>& target) const {
    const Value* value = table_->find(key);
    if (value == nullptr) return;
    target.clear();
    for (const Value& item : value->items) target.push_back(item.text);
}

void Reading::amounts(std::string_view key, Amounts& target) const {
    const Value* value = table_->find(key);
    if (value == nullptr) return;
    target.clear();
    for (const Member& member : value->members) {
        const auto currency = Currency::parse(member.key);
        assert(currency);
        const auto money = parse_money(member.value.text, *currency);
        assert(money);
        target[*currency] = money->minor_units;
    }
}

void Reading::by_language(std::string_view key, Texts& target) const {
    const Value* value = table_->find(key);
    if (value == nullptr) return;
    target.clear();
    if (value->kind == ValueKind::text) target[""] = value->text;
    for (const Member& member : value->members) target[member.key] = member.value.text;
}

void Reading::pairs(std::string_view key, std::map<std::string, std::string>& target) const {
    const Value* value = table_->find(key);
    if (value == nullptr) return;
    target.clear();
    for (const Member& member : value->members) target[member.key] = member.value.text;
}

void Reading::span(std::string_view key, int& from_minute, int& to_minute) const {
    const Value* value = table_->find(key);
    if (value == nullptr) return;
    from_minute = minute_of_day(value->items[0].text).value();
    to_minute = minute_of_day(value->items[1].text).value();
}

std::vector<Reading> Reading::rows(std::string_view key) const {
    std::vector<Reading> found;
    if (const Value* value = table_->find(key))
        for (const Value& item : value->items) found.emplace_back(item, *folder_);
    return found;
}

} // namespace settled::config
