#include "jobs/sent_log.hpp"

#include "world/digest.hpp"
#include "world/files.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <charconv>

namespace settled::jobs {
namespace {

constexpr std::size_t file_bytes_max = std::size_t{1} << 30;
constexpr std::size_t digest_size = 16; // hex digits: 64 bits tell apart more claims than a company ever makes
constexpr std::size_t cells_of_a_line = 3;

std::uint64_t number_of(std::string_view digest) {
    std::uint64_t number = 0;
    std::from_chars(digest.data(), digest.data() + digest.size(), number, 16);
    return number;
}
std::uint64_t number_of_key(std::string_view key) { return number_of(world::sha256_hex(key).substr(0, digest_size)); }

} // namespace

void SentLog::take(std::string_view line) {
    const std::vector<std::string_view> cells = split(line, '\t');
    if (cells.size() != cells_of_a_line) return; // the end of the file, or a line that a full disk cut
    const std::uint64_t message = number_of_key(cells[1]);
    seen_.push_back({message, message});
    for (const std::string_view digest : split(cells[2], ','))
        if (!digest.empty()) seen_.push_back({number_of(digest), message});
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
    for (std::size_t at = 0; at < longest.size();) {
        const std::size_t end = std::min(longest.find('\n', at), longest.size());
        log.take(std::string_view(longest).substr(at, end - at));
        at = end + 1;
    }
    std::ranges::stable_sort(log.seen_, {}, &Seen::name);
    return log;
}

SentLog::Names SentLog::names_of(const store::Message& message, std::span<const store::Claim> claims) {
    Names names{message.key, {}};
    names.claims.reserve(claims.size());
    world::Sha256 digest;
    for (const store::Claim& claim : claims) {
        for (const std::string* part :
             {&claim.company, &claim.ledger, &claim.item_key, &claim.procedure, &claim.step, &claim.channel, &claim.audience})
            digest.add(*part).add("\x1f");
        names.claims.push_back(digest.hex().substr(0, digest_size));
    }
    return names;
}

bool SentLog::knows_more(const Names& message, int tries) const {
    if (seen_.empty()) return false;
    const std::uint64_t self = number_of_key(message.key);
    const auto more = [&](std::uint64_t name) {
        const auto hits = std::ranges::equal_range(seen_, name, {}, &Seen::name);
        if (hits.empty()) return false;
        // Armed here once already, it is due again because a person, or the server's own word, said so.
        return hits.back().message != self ? tries == 0 : std::ssize(hits) > tries;
    };
    return more(self) || std::ranges::any_of(message.claims, [&](const std::string& claim) { return more(number_of(claim)); });
}

std::string SentLog::line_of(const Names& message, const std::string& at) {
    std::string line = at + '\t' + message.key + '\t';
    for (const std::string& claim : message.claims) line.append(claim) += ',';
    if (line.ends_with(',')) line.pop_back();
    return line + '\n';
}

Status SentLog::add(const std::string& lines) const {
    for (const std::filesystem::path& file : files_)
        if (Status written = world::append_file(file, lines, world::Permission::owner_only); !written)
            return fail(SETTLED_UNAVAILABLE,
                        written.error().message + "; not sent, because a send that is not noted may be repeated");
    return {};
}

} // namespace settled::jobs
