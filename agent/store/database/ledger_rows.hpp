// ledger_rows.hpp -- one canonical record as a row of its entity's table.
//
// The table of an entity is named "ledger_" plus its name and has one column per field of
// settled/columns.hpp; this is the only place that knows it.
#pragma once

#include "store/database/bulk_insert.hpp"
#include "store/database/database.hpp"
#include "world/digest.hpp"

#include <settled/columns.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace settled::store {

std::string table_of(const Entity& entity);

// A record that came through the wall, checked: complete even where an older plugin's is shorter. One object reads the
// records of a table one after the other.
class LedgerRow {
  public:
    explicit LedgerRow(const Entity& entity);

    // BAD_DATA names field and value: a required field that is empty, a day that does not exist, an
    // amount finer than its currency, text that is not UTF-8. Texts stay those of `record`.
    Status read(const void* record);

    // These texts are as if they had not come; the first is `name` instead. The row's hash is another one.
    void leave_out(std::span<const std::string_view> fields, std::string_view name);

    std::string_view hash() const { return hash_; } // equal for equal rows: hexadecimal digits, until the next read()
    std::string_view key();                         // of the entity's key field, composite ids joined; "" without one
    Money main_amount() const;                      // what commit adds up; 0 where the entity has none
    bool has_main_amount() const { return sum_field_ != nullptr; }
    // The fields' values, in the order of the table's columns.
    void append_to(BulkInsert& insert) const;

    const settled_open_item& open_item() const; // of the table of open items only

  private:
    void find_hash();

    const Entity* entity_;
    const Field *key_field_, *sum_field_, *currency_field_;
    std::vector<std::byte> record_;
    world::Sha256 digest_;
    std::string hash_, hashed_, key_;
};

// "company, ledger, valid_from, valid_to, row_hash, "customer_id", …"
std::string insert_columns(const Entity& entity);
std::size_t insert_column_count(const Entity& entity);

// The id by which a ledger names an item: item_id, item_id_2, item_id_3 joined with '/'.
std::string joined_id(std::string_view id, std::string_view second, std::string_view third);

} // namespace settled::store
