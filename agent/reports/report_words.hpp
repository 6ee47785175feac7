// report_words.hpp -- the daily mail's and workbook's fixed words in the languages of finance.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace settled::reports {

struct ReportWord {
    std::string_view key, english, chinese, german;
};

const std::vector<ReportWord>& report_words();

// The word in the language ("zh-CN", "de", else English); asserts a known key.
std::string_view word(std::string_view key, std::string_view language);

// A task's kind in words; a kind that a procedure invented stays as it is written there.
std::string task_word(const std::string& kind, std::string_view language);

// A message's state, a document's type (CONTRACT's words) as finance says them.
std::string message_state_word(std::string_view state, std::string_view language);
std::string document_type_word(std::string_view type, std::string_view language);
std::string bill_kind_word(std::string_view kind, std::string_view language); // "" for ""

} // namespace settled::reports
