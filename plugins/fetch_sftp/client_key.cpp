#include "client_key.hpp"

#include <settled/text.hpp>

#include <string>

#include <openssl/evp.h>

namespace settled::sftp {
namespace {

std::unexpected<Error> refuse(std::string_view found, std::string_view next) {
    return fail(SETTLED_INVALID_CONFIG, "private_key is " + std::string(found) +
                                            "; expected an ed25519 or ECDSA private key. Next: " + std::string(next));
}

constexpr std::string_view make_one = "ssh-keygen -t ed25519, and give the bank the .pub file";

// The bytes between the two lines of a PEM text; empty where they are no base64.
std::string pem_body(std::string_view pem) {
    std::string letters;
    for (const std::string_view line : split(pem, '\n'))
        if (const std::string_view text = trim(line); !text.starts_with("-----")) letters += text;
    std::string bytes(letters.size(), '\0'); // three for each four, so it fits
    const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                     reinterpret_cast<const unsigned char*>(letters.data()), static_cast<int>(letters.size()));
    bytes.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    return bytes;
}

} // namespace

Status check_client_key(std::string_view key) {
    const std::string_view text = trim(key);
    if (text.starts_with("ssh-") || text.starts_with("ecdsa-") || text.contains("BEGIN PUBLIC KEY") ||
        text.contains("BEGIN SSH2 PUBLIC KEY"))
        return refuse("a public key", "set the file without .pub: settled secret set NAME < id_ed25519");
    if (text.starts_with("PuTTY-User-Key-File"))
        return refuse("in PuTTY's form", "puttygen KEY.ppk -O private-openssh-new -o id_ed25519");
    if (!text.starts_with("-----BEGIN ") || !text.contains("PRIVATE KEY-----"))
        return refuse("no private key", "settled secret set NAME < id_ed25519");
    if (text.contains("BEGIN RSA PRIVATE KEY")) return refuse("an RSA key", make_one);
    if (text.contains("BEGIN DSA PRIVATE KEY")) return refuse("a DSA key", make_one);
    if (!text.contains("BEGIN OPENSSH PRIVATE KEY")) return {};
    // PROTOCOL.key of OpenSSH: the public key stands in front, in clear, also where the rest is encrypted.
    const std::string body = pem_body(text);
    if (body.contains("ssh-rsa")) return refuse("an RSA key", make_one);
    if (body.contains("ssh-dss")) return refuse("a DSA key", make_one);
    if (body.contains("sk-ssh-") || body.contains("sk-ecdsa-"))
        return refuse("a key of a security token, which needs a person's touch", make_one);
    return {};
}

} // namespace settled::sftp
