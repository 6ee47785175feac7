// open_page.hpp -- shows a file to the person in front of this machine, by the program that is meant for it.
#pragma once

#include <settled/result.hpp>

#include <filesystem>

namespace settled::world {

// Does not wait for the program. UNAVAILABLE: there is no desktop here, or nothing that opens the file.
Status open_page(const std::filesystem::path& file);

} // namespace settled::world
