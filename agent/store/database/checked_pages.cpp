#include "store/database/checked_pages.hpp"

#include "store/database/checked_files.hpp"

#include <soci/sqlite3/soci-sqlite3.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <numeric>
#include <optional>
#include <utility>

namespace settled::store {
namespace {

using namespace sqlite_api;

// A result of SQLite's: what the last step said.
using Visit = std::function<void(sqlite3_stmt* row)>;
int each_row(sqlite3* database, const std::string& sql, const Visit& visit) {
    sqlite3_stmt* statement = nullptr;
    int result = sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr);
    while (result == SQLITE_OK || result == SQLITE_ROW) {
        result = sqlite3_step(statement);
        if (result == SQLITE_ROW) visit(statement);
    }
    sqlite3_finalize(statement);
    return result;
}

std::optional<std::int64_t> number_of(sqlite3* database, const std::string& sql) {
    std::optional<std::int64_t> number;
    each_row(database, sql, [&](sqlite3_stmt* row) { number = sqlite3_column_int64(row, 0); });
    return number;
}

std::string text_of(sqlite3_stmt* row, int column) {
    const auto* const text = reinterpret_cast<const char*>(sqlite3_column_text(row, column));
    return text != nullptr ? text : "";
}

int reserved_bytes(sqlite3* database, int wanted) {
    sqlite3_file_control(database, "main", SQLITE_FCNTL_RESERVE_BYTES, &wanted);
    return wanted; // what it was before
}

bool run(sqlite3* database, std::initializer_list<std::string> statements) {
    for (const std::string& sql : statements)
        if (each_row(database, sql, [](sqlite3_stmt*) {}) != SQLITE_DONE) return false;
    return true;
}

// Alone, because whoever has the file open already would go on writing pages without sums. In the write-ahead log, because a
// machine that dies leaves the old pages or the new ones with it, and never a journal of pages that bore no sums.
bool write_anew(sqlite3* database, const std::string& mark) {
    const bool alone =
        run(database, {"PRAGMA journal_mode = DELETE", "PRAGMA locking_mode = EXCLUSIVE", "BEGIN EXCLUSIVE", "COMMIT"});
    bool done = true;
    if (alone) {
        reserved_bytes(database, page_sum_bytes);
        done = run(database, {"PRAGMA journal_mode = WAL", "VACUUM", mark, "PRAGMA wal_checkpoint(TRUNCATE)"});
    }
    // Who began the log alone stays alone with it (SQLite's wal.html, 8), so it is left first; the read lets go of the lock.
    run(database, {"PRAGMA journal_mode = DELETE", "PRAGMA locking_mode = NORMAL", "SELECT COUNT(*) FROM sqlite_master"});
    return done;
}

// The first row that cannot be read from this end, or nothing where all can: the row before it.
struct Edge {
    bool whole = true;
    std::optional<std::int64_t> last;
};

Edge edge_of(sqlite3* database, const std::string& table, const std::string& columns, const char* order) {
    Edge edge;
    const int result =
        each_row(database, fmt::format("SELECT rowid, {} FROM \"{}\" NOT INDEXED ORDER BY rowid {}", columns, table, order),
                 [&](sqlite3_stmt* row) { edge.last = sqlite3_column_int64(row, 0); });
    edge.whole = result == SQLITE_DONE;
    return edge;
}

constexpr std::int64_t pages_at_once = 64;

// A page that did not look whole, alone: one that another process was just writing is whole a moment later.
bool stays_whole(sqlite3_file& file, std::vector<unsigned char>& room, std::int64_t number, std::int64_t page_bytes) {
    constexpr int looks = 3;
    const std::int64_t at = (number - 1) * page_bytes;
    if (at == locks_at) return true;
    int result = SQLITE_IOERR_DATA;
    for (int look = 0; look < looks && result == SQLITE_IOERR_DATA; ++look)
        result = file.pMethods->xRead(&file, room.data(), static_cast<int>(page_bytes), at);
    return result == SQLITE_OK;
}

} // namespace

bool begin_checked_pages(sqlite3* database, int wait_seconds) {
    const std::string mark = fmt::format("PRAGMA application_id = {}", store_application);
    const auto pages = number_of(database, "PRAGMA page_count");
    if (!pages) return false;
    if (*pages == 0) {
        reserved_bytes(database, page_sum_bytes);
        return run(database, {mark}); // writes the first page, which says what is reserved
    }
    bool borne = false;
    sqlite3_file_control(database, "main", ask_for_sums, &borne);
    // The mark comes after the sums: alone it would promise what is not there.
    if (borne && number_of(database, "PRAGMA application_id") != store_application) return run(database, {mark});
    if (borne || number_of(database, "SELECT COUNT(*) FROM sqlite_master WHERE name = 'schema_migration'").value_or(0) == 0)
        return true; // as it is already, or nothing of ours
    sqlite3_busy_timeout(database, 0);
    const bool done = write_anew(database, mark);
    sqlite3_busy_timeout(database, wait_seconds * 1000);
    return done;
}

std::vector<std::int64_t> damaged_pages(sqlite3* database, std::size_t count_max) {
    // What a power cut left torn in the file stands whole in the log, and this puts it in its place.
    sqlite3_wal_checkpoint_v2(database, "main", SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    bool borne = false;
    sqlite3_file_control(database, "main", ask_for_sums, &borne);
    sqlite3_file* file = nullptr;
    sqlite3_file_control(database, "main", SQLITE_FCNTL_FILE_POINTER, static_cast<void*>(&file));
    const auto page_bytes = number_of(database, "PRAGMA page_size");
    if (!borne || !page_bytes || file == nullptr || file->pMethods == nullptr) return {};
    sqlite3_int64 size = 0;
    file->pMethods->xFileSize(file, &size);
    std::vector<unsigned char> room(static_cast<std::size_t>(*page_bytes) * pages_at_once);
    std::vector<std::int64_t> damaged;
    const std::int64_t pages = size / *page_bytes;
    for (std::int64_t first = 1; first <= pages && damaged.size() < count_max; first += pages_at_once) {
        const std::int64_t count = std::min(pages_at_once, pages - first + 1);
        PageLook look{first, {room.data(), static_cast<std::size_t>(count * *page_bytes)}, {}};
        if (sqlite3_file_control(database, "main", look_at_pages, &look) != SQLITE_OK) { // one at a time: which cannot be read
            look.not_whole.resize(static_cast<std::size_t>(count));
            std::iota(look.not_whole.begin(), look.not_whole.end(), first);
        }
        for (const std::int64_t number : look.not_whole)
            if (damaged.size() < count_max && !stays_whole(*file, room, number, *page_bytes)) damaged.push_back(number);
    }
    return damaged;
}

std::vector<std::string> unreadable_rows(sqlite3* database) {
    std::vector<std::string> tables, lines;
    each_row(database, "SELECT name FROM sqlite_master WHERE type = 'table' AND sql IS NOT NULL ORDER BY name",
             [&](sqlite3_stmt* row) { tables.push_back(text_of(row, 0)); });
    for (const std::string& table : tables) {
        std::string columns; // their lengths: a long text is on pages of its own, which are read for it
        each_row(database, fmt::format("SELECT name FROM pragma_table_info('{}')", table), [&](sqlite3_stmt* row) {
            columns += fmt::format("{}length(\"{}\")", columns.empty() ? "" : " + ", text_of(row, 0));
        });
        const Edge first = columns.empty() ? Edge() : edge_of(database, table, columns, "ASC");
        if (first.whole) continue;
        const Edge last = edge_of(database, table, columns, "DESC");
        lines.push_back(fmt::format("{}: rows {}{} cannot be read", table,
                                    first.last ? fmt::format("after {}", *first.last) : "from the first",
                                    last.last ? fmt::format(" and before {}", *last.last) : " to the last"));
    }
    return lines;
}

} // namespace settled::store
