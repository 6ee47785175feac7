// imap_session.hpp -- a login on an IMAP server and one folder of it, open.
//
// libcurl reaches the server, verifies TLS and logs in; the commands after that are ours, so that a mail
// is looked at without being marked as read (BODY.PEEK) and its bytes are counted, never searched for
// the end of an answer.
#pragma once

#include <imap/imap_reader.hpp>

#include <net/access_tokens.hpp>
#include <net/address.hpp>
#include <net/connection.hpp>
#include <settled/host.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace settled::imap {

struct Account {
    net::Address address;
    std::string user, password, ca_file;
    long timeout_seconds = 60;                 // without a byte from the server
    std::string folder;                        // as people write it
    std::shared_ptr<net::AccessTokens> tokens; // instead of the password; may be none
};

// From the options url, user, password, ca_file and timeout_seconds, which every plugin that reads a mailbox has, and the
// net::token_options. INVALID_CONFIG: neither a password nor token_url.
Result<Account> read_account(const Settings& settings, Host host);

struct MailFacts {
    std::uint32_t uid = 0;
    std::int64_t byte_count = 0;
    std::string head; // the mail's headers, as they stand in it
};

enum class Opening { to_look, to_change };

class ImapSession {
  public:
    static Result<std::unique_ptr<ImapSession>> open(const Account& account, Opening opening);

    std::uint32_t uid_validity() const { return uid_validity_; }
    bool read_only() const { return read_only_; }
    bool keeps_keywords() const { return keeps_keywords_; }
    std::uint32_t mail_count() const { return mail_count_; }
    const std::string& separator() const { return separator_; } // between folder names
    bool lost() const { return lost_; }                         // another session may go on

    // In the order of arrival. `criteria` as in RFC 3501, 6.4.4.
    Result<std::vector<std::uint32_t>> search(const std::string& criteria);
    Result<MailFacts> facts(std::uint32_t uid);
    Result<std::string> mail(std::uint32_t uid);

    Status add_flag(std::uint32_t uid, std::string_view flag);
    // Made where it is missing. Copy and delete where the server cannot move.
    Status move(std::uint32_t uid, const std::string& folder);
    Status remove(std::uint32_t uid);

  private:
    ImapSession(const Account& account, net::Connection connection);
    Status select(const std::string& folder, Opening opening);
    Status ask_capabilities();
    // The untagged responses until the server has said OK; NO and BAD are errors that begin with `what`.
    Result<std::vector<Response>> command(const std::string& words, std::string_view what);
    Result<std::string> fetched(std::uint32_t uid, const std::string& items, std::string_view item, MailFacts* facts);
    Status to_folder(const std::string& verb, std::uint32_t uid, const std::string& folder);

    net::Connection connection_;
    Reader reader_;
    std::string server_, user_, separator_ = ".";
    std::string refusal_; // the words of the last NO
    std::uint32_t commands_ = 0, uid_validity_ = 0, mail_count_ = 0;
    bool read_only_ = false, keeps_keywords_ = false, moves_ = false, expunges_by_uid_ = false, lost_ = false;
};

} // namespace settled::imap
