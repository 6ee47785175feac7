// fetch_sftp -- statement files from a bank's SFTP server: its key pinned, each file once, put away afterwards.
#include "client_key.hpp"
#include "remote_folder.hpp"
#include "ssh_session.hpp"

#include <digest/sha256.hpp>
#include <formats/file_names.hpp>
#include <formats/put_away.hpp>
#include <settled/plugin.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <functional>
#include <optional>

namespace settled::sftp {

using formats::NameChoice;
using formats::Then;

namespace {

constexpr std::size_t files_max = 10'000; // in the folder itself
constexpr std::int64_t settle_seconds_max = 86'400;
constexpr std::int64_t timeout_seconds_max = 600;
constexpr std::int64_t days_back_max = 3'650;
constexpr int sessions_max = 3; // of one act: a lost connection is made again twice
constexpr std::int64_t second_ms = 1'000, day_ms = 86'400'000;
constexpr std::array<net::Scheme, 1> schemes = {{{"sftp", 22}}};

} // namespace

class FetchSftp final : public FileSource {
  public:
    static constexpr Info info = {"fetch_sftp", "1.0.0", "Statement files from a bank's SFTP server",
                                  "从银行的 SFTP 服务器取对账单文件"};
    static constexpr std::array options = {
        option("url", "", "sftp://HOST:22/FOLDER; /~/FOLDER is below the account's home.",
               "sftp://主机:22/目录；/~/目录 为账号主目录下。", SETTLED_REQUIRED),
        option("user", "", "Account to log in with.", "登录账号。", SETTLED_REQUIRED),
        option("private_key", "", "Its ed25519 or ECDSA private key, as secret:NAME.",
               "私钥（ed25519 或 ECDSA），写作 secret:名称。", SETTLED_SECRET),
        option("private_key_password", "", "What the private key is encrypted with, as secret:NAME.",
               "私钥的口令，写作 secret:名称。", SETTLED_SECRET),
        option("password", "", "The account's password, as secret:NAME.", "账号密码，写作 secret:名称。", SETTLED_SECRET),
        option("host_key", "", "The server's key: \"SHA256:…\", or a list while it changes.",
               "服务器主机密钥指纹 SHA256:…，更换期间可写多个。"),
        option("known_hosts_file", "", "Or a known_hosts file of OpenSSH that holds it.",
               "或含有该主机密钥的 OpenSSH known_hosts 文件。"),
        option("files", "*", "Names to take, joined with ';': \"*.sta;*.xml\".", "要读取的文件名，用分号连接。"),
        option("settle_seconds", "30", "Unchanged this long before it is read.", "文件多少秒未变才读取。"),
        option("days_back", "0", "Files changed longer ago are left alone; 0: all are read.",
               "只读最近多少天内的文件；0 为全部。"),
        option("then", "archive", "What happens to a file that was imported: archive, leave or delete.",
               "导入后：archive 归档、leave 保留、delete 删除。"),
        option("timeout_seconds", "60", "Give up when the server says nothing for this long.", "服务器无响应多少秒后放弃。"),
    };

    struct Choice {
        NameChoice names;
        std::int64_t settle_seconds = 0, days_back = 0;
        Then then = Then::archive;
    };

    FetchSftp(Host host, Account account, Choice choice)
        : host_(host), account_(std::move(account)), choice_(std::move(choice)) {}

    static Result<std::unique_ptr<FetchSftp>> open(Host host, Settings settings) {
        auto account = account_of(settings);
        if (!account) return pass(account);
        auto settle_seconds = settings.whole_number("settle_seconds", 0, settle_seconds_max);
        if (!settle_seconds) return pass(settle_seconds);
        auto days_back = settings.whole_number("days_back", 0, days_back_max);
        if (!days_back) return pass(days_back);
        auto then = formats::then_of(settings);
        if (!then) return pass(then);
        return std::make_unique<FetchSftp>(host, std::move(*account),
                                           Choice{NameChoice(settings["files"]), *settle_seconds, *days_back, *then});
    }

    Status check(const Findings& findings) override {
        return in_folder([&](const RemoteFolder& folder) -> Status {
            auto files = folder.files(files_max);
            if (!files) return pass(files);
            const auto wanted = std::ranges::count_if(*files, [&](const FileFacts& file) { return is_wanted(file); });
            findings.info(account_.address.server(), "reached; host key " + session_->host_key().fingerprint() +
                                                         " is the pinned one, login by " + session_->login() + " accepted; " +
                                                         visible(folder.path()) + " holds " + std::to_string(files->size()) +
                                                         " files, " + std::to_string(wanted) + " with a name to take");
            return {};
        });
    }

    Status list(FileSink& sink) override {
        std::vector<FileFacts> files;
        Status listed = in_folder([&](const RemoteFolder& folder) -> Status {
            auto found = folder.files(files_max);
            if (!found) return pass(found);
            files = std::move(*found);
            return {};
        });
        if (!listed) return listed;
        for (const FileFacts& file : files) {
            if (host_.cancelled()) return stopped();
            if (!is_wanted(file) || !has_settled(file)) continue;
            const std::string id = formats::id_of(file.name), shown = visible(file.name);
            const settled_remote_file found = {.size = sizeof found,
                                               .id = id,
                                               .name = shown,
                                               .sender = account_.user,
                                               .owner = file.owner,
                                               .byte_count = file.byte_count,
                                               .modified_unix_ms = file.modified_unix_s * second_ms};
            if (Status done = sink.add(found); !done) return done;
        }
        return {};
    }

    // A connection that is lost in the middle is made again, and the file goes on where it stopped, if
    // it is still the same.
    Status read(std::string_view id, ByteSink& sink) override {
        auto name = file_named(id);
        if (!name) return pass(name);
        std::optional<FileFacts> before;
        std::uint64_t offset = 0;
        return in_folder([&](const RemoteFolder& folder) -> Status {
            auto now = folder.facts(*name);
            if (!now) return pass(now);
            if (!*now) return changed(*name);
            if (!before) before = **now;
            if (**now != *before) return changed(*name);
            Status done = folder.read(*name, offset, [&](std::string_view bytes) -> Status {
                if (host_.cancelled()) return stopped();
                return sink.add(bytes);
            });
            if (!done) return done;
            auto after = folder.facts(*name);
            if (!after) return pass(after);
            const bool whole = before->byte_count == 0 || offset == static_cast<std::uint64_t>(before->byte_count);
            return *after == before && whole ? Status{} : changed(*name);
        });
    }

    Status dispose(const settled_dispose_request& request) override {
        auto name = file_named(request.id);
        if (!name) return pass(name);
        if (choice_.then == Then::leave) return {}; // the account may be read-only; the agent knows what it has
        const bool refused = request.disposal == SETTLED_FILE_REFUSED;
        return in_folder([&](const RemoteFolder& folder) -> Status {
            auto there = folder.facts(*name);
            if (!there) return pass(there);
            if (!*there) return {}; // put away before, or by somebody else
            // Refused unread, because it is too large: then it is not fetched for its digest either.
            if (refused && request.sha256_hex.size == 0) return put_to_rejected(folder, *name, "unread", request.reason);
            auto digest = sha256_hex(folder, *name);
            if (!digest) return pass(digest);
            if (request.sha256_hex.size != 0 && *digest != std::string_view(request.sha256_hex)) {
                host_.warning(visible(*name) + " is not the file that was read any more; it stays and is read at the next run");
                return {};
            }
            if (refused) return put_to_rejected(folder, *name, *digest, request.reason);
            if (choice_.then == Then::remove) return folder.remove(*name);
            return put_to_archive(folder, *name, *digest);
        });
    }

  private:
    static Result<Account> account_of(const Settings& settings) {
        auto address = net::parse_address(settings["url"], schemes);
        if (!address) return pass(address);
        auto pinned = PinnedKeys::parse(settings["host_key"], settings.text("known_hosts_file"));
        if (!pinned) return pass(pinned);
        auto timeout = settings.whole_number("timeout_seconds", 1, timeout_seconds_max);
        if (!timeout) return pass(timeout);
        Account account{std::move(*address),
                        settings.text("user"),
                        settings.text("password"),
                        settings.text("private_key"),
                        settings.text("private_key_password"),
                        std::move(*pinned),
                        static_cast<long>(*timeout)};
        if (account.private_key.empty() && account.password.empty())
            return fail(SETTLED_INVALID_CONFIG, "neither private_key nor password is set; set one as \"secret:NAME\"");
        if (account.private_key.empty()) return account;
        if (Status usable = check_client_key(account.private_key); !usable) return pass(usable);
        return account;
    }

    static Result<std::string> file_named(std::string_view id) {
        if (auto name = formats::name_of(id)) return *name;
        return fail(SETTLED_BAD_DATA, "\"" + visible(id) + "\" is not a file of this folder");
    }

    static Status changed(const std::string& name) {
        return fail(SETTLED_UNAVAILABLE, visible(name) + " changed while it was read; it is taken at the next run");
    }

    // One session serves the whole run; where it is lost, the act begins again in another.
    Status in_folder(const std::function<Status(const RemoteFolder&)>& act) {
        for (int attempt = 1;; ++attempt) {
            if (!session_) {
                auto opened = SshSession::open(account_);
                if (!opened) return pass(opened);
                session_ = std::move(*opened);
            }
            Status done = act(RemoteFolder(*session_, account_.address.path));
            if (!session_->lost()) return done;
            session_.reset();
            if (done || attempt == sessions_max || host_.cancelled()) return done;
        }
    }

    bool is_wanted(const FileFacts& file) const {
        const std::int64_t oldest_ms = host_.now_unix_ms() - choice_.days_back * day_ms;
        const bool too_old = choice_.days_back > 0 && file.modified_unix_s > 0 && file.modified_unix_s * second_ms < oldest_ms;
        return !too_old && choice_.names.takes(file.name);
    }

    // A change ahead of our clock (the server's is its own) counts as far as it is ahead.
    bool has_settled(const FileFacts& file) const {
        return std::abs(host_.now_unix_ms() - file.modified_unix_s * second_ms) >= choice_.settle_seconds * second_ms;
    }

    static Result<std::string> sha256_hex(const RemoteFolder& folder, const std::string& name) {
        digest::Sha256 sum;
        std::uint64_t offset = 0;
        Status read = folder.read(name, offset, [&](std::string_view bytes) -> Status {
            sum.add(bytes);
            return {};
        });
        if (!read) return pass(read);
        return sum.hex();
    }

    Status put_to_archive(const RemoteFolder& folder, const std::string& name, const std::string& digest) const {
        const std::string day = formats::day_of(host_.now_unix_ms()).iso();
        auto archive = folder.subfolder("archive");
        if (!archive) return pass(archive);
        auto year = archive->subfolder(day.substr(0, 4));
        if (!year) return pass(year);
        auto month = year->subfolder(day.substr(5, 2));
        if (!month) return pass(month);
        return folder.move(name, *month, formats::names_with_digest(name, digest, false));
    }

    // The reason first: a file in rejected/ is never without one. It has the digest in its name, so that
    // one which is there already tells of the same content.
    Status put_to_rejected(const RemoteFolder& folder, const std::string& name, const std::string& digest,
                           std::string_view reason) const {
        auto rejected = folder.subfolder("rejected");
        if (!rejected) return pass(rejected);
        const std::vector<std::string> names = formats::names_with_digest(name, digest, false);
        const std::string reason_name = names.front() + ".reason.txt";
        auto told = rejected->facts(reason_name);
        if (!told) return pass(told);
        const std::string words = formats::reason_text(name, digest, formats::day_of(host_.now_unix_ms()), reason);
        if (!*told)
            if (Status done = rejected->write(reason_name, words); !done) return done;
        return folder.move(name, *rejected, names);
    }

    Host host_;
    Account account_;
    Choice choice_;
    std::unique_ptr<SshSession> session_;
};

} // namespace settled::sftp

using settled::sftp::FetchSftp;
SETTLED_PLUGIN(FetchSftp)
