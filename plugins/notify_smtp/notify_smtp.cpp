// notify_smtp -- sends mails by SMTP: TLS required and verified, one connection for many mails.

#include "smtp_session.hpp"

#include <net/access_tokens.hpp>
#include <settled/loopback.hpp>
#include <settled/mail_address.hpp>
#include <settled/plugin.hpp>

#include <algorithm>
#include <array>
#include <memory>

namespace {

using namespace settled;

constexpr std::int64_t timeout_seconds_max = 3600;

class SmtpNotifier final : public Notifier {
  public:
    static constexpr Info info = {"notify_smtp", "1.0.0", "Sends mails by SMTP, TLS required", "通过 SMTP 发送邮件（强制 TLS）"};
    static constexpr std::array own_options = {
        option("url", "", "smtps://HOST:465, or smtp://HOST:587 (STARTTLS is required).",
               "smtps://主机:465，或 smtp://主机:587（必须 STARTTLS）。", SETTLED_REQUIRED),
        option("user", "", "Account to log in with; empty: no login.", "登录账号；留空则不登录。"),
        option("password", "", "Its password, as secret:NAME.", "密码，写作 secret:名称。", SETTLED_SECRET),
        option("ca_file", "", "Authority that signed the server's certificate; default: the system's.",
               "签发服务器证书的 CA 文件；默认用系统的。"),
        option("access_token", "",
               "OAuth 2.0: one access token instead of the password, as secret:NAME; token_url gets new ones.",
               "OAuth 2.0：代替密码的单个访问令牌，写作 secret:名称；token_url 可自动获取新令牌。", SETTLED_SECRET),
        option("reports", "failures",
               "Mail the server is asked to send back: off, failures (and delays), or all (deliveries too).",
               "要求服务器回报：off 不要、failures 失败与延迟、all 含送达。"),
        option("tls", "required", "required, or none for a relay on this machine.",
               "required（必须），或 none（仅限本机中继）。"),
        option("timeout_seconds", "900",
               "Give up on one mail after this time; a server may take ten minutes after the last byte.",
               "单封邮件超时秒数；服务器在收完后最多可用十分钟。"),
    };
    static constexpr auto options = options_of(own_options, net::token_options);

    static Result<std::unique_ptr<SmtpNotifier>> open(Host host, Settings settings) {
        smtp::Account account{settings.text("url"), settings.text("user"), settings.text("password"), settings.text("ca_file")};
        account.access_token = settings.text("access_token");
        if (!account.url.starts_with("smtp://") && !account.url.starts_with("smtps://"))
            return fail(SETTLED_INVALID_CONFIG, "url = \"" + account.url + "\": expected smtp://HOST:PORT or smtps://HOST:PORT");
        if (account.url.find('@') != std::string::npos)
            return fail(SETTLED_INVALID_CONFIG,
                        "url holds a user or password; write them as user and password = \"secret:NAME\"");
        if (!account.access_token.empty() && (account.user.empty() || !account.password.empty()))
            return fail(SETTLED_INVALID_CONFIG, "access_token stands for the password of user; write user, and no password");
        auto tokens = net::read_tokens(settings, host);
        if (!tokens) return pass(tokens);
        if (*tokens && !account.access_token.empty())
            return fail(SETTLED_INVALID_CONFIG, "access_token is one token, token_url gives new ones; write one of the two");
        account.tokens = std::move(*tokens);
        auto timeout = settings.whole_number("timeout_seconds", 1, timeout_seconds_max);
        if (!timeout) return pass(timeout);
        account.timeout_seconds = static_cast<long>(*timeout);
        const std::string_view tls = settings["tls"];
        if (tls != "required" && tls != "none")
            return fail(SETTLED_INVALID_CONFIG, "tls = \"" + std::string(tls) + "\": expected required or none");
        account.tls = tls == "required";
        if (!account.tls && !is_loopback_url(account.url))
            return fail(SETTLED_INVALID_CONFIG,
                        "tls = \"none\" is for a relay on this machine only, not for " + std::string(host_of_url(account.url)));
        const std::string_view asked = settings["reports"];
        const auto* const reports = std::ranges::find(reports_by_name, asked, &NamedReports::name);
        if (reports == reports_by_name.end())
            return fail(SETTLED_INVALID_CONFIG, "reports = \"" + std::string(asked) + "\": expected off, failures or all");
        return std::make_unique<SmtpNotifier>(host, std::move(account), reports->value);
    }

    SmtpNotifier(Host host, smtp::Account account, smtp::Reports reports)
        : host_(host), account_(std::move(account)), reports_(reports) {}

    Status check(const Findings& findings) override {
        if (Status reached = connect(); !reached) return reached;
        findings.info(account_.url, account_.tls ? "reached; TLS verified, login accepted" : "reached; no TLS (this machine)");
        return {};
    }

    Status send(const settled_message& message, const HandOver& hand_over, settled_send_outcome& outcome) override {
        smtp::Envelope envelope{
            std::string(std::string_view(message.sender)), {}, message.content, std::string(std::string_view(message.key))};
        for (std::uint32_t i = 0; i < message.recipient_count; ++i)
            envelope.recipients.emplace_back(std::string_view(message.recipients[i]));
        if (Status fit = fit_to_send(envelope); !fit) return fit;
        smtp::Reply reply;
        const Status sent = carry(envelope, hand_over, reply);
        outcome.reply_code = reply.code;
        // A 4xx or 5xx after the last byte is an answer: the server did not take it. Silence is not.
        outcome.after_hand_over = reply.handed_over && !sent && reply.code < busy_first ? 1 : 0;
        return sent;
    }

  private:
    static constexpr int busy_first = 400, refusal_first = 500;
    struct NamedReports {
        std::string_view name;
        smtp::Reports value;
    };
    static constexpr std::array<NamedReports, 3> reports_by_name = {
        {{"off", smtp::Reports::off}, {"failures", smtp::Reports::failures}, {"all", smtp::Reports::all}}};

    Status connect() {
        session_.reset();
        net::Greeting said;
        auto opened = smtp::Session::open(account_, said);
        if (opened) return session_ = std::move(*opened), Status{};
        Error error = opened.error();
        // A refusal of the moment in words of its own ("421 too many connections", "454 temporary authentication failure").
        const bool busy = said.reply_code >= busy_first && said.reply_code < refusal_first;
        if (busy && !said.last_line.starts_with("454 4.7.0 TLS") && error.code == SETTLED_ACCESS_DENIED &&
            net::login_was_refused(error))
            error.code = SETTLED_UNAVAILABLE;
        if (said.reply_code >= refusal_first && error.code == SETTLED_UNAVAILABLE)
            error = {SETTLED_ACCESS_DENIED,
                     account_.url + ": the server serves us not at all (" + visible(said.last_line) +
                         "). Ask the administrator of the mail server",
                     0};
        return std::unexpected(std::move(error));
    }

    // A connection that was kept may be gone by now; nothing of this mail was taken then, and another one is made.
    Status carry(const smtp::Envelope& envelope, const HandOver& hand_over, smtp::Reply& reply) {
        const bool kept = session_ && session_->usable();
        if (!kept)
            if (Status connected = connect(); !connected) return connected;
        Status sent = session_->send(envelope, reports_, hand_over, reply);
        constexpr int closing = 421;
        if (!sent && kept && !reply.handed_over && !session_->usable() && (reply.code == 0 || reply.code == closing) &&
            sent.error().code == SETTLED_UNAVAILABLE) {
            host_.debug(account_.url + ": the kept connection is gone; another one is made");
            if (Status connected = connect(); !connected) return connected;
            reply = {};
            sent = session_->send(envelope, reports_, hand_over, reply);
        }
        return sent ? sent : failure(sent.error(), reply);
    }

    // What a failure means for the agent: see notify.hpp.
    Status failure(const Error& error, const smtp::Reply& reply) const {
        if (error.code != SETTLED_UNAVAILABLE) return std::unexpected(error); // ours: not released, too large
        const std::string server = account_.url + ": ";
        if (reply.code >= refusal_first) {
            if (reply.handed_over)
                return fail(SETTLED_REJECTED, server + "the server refuses what the mail says (" + reply.words + ")");
            if (!reply.recipient.empty() && smtp::is_about_the_address(reply.words))
                return fail(SETTLED_REJECTED,
                            server + "the recipient <" + reply.recipient + "> is refused for good (" + reply.words + ")");
            return fail(SETTLED_ACCESS_DENIED, server + "the server refuses the mail for a reason that is not its recipient (" +
                                                   reply.words + "). Ask the administrator of the mail server");
        }
        if (reply.code >= busy_first) return fail(SETTLED_UNAVAILABLE, server + "not now (" + reply.words + ")");
        return fail(SETTLED_UNAVAILABLE, server + without_server(error.message) +
                                             (reply.handed_over ? "; the message may have arrived" : "; nothing was sent"));
    }
    std::string without_server(std::string words) const {
        if (words.starts_with(account_.url + ": ")) words.erase(0, account_.url.size() + 2);
        constexpr std::string_view promise = "; it is tried again at the next run";
        if (words.ends_with(promise)) words.resize(words.size() - promise.size());
        return words;
    }

    // A line break in an address would become a second recipient, one that is not CR LF in the mail a second mail.
    static Status fit_to_send(const smtp::Envelope& envelope) {
        if (!is_mail_address(envelope.sender)) return fail(SETTLED_INVALID_CONFIG, "the sender is not a mail address");
        if (envelope.recipients.empty()) return fail(SETTLED_REJECTED, "the message has no recipient");
        for (const std::string& address : envelope.recipients)
            if (!is_mail_address(address))
                return fail(SETTLED_REJECTED, "a recipient is not a mail address: " + visible(cut_at_character(address, 80)));
        if (!envelope.content.ends_with("\r\n")) return fail(SETTLED_INTERNAL, "the mail does not end with a line");
        // One character at a time is found many times faster than one of two.
        const std::string_view content = envelope.content;
        std::size_t returns = 0;
        for (std::size_t at = content.find('\r'); at != std::string_view::npos; at = content.find('\r', at + 1), ++returns)
            if (!content.substr(at + 1).starts_with('\n')) return line_end();
        for (std::size_t at = content.find('\n'); at != std::string_view::npos; at = content.find('\n', at + 1))
            if (returns-- == 0) return line_end();
        return {};
    }

    static std::unexpected<Error> line_end() { return fail(SETTLED_INTERNAL, "the mail has a line end that is not CR LF"); }

    Host host_;
    smtp::Account account_;
    smtp::Reports reports_;
    std::unique_ptr<smtp::Session> session_;
};

} // namespace

SETTLED_PLUGIN(SmtpNotifier)
