#include <digest/hmac.hpp>

#include <array>
#include <cassert>

#include <windows.h>

#include <bcrypt.h>

namespace settled::digest {
namespace {

constexpr std::size_t sha1_bytes = 20, sha256_bytes = 32;

PUCHAR pointer(std::string_view bytes) { return reinterpret_cast<PUCHAR>(const_cast<char*>(bytes.data())); } // not written

template <std::size_t Size> std::string hmac(const wchar_t* kind, std::string_view key, std::string_view message) {
    std::array<unsigned char, Size> made{};
    BCRYPT_ALG_HANDLE opened = nullptr;
    BCRYPT_HASH_HANDLE hash = nullptr;
    [[maybe_unused]] const bool done =
        ::BCryptOpenAlgorithmProvider(&opened, kind, nullptr, BCRYPT_ALG_HANDLE_HMAC_FLAG) >= 0 &&
        ::BCryptCreateHash(opened, &hash, nullptr, 0, pointer(key), static_cast<ULONG>(key.size()), 0) >= 0 &&
        ::BCryptHashData(hash, pointer(message), static_cast<ULONG>(message.size()), 0) >= 0 &&
        ::BCryptFinishHash(hash, made.data(), static_cast<ULONG>(made.size()), 0) >= 0;
    if (hash != nullptr) ::BCryptDestroyHash(hash);
    if (opened != nullptr) ::BCryptCloseAlgorithmProvider(opened, 0);
    assert(done);
    return {made.begin(), made.end()};
}

} // namespace

std::string hmac_sha1(std::string_view key, std::string_view message) {
    return hmac<sha1_bytes>(BCRYPT_SHA1_ALGORITHM, key, message);
}
std::string hmac_sha256(std::string_view key, std::string_view message) {
    return hmac<sha256_bytes>(BCRYPT_SHA256_ALGORITHM, key, message);
}

} // namespace settled::digest
