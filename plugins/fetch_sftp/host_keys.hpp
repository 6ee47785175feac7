// host_keys.hpp -- which key a server must show before anything is said to it.
//
// Pinned by fingerprints, as ssh-keygen -l prints them, or by a known_hosts file of OpenSSH.
#pragma once

#include <settled/result.hpp>

#include <libssh2.h>

#include <string>
#include <string_view>
#include <vector>

namespace settled::sftp {

struct ShownKey {
    std::string type; // "ssh-ed25519"
    std::string blob; // RFC 4253 6.6

    std::string fingerprint() const; // "SHA256:…"
};

class PinnedKeys {
  public:
    // `fingerprints` joined with ';'. INVALID_CONFIG for one that is none.
    static Result<PinnedKeys> parse(std::string_view fingerprints, std::string known_hosts_file);

    bool none() const { return fingerprints_.empty() && known_hosts_file_.empty(); }
    // INVALID_CONFIG when the known_hosts file cannot be read.
    Result<bool> fits(LIBSSH2_SESSION* session, const ShownKey& key, const std::string& host, int port) const;
    std::string words() const; // what is pinned, for a message

  private:
    std::vector<std::string> fingerprints_; // without "SHA256:"
    std::string known_hosts_file_;
};

// The key of a session after its handshake.
ShownKey shown_key(LIBSSH2_SESSION* session);

} // namespace settled::sftp
