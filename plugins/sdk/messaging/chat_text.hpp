// chat_text.hpp -- foreign text in a chat message: words and nothing else.
#pragma once

#include <string>
#include <string_view>

namespace settled::messaging {

// No mention, no link, no markup: the marks that robots' chats read as such become their full-width twins, control and
// bidi characters are shown. Lines stay.
std::string chat_text(std::string_view text);

inline constexpr std::size_t chat_bytes_max = 2000; // WeCom takes 2048 bytes of text; the others more

} // namespace settled::messaging
