#include <digest/hmac.hpp>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <cassert>

namespace settled::digest {
namespace {

std::string hmac(const EVP_MD* kind, std::string_view key, std::string_view message) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> made{};
    unsigned int size = 0;
    const unsigned char* const done =
        HMAC(kind, key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(message.data()),
             message.size(), made.data(), &size);
    assert(done != nullptr);
    static_cast<void>(done);
    return {reinterpret_cast<const char*>(made.data()), size};
}

} // namespace

std::string hmac_sha1(std::string_view key, std::string_view message) { return hmac(EVP_sha1(), key, message); }
std::string hmac_sha256(std::string_view key, std::string_view message) { return hmac(EVP_sha256(), key, message); }

} // namespace settled::digest
