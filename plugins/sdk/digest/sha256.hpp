// sha256.hpp -- the SHA-256 of bytes that arrive in pieces (FIPS 180-4, by OpenSSL).
#pragma once

#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace settled::digest {

class Sha256 {
  public:
    Sha256();
    void add(std::string_view bytes);
    // The 32 bytes. Once; nothing is added afterwards.
    std::string bytes();
    std::string hex(); // 64 lower-case digits; instead of bytes()

  private:
    struct Release {
        void operator()(evp_md_ctx_st* state) const;
    };
    std::unique_ptr<evp_md_ctx_st, Release> state_;
};

std::string hex(std::string_view bytes);
// RFC 4648, without the '=' at the end: how OpenSSH writes fingerprints.
std::string base64_unpadded(std::string_view bytes);

} // namespace settled::digest
