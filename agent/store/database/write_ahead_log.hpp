// write_ahead_log.hpp -- the sums of SQLite's write-ahead log (file format 4.1, 4.2), looked at where a page is read from it.
#pragma once

#include <cstdint>
#include <functional>
#include <span>

namespace settled::store {

std::uint32_t big_endian(const unsigned char* bytes); // four of them

// Reads `count` bytes of the log from a place; false where they are not there.
using ReadLog = std::function<bool(unsigned char* to, int count, std::int64_t from)>;

// A page as it was read at this place of the log: is it what its frame says? True also for what cannot be told: no place of a
// page, a log of a machine with the other byte order.
bool log_frame_fits(const ReadLog& read, std::span<const unsigned char> page, std::int64_t page_at);

} // namespace settled::store
