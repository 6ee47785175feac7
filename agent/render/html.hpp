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

std::string html_text(std::string_view text);        // & < > " ' escaped; control and bidi marks shown as U+FFFD
std::string html_lines(std::string_view text);       // the same, line breaks as <br>
std::string mail_header_text(std::string_view text); // one line, no control or bidi characters, bounded
std::string terminal_text(std::string_view text);    // control and bidi characters shown as \u{..}
std::string file_name_text(std::string_view text); // ASCII letters, digits, - _ and single dots; never empty, never a device name
std::string sms_text(std::string_view text);       // one line, no control characters, no links
std::string chat_markdown_text(std::string_view text); // no mention, no link, no markup: every mark is escaped

} // namespace settled::render
