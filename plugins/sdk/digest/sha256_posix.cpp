#include <digest/sha256.hpp>

#include <array>

#include <openssl/evp.h>

namespace settled::digest {

struct Sha256::State {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
};

void Sha256::Release::operator()(State* state) const {
    EVP_MD_CTX_free(state->context);
    delete state;
}

Sha256::Sha256() : state_(new State) { EVP_DigestInit_ex(state_->context, EVP_sha256(), nullptr); }

void Sha256::add(std::string_view bytes) { EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()); }

std::string Sha256::bytes() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> made{};
    unsigned size = 0;
    EVP_DigestFinal_ex(state_->context, made.data(), &size);
    return {made.begin(), made.begin() + size};
}

} // namespace settled::digest
