// ssh_session.hpp -- a login on an SFTP server: first its key, then ours.
//
// Nothing secret is sent before the server has shown a pinned key. A server with several keys is asked
// for each kind in turn, so that the pin decides and not the order in which a library prefers them.
#pragma once

#include "host_keys.hpp"

#include <net/address.hpp>
#include <net/connection.hpp>

#include <libssh2_sftp.h>

#include <memory>
#include <string>

namespace settled::sftp {

struct Account {
    net::Address address;
    std::string user, password, private_key, private_key_password;
    PinnedKeys pinned;
    long timeout_seconds = 60; // without a byte from the server
};

class SshSession {
  public:
    // ACCESS_DENIED: no key pinned, another key shown, login refused. UNAVAILABLE: not reached.
    static Result<std::unique_ptr<SshSession>> open(const Account& account);
    ~SshSession();
    SshSession(const SshSession&) = delete;
    SshSession& operator=(const SshSession&) = delete;

    LIBSSH2_SFTP* sftp() const { return sftp_; }
    const std::string& server() const { return server_; }
    const ShownKey& host_key() const { return host_key_; }
    const std::string& login() const { return login_; } // "key" or "password", for `check`

    // The last failure of libssh2 as an error; `what` names the act and the file or folder.
    std::unexpected<Error> failure(std::string_view what);
    unsigned long sftp_status() const;  // LIBSSH2_FX_…, or 0 where the failure was not the server's answer
    bool lost() const { return lost_; } // the connection is gone: another session may go on

  private:
    SshSession(const Account& account, net::Connection connection);
    std::string supported_keys(std::string_view wanted) const;
    Status shake_hands(const char* key_types);
    Status log_in(const Account& account);
    bool offers(std::string_view methods, std::string_view wanted) const;
    bool log_in_by_key(const Account& account);
    bool log_in_by_password(const Account& account, std::string_view methods);
    std::string last_words() const;

    net::Connection connection_;
    std::string server_, login_;
    ShownKey host_key_;
    std::string answer_; // to the prompts of keyboard-interactive
    LIBSSH2_SESSION* session_ = nullptr;
    LIBSSH2_SFTP* sftp_ = nullptr;
    bool lost_ = false;
};

} // namespace settled::sftp
