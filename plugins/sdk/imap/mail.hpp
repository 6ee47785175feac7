// mail.hpp -- a mail read by GMime: who it is from, and the files attached to it.
#pragma once

#include <imap/mail_authentication.hpp>

#include <settled/result.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace settled::imap {

inline constexpr int nesting_max = 20;              // multiparts in multiparts
inline constexpr std::size_t attachments_max = 100; // of one mail

struct Attachment {
    std::string name; // decoded, without any folder
    std::string bytes;
};

struct Mail {
    std::vector<Header> headers; // from the top
    std::string subject;
    std::string from;                    // the one address; empty where the mail names none, several, or has two From lines
    std::vector<Attachment> attachments; // a mail inside the mail is not opened
};

// `bytes`: a whole mail, or its head alone. BAD_DATA: no mail, or beyond the limits.
Result<Mail> read_mail(std::string_view bytes);

} // namespace settled::imap
