// layout_file.hpp -- reads layouts from TOML. The only user of toml++ in this plugin is its source.
#pragma once

#include "layout.hpp"

#include <settled/result.hpp>

#include <filesystem>
#include <string_view>
#include <vector>

namespace settled::csv {

// INVALID_CONFIG names the layout, the line, what was found and what is known.
Result<Layout> read_layout(std::string_view toml, std::string_view name);

// Where the layouts of this installation lie, for a "./config/banks" that the agent did not resolve: the
// folder itself where it is there, else share/settled or the source tree that this plugin's library
// belongs to. Any other folder is taken as it is.
std::filesystem::path installed_layouts(const std::filesystem::path& folder);

// Every *.toml of the folder, by name; the file's name without its ending is the layout's.
Result<std::vector<Layout>> load_layouts(const std::filesystem::path& folder);

} // namespace settled::csv
