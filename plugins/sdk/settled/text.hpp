// text.hpp -- small questions about UTF-8 text that both sides of the wall ask.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace settled {

// Blanks are ASCII white space, the no-break space and the ideographic space U+3000.
std::string_view trim(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char mark); // "" gives one empty part
bool equal_ignoring_ascii_case(std::string_view left, std::string_view right);
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; } // of ASCII, whatever the locale says
std::string ascii_lower(std::string_view text);

// The offset of the first byte that is not well-formed UTF-8 (RFC 3629: no surrogates, nothing
// overlong, nothing above U+10FFFF), or npos.
std::size_t first_invalid_utf8(std::string_view text);

// The line feeds in it. Written for whole files: many bytes a step.
std::int64_t line_feeds(std::string_view text);

// At most `size_max` bytes of the text, cut before a character, never inside one.
std::string_view cut_at_character(std::string_view text, std::size_t size_max);

// Runs of blanks and line breaks become one blank; none at the ends.
std::string fold_blanks(std::string_view text);
void append_folded(std::string& out, std::string_view text); // the same behind what is there
void fold_in_place(std::string& text);

// For a terminal or a log line: control characters and the marks that reorder text (bidi) are
// shown as \u{202E}; everything else stays. Limits nothing.
std::string visible(std::string_view text);

// The known word with the smallest edit distance, if it is near enough to be a slip of the pen.
std::string_view nearest(std::string_view word, const std::vector<std::string_view>& known);

} // namespace settled
