// html.hpp -- foreign text on its way into a sink: one function per sink, none for two.
//
// A customer's name, a bank text or a person's remark is never trusted. Each function gives text
// that cannot leave its place: no header line, no tag, no command, no mention, no other folder.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace settled::render {

inline constexpr std::size_t header_text_bytes_max = 400;
inline constexpr std::size_t file_name_bytes_max = 80;

// Bytes that are not UTF-8 become U+FFFD; nothing else changes.
std::string valid_utf8(std::string_view text);

// & < > " ' escaped; control, bidi and invisible characters shown as U+FFFD. Safe between tags and in a quoted attribute.
std::string html_text(std::string_view text);
// One line without control, bidi or invisible characters, at most header_text_bytes_max bytes.
std::string mail_header_text(std::string_view text);
// Control and bidi characters shown as \u{..}.
std::string terminal_text(std::string_view text);
// ASCII letters, digits, - _ and single dots; never empty, hidden, a device name of Windows or another folder.
std::string file_name_text(std::string_view text);
// One line; nothing a telephone turns into a link; no 【】, which are the sender's signature in China.
std::string sms_text(std::string_view text);
// One line for DingTalk, WeCom or Feishu markdown: every mark becomes its full-width twin, so that nothing is a link, a
// mention or a tag. (Their dialects know no common way to escape a mark.)
std::string chat_markdown_text(std::string_view text);

} // namespace settled::render
