// letter_text.hpp -- a letter's own words, as finance writes them in one plain file: lines "Subject: …",
// "Title: …" and perhaps "Tone: gentle", then paragraphs parted by empty lines, and among them a line {{items}}
// where the items stand. Everything around them is the frame's (frame.hpp).
#pragma once

#include <settled/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace settled::letters {

struct Paragraph {
    std::string text; // a template; '\n' where the line breaks
    std::int64_t line = 0;
};

struct LetterText {
    std::string subject, title; // templates
    bool gentle = false;        // days overdue are not shown in red
    std::vector<Paragraph> opening, closing;
};

// BAD_DATA with the line: a head that is unknown, absent or there twice, or not exactly one line {{items}}.
Result<LetterText> read_letter_text(std::string_view file);

} // namespace settled::letters
