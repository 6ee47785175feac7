#include "store/database/write_ahead_log.hpp"

#include <array>
#include <bit>
#include <cstring>

namespace settled::store {
namespace {

constexpr std::int64_t log_header_bytes = 32, frame_header_bytes = 24;
constexpr std::size_t log_sum_at = 24, frame_sum_at = 16, summed_of_frame_header = 8;
constexpr std::uint32_t magic = 0x377F0682, magic_big_endian = 0x377F0683;

struct Sum {
    std::uint32_t first = 0, second = 0;
    bool operator==(const Sum&) const = default;

    void add(std::span<const unsigned char> bytes) {
        for (std::size_t at = 0; at + 8 <= bytes.size(); at += 8) {
            std::uint32_t one = 0, two = 0;
            std::memcpy(&one, bytes.data() + at, sizeof one);
            std::memcpy(&two, bytes.data() + at + sizeof one, sizeof two);
            first += one + second;
            second += two + first;
        }
    }
};

Sum kept(const unsigned char* bytes) { return {big_endian(bytes), big_endian(bytes + 4)}; }

} // namespace

std::uint32_t big_endian(const unsigned char* bytes) {
    return std::uint32_t{bytes[0]} << 24U | std::uint32_t{bytes[1]} << 16U | std::uint32_t{bytes[2]} << 8U | bytes[3];
}

bool log_frame_fits(const ReadLog& read, std::span<const unsigned char> page, std::int64_t page_at) {
    const std::int64_t frame_bytes = frame_header_bytes + static_cast<std::int64_t>(page.size());
    const std::int64_t frame_at = page_at - frame_header_bytes;
    if (frame_at < log_header_bytes || (frame_at - log_header_bytes) % frame_bytes != 0) return true;
    std::array<unsigned char, log_header_bytes> log_header{};
    std::array<unsigned char, frame_header_bytes> before{}, header{};
    if (!read(log_header.data(), log_header.size(), 0)) return false;
    const std::uint32_t order = std::endian::native == std::endian::big ? magic_big_endian : magic;
    if (big_endian(log_header.data()) != order) return true;
    // A sum goes on from that of the frame before, the first from the log's own.
    Sum sum = kept(log_header.data() + log_sum_at);
    if (frame_at > log_header_bytes) {
        if (!read(before.data(), before.size(), frame_at - frame_bytes)) return false;
        sum = kept(before.data() + frame_sum_at);
    }
    if (!read(header.data(), header.size(), frame_at)) return false;
    sum.add(std::span<const unsigned char>(header).first(summed_of_frame_header));
    sum.add(page);
    return sum == kept(header.data() + frame_sum_at);
}

} // namespace settled::store
