// private_file.hpp -- a file that only its account can read: how a secret lies on the disk.
//
// On Windows its text is encrypted for this machine too (DPAPI), so that a copy of the disk does not show it; who may read the
// file is decided by the rights of its folder, and a file that everybody may read is refused as it is elsewhere.
#pragma once

#include <settled/result.hpp>

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace settled::world {

// A file of ours must be its owner's alone; one that the service manager handed over is guarded by it.
enum class Guard { by_manager, by_mode };

// Nothing where there is no such file. ACCESS_DENIED: others can read it (with the command that mends it), or we cannot, or it
// was encrypted on another machine.
Result<std::optional<std::string>> read_private_file(const std::filesystem::path& file, Guard guard, std::size_t bytes_max);

// Replaces it whole.
Status write_private_file(const std::filesystem::path& file, std::string_view text);

} // namespace settled::world
