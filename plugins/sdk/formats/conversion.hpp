// conversion.hpp -- bytes of one encoding become UTF-8, by what the system brings for it: iconv, or Windows' code pages.
// Used inside this folder.
#pragma once

#include <formats/encoding.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace settled::formats {

class Conversion {
  public:
    explicit Conversion(Encoding from); // not UTF-8; throws std::system_error where the system lacks it
    Conversion(const Conversion&) = delete;
    Conversion& operator=(const Conversion&) = delete;
    ~Conversion();

    enum class End : std::uint8_t {
        whole,
        cut,
        bad
    }; // all of it; up to a character whose end is missing; up to bytes that are none
    struct Converted {
        std::size_t used = 0;
        End end = End::whole;
    };
    Converted append(std::string_view bytes, std::string& out);

  private:
    struct State;
    State* state_;
};

} // namespace settled::formats
