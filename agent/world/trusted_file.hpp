// trusted_file.hpp -- a file that only this account and the administrator can have written, held open so that it stays that one.
//
// Every folder on the way and the file itself belong to root, to this account or to whom the running program belongs, and nobody
// else may write them; a folder that
// everybody may write (/tmp) counts only with its sticky bit. Links on the way are followed first, so that what is looked at
// are the real places. Each step is taken from the folder that was looked at (openat), so nothing can be exchanged in between.
// On Windows the same is asked of lists of rights, and what was looked at is held open so that nobody can rename or write it.
#pragma once

#include "world/native_handle.hpp"

#include <settled/result.hpp>

#include <filesystem>

namespace settled::world {

class TrustedFile {
  public:
    // INVALID_CONFIG: not there, or no regular file. ACCESS_DENIED: others may write it or a folder above it; the words say
    // which, who, and the command that mends it.
    static Result<TrustedFile> open(const std::filesystem::path& file);
    TrustedFile(TrustedFile&& other) noexcept;
    TrustedFile& operator=(TrustedFile&&) = delete;
    ~TrustedFile();

    // A name of the open file itself, whatever stands at its path by now; good while this lives.
    std::filesystem::path name() const;

  private:
    explicit TrustedFile(NativeHandle descriptor) : descriptor_(descriptor) {}
    NativeHandle descriptor_;
    std::filesystem::path path_; // where the system knows no name of an open file
};

} // namespace settled::world
