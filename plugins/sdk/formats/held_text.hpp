// held_text.hpp -- text that is in memory already, as a source for whoever reads text in chunks.
#pragma once

#include <formats/text_input.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace settled::formats {

class HeldText final : public TextSource {
  public:
    explicit HeldText(std::string_view text) : text_(text) {} // which must live as long
    Result<bool> append_next(std::string& out) override {
        out += text_;
        return !std::exchange(text_, {}).empty();
    }

  private:
    std::string_view text_;
};

} // namespace settled::formats
