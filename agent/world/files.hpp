// files.hpp -- what the agent does with files: read whole, replace whole, append for good, list.
//
// Nothing here is half done: a reader of a file that is being replaced sees the old or the new
// bytes, also after a power cut. Errors name the file and the next step. UNAVAILABLE: a share that
// is away, no space left; ACCESS_DENIED: permission; BAD_DATA: larger than allowed;
// INVALID_CONFIG: not there, or not a file; REJECTED: there already.
#pragma once

#include <settled/result.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace settled::world {

namespace limit {
inline constexpr std::size_t configuration_bytes_max = 1 << 20;
inline constexpr std::size_t folder_entries_max = 100'000;
} // namespace limit

// Who may read a file that is made: the service's user and group, or the owner alone.
enum class Permission : std::uint8_t { group_may_read, owner_only };

Result<std::string> read_file(const std::filesystem::path& file, std::size_t bytes_max);

// Writes beside the file, syncs, renames over it and syncs the folder.
Status write_file(const std::filesystem::path& file, std::string_view bytes, Permission permission = Permission::group_may_read);

// Makes a file that must not exist yet; of two callers at once exactly one succeeds.
Status create_file(const std::filesystem::path& file, std::string_view bytes, Permission permission = Permission::group_may_read);

// Appends in one write and returns when the bytes are on the disk.
Status append_file(const std::filesystem::path& file, std::string_view bytes, Permission permission = Permission::group_may_read);

Status make_folder(const std::filesystem::path& folder, Permission permission = Permission::group_may_read); // parents too
// What root writes for the service belongs to the account whose folder it is, which could not read it otherwise. Does nothing
// for others, nor on Windows, where a file has its folder's rights.
Status give_to_owner_of_folder(const std::filesystem::path& file);
// The name of the account whose file it is; ACCESS_DENIED, INVALID_CONFIG as for reading; UNSUPPORTED where the system has no
// name for it.
Result<std::string> file_owner(const std::filesystem::path& file);
// Whether the file has not changed for so long, by the system's own clock: whoever writes it is done.
bool is_at_rest(const std::filesystem::path& file, int seconds);
Status remove_file(const std::filesystem::path& file); // absent is fine
Result<std::int64_t> free_bytes(const std::filesystem::path& folder);

struct FolderEntry {
    std::string name; // UTF-8, without the folder
    bool is_folder = false;
    std::int64_t byte_count = 0; // 0 for a folder
    std::int64_t modified_unix_ms = 0;
};

// Files and folders directly in it, by name; sockets, devices and broken links are left out.
Result<std::vector<FolderEntry>> list_folder(const std::filesystem::path& folder);

} // namespace settled::world
