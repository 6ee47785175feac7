// hmac.hpp -- keyed digests (RFC 2104, by OpenSSL) and base64 (RFC 4648), for services that want requests signed.
#pragma once

#include <string>
#include <string_view>

namespace settled::digest {

// Bytes, not text: 20 of SHA-1, 32 of SHA-256.
std::string hmac_sha1(std::string_view key, std::string_view message);
std::string hmac_sha256(std::string_view key, std::string_view message);

std::string sha256_hex(std::string_view bytes); // lower case
std::string base64(std::string_view bytes);     // with '=' at the end

} // namespace settled::digest
