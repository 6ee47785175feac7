#include "zip_members.hpp"

#include <algorithm>
#include <memory>
#include <optional>

#include <zip.h>

namespace settled::imap {
namespace {

struct Discard {
    void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct CloseFile {
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};

std::unexpected<Error> refuse(const std::string& why) { return fail(SETTLED_BAD_DATA, "the ZIP file " + why); }

// Nothing: a member that is a folder.
Result<std::optional<Attachment>> member(zip_t* archive, zip_uint64_t index, std::size_t budget) {
    zip_stat_t facts;
    if (zip_stat_index(archive, index, ZIP_FL_ENC_RAW, &facts) != 0) return refuse("is damaged; ask for it again");
    const std::string path = facts.name;
    const std::size_t at = path.find_last_of("/\\");
    Attachment made{at == std::string::npos ? path : path.substr(at + 1), {}};
    if (made.name.empty()) return std::nullopt;
    if (facts.encryption_method != ZIP_EM_NONE)
        return refuse("is protected by a password; have the bank send it without, or unpack it and run: settled import FILE");
    if (facts.size > budget)
        return refuse("unpacks to more than its limit of " + std::to_string(zip_unpacked_bytes_max >> 20) + " MB or " +
                      std::to_string(zip_ratio_max) + " times its size");
    const std::unique_ptr<zip_file_t, CloseFile> file(zip_fopen_index(archive, index, 0));
    if (!file) return refuse("is damaged; ask for it again");
    made.bytes.resize(facts.size);
    const zip_int64_t got = zip_fread(file.get(), made.bytes.data(), made.bytes.size());
    char one_more = 0;
    if (got != static_cast<zip_int64_t>(facts.size) || zip_fread(file.get(), &one_more, 1) != 0)
        return refuse("holds another length than it says; ask for it again");
    return made;
}

} // namespace

Result<std::vector<Attachment>> unzip(std::string_view bytes) {
    zip_source_t* const source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr);
    const std::unique_ptr<zip_t, Discard> archive(source == nullptr ? nullptr
                                                                    : zip_open_from_source(source, ZIP_RDONLY, nullptr));
    if (!archive) {
        zip_source_free(source); // takes nullptr too
        return refuse("cannot be opened; ask for it again");
    }
    const zip_int64_t count = zip_get_num_entries(archive.get(), 0);
    if (count > static_cast<zip_int64_t>(zip_members_max))
        return refuse("has " + std::to_string(count) + " members; at most " + std::to_string(zip_members_max) + " are read");
    std::size_t budget = std::min(zip_unpacked_bytes_max, bytes.size() * zip_ratio_max);
    std::vector<Attachment> members;
    for (zip_int64_t i = 0; i < count; ++i) {
        auto one = member(archive.get(), static_cast<zip_uint64_t>(i), budget);
        if (!one) return pass(one);
        if (!*one) continue;
        budget -= (*one)->bytes.size();
        members.push_back(std::move(**one));
    }
    return members;
}

} // namespace settled::imap
