// notify_smtp -- sends mails by SMTP: TLS required and verified, one connection for many mails.

#include "smtp_transfer.hpp"

#include <settled/loopback.hpp>
#include <settled/mail_address.hpp>
#include <settled/plugin.hpp>

#include <array>

namespace {

using namespace settled;

constexpr std::int64_t timeout_seconds_max = 3600;

class SmtpNotifier final : public Notifier {
  public:
    static constexpr Info info = {"notify_smtp", "1.0.0", "Sends mails by SMTP, TLS required", "通过 SMTP 发送邮件（强制 TLS）"};
    static constexpr std::array options = {
        option("url", "", "smtps://HOST:465, or smtp://HOST:587 (STARTTLS is required).",
               "smtps://主机:465，或 smtp://主机:587（必须 STARTTLS）。", SETTLED_REQUIRED),
        option("user", "", "Account to log in with; empty: no login.", "登录账号；留空则不登录。"),
        option("password", "", "Its password, as secret:NAME.", "密码，写作 secret:名称。", SETTLED_SECRET),
        option("ca_file", "", "Authority that signed the server's certificate; default: the system's.",
               "签发服务器证书的 CA 文件；默认用系统的。"),
        option("tls", "required", "required, or none for a relay on this machine.",
               "required（必须），或 none（仅限本机中继）。"),
        option("timeout_seconds", "900",
               "Give up on one mail after this time; a server may take ten minutes after the last byte.",
               "单封邮件超时秒数；服务器在收完后最多可用十分钟。"),
    };

    static Result<std::unique_ptr<SmtpNotifier>> open(Host, Settings settings) {
        smtp::Account account{settings.text("url"), settings.text("user"), settings.text("password"), settings.text("ca_file")};
        if (!account.url.starts_with("smtp://") && !account.url.starts_with("smtps://"))
            return fail(SETTLED_INVALID_CONFIG, "url = \"" + account.url + "\": expected smtp://HOST:PORT or smtps://HOST:PORT");
        if (account.url.find('@') != std::string::npos)
            return fail(SETTLED_INVALID_CONFIG,
                        "url holds a user or password; write them as user and password = \"secret:NAME\"");
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
        return std::make_unique<SmtpNotifier>(std::move(account));
    }

    explicit SmtpNotifier(smtp::Account account) : url_(account.url), tls_(account.tls), transfer_(std::move(account)) {}

    Status check(const Findings& findings) override {
        std::string words;
        if (Status reached = transfer_.probe(words); !reached) return reached;
        findings.info(url_, tls_ ? "reached; TLS verified, login accepted" : "reached; no TLS (this machine)");
        return {};
    }

    Status send(const settled_message& message, const HandOver& hand_over, settled_send_outcome& outcome) override {
        smtp::Envelope envelope{std::string(std::string_view(message.sender)), {}, message.content};
        for (std::uint32_t i = 0; i < message.recipient_count; ++i)
            envelope.recipients.emplace_back(std::string_view(message.recipients[i]));
        if (Status fit = fit_to_send(envelope); !fit) return fit;
        smtp::Reply reply;
        const Status sent = transfer_.send(envelope, hand_over, reply);
        outcome.reply_code = reply.code;
        // A 4xx or 5xx after the last byte is an answer: the server did not take it. Silence is not.
        constexpr int refusal_first = 400;
        outcome.after_hand_over = reply.handed_over && !sent && reply.code < refusal_first ? 1 : 0;
        return sent;
    }

  private:
    // libcurl writes what it is given: a line break in an address would become a second recipient.
    static Status fit_to_send(const smtp::Envelope& envelope) {
        if (!is_mail_address(envelope.sender)) return fail(SETTLED_INVALID_CONFIG, "the sender is not a mail address");
        if (envelope.recipients.empty()) return fail(SETTLED_REJECTED, "the message has no recipient");
        for (const std::string& address : envelope.recipients)
            if (!is_mail_address(address))
                return fail(SETTLED_REJECTED, "a recipient is not a mail address: " + visible(cut_at_character(address, 80)));
        if (envelope.content.empty()) return fail(SETTLED_INTERNAL, "the message is empty");
        return {};
    }

    std::string url_;
    bool tls_;
    smtp::Transfer transfer_;
};

} // namespace

SETTLED_PLUGIN(SmtpNotifier)
