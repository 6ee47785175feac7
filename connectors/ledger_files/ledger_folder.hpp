// ledger_folder.hpp -- which files of the folder hold which tables: by name (customers.csv, open_items.xlsx), or as
// the mapping says.
#pragma once

#include "column_map.hpp"

#include <settled/columns.hpp>
#include <settled/result.hpp>
#include <tables/mapping.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace settled::ledger_files {

struct FileState {
    std::uintmax_t size = 0;
    std::filesystem::file_time_type changed;
    friend bool operator==(const FileState&, const FileState&) = default;
};
using FileStates = std::map<std::filesystem::path, FileState>;

// One file of a table. Without a mapping its headings are the contract's columns.
struct TableSource {
    std::filesystem::path file;
    const tables::TableMapping* mapping = nullptr;
};

class LedgerFolder {
  public:
    // `mapping` must live as long.
    LedgerFolder(std::filesystem::path folder, const tables::Mapping& mapping) : folder_(std::move(folder)), mapping_(&mapping) {}

    const std::filesystem::path& path() const { return folder_; }
    Status there() const; // UNAVAILABLE where the folder cannot be reached

    // In order of the mapping and the files' names; none where the table is absent. UNAVAILABLE where a table that every
    // ledger needs is not there; INVALID_CONFIG where two files claim to be the same table.
    Result<std::vector<TableSource>> sources(const Entity& entity) const;

    // Size and time of all files that are read.
    FileStates states() const;
    // One export, not the halves of two.
    Status unchanged(const FileStates& before) const;

  private:
    std::vector<std::filesystem::path> matching(const tables::TableMapping& mapping) const;
    std::vector<std::filesystem::path> named_after(const Entity& entity) const;
    std::unexpected<Error> missing(const Entity& entity) const;

    std::filesystem::path folder_;
    const tables::Mapping* mapping_;
};

} // namespace settled::ledger_files
