// sample.hpp -- letters tried on an invented customer who has everything a letter may show: so that a broken template is found
// before a real letter needs it.
#pragma once

#include "letters/reminder.hpp"

#include <string>

namespace settled::letters {

// The mail, the paper and the short message of this letter in this language. BAD_DATA as `reminder`.
Status try_letter(const std::string& language, const std::string& template_name, const TemplateSource& templates);

} // namespace settled::letters
