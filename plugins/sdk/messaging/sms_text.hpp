// sms_text.hpp -- a text as short messages carry it: which alphabet, how many parts, whose number.
//
// 3GPP TS 23.038 (the 7-bit alphabet with its extension) and TS 23.040 (the header of a part of several): 160 letters
// alone and 153 a part, or 70 and 67 UTF-16 units where one letter is not in that alphabet.
#pragma once

#include <settled/result.hpp>

#include <string>
#include <string_view>

namespace settled::messaging {

struct SmsParts {
    bool unicode = false;
    int units = 0; // letters of the 7-bit alphabet (some count two), or UTF-16 units
    int parts = 0;
};
SmsParts sms_parts(std::string_view utf8);

// Control and bidi characters gone, runs of blanks and line breaks one blank: nothing hides in what a phone shows.
std::string sms_line(std::string_view text);

// "138-0000-0000" with country code "86" is "+8613800000000". BAD_DATA: no number, or one that no mobile phone has
// where that can be told (+86). `country_code` empty: only numbers that begin with + or 00.
Result<std::string> mobile_number(std::string_view written, std::string_view country_code);

} // namespace settled::messaging
