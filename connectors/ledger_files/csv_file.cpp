#include "csv_file.hpp"

#include <algorithm>

namespace settled::ledger_files {
namespace {

// The mark that stands most often outside quotes in the first line.
char mark_of(std::string_view text) {
    char best = ',';
    std::ptrdiff_t most = 0;
    for (const char candidate : {',', ';', '\t'}) {
        std::ptrdiff_t count = 0;
        bool quoted = false;
        for (const char c : text) {
            if (c == '"') quoted = !quoted;
            if (!quoted && (c == '\n' || c == '\r')) break;
            if (!quoted && c == candidate) ++count;
        }
        if (count > most) most = count, best = candidate;
    }
    return best;
}

std::int64_t read_bytes(void* self, char* buffer, std::size_t capacity) {
    auto& in = *static_cast<std::ifstream*>(self);
    in.read(buffer, static_cast<std::streamsize>(capacity));
    return in.bad() ? -1 : static_cast<std::int64_t>(in.gcount());
}

} // namespace

CsvFile::CsvFile(const std::filesystem::path& file, std::optional<formats::Encoding> encoding)
    : in_(file, std::ios::binary), name_(file.filename().string()), input_{sizeof(settled_input), 0, &in_, read_bytes, name_},
      table_(Input(input_), encoding) {}

Result<std::unique_ptr<CsvFile>> CsvFile::open(const std::filesystem::path& file, std::optional<formats::Encoding> encoding) {
    std::unique_ptr<CsvFile> made(new CsvFile(file, encoding));
    if (!made->in_) return fail(SETTLED_UNAVAILABLE, file.string() + " cannot be opened; may the service's account read it?");
    const auto head = made->table_.head();
    if (!head) return fail(head.error().code, head.error().message, head.error().line);
    made->table_.start(0, mark_of(*head));
    return made;
}

Result<bool> CsvFile::next() {
    while (true) {
        auto more = table_.next(row_);
        if (!more || !*more || !row_.blank()) return more;
    }
}

} // namespace settled::ledger_files
