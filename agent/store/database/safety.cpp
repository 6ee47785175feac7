#include "store/database/safety.hpp"

#include "store/database/dialect.hpp"
#include "store/store.hpp"
#include "world/digest.hpp"

#include <soci/soci.h>

#include <utility>

namespace settled::store {
namespace {

std::string quoted(const std::filesystem::path& file) {
    std::string text = "'";
    for (const char c : file.string()) text += c == '\'' ? "''" : std::string(1, c);
    return text + "'";
}

// Of SQLite only: a PostgreSQL server watches its pages itself (data_checksums).
Status look_at_pages(Database& database, std::vector<std::string>& damage) {
    if (database.dialect().name() != "sqlite") return {};
    return database.read([&] {
        Rows rows = database.ask(
            "SELECT integrity_check FROM pragma_integrity_check(" + std::to_string(limit::damage_lines_max) + ")", {}, "t");
        while (rows.next()) {
            std::string line;
            rows >> line;
            if (line != "ok") damage.push_back("store: " + line);
        }
    });
}

// A letter is never sent in other bytes than were composed; here it is known before it falls due.
Status look_at_messages(Database& database, std::vector<std::string>& damage) {
    return database.read([&] {
        Rows rows = database.ask("SELECT m.id, c.content, m.content_sha256, m.erased_on FROM message m LEFT JOIN message_content "
                                 "c ON c.message = m.id "
                                 "ORDER BY m.id",
                                 {}, "itti");
        while (rows.next() && std::ssize(damage) < limit::damage_lines_max) {
            std::int64_t id = 0;
            std::string content, digest;
            Date erased_on;
            rows >> id >> content >> digest >> erased_on;
            if (erased_on && content.empty()) continue; // its words were taken away; the digest still says what they were
            if (!digest.empty() && world::sha256_hex(content) != digest)
                damage.push_back("message " + std::to_string(id) + ": its bytes are not those that were composed");
        }
    });
}

} // namespace

// One statement: what is copied is the state of one moment, and who writes meanwhile goes on.
Status copy_database(Database& database, const std::filesystem::path& file) {
    if (database.dialect().name() != "sqlite")
        return fail(SETTLED_UNSUPPORTED,
                    "only a sqlite: store is copied by settled; back up PostgreSQL with its server (pg_dump)");
    try {
        database.session() << "VACUUM INTO " + quoted(file);
    } catch (const soci::soci_error&) {
        return std::unexpected(database.dialect().current_error());
    }
    return {};
}

Status check_pages(Database& database) {
    const std::scoped_lock one_at_a_time(database.mutex());
    return database.dialect().check_pages(database.session());
}

Result<std::vector<std::string>> damage_of(Database& database, Audit& audit) {
    std::vector<std::string> damage;
    // What cannot be read at all is damage too, and the rest is still looked at.
    const auto note = [&](const Error& error) { damage.push_back(error.message); };
    if (Status whole = check_pages(database); !whole) {
        note(whole.error());
        for (std::string& line : database.dialect().unreadable(database.session())) damage.push_back(std::move(line));
        return damage; // the other looks would say the same in SQLite's words
    }
    if (Status looked = look_at_pages(database, damage); !looked) note(looked.error());
    if (auto chain = audit.verify(); !chain) note(chain.error());
    if (Status looked = look_at_messages(database, damage); !looked) note(looked.error());
    return damage;
}

} // namespace settled::store
