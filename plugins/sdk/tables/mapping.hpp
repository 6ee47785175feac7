// mapping.hpp -- how the tables that people keep are read as the ledger's tables: said once, as TOML.
//
//   settled-mapping = 1
//   home_currency = "CNY"                    # of rows that name none
//   [currencies]                             # this company's own names
//   "人民币" = "CNY"
//   [[open_items]]                           # one block for each sheet that holds rows of this table
//   file = "应收*.xlsx"                      # in the ledger's folder; * and ? as usual
//   sheet = "应收明细"                       # a pattern too; without it the only sheet that is not hidden
//   days = ["YYYY-MM-DD"]
//   fill_down = ["customer_id"]
//   [open_items.columns]
//   item_id = ["单据号", "期次"]             # joined with '/'; amounts are added
//   open_amount = { plus = "应收金额", minus = "已收金额" }
//   [open_items.constants]
//   doc_type = "invoice"
//   [open_items.words.doc_type]
//   "红字发票" = "credit_note"
#pragma once

#include <settled/columns.hpp>
#include <settled/result.hpp>
#include <tables/cell_text.hpp>
#include <tables/table_file.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace settled::tables {

// What one column is made of: headings of the file, as they stand there.
struct ColumnSource {
    std::vector<std::string> plus;  // texts are joined, amounts added
    std::vector<std::string> minus; // of amounts
};

using Words = std::map<std::string, std::string, std::less<>>;

// One sheet (or sheets of one form) that holds rows of one ledger table.
struct TableMapping {
    const Entity* entity = nullptr;
    std::string file, sheet;                                  // patterns
    std::int64_t heading_row = 0;                             // of the last row of headings; 0: found by the headings
    int heading_rows = 0;                                     // 1 or 2; 0: found
    std::map<std::string, ColumnSource, std::less<>> columns; // by the contract's column
    Words constants;                                          // column → value of every row
    Words when_negative;                                      // column → value where the table's amount is below zero
    std::map<std::string, Words, std::less<>> words;          // column → the file's word → the contract's
    std::vector<std::string> days;                            // patterns, iso_day_of(); empty: year first
    AmountForm amounts;
    std::vector<std::string> fill_down; // columns whose empty cells mean the value above
    std::vector<std::string> fractions; // decimals of which 0.3 means 30 percent
    bool newest = false;                // of several files of the pattern only the one that was changed last
    bool distinct = false;              // rows of a key that came before are left out: customers of a list of items
    TextForm text;                      // encoding and mark of a CSV
    std::string where;                  // "mapping.toml:12", for messages
};

struct Mapping {
    std::string home_currency;
    Words currencies;
    std::vector<TableMapping> tables;
};

// `name` stands in messages. INVALID_CONFIG names the line, what is unknown and what is near.
Result<Mapping> read_mapping(std::string_view toml, const std::string& name);

// The same as TOML; `with_head` false gives only the tables, to be put behind a mapping that is there.
std::string mapping_text(const Mapping& mapping, bool with_head = true);

// Columns of an entity that may be mapped: its fields, and receipt_id_2 and the like.
bool is_column(const Entity& entity, std::string_view name);

} // namespace settled::tables
