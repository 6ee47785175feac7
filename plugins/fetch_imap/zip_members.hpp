// zip_members.hpp -- the files inside a ZIP attachment, within limits that no bomb passes.
#pragma once

#include <imap/mail.hpp>

#include <settled/result.hpp>

#include <string_view>
#include <vector>

namespace settled::imap {

inline constexpr std::size_t zip_members_max = 1'000;
inline constexpr std::size_t zip_unpacked_bytes_max = 200UL << 20; // all members together
inline constexpr std::size_t zip_ratio_max = 100;                  // unpacked to packed, of the whole

// Folders are left out; names are without folders. BAD_DATA: no ZIP, protected by a password, beyond the limits.
Result<std::vector<Attachment>> unzip(std::string_view bytes);

} // namespace settled::imap
