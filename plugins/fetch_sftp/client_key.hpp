// client_key.hpp -- is this text a private key that today's servers take?
//
// ed25519 and ECDSA are. An RSA key is refused here: libssh2 1.10 signs with it by SHA-1 only, which
// OpenSSH 8.8 and later turn away with words that lead nowhere.
#pragma once

#include <settled/result.hpp>

#include <string_view>

namespace settled::sftp {

// INVALID_CONFIG says what was found instead; never a part of the key.
Status check_client_key(std::string_view key);

} // namespace settled::sftp
