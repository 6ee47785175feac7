#include "store/database/dialect.hpp"

#include "store/database/checked_files.hpp"
#include "store/database/checked_pages.hpp"
#include "store/database/row_cells.hpp"
#include "store/database/sql_pieces.hpp"
#include "world/files.hpp"

#include <settled/text.hpp>

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <array>
#include <filesystem>
#include <utility>

namespace settled::store {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view sqlite_scheme = "sqlite:";
constexpr std::array<std::string_view, 2> postgresql_schemes = {"postgresql://", "postgres://"};
constexpr std::string_view memory = ":memory:";

// ---- SQLite ------------------------------------------------------------------------------------

// KiB, used as needed. A reading goes through a table once; a writing comes back to the indexes in many places.
constexpr int pages_for_reading_kib = 4096, pages_for_writing_kib = 32768;

class SqliteCells final : public RowCells {
  public:
    bool null(soci::details::statement_backend& statement, int column) const override {
        return sqlite_api::sqlite3_column_type(row(statement), column) == SQLITE_NULL;
    }
    long long number(soci::details::statement_backend& statement, int column) const override {
        return sqlite_api::sqlite3_column_int64(row(statement), column);
    }
    std::string_view text(soci::details::statement_backend& statement, int column) const override {
        sqlite_api::sqlite3_stmt* const at = row(statement);
        const auto* const first = reinterpret_cast<const char*>(sqlite_api::sqlite3_column_text(at, column));
        if (first == nullptr) return {};
        return {first, static_cast<std::size_t>(sqlite_api::sqlite3_column_bytes(at, column))};
    }

  private:
    static sqlite_api::sqlite3_stmt* row(soci::details::statement_backend& statement) {
        return static_cast<soci::sqlite3_statement_backend&>(statement).stmt_;
    }
};

class Sqlite final : public Dialect {
  public:
    Sqlite(std::string file, int wait_seconds) : file_(std::move(file)), wait_seconds_(wait_seconds) {}

    // The file, readable by its owner only; SQLite gives its journal the same rights.
    Status prepare(bool create) const {
        if (file_ == memory) return {};
        std::error_code ignored;
        if (fs::is_directory(file_, ignored))
            return fail(SETTLED_INVALID_CONFIG, "store " + file_ + ": is a folder; name a file in it");
        if (fs::exists(file_, ignored)) return {};
        if (!create)
            return fail(SETTLED_INVALID_CONFIG, "store " + file_ + ": does not exist; run settled check, or correct [store] url");
        if (const fs::path folder = fs::path(file_).parent_path(); !folder.empty()) fs::create_directories(folder, ignored);
        const Status made = world::create_file(file_, "", world::Permission::owner_only);
        if (made || made.error().code == SETTLED_REJECTED) return {}; // somebody made it meanwhile
        return fail(made.error().code == SETTLED_UNAVAILABLE ? SETTLED_UNAVAILABLE : SETTLED_ACCESS_DENIED,
                    "store: cannot be created: " + made.error().message);
    }

    std::string_view name() const override { return "sqlite"; }

    void connect(soci::session& session) const override {
        use_checked_files();
        session.open(soci::sqlite3, "dbname=\"" + file_ + "\" timeout=" + std::to_string(wait_seconds_));
        sqlite_api::sqlite3_extended_result_codes(handle(session), 1);
        // Where it fails, so does the next statement, which says why.
        if (file_ != memory) begin_checked_pages(handle(session), wait_seconds_);
        std::string mode;
        session << "PRAGMA journal_mode=WAL", soci::into(mode);
        session << "PRAGMA synchronous=FULL";
        session << "PRAGMA foreign_keys=ON";
        keep_pages(session, pages_for_reading_kib);
        // A file that cannot be written is found now, not in the middle of a job.
        session << "BEGIN IMMEDIATE";
        session << "ROLLBACK";
    }

    bool connected(soci::session&) const override { return true; }
    std::string_view begin_reading() const override { return "BEGIN"; }
    std::vector<std::string> begin_writing() const override { return {"BEGIN IMMEDIATE"}; }
    bool rest(soci::details::statement_backend& statement) const override {
        sqlite_api::sqlite3_reset(static_cast<soci::sqlite3_statement_backend&>(statement).stmt_);
        return true;
    }

    const RowCells* cells() const override { return &cells_; }
    std::string in_order(std::string_view table, std::string_view condition) const override {
        const std::string name(table);
        return name + " WHERE id IN (SELECT id FROM " + name + " WHERE " + std::string(condition) + ") ORDER BY id";
    }

    bool is_shared() const override { return false; }
    void keep_many_pages(soci::session& session) const override { keep_pages(session, pages_for_writing_kib); }
    void forget_pages(soci::session& session) const override {
        keep_pages(session, pages_for_reading_kib);
        sqlite_api::sqlite3_db_release_memory(handle(session));
    }
    void forget_for_good(soci::session& session) const override { session << "PRAGMA secure_delete=ON"; }
    Status rewrite(soci::session& session) const override {
        try {
            session << "VACUUM";
            // The log of writes still holds the pages of before: it is carried over and cut to nothing.
            long long busy = 0, pages = 0, carried = 0;
            session << "PRAGMA wal_checkpoint(TRUNCATE)", soci::into(busy), soci::into(pages), soci::into(carried);
            if (busy != 0)
                return fail(SETTLED_UNAVAILABLE,
                            "store " + file_ + ": somebody still reads it; the log of writes keeps old pages");
            return {};
        } catch (const soci::soci_error&) {
            return std::unexpected(current_error());
        }
    }
    std::string_view now_ms() const override { return "CAST(strftime('%s', 'now') AS BIGINT) * 1000"; }

    bool has_table(soci::session& session, std::string_view table) const override {
        long long count = 0;
        session << "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = '" + std::string(table) + "'",
            soci::into(count);
        return count > 0;
    }
    bool empty(soci::session& session) const override {
        long long count = 0;
        session << "SELECT COUNT(*) FROM sqlite_master", soci::into(count);
        return count == 0;
    }

    std::string expand(std::string_view sql) const override { return replaced(sql, "INTEGER PRIMARY KEY AUTOINCREMENT", "TEXT"); }

    std::vector<std::string> append_only(std::string_view table) const override {
        std::vector<std::string> statements;
        for (const std::string_view act : {"UPDATE", "DELETE"})
            statements.push_back("CREATE TRIGGER " + std::string(table) + "_no_" + ascii_lower(act) + " BEFORE " +
                                 std::string(act) + " ON " + std::string(table) + " BEGIN SELECT RAISE(ABORT, '" +
                                 std::string(table) + " is append-only'); END");
        return statements;
    }

    Error current_error() const override {
        try {
            throw;
        } catch (const soci::sqlite3_soci_error& error) {
            return told(error.result(), one_line(error.what()));
        } catch (const soci::soci_error& error) {
            return {SETTLED_INTERNAL, "store " + file_ + ": " + one_line(error.what()), 0};
        }
    }

    Status check_pages(soci::session& session) const override {
        const std::vector<std::int64_t> pages = damaged_pages(handle(session), limit::damage_lines_max);
        if (!pages.empty()) return std::unexpected(damaged(pages));
        return {};
    }
    std::vector<std::string> unreadable(soci::session& session) const override { return unreadable_rows(handle(session)); }

  private:
    static void keep_pages(soci::session& session, int kib) { session << "PRAGMA cache_size=-" + std::to_string(kib); }
    static sqlite_api::sqlite3* handle(soci::session& session) {
        return static_cast<soci::sqlite3_session_backend*>(session.get_backend())->conn_;
    }

    // A page does not bear its sum: its disk changed it, or a program that knows nothing of the sums.
    Error damaged(const std::vector<std::int64_t>& pages) const {
        std::string which = pages.empty() ? "a page" : pages.size() == 1 ? "page" : "pages";
        for (const std::int64_t page : pages) which += (page == pages.front() ? " " : ", ") + std::to_string(page);
        return {SETTLED_BAD_DATA,
                "store " + file_ + ": " + which +
                    " changed since settled wrote it; nothing is sent from a damaged store. settled "
                    "store verify names the rows and the newest backup",
                0};
    }

    Error told(int result, const std::string& words) const {
        const std::string where = "store " + file_ + ": ";
        if (result == SQLITE_IOERR_DATA) return damaged({});
        switch (result & 0xFF) {
        case SQLITE_FULL:
            return {SETTLED_UNAVAILABLE, where + "the disk is full; free space, nothing was half-written", 0};
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return {SETTLED_UNAVAILABLE,
                    where + "another program held it for " + std::to_string(wait_seconds_) +
                        " s; try again or close that program",
                    0};
        case SQLITE_READONLY:
            return {SETTLED_ACCESS_DENIED, where + "is read-only; give the service's user the right to write it and its folder",
                    0};
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
        case SQLITE_AUTH:
            return {SETTLED_ACCESS_DENIED, where + "cannot be opened; check the rights of file and folder", 0};
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return {SETTLED_BAD_DATA,
                    where + "is damaged or no database; put the last backup of this file in its place and run again", 0};
        case SQLITE_IOERR:
            return {SETTLED_UNAVAILABLE,
                    where + "the disk failed or is full: " + words + "; free space on it, else look at the system log", 0};
        case SQLITE_TOOBIG:
            return {SETTLED_BAD_DATA, where + "a value is too long", 0};
        default:
            return {SETTLED_INTERNAL, where + words, 0};
        }
    }

    std::string file_;
    int wait_seconds_;
    SqliteCells cells_;
};

bool has_password(std::string_view url) {
    const std::size_t start = url.find("://") + 3;
    const std::string_view authority = url.substr(start, url.find_first_of("/?", start) - start);
    const std::size_t at = authority.rfind('@');
    if (at != std::string_view::npos && authority.substr(0, at).find(':') != std::string_view::npos) return true;
    const std::size_t query = url.find('?');
    if (query == std::string_view::npos) return false;
    for (const std::string_view pair : split(url.substr(query + 1), '&'))
        if (pair.starts_with("password=") || pair.starts_with("sslpassword=")) return true;
    return false;
}

} // namespace

Result<std::unique_ptr<Dialect>> Dialect::of(const StoreOptions& options) {
    const std::string_view url = options.url;
    if (url.starts_with(sqlite_scheme)) {
        const std::string_view file = url.substr(sqlite_scheme.size());
        if (file.empty() || file.find('"') != std::string_view::npos)
            return fail(SETTLED_INVALID_CONFIG, "[store] url: \"sqlite:\" is followed by a file name without quotes");
        auto made = std::make_unique<Sqlite>(std::string(file), options.wait_seconds);
        if (Status ready = made->prepare(options.create); !ready) return pass(ready);
        return made;
    }
    for (const std::string_view scheme : postgresql_schemes)
        if (url.starts_with(scheme)) {
            if (has_password(url))
                return fail(SETTLED_INVALID_CONFIG, "[store] url: holds a password; write password = \"secret:NAME\" instead");
            return postgresql_dialect(options);
        }
    return fail(SETTLED_INVALID_CONFIG, "[store] url: expected sqlite:FILE or postgresql://user@host/database");
}

} // namespace settled::store
