// reading.hpp -- takes checked values out of a table. A key that is absent leaves its target alone,
// so the default that stands in settings.hpp is the only one.
#pragma once

#include "config/document.hpp"
#include "config/settings.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace settled::config {

class Reading {
  public:
    // `folder`: where relative paths start.
    Reading(const Value& table, const std::filesystem::path& folder) : table_(&table), folder_(&folder) {}

    bool has(std::string_view key) const { return table_->find(key) != nullptr; }
    void text(std::string_view key, std::string& target) const;
    void path(std::string_view key, std::string& target) const;
    void number(std::string_view key, int& target) const;
    void flag(std::string_view key, bool& target) const;
    void day(std::string_view key, Date& target) const;
    void currency(std::string_view key, Currency& target) const;
    void texts(std::string_view key, std::vector<std::string>& target) const;
    void amounts(std::string_view key, Amounts& target) const;
    void by_language(std::string_view key, Texts& target) const; // "" → text where only one was given
    void pairs(std::string_view key, std::map<std::string, std::string>& target) const;
    void span(std::string_view key, int& from_minute, int& to_minute) const;
    std::string text(std::string_view key) const; // "" where it is absent

    std::vector<Reading> rows(std::string_view key) const; // the tables of a list

  private:
    const Value* table_;
    const std::filesystem::path* folder_;
};

} // namespace settled::config
