// wire.hpp -- how the agent and its children talk: frames of bytes on a pipe.
//
// A frame is a u32 length (of what follows), a u8 type and the payload. Both ends are the same
// program on the same machine, so numbers are in its own byte order. Writing gathers frames into
// large blocks; reading hands out views into the block that was read, nothing is copied. The reader
// trusts nothing: a frame that is too long, cut off or contradicts itself is an Error.
#pragma once

#include <settled/result.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace settled::host {

namespace limit {
inline constexpr std::size_t frame_bytes_max = std::size_t{64} << 20; // a batch booking of 100,000 parts fits
inline constexpr std::size_t block_bytes = std::size_t{256} << 10;    // written at once
} // namespace limit

class ByteOutput {
  public:
    virtual ~ByteOutput() = default;
    virtual Status write(std::string_view bytes) = 0; // all of them
};

class ByteInput {
  public:
    virtual ~ByteInput() = default;
    virtual Result<std::size_t> read(std::span<char> buffer) = 0; // at least one; 0 at the end
};

class WireWriter {
  public:
    explicit WireWriter(ByteOutput& output) : output_(&output) {}

    void begin(std::uint8_t type);
    template <class Number> void number(Number value) {
        static_assert(std::is_trivially_copyable_v<Number>);
        std::memcpy(space(sizeof value), &value, sizeof value);
    }
    void size(std::uint64_t value); // seven bits a byte, small ones take one
    void text(std::string_view text) {
        size(text.size());
        if (!text.empty()) std::memcpy(space(text.size()), text.data(), text.size());
    }
    Status end();   // of the frame; writes when a block is full
    Status flush(); // what was gathered

  private:
    char* space(std::size_t bytes) {
        if (bytes_.size() - used_ < bytes) grow(bytes);
        return bytes_.data() + std::exchange(used_, used_ + bytes);
    }
    void grow(std::size_t bytes);

    ByteOutput* output_;
    std::vector<char> bytes_;
    std::size_t used_ = 0, frame_at_ = 0;
};

// One frame's payload, read from front to back. After the first impossible value everything reads
// as zero or empty and intact() is false.
class WireReader {
  public:
    explicit WireReader(std::string_view payload) : rest_(payload) {}

    template <class Number> Number number() {
        static_assert(std::is_trivially_copyable_v<Number>);
        Number value{};
        if (const char* const bytes = take(sizeof value)) std::memcpy(&value, bytes, sizeof value);
        return value;
    }
    std::uint64_t size();
    std::string_view text() {
        const std::uint64_t bytes = size();
        const char* const begin = take(bytes);
        return begin ? std::string_view(begin, bytes) : std::string_view();
    }
    bool intact() const { return intact_; }
    bool all_read() const { return intact_ && rest_.empty(); }

  private:
    const char* take(std::uint64_t bytes) {
        if (bytes > rest_.size()) return intact_ = false, rest_ = {}, nullptr;
        const char* const begin = rest_.data();
        rest_.remove_prefix(bytes);
        return begin;
    }
    std::string_view rest_;
    bool intact_ = true;
};

struct FrameView {
    std::uint8_t type = 0;
    std::string_view payload; // until the next call of next()
};

class FrameReader {
  public:
    explicit FrameReader(ByteInput& input) : input_(&input) {}
    // Nothing at an end between two frames. UNAVAILABLE: an end within a frame, or the input's own
    // error; BAD_DATA: an impossible length.
    Result<std::optional<FrameView>> next();

  private:
    Result<bool> fill(std::size_t wanted); // false: the input ended before

    ByteInput* input_;
    std::vector<char> bytes_;
    std::size_t begin_ = 0, end_ = 0;
};

} // namespace settled::host
