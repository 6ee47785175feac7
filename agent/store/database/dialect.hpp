// dialect.hpp -- everything in which SQLite and PostgreSQL differ, in one place.
#pragma once

#include "store/store.hpp"

#include <settled/result.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace soci {
class session;
namespace details {
class statement_backend;
}
} // namespace soci

namespace settled::store {

class RowCells;

class Dialect {
  public:
    // Of a URL, checked: scheme, no password within. INVALID_CONFIG otherwise.
    static Result<std::unique_ptr<Dialect>> of(const StoreOptions& options);
    virtual ~Dialect() = default;

    virtual std::string_view name() const = 0;
    // Opens a connection that waits for locks, keeps what it commits, and holds foreign keys.
    virtual void connect(soci::session& session) const = 0;
    virtual bool connected(soci::session& session) const = 0;
    virtual std::string_view begin_reading() const = 0; // one picture of the data
    // One writer at a time in the whole database.
    virtual std::vector<std::string> begin_writing() const = 0;
    // Ends what a statement has begun and may be read no further. False: it is better not kept for another use.
    virtual bool rest(soci::details::statement_backend& statement) const = 0;
    // A way to the cells of a row that is shorter than SOCI's; none is nothing. As long as the dialect lives.
    virtual const RowCells* cells() const = 0;
    // Of a table's rows those of a condition, in the order of their ids: what follows FROM. Rows are wide and many, so a
    // database that would sort them whole is given their ids to sort.
    virtual std::string in_order(std::string_view table, std::string_view condition) const = 0;
    // Do several machines share it? Then locks are leases, by the server's clock, and writers make sure of theirs.
    virtual bool is_shared() const = 0;
    // As many as a great writing touches stay in memory from now on; until forget_pages().
    virtual void keep_many_pages(soci::session& session) const = 0;
    // What the connection keeps of what it has read goes: after a great reading nobody asks for it again.
    virtual void forget_pages(soci::session& session) const = 0;
    // From now on what this connection deletes or overwrites is gone from the pages too, not only from their lists.
    virtual void forget_for_good(soci::session& session) const = 0;
    // Writes every table anew, outside of a transaction. UNAVAILABLE: others are at work, or there is no room.
    virtual Status rewrite(soci::session& session) const = 0;
    virtual std::string_view now_ms() const = 0; // an expression: milliseconds since 1970, by the database's own clock
    virtual bool has_table(soci::session& session, std::string_view table) const = 0;
    virtual bool empty(soci::session& session) const = 0; // no table at all
    // {id}: a number given by the database, never given twice. {text}: text ordered by its bytes.
    virtual std::string expand(std::string_view sql) const = 0;
    // Statements that make UPDATE, DELETE and TRUNCATE of a table an error.
    virtual std::vector<std::string> append_only(std::string_view table) const = 0;
    // BAD_DATA: pages are not as they were written; which. A PostgreSQL server watches its own (data_checksums).
    virtual Status check_pages(soci::session& session) const = 0;
    // The rows that cannot be read for it, a line for each table.
    virtual std::vector<std::string> unreadable(soci::session& session) const = 0;
    // Of the SOCI exception being handled; INTERNAL where it is none.
    virtual Error current_error() const = 0;
};

// Of a postgresql:// URL without a password. UNSUPPORTED: built without it.
Result<std::unique_ptr<Dialect>> postgresql_dialect(const StoreOptions& options);

} // namespace settled::store
