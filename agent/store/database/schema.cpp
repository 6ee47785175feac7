#include "store/database/schema.hpp"

#include "store/database/dialect.hpp"
#include "world/digest.hpp"

#include <soci/soci.h>

#include <array>
#include <map>

namespace settled::store {
namespace {

constexpr std::array<const Migration*, 11> all = {&ledgers_migration,  &bank_migration,        &decisions_migration,
                                                  &outbox_migration,   &records_migration,     &identity_index_migration,
                                                  &delivery_migration, &task_people_migration, &leases_migration,
                                                  &letters_migration,  &erasure_migration};

constexpr std::string_view history_table =
    "CREATE TABLE IF NOT EXISTS schema_migration (number INTEGER PRIMARY KEY, name {text} NOT NULL, digest {text} NOT NULL)";

std::string digest_of(const Migration& migration) {
    world::Sha256 digest;
    for (const std::string_view statement : migration.statements) digest.add(statement).add(";");
    for (const std::string_view table : migration.append_only) digest.add(table).add(";");
    return digest.hex();
}

std::map<int, std::string> applied(Database& database) {
    std::map<int, std::string> digests;
    Rows rows = database.ask("SELECT number, digest FROM schema_migration", {}, "it");
    while (rows.next()) {
        int number = 0;
        rows >> number;
        rows >> digests[number];
    }
    return digests;
}

void check_history(const std::map<int, std::string>& done) {
    if (!done.empty() && done.rbegin()->first > static_cast<int>(all.size()))
        refuse(SETTLED_BAD_DATA, "store: its schema " + std::to_string(done.rbegin()->first) +
                                     " is newer than this program knows (" + std::to_string(all.size()) +
                                     "); install the newer settled again, or restore an older backup");
    for (const Migration* migration : all)
        if (auto hit = done.find(migration->number); hit != done.end() && hit->second != digest_of(*migration))
            refuse(SETTLED_BAD_DATA, "store: its schema " + std::to_string(migration->number) +
                                         " was made by another build of settled; use that build, or restore a backup");
}

void apply(Database& database, const Migration& migration) {
    for (const std::string_view statement : migration.statements) database.change(database.dialect().expand(statement));
    for (const std::string_view table : migration.append_only)
        for (const std::string& statement : database.dialect().append_only(table)) database.change(statement);
    database.change("INSERT INTO schema_migration (number, name, digest) VALUES (?, ?, ?)",
                    {migration.number, migration.name, digest_of(migration)});
}

} // namespace

std::span<const Migration* const> migrations() { return all; }

Status migrate(Database& database, bool create) {
    const Dialect& dialect = database.dialect();
    auto found = database.read([&] {
        soci::session& session = database.session();
        const bool ours = dialect.has_table(session, "schema_migration");
        if (!ours && !dialect.empty(session))
            refuse(SETTLED_BAD_DATA, "store: the file is a database of another program; correct [store] url");
        if (!ours && !create) refuse(SETTLED_BAD_DATA, "store: the file is empty: neither a store nor a backup of settled");
        return ours ? applied(database) : std::map<int, std::string>();
    });
    if (!found) return pass(found);
    if (Status known = database.read([&] { check_history(*found); }); !known) return known;
    if (found->size() == all.size()) return {};
    for (const Migration* migration : all) {
        // Another process may be doing the same: asked again under the write lock.
        Status done = database.write([&] {
            database.change(dialect.expand(history_table));
            const std::map<int, std::string> known = applied(database);
            check_history(known);
            if (!known.contains(migration->number)) apply(database, *migration);
        });
        if (!done) return done;
    }
    return {};
}

} // namespace settled::store
