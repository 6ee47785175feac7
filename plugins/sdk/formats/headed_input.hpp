// headed_input.hpp -- an input whose first bytes are looked at before it is read from its beginning.
#pragma once

#include <settled/statement.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace settled::formats {

class HeadedInput {
  public:
    static constexpr std::size_t head_bytes = 16384;

    explicit HeadedInput(const Input& rest) : rest_(rest) {}
    explicit HeadedInput(std::string_view whole) : head_(whole), looked_(true) {} // nothing behind it
    HeadedInput(const HeadedInput&) = delete;

    // Up to head_bytes from the beginning; only before anything else was read.
    Result<std::string_view> head();

    // From the beginning, whether or not head() was called. Must not outlive this object.
    Input input() const { return Input(abi_); }

  private:
    static std::int64_t read(void* self, char* buffer, std::size_t capacity);

    std::optional<Input> rest_;
    std::string head_;
    std::size_t given_ = 0;
    bool looked_ = false;
    settled_input abi_{sizeof(settled_input), 0, this, &read, rest_ ? settled_text(rest_->name()) : settled_text()};
};

} // namespace settled::formats
