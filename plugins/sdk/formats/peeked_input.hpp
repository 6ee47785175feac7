// peeked_input.hpp -- an input whose first bytes can be looked at before anybody reads it.
//
// Some formats say in their head how the rest must be read (its encoding, its record length). What was
// looked at is handed out again, so that the reader behind it sees the whole file.
#pragma once

#include <settled/statement.hpp>

#include <string>
#include <string_view>

namespace settled::formats {

class PeekedInput {
  public:
    // The input must outlive this object.
    explicit PeekedInput(const Input& input)
        : input_(input), replayed_{sizeof(settled_input), 0, this, read_again, input.name()} {}
    PeekedInput(const PeekedInput&) = delete;
    PeekedInput& operator=(const PeekedInput&) = delete;

    // The first bytes of the file, fewer where it is shorter. Before anything is read from whole().
    Result<std::string_view> head(std::size_t bytes);

    // The file from its first byte; lives as long as this object.
    Input whole() const { return Input(replayed_); }

  private:
    static std::int64_t read_again(void* context, char* buffer, std::size_t capacity);

    Input input_;
    std::string head_;
    std::size_t head_given_ = 0;
    settled_input replayed_;
};

} // namespace settled::formats
