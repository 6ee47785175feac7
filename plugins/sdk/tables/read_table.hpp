// read_table.hpp -- rows of a file as canonical records: the one way that `pull` and `settled connectors map` read.
#pragma once

#include <formats/record_reader.hpp>
#include <settled/result.hpp>
#include <tables/mapped_table.hpp>
#include <tables/mapping.hpp>
#include <tables/table_file.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace settled::tables {

// The ids of one entity, over all its files: two rows of one id are an error that names both.
class UniqueKeys {
  public:
    explicit UniqueKeys(const Entity& entity) : entity_(&entity) {}
    // `place` as "应收.xlsx, sheet 明细"; false where the id came before.
    Result<bool> add(const void* record, const std::string& place, std::int64_t line, bool repeated_is_fine);

  private:
    struct Seen {
        std::size_t place;
        std::int64_t line;
    };
    const Entity* entity_;
    std::vector<std::string> places_;
    std::unordered_map<std::string, Seen> seen_;
};

// The record lives until the function returns.
using TakeRecord = std::function<Status(const void* record, std::int64_t line)>;

struct TableRead {
    std::int64_t rows = 0, repeated = 0, heading_line = 0, left_out_count = 0;
    std::vector<LeftOut> left_out;
    std::vector<std::string> unread;
};

// "应收.xlsx, sheet 明细", "应收.csv"
std::string place_of(std::string_view file, std::string_view sheet);

// The sheets that a mapping means. INVALID_CONFIG: none, or several where it names none.
Result<std::vector<std::size_t>> sheets_of(const TableMapping& mapping, const TableFile& file);

// Errors begin with the place and the row.
Result<TableRead> read_table(TableFile& file, std::size_t sheet, const std::string& place, const TableMapping& mapping,
                             const formats::RecordRules& rules, UniqueKeys& keys, const TakeRecord& take);

// What the mapping says of currencies, over what the ledger's block says.
formats::RecordRules rules_of(const Mapping& mapping, formats::RecordRules rules);

} // namespace settled::tables
