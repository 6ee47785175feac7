// check.hpp -- from the text of a configuration to Settings, or to every error in it at once.
//
// Pure: the caller reads the file, knows the plugins and the time zones, and hands them in. Each
// finding is one line: where, what was found, what was expected, the next step. It never holds the
// value of a secret.
#pragma once

#include "config/settings.hpp"

#include <settled/plugin_abi.h>
#include <settled/result.hpp>

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace settled::config {

inline constexpr int schema_of_this_agent = 1;

// One row of a plugin's option table. A key that ends in ".*" takes a TOML table, whose entries
// become "parameters.NAME"; arrays are joined with ';'. An option called `folder`, or one whose
// fallback begins with "./", is a path and is made absolute against the configuration's folder.
struct OptionRow {
    std::string key, fallback, help_en, help_zh;
    bool required = false;
    bool secret = false;
};

// What is installed. An empty function: plugins cannot be asked, so their keys go unchecked.
struct PluginLookup {
    // The rows of a plugin; nothing where there is no such plugin of that kind; an error where there is one and it cannot be
    // asked, with the loader's words.
    std::function<Result<std::optional<std::vector<OptionRow>>>(settled_kind kind, const std::string& plugin)> options = {};
    std::function<std::vector<std::string>(settled_kind kind)> names = {}; // for "known plugins: …"
};

struct ShippedText { // config/procedures/NAME.toml, config/calendars/NAME.toml, config/interest/NAME.toml
    std::string file, text;
};

struct CheckRequest {
    std::string text;
    std::filesystem::path file; // as the person wrote it: stands at the beginning of every finding
    PluginLookup plugins;
    std::vector<ShippedText> procedures, calendars, interest; // interest: the company's own files last
    std::vector<std::string> time_zones;                      // IANA names; empty: zones are not checked
    bool makes_papers = true;                                 // false: a build without PDF, which can attach none
};

struct Finding {
    bool is_error = true; // else a warning
    int line = 0;         // 0: the file as a whole
    std::string text;     // the whole line: settled.toml:12: [ledger.u8]: unknown key "dns"; …
};

struct Checked {
    std::optional<Settings> settings; // there exactly when there is no error
    std::vector<Finding> findings;    // by line
};

Checked check(const CheckRequest& request);

} // namespace settled::config
