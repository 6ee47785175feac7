// checked_files.hpp -- every page of a store in SQLite bears a sum of its bytes, and none is used that does not.
//
// The sum stands in the last 8 bytes of a page, which SQLite leaves to us (its "reserved space"; file format 1.3.4). It is set
// where a page is written into the file and looked at where one is read from it, by a layer between SQLite and the operating
// system (a "VFS"). Pages of the write-ahead log are held to the log's own sums, which SQLite itself looks at after a crash only.
// So a byte that changed on the disk is an error of whoever reads it, in every table and index, and so is a page that was
// written by a program without this layer. A file of another program is read and written as it is.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace settled::store {

inline constexpr int page_sum_bytes = 8;
// "stld", the application id of a store (file format 1.3): beside the bytes reserved a second witness that its pages bear
// sums, so that no single changed byte makes us look away.
inline constexpr std::uint32_t store_application = 0x73746C64;
// The page that holds this byte is never written: SQLite locks it (file format 1.5).
inline constexpr std::int64_t locks_at = 0x40000000;
// A file control that answers (bool) whether this database's pages bear sums.
inline constexpr int ask_for_sums = 0x73746C64;
// A file control (PageLook) that reads many pages that follow each other at once, and looks at each one's sum.
inline constexpr int look_at_pages = ask_for_sums + 1;

struct PageLook {
    std::int64_t first_page = 1;
    std::span<unsigned char> room; // of whole pages: how many are looked at
    std::vector<std::int64_t> not_whole;
};

// Of a page without its last 8 bytes. A page that stands in another one's place has the wrong sum too.
std::uint64_t page_sum(std::span<const unsigned char> content, std::int64_t page_number);

// From now on every database that this process opens goes through the layer.
void use_checked_files();

} // namespace settled::store
