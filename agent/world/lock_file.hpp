// lock_file.hpp -- one holder at a time on this machine: a file that is locked as long as its holder lives.
//
// The kernel gives it back when the holder ends, however it ends. Children do not inherit it.
#pragma once

#include "world/native_handle.hpp"

#include <settled/result.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>

namespace settled::world {

class LockFile {
  public:
    // UNAVAILABLE: another process holds it (its number stands in the message), or the folder's file system knows no
    // locks; ACCESS_DENIED: permission.
    static Result<LockFile> take(const std::filesystem::path& file);
    LockFile(LockFile&& other) noexcept;
    LockFile& operator=(LockFile&&) = delete;
    ~LockFile();

  private:
    explicit LockFile(NativeHandle descriptor) : descriptor_(descriptor) {}
    NativeHandle descriptor_;
};

// Who holds it now; nothing where nobody does.
std::optional<std::int64_t> lock_holder(const std::filesystem::path& file);

} // namespace settled::world
