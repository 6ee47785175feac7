#include <imap/imap_session.hpp>

#include <imap/mailbox_name.hpp>

#include <settled/text.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace settled::imap {
namespace {

template <class Number> Number number_of(std::string_view text) {
    Number value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

// The value in "[UIDVALIDITY 7]"; empty where the atom is another.
std::string_view in_brackets(std::string_view atom, std::string_view name) {
    if (!atom.starts_with('[') || !atom.ends_with(']')) return {};
    atom = atom.substr(1, atom.size() - 2);
    if (!atom.starts_with(name) || !atom.substr(name.size()).starts_with(' ')) return {};
    return atom.substr(name.size() + 1);
}

bool begins_with(const Response& response, std::string_view name) {
    return !response.tokens.empty() && equal_ignoring_ascii_case(response.tokens.front().value, name);
}

} // namespace

ImapSession::ImapSession(const Account& account, net::Connection connection)
    : connection_(std::move(connection)), reader_([this](std::span<char> buffer) { return connection_.receive(buffer); }),
      server_(account.address.server()), user_(account.user) {}

Result<std::unique_ptr<ImapSession>> ImapSession::open(const Account& account, Opening opening) {
    const net::Server server{account.address.server(), account.user, account.password, account.ca_file, true,
                             account.timeout_seconds,  {},           account.tokens};
    auto connection = net::Connection::open(server, "imap,imaps");
    if (!connection) return pass(connection);
    std::unique_ptr<ImapSession> session(new ImapSession(account, std::move(*connection)));
    if (Status asked = session->ask_capabilities(); !asked) return pass(asked);
    if (Status selected = session->select(account.folder, opening); !selected) return pass(selected);
    return session;
}

Result<std::vector<Response>> ImapSession::command(const std::string& words, std::string_view what) {
    const std::string tag = "s" + std::to_string(++commands_);
    std::vector<Response> untagged;
    const auto gone = [&](Error error) {
        lost_ = true;
        if (!error.message.starts_with(server_)) error.message.insert(0, server_ + ": ");
        return std::unexpected(std::move(error));
    };
    if (Status sent = connection_.send(tag + " " + words + "\r\n"); !sent) return gone(sent.error());
    for (;;) {
        auto response = reader_.next();
        if (!response) return gone(response.error());
        if (begins_with(*response, "BYE") && response->tag == "*")
            return gone({SETTLED_UNAVAILABLE,
                         "the server ends the session (" + response->words + "); it is tried again at the next run", 0});
        if (response->tag == tag) {
            if (begins_with(*response, "OK")) return untagged;
            refusal_ = response->words;
            return fail(SETTLED_UNAVAILABLE, server_ + ": " + std::string(what) + ": " + refusal_);
        }
        if (response->tag != "*")
            return gone({SETTLED_UNAVAILABLE, "an answer to nothing that was asked; it is tried again at the next run", 0});
        untagged.push_back(std::move(*response));
    }
}

Status ImapSession::ask_capabilities() {
    auto said = command("CAPABILITY", "no capabilities");
    if (!said) return pass(said);
    for (const Response& response : *said)
        for (const Token& token : response.tokens) {
            moves_ = moves_ || equal_ignoring_ascii_case(token.value, "MOVE");
            expunges_by_uid_ = expunges_by_uid_ || equal_ignoring_ascii_case(token.value, "UIDPLUS");
        }
    auto listed = command("LIST \"\" \"\"", "no separator of folders");
    if (!listed) return pass(listed);
    for (const Response& response : *listed) // * LIST (\Noselect) "/" ""
        for (std::size_t i = 1; i < response.tokens.size(); ++i)
            if (begins_with(response, "LIST") && response.tokens[i - 1].kind == Token::Kind::close)
                separator_ = response.tokens[i].value;
    return {};
}

Status ImapSession::select(const std::string& folder, Opening opening) {
    const std::string verb = opening == Opening::to_look ? "EXAMINE " : "SELECT ";
    auto said = command(verb + quoted(modified_utf7(folder)), "cannot open folder " + visible(folder));
    if (!said) {
        if (lost_) return pass(said);
        return fail(SETTLED_UNAVAILABLE, said.error().message + "; check its name in url, and that " + user_ + " may read it");
    }
    read_only_ = opening == Opening::to_look;
    for (const Response& response : *said) {
        if (response.tokens.size() > 1 && equal_ignoring_ascii_case(response.tokens[1].value, "EXISTS"))
            mail_count_ = number_of<std::uint32_t>(response.tokens[0].value);
        for (const Token& token : response.tokens) {
            if (const auto value = in_brackets(token.value, "UIDVALIDITY"); !value.empty())
                uid_validity_ = number_of<std::uint32_t>(value);
            if (in_brackets(token.value, "PERMANENTFLAGS").contains("\\*")) keeps_keywords_ = true;
        }
    }
    if (uid_validity_ != 0) return {};
    return fail(SETTLED_UNAVAILABLE,
                server_ + ": folder " + visible(folder) +
                    " has no UIDVALIDITY, so its mails cannot be told apart from run to run; ask for another server");
}

Result<std::vector<std::uint32_t>> ImapSession::search(const std::string& criteria) {
    auto said = command("UID SEARCH " + criteria, "cannot search");
    if (!said) return pass(said);
    std::vector<std::uint32_t> uids;
    for (const Response& response : *said)
        if (begins_with(response, "SEARCH"))
            for (std::size_t i = 1; i < response.tokens.size(); ++i)
                if (const auto uid = number_of<std::uint32_t>(response.tokens[i].value); uid != 0) uids.push_back(uid);
    std::ranges::sort(uids);
    return uids;
}

Result<std::string> ImapSession::fetched(std::uint32_t uid, const std::string& items, std::string_view item, MailFacts* facts) {
    auto said = command("UID FETCH " + std::to_string(uid) + " (" + items + ")", "cannot read mail " + std::to_string(uid));
    if (!said) return pass(said);
    for (Response& response : *said) {
        if (response.tokens.size() < 2 || !equal_ignoring_ascii_case(response.tokens[1].value, "FETCH")) continue;
        if (number_of<std::uint32_t>(response.after("UID")) != uid) continue; // flags of another mail changed meanwhile
        if (facts != nullptr) *facts = {uid, number_of<std::int64_t>(response.after("RFC822.SIZE")), {}};
        for (std::size_t i = 0; i + 1 < response.tokens.size(); ++i)
            if (equal_ignoring_ascii_case(response.tokens[i].value, item)) return std::move(response.tokens[i + 1].value);
    }
    return fail(SETTLED_UNAVAILABLE,
                server_ + ": mail " + std::to_string(uid) + " is not there any more; somebody else may have moved it");
}

Result<MailFacts> ImapSession::facts(std::uint32_t uid) {
    MailFacts facts;
    auto head = fetched(uid, "UID RFC822.SIZE BODY.PEEK[HEADER]", "BODY[HEADER]", &facts);
    if (!head) return pass(head);
    facts.head = std::move(*head);
    return facts;
}

Result<std::string> ImapSession::mail(std::uint32_t uid) { return fetched(uid, "UID BODY.PEEK[]", "BODY[]", nullptr); }

Status ImapSession::add_flag(std::uint32_t uid, std::string_view flag) {
    auto done = command("UID STORE " + std::to_string(uid) + " +FLAGS.SILENT (" + std::string(flag) + ")",
                        "cannot mark mail " + std::to_string(uid));
    if (!done) return pass(done);
    return {};
}

// A folder that is missing is made at the server's word for it (RFC 3501, 7.1: TRYCREATE).
Status ImapSession::to_folder(const std::string& verb, std::uint32_t uid, const std::string& folder) {
    const std::string name = quoted(modified_utf7(folder));
    const std::string words = "UID " + verb + " " + std::to_string(uid) + " " + name;
    const std::string what = "cannot put mail " + std::to_string(uid) + " into " + visible(folder);
    auto done = command(words, what);
    if (!done && !lost_ && ascii_lower(refusal_).contains("[trycreate]")) {
        if (auto made = command("CREATE " + name, "cannot make folder " + visible(folder)); !made) return pass(made);
        auto shown = command("SUBSCRIBE " + name, "cannot show folder " + visible(folder)); // else most programs hide it
        if (!shown && lost_) return pass(shown);
        done = command(words, what);
    }
    if (!done) return pass(done);
    return {};
}

Status ImapSession::move(std::uint32_t uid, const std::string& folder) {
    if (moves_) return to_folder("MOVE", uid, folder);
    if (Status copied = to_folder("COPY", uid, folder); !copied) return copied;
    return remove(uid);
}

// Without UIDPLUS the mail stays marked as deleted: a plain EXPUNGE would remove what others have marked.
Status ImapSession::remove(std::uint32_t uid) {
    if (Status marked = add_flag(uid, "\\Deleted"); !marked || !expunges_by_uid_) return marked;
    auto done = command("UID EXPUNGE " + std::to_string(uid), "cannot delete mail " + std::to_string(uid));
    if (!done) return pass(done);
    return {};
}

Result<Account> read_account(const Settings& settings, Host host) {
    constexpr std::array<net::Scheme, 2> schemes = {{{"imaps", 993}, {"imap", 143}}};
    constexpr std::int64_t timeout_seconds_max = 600;
    auto address = net::parse_address(settings["url"], schemes);
    if (!address) return pass(address);
    auto timeout = settings.whole_number("timeout_seconds", 1, timeout_seconds_max);
    if (!timeout) return pass(timeout);
    auto tokens = net::read_tokens(settings, host);
    if (!tokens) return pass(tokens);
    if (!*tokens && settings["password"].empty())
        return fail(SETTLED_INVALID_CONFIG,
                    "password = \"secret:NAME\" is missing, or token_url where the account wants OAuth 2.0");
    std::string folder = address->path.substr(1);
    if (folder.empty()) folder = "INBOX";
    return Account{std::move(*address),         settings.text("user"), settings.text("password"), settings.text("ca_file"),
                   static_cast<long>(*timeout), std::move(folder),     std::move(*tokens)};
}

} // namespace settled::imap
