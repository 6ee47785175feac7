// mime_encoding.hpp -- bytes in the forms that mail allows: base64, quoted-printable, encoded words.
// The values are checked before they come here: no control characters, valid UTF-8.
#pragma once

#include <string>
#include <string_view>

namespace settled::render {

std::string base64(std::string_view bytes);
std::string base64_lines(std::string_view bytes);    // lines of 76, each with CR LF (RFC 2045 6.8)
std::string quoted_printable(std::string_view text); // text with CR LF line ends (RFC 2045 6.7); no end of line after the last
std::string with_crlf(std::string_view text);        // LF, CR LF and CR become CR LF
bool is_mostly_ascii(std::string_view text);         // then quoted-printable is the shorter and readable form

// A subject: ASCII as it is where it fits a line of 76 after `used` bytes, else encoded words (RFC 2047), folded.
std::string unstructured(std::string_view value, std::size_t used);
// A display name: atoms, a quoted string, or encoded words.
std::string phrase(std::string_view name);
std::string header_line(std::string_view name, std::string_view value); // "Name: value"
// filename="ascii", or filename*0*=UTF-8''percent and so on (RFC 2231 3 and 4).
std::string file_name_parameters(std::string_view file_name);

} // namespace settled::render
