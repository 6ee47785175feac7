// column_map.hpp -- this folder's own headings → CONTRACT's columns.
//
// From the options (`map = { "open_items.document_number" = "单据号" }`) and from columns.toml in the
// folder ([open_items] document_number = "单据号"); the options win. An entity that has a map may have
// further columns, which are skipped; without one every heading must be a column of the contract.
#pragma once

#include <settled/columns.hpp>
#include <settled/host.hpp>
#include <settled/result.hpp>

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace settled::ledger_files {

class ColumnMap {
  public:
    // INVALID_CONFIG names an unknown entity or column, or the line of columns.toml that is wrong.
    static Result<ColumnMap> read(const Settings& settings, const std::filesystem::path& folder);

    // The canonical column of each heading, "" for one to be skipped. INVALID_CONFIG where a mapped
    // heading is not in the file.
    Result<std::vector<std::string>> columns(const Entity& entity, std::span<const std::string_view> headings) const;

  private:
    Status add(std::string_view where, std::string_view entity, std::string_view column, std::string_view heading);
    Status read_file(const std::filesystem::path& file);

    std::map<std::string, std::map<std::string, std::string>, std::less<>> headings_; // entity → column → heading
};

} // namespace settled::ledger_files
