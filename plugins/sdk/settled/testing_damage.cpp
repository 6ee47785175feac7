#include <settled/testing_damage.hpp>

#include <settled/text.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace settled::testing {
namespace {

constexpr std::size_t changes_max = 6, erased_max = 40, repeated_max = 200, filled_max = 100;

std::string complaint_of(const SeenEntry& entry) {
    for (const std::string* text :
         {&entry.counterparty_name, &entry.counterparty_account, &entry.remittance, &entry.structured_reference,
          &entry.end_to_end_id, &entry.bank_reference, &entry.customer_reference, &entry.transaction_code, &entry.return_reason})
        if (first_invalid_utf8(*text) != text->npos) return "a text of the entry is not UTF-8: " + visible(*text);
    if (entry.amount.empty()) return "an entry has no amount";
    if (entry.line <= 0) return "an entry has no line";
    for (const SeenEntry& detail : entry.details)
        if (first_invalid_utf8(detail.remittance) != std::string::npos) return "the text of a part is not UTF-8";
    return {};
}

} // namespace

std::vector<std::string> files_in(const std::string& folder) {
    namespace fs = std::filesystem;
    std::vector<fs::path> paths;
    if (fs::exists(folder))
        for (const auto& entry : fs::directory_iterator(folder))
            if (entry.is_regular_file()) paths.push_back(entry.path());
    std::ranges::sort(paths);
    std::vector<std::string> files;
    for (const fs::path& path : paths) {
        std::ifstream stream(path, std::ios::binary);
        files.emplace_back(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
    }
    return files;
}

std::string Damager::damaged(std::string bytes) {
    for (std::size_t times = 1 + below(changes_max); times > 0; --times) change(bytes);
    return bytes;
}

std::string Damager::random_bytes(std::size_t size_max) {
    std::string bytes(below(size_max), '\0');
    for (char& c : bytes) c = static_cast<char>(random_());
    return bytes;
}

void Damager::change(std::string& bytes) {
    const std::size_t at = below(bytes.size() + 1);
    switch (below(6)) {
    case 0:
        bytes.resize(at);
        break;
    case 1:
        if (at < bytes.size()) bytes[at] = static_cast<char>(random_());
        break;
    case 2:
        bytes.erase(at, below(erased_max));
        break;
    case 3:
        if (!pieces_.empty()) bytes.insert(at, pieces_[below(pieces_.size())]);
        break;
    case 4:
        bytes.insert(at, bytes.substr(below(bytes.size() + 1), below(repeated_max)));
        break;
    default:
        bytes.insert(at, below(filled_max), static_cast<char>(random_()));
        break;
    }
}

std::string complaint_of(const SeenFile& seen) {
    for (const SeenStatement& statement : seen.statements) {
        if (!statement.ended && !seen.error) return "a statement has no end";
        for (const SeenEntry& entry : statement.entries)
            if (std::string found = complaint_of(entry); !found.empty()) return found;
    }
    for (const SeenDiagnostic& found : seen.diagnostics)
        if (first_invalid_utf8(found.message) != std::string::npos) return "a message is not UTF-8";
    if (seen.error && seen.error->code != SETTLED_BAD_DATA) return "refused, but not as bad data: " + seen.error->message;
    if (seen.error && seen.error->line <= 0) return "refused without a line: " + seen.error->message;
    return {};
}

} // namespace settled::testing
