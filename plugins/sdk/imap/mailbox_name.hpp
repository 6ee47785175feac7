// mailbox_name.hpp -- texts as an IMAP command carries them.
#pragma once

#include <settled/date.hpp>

#include <string>
#include <string_view>

namespace settled::imap {

// A quoted string (RFC 3501, 9): what a quotation mark or backslash would end is escaped; line breaks
// and NUL cannot stand in one and are left out.
std::string quoted(std::string_view text);

// The name of a folder in IMAP's own UTF-7 (RFC 3501, 5.1.3): "银行" is "&lPaITA-".
std::string modified_utf7(std::string_view utf8);

// "18-Nov-2026", as SEARCH wants a day (RFC 3501, 9: date).
std::string imap_date(Date day);

} // namespace settled::imap
