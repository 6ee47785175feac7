// feedback_imap -- bounces, receipts and answers out of a mailbox, tied to the messages they are about.
#include "returned_mail.hpp"

#include <formats/put_away.hpp>
#include <imap/imap_session.hpp>
#include <imap/mailbox_name.hpp>
#include <settled/plugin.hpp>
#include <settled/text.hpp>

#include <array>
#include <charconv>
#include <map>
#include <memory>

namespace {

using namespace settled;
using imap::ImapSession;

constexpr std::int64_t days_back_max = 365, mail_mb_max = 50;
constexpr std::size_t mails_max = 1'000; // in one run; the others come with the next
constexpr std::string_view heard_keyword = "$SettledHeard";

class FeedbackImap final : public FeedbackSource {
  public:
    static constexpr Info info = {"feedback_imap", "1.0.0", "Bounces, receipts and answers from a mailbox",
                                  "从邮箱读取退信、回执与回复"};
    static constexpr std::array own_options = {
        option("url", "", "imaps://HOST:993/FOLDER, or imap://HOST:143/FOLDER (STARTTLS is required).",
               "imaps://主机:993/文件夹，或 imap://主机:143/文件夹（必须 STARTTLS）。", SETTLED_REQUIRED),
        option("user", "", "Account to log in with.", "登录账号。", SETTLED_REQUIRED),
        option("password", "", "Its password, as secret:NAME; none with token_url.",
               "密码，写作 secret:名称；用 token_url 时不填。", SETTLED_SECRET),
        option("ca_file", "", "Authority that signed the server's certificate; default: the system's.",
               "签发服务器证书的 CA 文件；默认用系统的。"),
        option("days_back", "14", "Mails that arrived longer ago are left alone.", "只读最近多少天内的邮件。"),
        option("mail_mb", "10", "A larger mail is left alone.", "超过此大小（MB）的邮件不读。"),
        option("timeout_seconds", "60", "Give up when the server says nothing for this long.", "服务器无响应多少秒后放弃。"),
    };
    static constexpr auto options = options_of(own_options, net::token_options);

    static Result<std::unique_ptr<FeedbackImap>> open(Host host, Settings settings) {
        auto account = imap::read_account(settings, host);
        if (!account) return pass(account);
        auto days = settings.whole_number("days_back", 1, days_back_max);
        if (!days) return pass(days);
        auto mb = settings.whole_number("mail_mb", 1, mail_mb_max);
        if (!mb) return pass(mb);
        return std::make_unique<FeedbackImap>(host, std::move(*account), *days, *mb << 20);
    }

    FeedbackImap(Host host, imap::Account account, std::int64_t days_back, std::int64_t bytes_max)
        : host_(host), account_(std::move(account)), days_back_(days_back), bytes_max_(bytes_max) {}

    Status check(const Findings& findings) override {
        session_.reset();
        auto looked = ImapSession::open(account_, imap::Opening::to_look);
        if (!looked) return pass(looked);
        findings.info(account_.address.server(), "reached; TLS verified, login accepted; " + visible(account_.folder) +
                                                     " holds " + std::to_string((*looked)->mail_count()) + " mails");
        if (!(*looked)->keeps_keywords())
            findings.warning(visible(account_.folder),
                             "the server keeps no marks here, so every mail of the last days is read again at each run");
        return {};
    }

    Status poll(FeedbackSink& sink) override {
        if (Status opened = open_session(); !opened) return opened;
        auto found = session_->search(criteria());
        if (!found) return pass(found);
        if (found->size() > mails_max) found->resize(mails_max);
        waiting_.clear();
        for (const std::uint32_t uid : *found) {
            if (host_.cancelled()) return stopped();
            auto events = look_at(uid);
            if (!events && session_->lost()) return pass(events);
            if (!events) { // this mail alone
                host_.warning("mail " + std::to_string(uid) + ": " + events.error().message);
                continue;
            }
            if (events->empty()) {
                if (Status marked = mark(uid); !marked && session_->lost()) return marked;
                continue;
            }
            waiting_[uid] = events->size();
            for (std::size_t i = 0; i < events->size(); ++i)
                if (Status told = tell((*events)[i], uid, i, sink); !told) return told;
        }
        return {};
    }

    // A mail is marked when the last of what it says has been stored; nobody's "unread" changes.
    Status acknowledge(std::string_view id) override {
        const auto parts = split(id, '.');
        std::uint32_t uid = 0;
        if (parts.size() == 3) std::from_chars(parts[1].data(), parts[1].data() + parts[1].size(), uid);
        const auto hit = waiting_.find(uid);
        if (hit == waiting_.end()) return fail(SETTLED_BAD_DATA, "\"" + visible(id) + "\" was not told in this run");
        if (--hit->second > 0) return {};
        waiting_.erase(hit);
        return mark(uid);
    }

  private:
    Status open_session() {
        session_.reset();
        auto opened = ImapSession::open(account_, imap::Opening::to_change);
        if (!opened) return pass(opened);
        session_ = std::move(*opened);
        return {};
    }

    std::string criteria() const {
        constexpr std::int64_t day_ms = 86'400'000;
        return "UNDELETED UNKEYWORD " + std::string(heard_keyword) + " SINCE " +
               imap::imap_date(formats::day_of(host_.now_unix_ms() - days_back_ * day_ms));
    }

    Result<std::vector<feedback::Event>> look_at(std::uint32_t uid) {
        auto facts = session_->facts(uid);
        if (!facts) return pass(facts);
        if (facts->byte_count > bytes_max_) return std::vector<feedback::Event>();
        auto bytes = session_->mail(uid);
        if (!bytes) return pass(bytes);
        return feedback::events_of(*bytes);
    }

    Status mark(std::uint32_t uid) {
        if (session_->read_only() || !session_->keeps_keywords()) return {};
        return session_->add_flag(uid, heard_keyword);
    }

    Status tell(const feedback::Event& event, std::uint32_t uid, std::size_t index, FeedbackSink& sink) const {
        const std::string id = std::to_string(session_->uid_validity()) + "." + std::to_string(uid) + "." + std::to_string(index);
        settled_feedback_event told{};
        told.size = sizeof told, told.kind = event.kind, told.id = id, told.message_key = event.message_key;
        told.address = event.address, told.text = event.text, told.at_unix_ms = host_.now_unix_ms();
        return sink.add(told);
    }

    Host host_;
    imap::Account account_;
    std::int64_t days_back_, bytes_max_;
    std::unique_ptr<ImapSession> session_;
    std::map<std::uint32_t, std::size_t> waiting_; // events told and not stored yet, by mail
};

} // namespace

SETTLED_PLUGIN(FeedbackImap)
