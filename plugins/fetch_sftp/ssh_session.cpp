#include "ssh_session.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>

namespace settled::sftp {
namespace {

constexpr long milliseconds = 1000;

// Kinds of host keys, the strongest first; one connection each.
constexpr std::array<const char*, 3> key_kinds = {"ssh-ed25519", "ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,ecdsa-sha2-nistp521",
                                                  "rsa-sha2-512,rsa-sha2-256,ssh-rsa"};

Result<net::Connection> connect(const Account& account) {
    net::Server server;
    // The bare TCP connection: libcurl finds the host, tries its addresses and keeps the time.
    server.url = "telnet" + account.address.server().substr(account.address.scheme.size());
    server.tls = false; // SSH has its own
    server.timeout_seconds = account.timeout_seconds;
    auto connection = net::Connection::open(server, "telnet");
    if (!connection) {
        Error error = std::move(connection.error());
        if (error.message.starts_with(server.url)) error.message.replace(0, server.url.size(), account.address.server());
        return std::unexpected(std::move(error));
    }
    return connection;
}

// keyboard-interactive (RFC 4256): what is not echoed is the password.
void answer_prompts(const char*, int, const char*, int, int count, const LIBSSH2_USERAUTH_KBDINT_PROMPT* prompts,
                    LIBSSH2_USERAUTH_KBDINT_RESPONSE* responses, void** abstract) {
    const auto& answer = *static_cast<const std::string*>(*abstract);
    for (int i = 0; i < count; ++i) {
        if (prompts[i].echo != 0) continue;                                    // libssh2 has cleared the responses
        auto* const text = static_cast<char*>(std::malloc(answer.size() + 1)); // libssh2 frees it
        if (text == nullptr) continue;
        std::memcpy(text, answer.c_str(), answer.size() + 1);
        responses[i].text = text;
        responses[i].length = static_cast<unsigned>(answer.size());
    }
}

bool means_lost(int code) {
    return code == LIBSSH2_ERROR_SOCKET_SEND || code == LIBSSH2_ERROR_SOCKET_RECV || code == LIBSSH2_ERROR_SOCKET_DISCONNECT ||
           code == LIBSSH2_ERROR_SOCKET_TIMEOUT || code == LIBSSH2_ERROR_TIMEOUT || code == LIBSSH2_ERROR_SOCKET_NONE;
}

// The server has no key of the kind that was asked for.
bool means_no_such_key(int code) { return code == LIBSSH2_ERROR_KEX_FAILURE || code == LIBSSH2_ERROR_METHOD_NONE; }

} // namespace

SshSession::SshSession(const Account& account, net::Connection connection)
    : connection_(std::move(connection)), server_(account.address.server()), answer_(account.password) {
    libssh2_init(0); // counted; the destructor gives it back
    session_ = libssh2_session_init_ex(nullptr, nullptr, nullptr, &answer_);
    libssh2_session_set_timeout(session_, account.timeout_seconds * milliseconds);
}

SshSession::~SshSession() {
    if (!lost_) {
        if (sftp_ != nullptr) libssh2_sftp_shutdown(sftp_);
        libssh2_session_disconnect(session_, "done");
    }
    libssh2_session_free(session_);
    libssh2_exit();
}

std::string SshSession::last_words() const {
    char* words = nullptr;
    libssh2_session_last_error(session_, &words, nullptr, 0);
    return words == nullptr || *words == '\0' ? "no reason given" : visible(words);
}

unsigned long SshSession::sftp_status() const {
    const bool answered = sftp_ != nullptr && libssh2_session_last_errno(session_) == LIBSSH2_ERROR_SFTP_PROTOCOL;
    return answered ? libssh2_sftp_last_error(sftp_) : 0;
}

std::unexpected<Error> SshSession::failure(std::string_view what) {
    const std::string act = server_ + ": " + std::string(what);
    const int code = libssh2_session_last_errno(session_);
    if (means_lost(code)) {
        lost_ = true;
        return fail(SETTLED_UNAVAILABLE,
                    act + ": the connection was lost (" + last_words() + "); it is tried again at the next run");
    }
    switch (sftp_status()) {
    case LIBSSH2_FX_NO_SUCH_FILE:
    case LIBSSH2_FX_NO_SUCH_PATH:
        return fail(SETTLED_UNAVAILABLE, act + ": it is not there; check the path in url with the bank");
    case LIBSSH2_FX_PERMISSION_DENIED:
    case LIBSSH2_FX_WRITE_PROTECT:
        return fail(SETTLED_ACCESS_DENIED, act + ": the server allows this account no such thing; ask the bank for the right");
    case 0:
        return fail(SETTLED_UNAVAILABLE, act + ": " + last_words() + "; it is tried again at the next run");
    default:
        return fail(SETTLED_UNAVAILABLE, act + ": the server refused (SFTP status " + std::to_string(sftp_status()) +
                                             "); it is tried again at the next run");
    }
}

// Those of `wanted` that libssh2 was built with. Strip them here: libssh2 1.10 does it by copying text over itself.
std::string SshSession::supported_keys(std::string_view wanted) const {
    const char** known = nullptr;
    const int count = libssh2_session_supported_algs(session_, LIBSSH2_METHOD_HOSTKEY, &known);
    std::string supported;
    for (const std::string_view kind : split(wanted, ','))
        if (std::any_of(known, known + std::max(count, 0), [&](const char* each) { return kind == each; }))
            supported.append(supported.empty() ? "" : ",").append(kind);
    if (known != nullptr) libssh2_free(session_, static_cast<void*>(known));
    return supported;
}

Status SshSession::shake_hands(const char* key_types) {
    libssh2_session_method_pref(session_, LIBSSH2_METHOD_HOSTKEY, supported_keys(key_types).c_str());
    if (libssh2_session_handshake(session_, connection_.socket()) != 0) return failure("no SSH connection");
    host_key_ = shown_key(session_);
    return {};
}

Result<std::unique_ptr<SshSession>> SshSession::open(const Account& account) {
    std::string seen;
    Status last;
    for (const char* const kind : key_kinds) {
        auto connection = connect(account);
        if (!connection) return pass(connection);
        std::unique_ptr<SshSession> session(new SshSession(account, std::move(*connection)));
        if (Status shaken = session->shake_hands(kind); !shaken) {
            if (!means_no_such_key(libssh2_session_last_errno(session->session_))) return pass(shaken);
            last = std::move(shaken);
            continue;
        }
        const ShownKey& key = session->host_key_;
        auto fits = account.pinned.fits(session->session_, key, account.address.host, account.address.port);
        if (!fits) return pass(fits);
        if (!*fits) {
            seen += (seen.empty() ? "" : ", ") + key.fingerprint() + " (" + key.type + ")";
            continue;
        }
        if (Status logged_in = session->log_in(account); !logged_in) return pass(logged_in);
        session->sftp_ = libssh2_sftp_init(session->session_);
        if (session->sftp_ == nullptr) return session->failure("no SFTP after the login");
        return session;
    }
    const std::string server = account.address.server() + ": ";
    if (seen.empty()) return pass(last);
    if (account.pinned.none())
        return fail(SETTLED_ACCESS_DENIED,
                    server + "no host key is pinned, so nobody knows whose server this is; it shows " + seen +
                        ". Ask the bank whether that is its key, then write it as host_key = \"SHA256:…\"");
    return fail(SETTLED_ACCESS_DENIED, server + "the server shows the key " + seen + ", pinned is " + account.pinned.words() +
                                           ". Nothing was sent to it. Ask the bank whether its key has changed");
}

bool SshSession::offers(std::string_view methods, std::string_view wanted) const {
    for (const std::string_view method : split(methods, ','))
        if (method == wanted) return true;
    return false;
}

bool SshSession::log_in_by_key(const Account& account) {
    const std::string key = account.private_key + "\n"; // a secret has lost its last line break
    const bool accepted =
        libssh2_userauth_publickey_frommemory(session_, account.user.c_str(), account.user.size(), nullptr, 0, key.c_str(),
                                              key.size(), account.private_key_password.c_str()) == 0;
    if (accepted) login_ = "key";
    return accepted;
}

bool SshSession::log_in_by_password(const Account& account, std::string_view methods) {
    const auto user_size = static_cast<unsigned>(account.user.size());
    bool accepted = false;
    if (offers(methods, "password"))
        accepted = libssh2_userauth_password_ex(session_, account.user.c_str(), user_size, account.password.c_str(),
                                                static_cast<unsigned>(account.password.size()), nullptr) == 0;
    if (!accepted && offers(methods, "keyboard-interactive"))
        accepted = libssh2_userauth_keyboard_interactive_ex(session_, account.user.c_str(), user_size, answer_prompts) == 0;
    if (accepted) login_ = "password";
    return accepted;
}

Status SshSession::log_in(const Account& account) {
    const char* const list = libssh2_userauth_list(session_, account.user.c_str(), static_cast<unsigned>(account.user.size()));
    if (list == nullptr) {
        if (libssh2_userauth_authenticated(session_) != 0) return {}; // asks for nothing
        return failure("no login");
    }
    const std::string methods = list;
    std::string tried, words;
    if (!account.private_key.empty()) {
        if (offers(methods, "publickey") && log_in_by_key(account)) return {};
        tried = "key", words = last_words();
    }
    // After a key that was accepted as the first of two factors, the password is the second.
    if (!account.password.empty() && !means_lost(libssh2_session_last_errno(session_))) {
        if (log_in_by_password(account, methods)) return {};
        tried += (tried.empty() ? "" : " and ") + std::string("password"), words = last_words();
    }
    if (means_lost(libssh2_session_last_errno(session_)) || libssh2_session_last_errno(session_) == LIBSSH2_ERROR_SOCKET_NONE)
        return failure("no login");
    return fail(SETTLED_ACCESS_DENIED, server_ + ": the server refused the " + tried + " of " + account.user + " (" + words +
                                           "; it takes " + visible(methods) +
                                           "). Next: have the bank register the public key, or set the secret again");
}

} // namespace settled::sftp
