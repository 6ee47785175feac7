// toml_section.hpp -- reads a table of a connector's file, and remembers the first mistake with its line.
//
// A key that nobody asked for is a mistake too: a misspelt "kepe" must not read every row.
#pragma once

#include <settled/result.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

namespace settled::formats {

// The file that is being read, and what was wrong with it first.
class ConnectorSource {
  public:
    explicit ConnectorSource(std::string file) : file_(std::move(file)) {}

    void refuse(const toml::node* at, const std::string& words);
    // What is wrong stands in a file that this one names; `error` has its line, or 0.
    void refuse_elsewhere(const std::filesystem::path& file, const Error& error);
    bool good() const { return trouble_.has_value(); }
    const Status& trouble() const { return trouble_; }

  private:
    std::string file_;
    Status trouble_;
};

class Section {
  public:
    // `name` stands in messages: "[page]".
    Section(ConnectorSource& source, const toml::table& table, std::string name)
        : source_(&source), table_(&table), name_(std::move(name)) {}

    bool has(std::string_view key) const { return table_->contains(key); }
    const toml::node* node(std::string_view key);
    // Absent keys give the fallback; another type of value is a mistake.
    std::string text(std::string_view key, std::string_view fallback = {});
    std::string needed_text(std::string_view key);
    bool flag(std::string_view key);
    std::int64_t number(std::string_view key, std::int64_t fallback, std::int64_t smallest, std::int64_t largest);
    // One value or several; numbers and booleans as their text.
    std::vector<std::string> texts(std::string_view key);
    const toml::table* table(std::string_view key);
    // The rows of [[key]], or of key = [ {…} ].
    std::vector<const toml::table*> tables(std::string_view key);

    void refuse(std::string_view key, const std::string& words);
    // Names the first key that nobody asked for.
    void finish();

    ConnectorSource& source() const { return *source_; }
    const std::string& name() const { return name_; }

  private:
    ConnectorSource* source_;
    const toml::table* table_;
    std::string name_;
    std::set<std::string, std::less<>> asked_;
};

// "12" of 12, "true" of true, the text of a text; nothing of a table or list.
std::optional<std::string> scalar_text(const toml::node& node);

} // namespace settled::formats
