// fetch_imap -- statement files attached to mails of senders that our mail server has proved.
#include "mailbox_choice.hpp"
#include <imap/imap_session.hpp>

#include <formats/put_away.hpp>
#include <settled/plugin.hpp>

#include <array>
#include <functional>
#include <map>
#include <set>

namespace settled::imap {

using formats::Then;

namespace {

constexpr std::int64_t days_back_max = 3'650;
constexpr std::int64_t mail_mb_max = 200;
constexpr std::size_t mails_max = 1'000; // in one run; the others come with the next
constexpr int sessions_max = 3;          // of one act: a lost connection is made again twice
constexpr std::string_view imported_keyword = "$SettledImported", refused_keyword = "$SettledRefused";

} // namespace

class FetchImap final : public FileSource {
  public:
    static constexpr Info info = {"fetch_imap", "1.0.0", "Statement files attached to mails", "从邮件附件取对账单文件"};
    static constexpr std::array own_options = {
        option("url", "", "imaps://HOST:993/FOLDER, or imap://HOST:143/FOLDER (STARTTLS is required).",
               "imaps://主机:993/文件夹，或 imap://主机:143/文件夹（必须 STARTTLS）。", SETTLED_REQUIRED),
        option("user", "", "Account to log in with.", "登录账号。", SETTLED_REQUIRED),
        option("password", "", "Its password, as secret:NAME; none with token_url.",
               "密码，写作 secret:名称；用 token_url 时不填。", SETTLED_SECRET),
        option("ca_file", "", "Authority that signed the server's certificate; default: the system's.",
               "签发服务器证书的 CA 文件；默认用系统的。"),
        option("senders", "", "Addresses whose mails are read, joined with ';'.", "可信发件人地址，用分号连接。",
               SETTLED_REQUIRED),
        option("authenticated_by", "", "Our mail server's name in Authentication-Results: its dkim=pass proves the sender.",
               "本方邮件服务器在 Authentication-Results 中的名称，须为 dkim=pass。", SETTLED_REQUIRED),
        option("subject", "*", "Pattern of the subject: \"*statement*\".", "邮件主题的模式。"),
        option("files", "*", "Attachments to take, joined with ';'; \"*.zip\" opens ZIP files.",
               "要读取的附件名，用分号连接；*.zip 为打开压缩包。"),
        option("days_back", "0", "Mails that arrived longer ago are left alone; 0: all are read.",
               "只读最近多少天内的邮件；0 为全部。"),
        option("mail_mb", "70", "A larger mail is refused before it is fetched.", "超过此大小（MB）的邮件不取。"),
        option("then", "archive", "What happens to a mail whose files were imported: archive, leave or delete.",
               "导入后：archive 归档、leave 保留、delete 删除。"),
        option("archive", "", "Folder for imported mails; default: archive below the folder.",
               "归档文件夹；默认为其下的 archive。"),
        option("rejected", "", "Folder for refused mails; default: rejected below the folder.",
               "拒收文件夹；默认为其下的 rejected。"),
        option("timeout_seconds", "60", "Give up when the server says nothing for this long.", "服务器无响应多少秒后放弃。"),
    };
    static constexpr auto options = options_of(own_options, net::token_options);

    struct PutAway {
        Then then = Then::archive;
        std::string archive, rejected; // empty: below the folder
    };

    FetchImap(Host host, Account account, MailboxChoice choice, PutAway put_away)
        : host_(host), account_(std::move(account)), choice_(std::move(choice)), put_away_(std::move(put_away)) {}

    static Result<std::unique_ptr<FetchImap>> open(Host host, Settings settings) {
        auto account = imap::read_account(settings, host);
        if (!account) return pass(account);
        auto days_back = settings.whole_number("days_back", 0, days_back_max);
        if (!days_back) return pass(days_back);
        auto mail_mb = settings.whole_number("mail_mb", 1, mail_mb_max);
        if (!mail_mb) return pass(mail_mb);
        auto then = formats::then_of(settings);
        if (!then) return pass(then);
        auto choice = MailboxChoice::parse(settings, *days_back, *mail_mb);
        if (!choice) return pass(choice);
        return std::make_unique<FetchImap>(host, std::move(*account), std::move(*choice),
                                           PutAway{*then, settings.text("archive"), settings.text("rejected")});
    }

    Status check(const Findings& findings) override {
        session_.reset();
        auto looked = ImapSession::open(account_, Opening::to_look);
        if (!looked) return pass(looked);
        auto waiting = (*looked)->search(choice_.criteria(host_.now_unix_ms()));
        if (!waiting) return pass(waiting);
        findings.info(account_.address.server(), "reached; TLS verified, login accepted; " + visible(account_.folder) +
                                                     " holds " + std::to_string((*looked)->mail_count()) + " mails, " +
                                                     std::to_string(waiting->size()) +
                                                     " of them waiting that seem to be from the senders");
        if (put_away_.then == Then::leave && !(*looked)->keeps_keywords())
            findings.warning(visible(account_.folder), "the server keeps no marks here, so every mail is read again at each run");
        return {};
    }

    Status list(FileSink& sink) override {
        std::vector<std::uint32_t> uids;
        Status searched = in_session([&](ImapSession& session) -> Status {
            auto found = session.search(choice_.criteria(host_.now_unix_ms()));
            if (!found) return pass(found);
            uids = std::move(*found);
            return {};
        });
        if (!searched) return searched;
        waiting_.clear();
        if (uids.size() > mails_max) {
            host_.info(std::to_string(uids.size()) + " mails wait in " + visible(account_.folder) + "; the oldest " +
                       std::to_string(mails_max) + " are looked at now");
            uids.resize(mails_max);
        }
        for (const std::uint32_t uid : uids) {
            if (host_.cancelled()) return stopped();
            auto files = files_of(uid);
            if (!files && !session_) return pass(files);
            if (!files) { // this mail alone: somebody may have moved it just now
                host_.warning(files.error().message);
                continue;
            }
            for (const MailFile& file : *files) {
                const std::string id = id_of(file, uid), name = visible(file.name);
                waiting_[uid].insert(id);
                const settled_remote_file found = {.size = sizeof found,
                                                   .id = id,
                                                   .name = name,
                                                   .sender = file.sender,
                                                   .byte_count = static_cast<std::int64_t>(file.bytes.size())};
                if (Status done = sink.add(found); !done) return done;
            }
        }
        return {};
    }

    Status read(std::string_view id, ByteSink& sink) override {
        const auto uid = uid_of(id);
        if (!uid) return std::unexpected(uid.error());
        auto files = files_of(*uid);
        if (!files) return pass(files);
        for (const MailFile& file : *files) {
            if (id_of(file, *uid) != id) continue;
            if (!file.refusal.empty()) return fail(SETTLED_BAD_DATA, file.refusal);
            return sink.add(file.bytes);
        }
        return fail(SETTLED_BAD_DATA, "the mail has no such file any more; it is listed again at the next run");
    }

    // A mail goes when the last of its files has been stored or refused.
    Status dispose(const settled_dispose_request& request) override {
        const auto uid = uid_of(request.id);
        if (!uid) return std::unexpected(uid.error());
        auto& files = waiting_[*uid];
        files.erase(std::string(std::string_view(request.id)));
        if (request.disposal == SETTLED_FILE_REFUSED) refused_.insert(*uid);
        if (!files.empty()) return {};
        const bool refused = refused_.contains(*uid);
        return in_session([&](ImapSession& session) -> Status {
            if (std::to_string(session.uid_validity()) != validity_of(request.id)) return {}; // numbered anew; listed again
            return put_mail_away(session, *uid, refused);
        });
    }

  private:
    // "UIDVALIDITY.UID.INDEX": the same mail for ever, or none at all (RFC 3501, 2.3.1.1).
    std::string id_of(const MailFile& file, std::uint32_t uid) const {
        return std::to_string(validity_) + "." + std::to_string(uid) + "." + std::to_string(file.index);
    }
    static std::string validity_of(std::string_view id) { return std::string(id.substr(0, id.find('.'))); }
    Result<std::uint32_t> uid_of(std::string_view id) const {
        const auto parts = split(id, '.');
        const auto uid = parts.size() == 3 ? mail_number(parts[1]) : 0;
        if (uid == 0) return fail(SETTLED_BAD_DATA, "\"" + visible(id) + "\" is not a file of this mailbox");
        return uid;
    }

    Result<std::vector<MailFile>> files_of(std::uint32_t uid) {
        if (last_uid_ == uid && !last_files_.empty()) return last_files_;
        std::vector<MailFile> files;
        Status done = in_session([&](ImapSession& session) -> Status {
            auto facts = session.facts(uid);
            if (!facts) return pass(facts);
            const HeadVerdict verdict = choice_.judge(*facts);
            if (verdict.skip) {
                host_.debug("mail " + std::to_string(uid) + " is left alone: " + *verdict.skip);
                return {};
            }
            if (!verdict.refusal.empty()) {
                files = {refused_mail(uid, verdict.sender, verdict.refusal)};
                return {};
            }
            auto bytes = session.mail(uid);
            if (!bytes) return pass(bytes);
            files = choice_.files(uid, *bytes);
            return {};
        });
        if (!done) return pass(done);
        last_uid_ = uid, last_files_ = files;
        return files;
    }

    Status put_mail_away(ImapSession& session, std::uint32_t uid, bool refused) const {
        const auto below = [&](const std::string& name, std::string_view fallback) {
            return name.empty() ? account_.folder + session.separator() + std::string(fallback) : name;
        };
        if (put_away_.then == Then::leave) {
            if (session.read_only() || !session.keeps_keywords()) return {};
            return session.add_flag(uid, refused ? refused_keyword : imported_keyword);
        }
        if (refused) return session.move(uid, below(put_away_.rejected, "rejected"));
        if (put_away_.then == Then::remove) return session.remove(uid);
        return session.move(uid, below(put_away_.archive, "archive"));
    }

    // One session serves the whole run; where it is lost, the act begins again in another.
    Status in_session(const std::function<Status(ImapSession&)>& act) {
        for (int attempt = 1;; ++attempt) {
            if (!session_) {
                auto opened = ImapSession::open(account_, Opening::to_change);
                if (!opened) return pass(opened);
                session_ = std::move(*opened);
                if (validity_ != session_->uid_validity()) last_files_.clear();
                validity_ = session_->uid_validity();
            }
            Status done = act(*session_);
            if (!session_->lost()) return done;
            session_.reset();
            if (attempt == sessions_max || host_.cancelled()) return done;
        }
    }

    Host host_;
    Account account_;
    MailboxChoice choice_;
    PutAway put_away_;
    std::unique_ptr<ImapSession> session_;
    std::uint32_t validity_ = 0, last_uid_ = 0;
    std::vector<MailFile> last_files_;                       // of the mail that was looked at last
    std::map<std::uint32_t, std::set<std::string>> waiting_; // listed and neither stored nor refused yet, by mail
    std::set<std::uint32_t> refused_;                        // mails of which a file was refused
};

} // namespace settled::imap

using settled::imap::FetchImap;
SETTLED_PLUGIN(FetchImap)
