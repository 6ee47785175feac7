// every_language.hpp -- a sentence that is kept for colleagues of whom not all read the same language.
//
// A task is written down once and shown for weeks: in the mails and workbooks of each reader, at the terminal, in the log. It is
// kept in every language that colleagues are written to in, in one text; whoever shows it takes out the reader's.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace settled::dunning {

// `say` is asked for the sentence in "en", "zh-CN" and "de".
std::string in_every_language(const std::function<std::string(std::string_view language)>& say);

// The reader's; English where it is kept in no such language. A text that is kept in one language only comes back as it is.
std::string in_language(std::string_view kept, std::string_view language);

} // namespace settled::dunning
