#include "world/digest.hpp"

#include <openssl/evp.h>

#include <array>
#include <cstdlib>

namespace settled::world {
namespace {

constexpr std::size_t sha256_size = 32;

// libcrypto fails here only without memory or with SHA-256 switched off: nothing can go on then.
void require(int succeeded) {
    if (succeeded != 1) std::abort();
}

} // namespace

struct Sha256::Context {
    EVP_MD_CTX* state = EVP_MD_CTX_new();

    Context() {
        require(state != nullptr ? 1 : 0);
        require(EVP_DigestInit_ex(state, EVP_sha256(), nullptr));
    }
    ~Context() { EVP_MD_CTX_free(state); }
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;

    // The algorithm stays: looking it up costs more than a short text.
    void begin() const { require(EVP_DigestInit_ex(state, nullptr, nullptr)); }
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

Sha256& Sha256::add(std::string_view bytes) {
    require(EVP_DigestUpdate(context_->state, bytes.data(), bytes.size()));
    return *this;
}

std::string Sha256::hex() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> raw{};
    unsigned int size = 0;
    require(EVP_DigestFinal_ex(context_->state, raw.data(), &size));
    require(size == sha256_size ? 1 : 0);
    context_->begin();
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(2 * sha256_size);
    for (std::size_t i = 0; i < sha256_size; ++i) {
        text += digits[raw[i] >> 4U];
        text += digits[raw[i] & 0xFU];
    }
    return text;
}

std::string sha256_hex(std::string_view bytes) { return Sha256().add(bytes).hex(); }

} // namespace settled::world
