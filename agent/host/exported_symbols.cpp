#include "host/exported_symbols.hpp"

#include <array>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <string_view>

namespace settled::host {
namespace {

// Elf-64 Object File Format, version 1.5: what is needed of the header, a section and a symbol.
struct Header {
    std::array<unsigned char, 16> identification;
    std::uint16_t type, machine;
    std::uint32_t version;
    std::uint64_t entry, program_headers, section_headers;
    std::uint32_t flags;
    std::uint16_t header_size, program_entry_size, program_count, section_entry_size, section_count, section_names;
};
struct Section {
    std::uint32_t name, type;
    std::uint64_t flags, address, offset, size;
    std::uint32_t link, info;
    std::uint64_t alignment, entry_size;
};
struct Symbol {
    std::uint32_t name;
    std::uint8_t binding_and_type, visibility;
    std::uint16_t section;
    std::uint64_t value, size;
};
static_assert(sizeof(Header) == 64 && sizeof(Section) == 64 && sizeof(Symbol) == 24);

constexpr std::string_view elf_magic = "\x7f"
                                       "ELF";
constexpr unsigned char class_64 = 2;
constexpr std::uint32_t section_of_dynamic_symbols = 11;
constexpr std::uint8_t binding_local = 0;
constexpr std::uint16_t section_undefined = 0;
constexpr std::uint64_t table_bytes_max = std::uint64_t{64} << 20;

class File {
  public:
    explicit File(const std::filesystem::path& file) : stream_(file, std::ios::binary) {
        stream_.seekg(0, std::ios::end);
        size_ = stream_ ? static_cast<std::uint64_t>(stream_.tellg()) : 0;
    }
    bool read(std::uint64_t offset, void* into, std::uint64_t size) {
        if (offset > size_ || size > size_ - offset) return false;
        stream_.seekg(static_cast<std::streamoff>(offset));
        return static_cast<bool>(stream_.read(static_cast<char*>(into), static_cast<std::streamsize>(size)));
    }
    bool read(const Section& section, std::string& into) {
        if (section.size > table_bytes_max) return false;
        into.resize(section.size);
        return read(section.offset, into.data(), section.size);
    }

  private:
    std::ifstream stream_;
    std::uint64_t size_ = 0;
};

std::vector<std::string> names_of(std::string_view symbols, std::string_view texts) {
    std::vector<std::string> names;
    for (; symbols.size() >= sizeof(Symbol); symbols.remove_prefix(sizeof(Symbol))) {
        Symbol symbol;
        std::memcpy(&symbol, symbols.data(), sizeof symbol);
        if (symbol.binding_and_type >> 4 == binding_local || symbol.section == section_undefined) continue;
        if (symbol.name >= texts.size()) continue;
        const std::string_view rest = texts.substr(symbol.name);
        names.emplace_back(rest.substr(0, rest.find('\0')));
    }
    return names;
}

} // namespace

bool is_elf(const std::filesystem::path& file) {
    std::array<char, 4> begin{};
    return File(file).read(0, begin.data(), begin.size()) && std::string_view(begin.data(), begin.size()) == elf_magic;
}

Result<std::vector<std::string>> elf_exported_symbols(const std::filesystem::path& path) {
    const auto refuse = [&](std::string_view why) {
        return fail(SETTLED_BAD_DATA, path.string() + " cannot be read as a shared library: " + std::string(why));
    };
    File file(path);
    Header header{};
    if (!file.read(0, &header, sizeof header)) return refuse("it is shorter than an ELF header");
    if (std::memcmp(header.identification.data(), elf_magic.data(), elf_magic.size()) != 0)
        return refuse("it is not an ELF file");
    if (header.identification[4] != class_64) return refuse("it is not for a 64-bit machine");
    for (std::uint16_t i = 0; i < header.section_count; ++i) {
        Section section{}, texts{};
        if (!file.read(header.section_headers + i * sizeof(Section), &section, sizeof section)) return refuse("it is cut off");
        if (section.type != section_of_dynamic_symbols) continue;
        std::string symbol_bytes, text_bytes;
        if (section.link >= header.section_count ||
            !file.read(header.section_headers + section.link * sizeof(Section), &texts, sizeof texts) ||
            !file.read(section, symbol_bytes) || !file.read(texts, text_bytes))
            return refuse("its table of exported names is damaged or cut off");
        return names_of(symbol_bytes, text_bytes);
    }
    return std::vector<std::string>{}; // a program or an object file: exports nothing
}

} // namespace settled::host
