// roff.hpp -- a manual page, written from top to bottom in the macros of man(7).
//
// Words come in plain and stand on the page as they are: nothing in them becomes a request, a font or another dash.
#pragma once

#include <string>
#include <string_view>

namespace settled::render {

// Plain words as they stand within a line of roff. Between Chinese characters a line may end.
std::string roff_text(std::string_view words);
std::string roff_bold(std::string_view words);   // as it is typed
std::string roff_italic(std::string_view words); // stands for something else

class ManualPage {
  public:
    // .TH: "SETTLED", "1", "settled 0.1.0"
    ManualPage(std::string_view name, std::string_view section, std::string_view source);

    void section(std::string_view heading);
    void part(std::string_view heading); // below a section
    void plain(std::string_view words);  // right below a heading, as the line of NAME has to stand
    void paragraph(std::string_view words);
    void written(std::string_view roff); // a paragraph of roff_text, roff_bold and roff_italic
    // What is explained, of roff_text, roff_bold and roff_italic, and plain words beside it; "" for none.
    void item(std::string_view roff_tag, std::string_view words);
    void begin_inside(); // items that belong to the item before
    void end_inside();
    void verbatim(std::string_view text); // line by line, as typed

    std::string take() { return std::move(text_); }

  private:
    void line(std::string_view roff); // one that begins no request
    std::string text_;
};

} // namespace settled::render
