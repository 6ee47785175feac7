#include "ledger_folder.hpp"

#include <formats/file_names.hpp>

#include <algorithm>
#include <array>

namespace settled::ledger_files {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 4> endings = {".csv", ".xlsx", ".xlsm", ".xls"};

bool required(const Entity& entity) { return entity.id == SETTLED_CUSTOMERS || entity.id == SETTLED_OPEN_ITEMS; }

std::string name_of(const fs::path& file) {
    const std::u8string name = file.filename().u8string();
    return {name.begin(), name.end()};
}

} // namespace

Status LedgerFolder::there() const {
    std::error_code trouble;
    if (fs::is_directory(folder_, trouble)) return {};
    return fail(SETTLED_UNAVAILABLE, "folder " + folder_.string() + " cannot be reached" +
                                         (trouble ? ": " + trouble.message() : "") +
                                         "; is the disk or share there, and readable?");
}

std::unexpected<Error> LedgerFolder::missing(const Entity& entity) const {
    return fail(SETTLED_UNAVAILABLE, (folder_ / (std::string(entity.name) + ".csv")).string() +
                                         " is missing; a ledger needs customers.csv and open_items.csv, with "
                                         "their headings even where there are no rows");
}

std::vector<fs::path> LedgerFolder::matching(const tables::TableMapping& mapping) const {
    std::vector<fs::path> found;
    std::error_code trouble;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder_, trouble)) {
        const std::string name = name_of(entry.path());
        if (entry.is_regular_file(trouble) && !formats::is_working_file(name) &&
            (name == mapping.file || formats::matches_glob(name, mapping.file)))
            found.push_back(entry.path());
    }
    std::ranges::sort(found);
    if (!mapping.newest || found.size() < 2) return found;
    const auto changed = [](const fs::path& file) {
        std::error_code vanished;
        return fs::last_write_time(file, vanished);
    };
    return {*std::ranges::max_element(found, {}, changed)};
}

std::vector<fs::path> LedgerFolder::named_after(const Entity& entity) const {
    std::vector<fs::path> found;
    std::error_code trouble;
    for (const std::string_view ending : endings)
        if (fs::path file = folder_ / (std::string(entity.name) + std::string(ending)); fs::exists(file, trouble))
            found.push_back(std::move(file));
    return found;
}

Result<std::vector<TableSource>> LedgerFolder::sources(const Entity& entity) const {
    std::vector<TableSource> found;
    bool mapped = false;
    for (const tables::TableMapping& mapping : mapping_->tables) {
        if (mapping.entity != &entity) continue;
        mapped = true;
        const std::vector<fs::path> files = matching(mapping);
        for (const fs::path& file : files) found.push_back({file, &mapping});
        if (files.empty() && required(entity))
            return fail(SETTLED_UNAVAILABLE, "no file in " + folder_.string() + " is called \"" + mapping.file + "\", which " +
                                                 mapping.where + " names for " + std::string(entity.name));
    }
    const std::vector<fs::path> plain = named_after(entity);
    if (!mapped && plain.empty() && required(entity)) return missing(entity);
    for (const fs::path& file : plain) {
        if (std::ranges::find(found, file, &TableSource::file) != found.end()) continue;
        if (mapped || plain.size() > 1)
            return fail(SETTLED_INVALID_CONFIG,
                        name_of(file) + " and " +
                            (mapped ? "the mapping" : name_of(plain.front() == file ? plain.back() : plain.front())) +
                            " both say what " + std::string(entity.name) + " are; remove one of them");
        found.push_back({file, nullptr});
    }
    return found;
}

FileStates LedgerFolder::states() const {
    FileStates found;
    std::error_code vanished;
    const auto note = [&](const fs::path& file) {
        found[file] = {fs::file_size(file, vanished), fs::last_write_time(file, vanished)};
    };
    for (const Entity& entity : entities())
        for (const fs::path& file : named_after(entity)) note(file);
    for (const tables::TableMapping& mapping : mapping_->tables)
        for (const fs::path& file : matching(mapping)) note(file);
    return found;
}

Status LedgerFolder::unchanged(const FileStates& before) const {
    if (states() == before) return {};
    return fail(SETTLED_UNAVAILABLE, "files in " + folder_.string() +
                                         " changed while they were read; let the export write elsewhere and move the files in");
}

} // namespace settled::ledger_files
