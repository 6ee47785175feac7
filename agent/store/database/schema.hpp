// schema.hpp -- the tables, as numbered migrations. A migration that was ever released is frozen:
// its text is kept with the database and must be the same for ever; changes are new migrations.
#pragma once

#include "store/database/database.hpp"

#include <settled/result.hpp>

#include <span>
#include <string_view>

namespace settled::store {

// Text with the marks of Dialect::expand. Applied in one transaction.
struct Migration {
    int number = 0; // from 1, without gaps
    std::string_view name;
    std::span<const std::string_view> statements;
    std::span<const std::string_view> append_only; // tables that may only grow from here on
};

extern const Migration ledgers_migration, bank_migration, decisions_migration, outbox_migration, records_migration,
    identity_index_migration, delivery_migration, task_people_migration, leases_migration, letters_migration, erasure_migration;

// In order.
std::span<const Migration* const> migrations();

// Brings the database to the newest schema, one transaction per migration. BAD_DATA where it is
// newer than this program, is no database of ours, or was made by a migration with another text;
// where it is empty, too, unless `create`.
Status migrate(Database& database, bool create);

} // namespace settled::store
