// ledger_rows.hpp -- one canonical record as a row of its entity's table.
//
// The table of an entity is named "ledger_" plus its name and has one column per field of
// settled/columns.hpp; this is the only place that knows it.
#pragma once

#include "store/database/database.hpp"

#include <settled/columns.hpp>

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace settled::store {

std::string table_of(const Entity& entity);

// A record that came through the wall, checked: complete even where an older plugin's is shorter.
class LedgerRow {
  public:
    // BAD_DATA names field and value: a required field that is empty, a day that does not exist, an
    // amount finer than its currency, text that is not UTF-8.
    static Result<LedgerRow> read(const Entity& entity, const void* record);

    const std::string& hash() const { return hash_; } // equal for equal rows: 32 hex digits
    std::string key() const;                          // of the entity's key field, composite ids joined; "" without one
    Money main_amount() const;                        // what commit adds up; 0 where the entity has none
    bool has_main_amount() const;
    // The fields' values, in the order of the table's columns.
    void append_to(Values& row) const;

    std::string_view text(std::string_view field) const;
    std::int32_t number(std::string_view field) const; // of a date or an enumeration
    Currency currency(std::string_view field) const;
    std::optional<std::int64_t> amount(std::string_view field) const;

  private:
    const Entity* entity_ = nullptr;
    std::vector<std::byte> record_;
    std::string hash_;
};

// "company, ledger, valid_from, valid_to, row_hash, "customer_id", …"
std::string insert_columns(const Entity& entity);
std::size_t insert_column_count(const Entity& entity);

// The id by which a ledger names an item: item_id, item_id_2, item_id_3 joined with '/'.
std::string joined_id(std::string_view id, std::string_view second, std::string_view third);

} // namespace settled::store
