// plugin_options.hpp -- the keys of a block that belong to its plugin, held against its option rows.
#pragma once

#include "config/check.hpp"
#include "config/document.hpp"
#include "config/findings.hpp"

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace settled::config {

using Options = std::vector<std::pair<std::string, std::string>>; // in order of the rows

// The row that takes this key, or nothing. "parameters" is taken by the row "parameters.*".
const OptionRow* row_of(std::span<const OptionRow> rows, std::string_view key);
std::vector<std::string_view> keys_of(std::span<const OptionRow> rows);

// Is the value of this option a path? See check.hpp.
bool is_path(const OptionRow& row);

struct OptionRequest {
    std::span<const Member* const> members; // each of which has a row
    std::span<const OptionRow> rows;
    std::string plugin;
    std::string where;
    int line = 0; // of the block, for what is missing
    std::filesystem::path folder;
};

// What the plugin is told: written values, else defaults; paths absolute. What is wrong becomes
// findings: a value of the wrong kind, a secret in plain words, a required option that is missing.
Options plugin_options(const OptionRequest& request, Findings& findings);

// An absolute path of one that starts at `folder`; absolute ones stay, also those of Windows.
std::string absolute_path(const std::filesystem::path& folder, std::string_view path);

} // namespace settled::config
