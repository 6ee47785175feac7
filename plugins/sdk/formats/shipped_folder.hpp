// shipped_folder.hpp -- where data that is shipped with a plugin stands: layouts of banks, providers of messages.
#pragma once

#include <filesystem>
#include <string_view>

namespace settled::formats {

// `folder` as the option says. Where it is `fallback` ("./config/banks") and not there, the same folder of
// share/settled or of the source tree that this plugin's library belongs to.
std::filesystem::path shipped_folder(const std::filesystem::path& folder, std::string_view fallback);

} // namespace settled::formats
