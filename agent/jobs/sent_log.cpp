#include "jobs/sent_log.hpp"

#include "world/digest.hpp"
#include "world/files.hpp"

#include <settled/text.hpp>

#include <algorithm>

namespace settled::jobs {
namespace {

constexpr std::size_t file_bytes_max = std::size_t{1} << 30;
constexpr std::size_t digest_size = 16; // hex digits: 64 bits tell apart more claims than a company ever makes
constexpr std::size_t cells_of_a_line = 3;

std::string digest_of(const store::Claim& claim) {
    std::string text;
    for (const std::string* part :
         {&claim.company, &claim.ledger, &claim.item_key, &claim.procedure, &claim.step, &claim.channel, &claim.audience})
        text += *part + '\x1f';
    return world::sha256_hex(text).substr(0, digest_size);
}

} // namespace

void SentLog::take(std::string_view line) {
    const std::vector<std::string_view> cells = split(line, '\t');
    if (cells.size() != cells_of_a_line) return; // the end of the file, or a line that a full disk cut
    const std::string key(cells[1]);
    Seen& message = seen_[key];
    message.key = key, ++message.times;
    for (const std::string_view digest : split(cells[2], ',')) {
        if (digest.empty()) continue;
        Seen& claim = seen_[std::string(digest)];
        claim.key = key, ++claim.times;
    }
}

Result<SentLog> SentLog::open(std::vector<std::filesystem::path> files) {
    SentLog log;
    log.files_ = std::move(files);
    std::string longest; // the files hold the same lines; one that was away for a while has fewer
    for (const std::filesystem::path& file : log.files_) {
        std::error_code failed;
        if (!std::filesystem::exists(file, failed) && !failed) continue;
        auto text = world::read_file(file, file_bytes_max);
        if (!text)
            return fail(SETTLED_UNAVAILABLE, text.error().message + "; without the sent log nothing is sent, because nobody "
                                                                    "knows what was");
        if (text->size() > longest.size()) longest = std::move(*text);
    }
    for (const std::string_view line : split(longest, '\n')) log.take(line);
    return log;
}

bool SentLog::knows_more(const store::Message& message, std::span<const store::Claim> claims) const {
    const auto more = [&](const std::string& name) {
        const auto hit = seen_.find(name);
        if (hit == seen_.end()) return false;
        // Armed here once already, it is due again because a person, or the server's own word, said so.
        return hit->second.key != message.key ? message.tries == 0 : hit->second.times > message.tries;
    };
    return more(message.key) || std::ranges::any_of(claims, [&](const store::Claim& claim) { return more(digest_of(claim)); });
}

std::string SentLog::line_of(const store::Message& message, std::span<const store::Claim> claims, const std::string& at) {
    std::string line = at + '\t' + message.key + '\t';
    for (const store::Claim& claim : claims) line += digest_of(claim) + ',';
    if (line.ends_with(',')) line.pop_back();
    return line + '\n';
}

Status SentLog::add(const std::string& lines) {
    for (const std::filesystem::path& file : files_)
        if (Status written = world::append_file(file, lines, world::Permission::owner_only); !written)
            return fail(SETTLED_UNAVAILABLE,
                        written.error().message + "; not sent, because a send that is not noted may be repeated");
    for (const std::string_view line : split(lines, '\n')) take(line);
    return {};
}

} // namespace settled::jobs
