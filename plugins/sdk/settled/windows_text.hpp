// windows_text.hpp -- Windows speaks UTF-16, this project UTF-8: the way there and back, and what an error is called.
//
// Only for files that are built for Windows.
#pragma once

#include <string>
#include <string_view>

namespace settled {

std::wstring wide_of(std::string_view utf8);
std::string utf8_of(std::wstring_view wide);

// "Access is denied. (5)", in the system's language.
std::string windows_words(unsigned long error_number);

} // namespace settled
