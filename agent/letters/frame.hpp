// frame.hpp -- what every letter shares: the words of its language (words.txt) and the frame that they and the
// letter's own words are put into (frame.html, frame.txt).
//
// A frame is a template in which {{>name}} stands for words of the language. They are put in before the template is
// filled, so that words may name values themselves: "{{days_overdue}} days overdue".
#pragma once

#include "render/template.hpp"

#include <settled/result.hpp>

#include <map>
#include <string>
#include <string_view>

namespace settled::letters {

using Words = std::map<std::string, std::string, std::less<>>;

// Lines `name = words`; "\n" in the words breaks the line, quotes around them keep blanks, # begins a remark.
// BAD_DATA with the line.
Result<Words> read_words(std::string_view file);

// The frame with every {{>name}} replaced; for HTML the words are escaped, their tags excepted.
// BAD_DATA with the line: the words are not there.
Result<std::string> put_words(std::string_view frame, const Words& words, render::Escape escape);

} // namespace settled::letters
