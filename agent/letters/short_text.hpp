// short_text.hpp -- a planned message as a short message: one text, and the values that a provider's template may show.
//
// The words are LANG/NAME.sms: plain text, a template with the letter's scalar values (config/letters/README.md). A
// provider with approved templates of its own gets the values alone.
#pragma once

#include "letters/reminder.hpp"

#include <string>
#include <utility>
#include <vector>

namespace settled::letters {

struct ShortText {
    std::string text; // empty where there is no file for it: then only a provider's own template can say it
    std::vector<std::pair<std::string, std::string>> values;
};

// BAD_DATA: the file does not fit its rules or names an unknown value.
Result<ShortText> short_text(const ReminderInput& input, const TemplateSource& templates);

} // namespace settled::letters
