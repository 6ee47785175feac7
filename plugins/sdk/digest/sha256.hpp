// sha256.hpp -- the SHA-256 of bytes that arrive in pieces (FIPS 180-4, by OpenSSL or Windows).
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace settled::digest {

class Sha256 {
  public:
    Sha256();
    void add(std::string_view bytes);
    // The 32 bytes. Once; nothing is added afterwards.
    std::string bytes();
    std::string hex(); // 64 lower-case digits; instead of bytes()

  private:
    struct State; // the system's library's own
    struct Release {
        void operator()(State* state) const;
    };
    std::unique_ptr<State, Release> state_;
};

std::string hex(std::string_view bytes);
// RFC 4648, without the '=' at the end: how OpenSSH writes fingerprints.
std::string base64_unpadded(std::string_view bytes);

} // namespace settled::digest
