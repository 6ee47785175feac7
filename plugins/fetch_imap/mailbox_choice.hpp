// mailbox_choice.hpp -- which mails of the folder are read, which are refused, and which files they hold.
//
// Pure: a mail's bytes in, files out. A mail from somebody else is left alone; one that says it is from
// a sender of ours and is not proved to be is refused, because it may be forged.
#pragma once

#include <imap/imap_session.hpp>
#include <imap/mail.hpp>

#include <formats/file_names.hpp>
#include <settled/host.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace settled::imap {

struct MailFile {
    int index = 0; // within the mail; 0 stands for the mail itself
    std::string name, bytes, sender;
    std::string refusal; // why its bytes are not handed out
};

struct HeadVerdict {
    std::optional<std::string> skip; // why the mail is none of our business
    std::string refusal, sender;
};

class MailboxChoice {
  public:
    static Result<MailboxChoice> parse(const Settings& settings, std::int64_t days_back, std::int64_t mail_mb);

    // For UID SEARCH: what may be for us, by the server's own rough look.
    std::string criteria(std::int64_t now_unix_ms) const;
    HeadVerdict judge(const MailFacts& facts) const;
    // Judges again, on the whole mail. Empty: no attachment has a name that is taken.
    std::vector<MailFile> files(std::uint32_t uid, std::string_view mail) const;

  private:
    explicit MailboxChoice(formats::NameChoice names) : names_(std::move(names)) {}
    HeadVerdict judge(const Mail& mail) const;
    void add(const Attachment& attachment, const std::string& sender, std::vector<MailFile>& files) const;

    std::vector<std::string> senders_; // in lower case
    std::string authenticated_by_, subject_;
    formats::NameChoice names_;
    std::int64_t days_back_ = 0, mail_mb_ = 0;
};

// A refused mail as one file, so that the reason reaches the agent.
MailFile refused_mail(std::uint32_t uid, std::string sender, std::string refusal);

// A mail's number; 0 for what is none.
std::uint32_t mail_number(std::string_view text);

} // namespace settled::imap
