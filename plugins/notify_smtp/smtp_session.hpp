// smtp_session.hpp -- mails over one SMTP connection, one after another (RFC 5321, 2920, 3461).
//
// libcurl reaches the server, verifies TLS and logs in; the commands after that are ours. So each reply is
// read with its own code (libcurl's error is the same for 450 and 550), the commands of a mail go out
// together where the server takes that, and the final dot is written by us: hand_over is called
// immediately before it, so that "armed" is committed before the server can have accepted anything.
#pragma once

#include <net/connection.hpp>
#include <settled/notify.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace settled::smtp {

using Account = net::Server; // timeout_seconds: of one mail, and of the login

// What the server is asked to report by mail (RFC 3461, NOTIFY); only where it offers DSN.
enum class Reports : std::uint8_t { off, failures, all };

struct Envelope {
    std::string sender;
    std::vector<std::string> recipients;
    std::string_view content; // with CR LF line ends
    std::string key;          // comes back in reports as Original-Envelope-Id
};

struct Reply {
    int code = 0;          // of the command that decided; 0: nobody answered
    std::string words;     // its last line
    std::string recipient; // whom that command named; empty: it was another command
    bool handed_over = false;
};

inline constexpr std::size_t reply_line_bytes_max = 4096; // RFC 5321 4.5.3.1.5 allows 512
inline constexpr int reply_lines_max = 100;

class Session {
  public:
    // `said`: what the server said, also where it refused.
    static Result<std::unique_ptr<Session>> open(const Account& account, net::Greeting& said);
    ~Session(); // takes its leave
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    // OK: the server has taken responsibility for the mail. Else `reply` holds the answer that decided, or
    // code 0 where there was none; the error then says what happened to the connection.
    Status send(const Envelope& envelope, Reports reports, const HandOver& hand_over, Reply& reply);

    // May carry another mail.
    bool usable() const { return usable_; }

  private:
    struct Command {
        std::string line, recipient;
    };
    Session(net::Connection connection, const std::vector<std::string>& offers, std::chrono::seconds patience);
    std::vector<Command> commands_of(const Envelope& envelope, Reports reports) const;
    Status say(const std::vector<Command>& commands, Reply& decided);
    Status heed(const Command& command, Reply& decided, bool& refused);
    Status take_reply(Reply& reply);
    Result<std::string> line();
    Status write_content(std::string_view content);
    std::unexpected<Error> give_up(Error error);

    net::Connection connection_;
    std::chrono::seconds patience_; // of one mail
    std::string waiting_;           // received, not yet read
    bool pipelines_ = false, reports_ = false, sizes_ = false, usable_ = true, open_mail_ = false;
    std::size_t size_max_ = 0; // of a mail; 0: not said
};

// "550 5.1.1 no such mailbox" speaks of the recipient, "554 5.7.1 relay access denied" does not: by the enhanced
// code (RFC 3463) where there is one, else by the reply code (RFC 5321 4.2.2).
bool is_about_the_address(std::string_view reply_line);

} // namespace settled::smtp
