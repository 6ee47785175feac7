#include <digest/sha256.hpp>

#include <array>
#include <cassert>

#include <windows.h>

#include <bcrypt.h>

namespace settled::digest {
namespace {

constexpr std::size_t digest_bytes = 32;

// It fails only without memory.
void require([[maybe_unused]] NTSTATUS status) { assert(status >= 0); }

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

struct Sha256::State {
    BCRYPT_HASH_HANDLE hash = nullptr;
};

void Sha256::Release::operator()(State* state) const {
    ::BCryptDestroyHash(state->hash);
    delete state;
}

Sha256::Sha256() : state_(new State) { require(::BCryptCreateHash(sha256(), &state_->hash, nullptr, 0, nullptr, 0, 0)); }

void Sha256::add(std::string_view bytes) {
    auto* const begin = reinterpret_cast<PUCHAR>(const_cast<char*>(bytes.data())); // it is not written
    require(::BCryptHashData(state_->hash, begin, static_cast<ULONG>(bytes.size()), 0));
}

std::string Sha256::bytes() {
    std::array<unsigned char, digest_bytes> made{};
    require(::BCryptFinishHash(state_->hash, made.data(), static_cast<ULONG>(made.size()), 0));
    return {made.begin(), made.end()};
}

} // namespace settled::digest
