#include <digest/sha256.hpp>

#include <digest/hmac.hpp>

#include <cstdint>

namespace settled::digest {

std::string Sha256::hex() { return digest::hex(bytes()); }

std::string hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        text += {digits[byte >> 4], digits[byte & 15]};
    }
    return text;
}

std::string base64_unpadded(std::string_view bytes) {
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    std::uint32_t waiting = 0;
    unsigned bits = 0;
    for (const char c : bytes) {
        waiting = (waiting << 8) | static_cast<unsigned char>(c);
        for (bits += 8; bits >= 6; bits -= 6) text += letters[(waiting >> (bits - 6)) & 63];
    }
    if (bits != 0) text += letters[(waiting << (6 - bits)) & 63];
    return text;
}

std::string sha256_hex(std::string_view bytes) {
    Sha256 digest;
    digest.add(bytes);
    return digest.hex();
}

std::string base64(std::string_view bytes) {
    std::string made = base64_unpadded(bytes);
    constexpr std::size_t group = 4;
    made.append((group - made.size() % group) % group, '=');
    return made;
}

} // namespace settled::digest
