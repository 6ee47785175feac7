// new_file.hpp -- a file that was not there before and is on the disk when it counts.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>

namespace settled::notify_folder {

// No error: made, written and synced. What was begun is left where it failed.
std::error_code write_new_file(const std::filesystem::path& file, std::string_view bytes);

std::error_code may_write_into(const std::filesystem::path& folder);

std::string words_of(const std::error_code& reason);

} // namespace settled::notify_folder
