#include "world/digest.hpp"

#include <array>
#include <cstdlib>

#include <windows.h>

#include <bcrypt.h>

namespace settled::world {
namespace {

constexpr std::size_t sha256_size = 32;

// It fails only without memory: nothing can go on then.
void require(NTSTATUS status) {
    if (status < 0) std::abort();
}

// Looked up once; it costs more than a short text.
BCRYPT_ALG_HANDLE sha256() {
    static BCRYPT_ALG_HANDLE const found = [] {
        BCRYPT_ALG_HANDLE opened = nullptr;
        require(::BCryptOpenAlgorithmProvider(&opened, BCRYPT_SHA256_ALGORITHM, nullptr, 0));
        return opened;
    }();
    return found;
}

} // namespace

struct Sha256::Context {
    BCRYPT_HASH_HANDLE state = nullptr;

    Context() { begin(); }
    ~Context() { ::BCryptDestroyHash(state); }
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;

    void begin() {
        if (state != nullptr) ::BCryptDestroyHash(state);
        require(::BCryptCreateHash(sha256(), &state, nullptr, 0, nullptr, 0, 0));
    }
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

Sha256& Sha256::add(std::string_view bytes) {
    require(::BCryptHashData(context_->state, reinterpret_cast<PUCHAR>(const_cast<char*>(bytes.data())),
                             static_cast<ULONG>(bytes.size()), 0));
    return *this;
}

std::string Sha256::hex() {
    std::array<unsigned char, sha256_size> raw{};
    require(::BCryptFinishHash(context_->state, raw.data(), raw.size(), 0));
    context_->begin();
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(2 * sha256_size);
    for (const unsigned char byte : raw) text += {digits[byte >> 4U], digits[byte & 0xFU]};
    return text;
}

std::string sha256_hex(std::string_view bytes) { return Sha256().add(bytes).hex(); }

} // namespace settled::world
