#include "smtp_session.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace settled::smtp {
namespace {

constexpr int reply_go_ahead = 354, reply_closing = 421;
constexpr std::size_t code_digits = 3;

bool is_done(int code) { return code >= 200 && code < 300; }

// RFC 3461 4: printable ASCII but "+" and "=", the others as +XX. Cut where a server may cut.
std::string xtext(std::string_view text) {
    constexpr std::size_t bytes_max = 100;
    std::string made;
    for (const char c : text) {
        constexpr std::string_view digits = "0123456789ABCDEF";
        const auto byte = static_cast<unsigned char>(c);
        if (c > ' ' && c < '\x7f' && c != '+' && c != '=')
            made += c;
        else
            made.append({'+', digits[byte >> 4], digits[byte & 15]});
        if (made.size() > bytes_max) return {};
    }
    return made;
}

// The code of "250-SIZE 1000"; 0 for what is no reply.
int code_of(std::string_view line) {
    int code = 0;
    if (line.size() < code_digits) return 0;
    const std::string_view digits = line.substr(0, code_digits);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code);
    if (error != std::errc() || end != digits.data() + digits.size() || code < 200 || code > 599) return 0;
    return line.size() == code_digits || line[code_digits] == ' ' || line[code_digits] == '-' ? code : 0;
}

} // namespace

bool is_about_the_address(std::string_view reply) {
    const std::vector<std::string_view> words = split(reply, ' ');
    const std::string_view enhanced = words.size() > 1 ? words[1] : std::string_view();
    if (enhanced.starts_with("5.") && split(enhanced, '.').size() == 3) {
        // x.1 addressing, x.2 mailbox and x.4 routing speak of the address, but 5.1.7 and 5.1.8 of the sender's.
        const std::string_view subject = split(enhanced, '.')[1];
        return (subject == "1" && enhanced != "5.1.7" && enhanced != "5.1.8") || subject == "2" || subject == "4";
    }
    constexpr std::array<std::string_view, 4> unknown_mailbox = {"550", "551", "553", "556"};
    return std::ranges::find(unknown_mailbox, reply.substr(0, code_digits)) != unknown_mailbox.end();
}

Session::Session(net::Connection connection, const std::vector<std::string>& offers, std::chrono::seconds patience)
    : connection_(std::move(connection)), patience_(patience) {
    for (const std::string& offer : offers) {
        const std::string_view words = std::string_view(offer).substr(std::min<std::size_t>(offer.size(), code_digits + 1));
        const std::string_view name = words.substr(0, words.find(' '));
        if (equal_ignoring_ascii_case(name, "PIPELINING")) pipelines_ = true;
        if (equal_ignoring_ascii_case(name, "DSN")) reports_ = true;
        if (!equal_ignoring_ascii_case(name, "SIZE")) continue;
        sizes_ = true;
        const std::string_view limit = trim(words.substr(name.size()));
        std::from_chars(limit.data(), limit.data() + limit.size(), size_max_);
    }
}

Result<std::unique_ptr<Session>> Session::open(const Account& account, net::Greeting& said) {
    auto connection = net::Connection::open(account, "smtp,smtps", &said);
    if (!connection) return pass(connection);
    return std::unique_ptr<Session>(
        new Session(std::move(*connection), said.offers, std::chrono::seconds(account.timeout_seconds)));
}

Session::~Session() {
    if (!usable_) return; // QUIT within a mail would be a line of it
    constexpr std::chrono::seconds courtesy{1};
    connection_.limit_to(courtesy);
    static_cast<void>(connection_.send("QUIT\r\n"));
}

std::unexpected<Error> Session::give_up(Error error) {
    usable_ = false;
    return std::unexpected(std::move(error));
}

Result<std::string> Session::line() {
    std::size_t searched = 0;
    for (;;) {
        const std::size_t end = waiting_.find('\n', searched);
        if (end != std::string::npos) {
            std::string found = waiting_.substr(0, end > 0 && waiting_[end - 1] == '\r' ? end - 1 : end);
            waiting_.erase(0, end + 1);
            return found;
        }
        if (waiting_.size() > reply_line_bytes_max) return fail(SETTLED_UNAVAILABLE, "the server's reply has no end");
        searched = waiting_.size();
        std::array<char, 4096> buffer;
        auto got = connection_.receive(buffer);
        if (!got) return pass(got);
        waiting_.append(buffer.data(), *got);
    }
}

Status Session::take_reply(Reply& reply) {
    for (int i = 0; i < reply_lines_max; ++i) {
        auto next = line();
        if (!next) return give_up(next.error());
        const int code = code_of(*next);
        if (code == 0)
            return give_up({SETTLED_UNAVAILABLE, "what the server says is no SMTP: " + visible(cut_at_character(*next, 80)), 0});
        reply.code = code, reply.words = visible(cut_at_character(*next, 300));
        if (next->size() > code_digits && (*next)[code_digits] == '-') continue;
        if (code == reply_closing) usable_ = false; // it closes the connection after that (RFC 5321 3.8)
        return {};
    }
    return give_up({SETTLED_UNAVAILABLE, "the server's reply has too many lines", 0});
}

std::vector<Session::Command> Session::commands_of(const Envelope& envelope, Reports reports) const {
    const bool asks = reports_ && reports != Reports::off;
    const std::string_view of_whom =
        asks ? reports == Reports::all ? " NOTIFY=SUCCESS,FAILURE,DELAY" : " NOTIFY=FAILURE,DELAY" : "";
    std::vector<Command> commands;
    if (open_mail_) commands.push_back({"RSET\r\n", {}});
    std::string from = "MAIL FROM:<" + envelope.sender + ">";
    if (sizes_) from += " SIZE=" + std::to_string(envelope.content.size());
    if (asks) {
        from += " RET=HDRS";
        if (const std::string id = xtext(envelope.key); !id.empty()) from += " ENVID=" + id;
    }
    commands.push_back({from + "\r\n", {}});
    for (const std::string& recipient : envelope.recipients) {
        std::string to = "RCPT TO:<" + recipient + ">";
        if (asks) to.append(of_whom);
        if (const std::string original = xtext(recipient); asks && !original.empty()) to += " ORCPT=rfc822;" + original;
        commands.push_back({to + "\r\n", recipient});
    }
    commands.push_back({"DATA\r\n", {}});
    return commands;
}

// The first refusal decides; what follows it is only heard, so that the next reply is the next command's.
Status Session::heed(const Command& command, Reply& decided, bool& refused) {
    Reply heard;
    if (Status taken = take_reply(heard); !taken) return taken;
    const bool is_data = command.line.starts_with("DATA");
    const bool fine = is_data ? heard.code == reply_go_ahead : is_done(heard.code);
    if (is_data && fine) open_mail_ = false; // from here on a line is a line of the mail
    if (refused) {
        if (is_data && fine) usable_ = false; // it waits for a mail that must not come: a dot would deliver it to the others
        return {};
    }
    if (fine) return {};
    refused = true;
    heard.recipient = command.recipient;
    decided = std::move(heard);
    return {};
}

Status Session::say(const std::vector<Command>& commands, Reply& decided) {
    bool refused = false;
    if (pipelines_) {
        std::string together;
        for (const Command& command : commands) together += command.line;
        if (Status sent = connection_.send(together); !sent) return give_up(sent.error());
        open_mail_ = true;
        for (const Command& command : commands) {
            if (Status heard = heed(command, decided, refused); !heard) return heard;
            if (!usable_) break;
        }
    } else {
        for (const Command& command : commands) {
            if (Status sent = connection_.send(command.line); !sent) return give_up(sent.error());
            open_mail_ = true;
            if (Status heard = heed(command, decided, refused); !heard) return heard;
            if (refused || !usable_) break;
        }
    }
    if (refused || !usable_) return fail(SETTLED_UNAVAILABLE, decided.words);
    return {};
}

// A line that begins with a dot gets another one (RFC 5321 4.5.2).
Status Session::write_content(std::string_view content) {
    std::string stuffed;
    if (content.starts_with('.') || content.contains("\r\n.")) {
        stuffed.reserve(content.size() + 64);
        for (std::size_t at = 0; at < content.size();) {
            if (content[at] == '.') stuffed += '.';
            const std::size_t end = content.find("\r\n", at);
            const std::size_t next = end == std::string_view::npos ? content.size() : end + 2;
            stuffed.append(content.substr(at, next - at));
            at = next;
        }
        content = stuffed;
    }
    if (Status sent = connection_.send(content); !sent) return give_up(sent.error());
    return {};
}

Status Session::send(const Envelope& envelope, Reports reports, const HandOver& hand_over, Reply& reply) {
    if (size_max_ != 0 && envelope.content.size() > size_max_)
        return fail(SETTLED_BAD_DATA, "the mail has " + std::to_string(envelope.content.size()) + " bytes and the server takes " +
                                          std::to_string(size_max_));
    connection_.limit_to(patience_);
    if (Status accepted = say(commands_of(envelope, reports), reply); !accepted) return accepted;
    if (Status written = write_content(envelope.content); !written) return written;
    // A server that has gone or has changed its mind by now will not take the mail: that is known before anything counts.
    std::array<char, 4096> buffer;
    auto early = connection_.receive_waiting(buffer);
    if (!early) return give_up(early.error());
    if (*early > 0) {
        waiting_.append(buffer.data(), *early);
        const Status heard = take_reply(reply);
        usable_ = false;
        return heard ? Status(fail(SETTLED_UNAVAILABLE, reply.words)) : heard;
    }
    if (Status released = hand_over(); !released) return give_up(released.error());
    reply.handed_over = true;
    if (Status sent = connection_.send(".\r\n"); !sent) return give_up(sent.error());
    if (const Status heard = take_reply(reply); !heard) return reply.code = 0, heard;
    if (is_done(reply.code)) return {};
    return fail(SETTLED_UNAVAILABLE, reply.words);
}

} // namespace settled::smtp
