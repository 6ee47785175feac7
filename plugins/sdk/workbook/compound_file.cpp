#include "compound_file.hpp"

#include "little_endian.hpp"

#include <settled/text.hpp>

#include <optional>
#include <vector>

namespace settled::workbook {
namespace {

// [MS-CFB] 2.2, 2.3, 2.6.1: offsets and marks of the header, of sector chains and of directory entries.
constexpr std::uint32_t last_regular_sector = 0xFFFFFFF9;
constexpr std::size_t header_bytes = 512, header_fat_entries = 109, header_fat_at = 76, entry_bytes = 128;
constexpr std::size_t sectors_max = std::size_t{1} << 24;

std::unexpected<Error> damaged() {
    return fail(SETTLED_BAD_DATA,
                "the workbook's container (compound file) is damaged or cut off; ask the bank for the file again", 1);
}

class Compound {
  public:
    explicit Compound(std::string_view file) : file_(file) {}

    Status open() {
        const unsigned shift = u16(file_, 30), mini_shift = u16(file_, 32);
        if (file_.size() < header_bytes || (shift != 9 && shift != 12) || mini_shift != 6) return damaged();
        sector_bytes_ = std::size_t{1} << shift;
        mini_bytes_ = std::size_t{1} << mini_shift;
        if (auto read = read_fat(); !read) return read;
        const auto directory = chain(u32(file_, 48));
        if (!directory) return damaged();
        directory_ = *directory;
        const auto mini_fat = chain(u32(file_, 60));
        if (!mini_fat) return damaged();
        for (std::size_t at = 0; at + 4 <= mini_fat->size(); at += 4) mini_fat_.push_back(u32(*mini_fat, at));
        return {};
    }

    std::optional<std::size_t> entry_named(std::string_view name) const {
        for (std::size_t at = 0; at + entry_bytes <= directory_.size(); at += entry_bytes) {
            const std::size_t bytes = u16(directory_, at + 64); // UTF-16 with its final zero
            if (bytes != 2 * (name.size() + 1)) continue;
            bool same = true;
            for (std::size_t i = 0; i < name.size(); ++i)
                same = same && u16(directory_, at + 2 * i) == static_cast<unsigned char>(name[i]);
            if (same && directory_[at + 66] == 2) return at;
        }
        return std::nullopt;
    }

    Result<std::string> stream(std::size_t entry) const {
        const std::uint32_t first = u32(directory_, entry + 116);
        const std::size_t bytes = u32(directory_, entry + 120);
        if (bytes > file_.size()) return damaged();
        auto whole = bytes < u32(file_, 56) ? mini_chain(first) : chain(first);
        if (!whole || whole->size() < bytes) return damaged();
        whole->resize(bytes);
        return std::move(*whole);
    }

  private:
    std::optional<std::string_view> sector(std::uint32_t number) const {
        const std::size_t at = (static_cast<std::size_t>(number) + 1) * sector_bytes_;
        if (number > last_regular_sector || at >= file_.size()) return std::nullopt;
        return file_.substr(at, sector_bytes_); // the last one may be shorter
    }

    Status read_fat() {
        std::vector<std::uint32_t> fat_sectors;
        for (std::size_t i = 0; i < header_fat_entries; ++i)
            if (const std::uint32_t number = u32(file_, header_fat_at + 4 * i); number <= last_regular_sector)
                fat_sectors.push_back(number);
        std::uint32_t next = u32(file_, 68);
        for (std::size_t turns = 0; next <= last_regular_sector; ++turns) {
            const auto more = sector(next);
            if (!more || turns > sectors_max / sector_bytes_) return damaged();
            for (std::size_t at = 0; at + 8 <= more->size(); at += 4)
                if (const std::uint32_t number = u32(*more, at); number <= last_regular_sector) fat_sectors.push_back(number);
            next = u32(*more, sector_bytes_ - 4);
        }
        for (const std::uint32_t number : fat_sectors) {
            const auto part = sector(number);
            if (!part || fat_.size() > sectors_max) return damaged();
            for (std::size_t at = 0; at + 4 <= part->size(); at += 4) fat_.push_back(u32(*part, at));
        }
        return {};
    }

    // Every sector belongs to one chain, so that no chain is longer than the file.
    std::optional<std::string> chain(std::uint32_t number) const {
        std::string bytes;
        while (number <= last_regular_sector) {
            const auto part = sector(number);
            if (!part || number >= fat_.size() || bytes.size() > file_.size()) return std::nullopt;
            bytes += *part;
            number = fat_[number];
        }
        return bytes;
    }

    std::optional<std::string> mini_chain(std::uint32_t number) const {
        const auto mini_stream = chain(u32(directory_, 116)); // the root entry's
        if (!mini_stream) return std::nullopt;
        std::string bytes;
        while (number <= last_regular_sector) {
            const std::size_t at = static_cast<std::size_t>(number) * mini_bytes_;
            if (number >= mini_fat_.size() || at >= mini_stream->size() || bytes.size() > mini_stream->size())
                return std::nullopt;
            bytes.append(*mini_stream, at, mini_bytes_);
            number = mini_fat_[number];
        }
        return bytes;
    }

    std::string_view file_;
    std::size_t sector_bytes_ = 0, mini_bytes_ = 0;
    std::vector<std::uint32_t> fat_, mini_fat_;
    std::string directory_;
};

} // namespace

Result<std::string> compound_stream(std::string_view file, std::string_view name, std::string_view other_name) {
    Compound compound(file);
    if (Status opened = compound.open(); !opened) return pass(opened);
    auto entry = compound.entry_named(name);
    if (!entry) entry = compound.entry_named(other_name);
    if (!entry)
        return fail(SETTLED_BAD_DATA,
                    "the file holds no workbook (no stream " + std::string(name) + "); is it a document of another kind?", 1);
    return compound.stream(*entry);
}

bool compound_has(std::string_view file, std::string_view name) {
    Compound compound(file);
    return compound.open() && compound.entry_named(name);
}

} // namespace settled::workbook
