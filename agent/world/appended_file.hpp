// appended_file.hpp -- a file that stays open and only grows: one writer, each text in one write.
#pragma once

#include "world/native_handle.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>

namespace settled::world {

class AppendedFile {
  public:
    // Made where it is not there, for this account and its group. Nothing: it cannot be opened, or is a link.
    static std::optional<AppendedFile> open(const std::filesystem::path& file);
    AppendedFile(AppendedFile&& other) noexcept;
    AppendedFile& operator=(AppendedFile&& other) noexcept;
    ~AppendedFile();

    std::int64_t byte_count() const { return byte_count_; }
    bool write(std::string_view bytes); // false: not all of it

  private:
    AppendedFile(NativeHandle descriptor, std::int64_t byte_count) : descriptor_(descriptor), byte_count_(byte_count) {}
    NativeHandle descriptor_;
    std::int64_t byte_count_;
};

} // namespace settled::world
