#include "host/wire.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace settled::host {
namespace {

using Length = std::uint32_t;
constexpr std::size_t heading_bytes = sizeof(Length) + 1;

} // namespace

void WireWriter::begin(std::uint8_t type) {
    frame_at_ = used_;
    number(Length{0});
    number(type);
}

void WireWriter::size(std::uint64_t value) {
    while (value >= 0x80) {
        number(static_cast<std::uint8_t>(value | 0x80));
        value >>= 7;
    }
    number(static_cast<std::uint8_t>(value));
}

Status WireWriter::end() {
    const std::size_t length = used_ - frame_at_ - sizeof(Length);
    if (length > limit::frame_bytes_max) {
        used_ = frame_at_; // the frames before it stay whole
        return fail(SETTLED_BAD_DATA, "one record takes " + std::to_string(length >> 20) + " MB; at most " +
                                          std::to_string(limit::frame_bytes_max >> 20) + " MB are possible");
    }
    const auto told = static_cast<Length>(length);
    std::memcpy(bytes_.data() + frame_at_, &told, sizeof told);
    return used_ < limit::block_bytes ? Status{} : flush();
}

Status WireWriter::flush() {
    const std::string_view block(bytes_.data(), std::exchange(used_, 0));
    return block.empty() ? Status{} : output_->write(block);
}

void WireWriter::grow(std::size_t bytes) {
    bytes_.resize(std::max({2 * bytes_.size(), used_ + bytes, limit::block_bytes + 4096}));
}

std::uint64_t WireReader::size() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        const auto byte = number<std::uint8_t>();
        value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
        if (byte < 0x80) return value;
    }
    intact_ = false;
    return 0;
}

Result<bool> FrameReader::fill(std::size_t wanted) {
    if (end_ - begin_ >= wanted) return true;
    if (begin_ > 0) {
        std::memmove(bytes_.data(), bytes_.data() + begin_, end_ - begin_);
        end_ -= std::exchange(begin_, 0);
    }
    if (bytes_.size() < wanted) bytes_.resize(std::max(wanted, limit::block_bytes));
    while (end_ < wanted) {
        const auto got = input_->read(std::span(bytes_).subspan(end_));
        if (!got) return std::unexpected(got.error());
        if (*got == 0) return false;
        end_ += *got;
    }
    return true;
}

Result<std::optional<FrameView>> FrameReader::next() {
    auto there = fill(heading_bytes);
    if (!there) return pass(there);
    if (!*there) {
        if (begin_ == end_) return std::nullopt;
        return fail(SETTLED_UNAVAILABLE, "the answer ends within a frame");
    }
    Length length = 0;
    std::memcpy(&length, bytes_.data() + begin_, sizeof length);
    if (length < 1 || length > limit::frame_bytes_max)
        return fail(SETTLED_BAD_DATA, "the answer holds a frame of " + std::to_string(length) + " bytes; 1 to " +
                                          std::to_string(limit::frame_bytes_max) + " are possible");
    there = fill(sizeof(Length) + length);
    if (!there) return pass(there);
    if (!*there) return fail(SETTLED_UNAVAILABLE, "the answer ends within a frame");
    const char* const frame = bytes_.data() + begin_ + sizeof(Length);
    begin_ += sizeof(Length) + length;
    return FrameView{static_cast<std::uint8_t>(*frame), {frame + 1, length - 1}};
}

} // namespace settled::host
