#include "host_keys.hpp"

#include <digest/sha256.hpp>
#include <settled/text.hpp>

#include <algorithm>
#include <memory>

namespace settled::sftp {
namespace {

constexpr std::string_view prefix = "SHA256:";
constexpr std::size_t fingerprint_letters = 43; // 32 bytes in base64 without padding
constexpr std::size_t fingerprints_max = 16;

bool is_base64(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
}

// RFC 4253 6.6: the blob begins with its type as a string: four bytes of length, then the letters.
std::string type_of(std::string_view blob) {
    constexpr std::size_t length_bytes = 4;
    if (blob.size() < length_bytes) return "unknown";
    std::size_t size = 0;
    for (const char c : blob.substr(0, length_bytes)) size = (size << 8) | static_cast<unsigned char>(c);
    return size <= blob.size() - length_bytes ? visible(blob.substr(length_bytes, size)) : "unknown";
}

struct Release {
    void operator()(LIBSSH2_KNOWNHOSTS* hosts) const { libssh2_knownhost_free(hosts); }
};

} // namespace

std::string ShownKey::fingerprint() const {
    digest::Sha256 sum;
    sum.add(blob);
    return std::string(prefix) + digest::base64_unpadded(sum.bytes());
}

ShownKey shown_key(LIBSSH2_SESSION* session) {
    std::size_t size = 0;
    int kind = 0;
    const char* const bytes = libssh2_session_hostkey(session, &size, &kind);
    const std::string blob = bytes == nullptr ? std::string() : std::string(bytes, size);
    return {type_of(blob), blob};
}

Result<PinnedKeys> PinnedKeys::parse(std::string_view fingerprints, std::string known_hosts_file) {
    PinnedKeys pinned;
    pinned.known_hosts_file_ = std::move(known_hosts_file);
    for (std::string_view one : split(fingerprints, ';')) {
        const std::string_view written = one = trim(one);
        if (one.empty()) continue;
        if (one.starts_with(prefix)) one.remove_prefix(prefix.size());
        if (one.ends_with('=')) one.remove_suffix(1);
        if (one.size() != fingerprint_letters || !std::ranges::all_of(one, is_base64) || !written.starts_with(prefix))
            return fail(SETTLED_INVALID_CONFIG,
                        "host_key = \"" + visible(written) +
                            "\" is no fingerprint; expected SHA256: and 43 letters, as ssh-keygen -l prints");
        pinned.fingerprints_.emplace_back(one);
        if (pinned.fingerprints_.size() > fingerprints_max)
            return fail(SETTLED_INVALID_CONFIG,
                        "host_key holds more than " + std::to_string(fingerprints_max) + " fingerprints; name the server's own");
    }
    return pinned;
}

Result<bool> PinnedKeys::fits(LIBSSH2_SESSION* session, const ShownKey& key, const std::string& host, int port) const {
    const std::string shown = key.fingerprint().substr(prefix.size());
    if (std::ranges::find(fingerprints_, shown) != fingerprints_.end()) return true;
    if (known_hosts_file_.empty()) return false;
    const std::unique_ptr<LIBSSH2_KNOWNHOSTS, Release> hosts(libssh2_knownhost_init(session));
    if (libssh2_knownhost_readfile(hosts.get(), known_hosts_file_.c_str(), LIBSSH2_KNOWNHOST_FILE_OPENSSH) < 0)
        return fail(SETTLED_INVALID_CONFIG,
                    known_hosts_file_ + ": cannot be read as a known_hosts file of OpenSSH; make one with ssh-keyscan -p " +
                        std::to_string(port) + " " + host + " and have the bank confirm its key");
    constexpr int format = LIBSSH2_KNOWNHOST_TYPE_PLAIN | LIBSSH2_KNOWNHOST_KEYENC_RAW;
    return libssh2_knownhost_checkp(hosts.get(), host.c_str(), port, key.blob.data(), key.blob.size(), format, nullptr) ==
           LIBSSH2_KNOWNHOST_CHECK_MATCH;
}

std::string PinnedKeys::words() const {
    std::string words;
    for (const std::string& one : fingerprints_) words += (words.empty() ? "" : ", ") + std::string(prefix) + one;
    if (!known_hosts_file_.empty()) words += (words.empty() ? "" : ", ") + std::string("those in ") + known_hosts_file_;
    return words;
}

} // namespace settled::sftp
