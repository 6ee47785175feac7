// toml_writer.hpp -- writes a configuration as TOML. What is empty is not in force and is left out;
// a secret that somebody filled in is written as "(hidden)".
#pragma once

#include "config/settings.hpp"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace settled::config {

class TomlWriter {
  public:
    void heading(std::string_view line); // "[store]"
    void named(std::string_view block, std::string_view name);

    void raw(std::string_view key, std::string_view value); // already TOML
    void text(std::string_view key, std::string_view value);
    void number(std::string_view key, int value);
    void flag(std::string_view key, bool value);
    void day(std::string_view key, Date value);
    void list(std::string_view key, const std::vector<std::string>& values);
    void amounts(std::string_view key, const Amounts& values);
    void by_language(std::string_view key, const Texts& values);
    void table(std::string_view key, const std::map<std::string, std::string>& values);
    void span(std::string_view key, int from_minute, int to_minute); // minutes of the day

    // Options of a plugin below the heading of `block`, each once; what the agent keeps itself under
    // the same key stands already.
    void options(std::string_view block, const std::vector<std::pair<std::string, std::string>>& options);

    std::string take() { return std::move(text_); }

  private:
    std::string text_;
    std::set<std::string> options_written_; // since the last heading
};

// Values as TOML writes them, for rows in braces.
std::string list_text(const std::vector<std::string>& texts);
std::string table_text(const std::map<std::string, std::string>& texts);

} // namespace settled::config
