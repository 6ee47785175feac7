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

// Every *.toml of the folder, by name; the file's name without its ending is the layout's.
Result<std::vector<Layout>> load_layouts(const std::filesystem::path& folder);

} // namespace settled::csv
