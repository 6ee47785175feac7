// store.hpp -- the one database of the agent, seen from above: what can be asked and what is kept.
//
// Every method is one transaction: it happens wholly or not at all. Decisions are append-only; the
// current state is what the latest rows say. `as_of` means: that day, with what was known at its
// end. An instance belongs to one thread. The database is SQLite or PostgreSQL; nobody above this
// line can tell which.
#pragma once

#include "store/audit.hpp"
#include "store/entries.hpp"
#include "store/erasure.hpp"
#include "store/facts.hpp"
#include "store/ledgers.hpp"
#include "store/locks.hpp"
#include "store/matches.hpp"
#include "store/outbox.hpp"
#include "store/reports.hpp"

#include <settled/result.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace settled::store {

class Store {
  public:
    virtual ~Store() = default;
    virtual Ledgers& ledgers() = 0;
    virtual Entries& entries() = 0;
    virtual Matches& matches() = 0;
    virtual Outbox& outbox() = 0;
    virtual Facts& facts() = 0;
    virtual Audit& audit() = 0;
    virtual Locks& locks() = 0;
    virtual Reports& reports() = 0;
    virtual Erasure& erasure() = 0;

    // Everything as it is now in a new file, while others read and write. UNSUPPORTED for PostgreSQL, whose server does it.
    virtual Status copy_to(const std::filesystem::path& file) = 0;
    // Is every page as it was written? Reads the whole file once, in order. BAD_DATA names the pages that are not.
    virtual Status check_pages() = 0;
    // What is not as it was written, a line each (about limit::damage_lines_max): pages and the rows on them, audit chain, bytes
    // of messages.
    virtual Result<std::vector<std::string>> damage() = 0;
};

// Told where a transaction begins, and before and after the commit of one that changes something. Where it fails, so does the
// transaction; after the commit what was done stays done and the caller hears an error, as when the machine dies there.
enum class TransactionPoint : std::uint8_t { begin, before_commit, after_commit };
using TransactionWatch = std::function<Status(TransactionPoint)>;

namespace limit {
inline constexpr int damage_lines_max = 20;
} // namespace limit

struct StoreOptions {
    std::string url;                   // sqlite:FILE, sqlite::memory: or postgresql://…
    std::string password;              // PostgreSQL only; never logged
    bool create = true;                // false: an absent database is INVALID_CONFIG
    int wait_seconds = 30;             // how long one writer waits for another
    TransactionWatch watch;            // of simulators and tests, which let machines die
    int lease_seconds = 60;            // PostgreSQL: a holder elsewhere who is silent for so long has died
    std::shared_ptr<Fence> fence = {}; // shared by the connections of one run; empty: of this one alone
};

// Opens the database and brings its schema up to date (one transaction per migration).
// UNAVAILABLE: locked, no disk space; ACCESS_DENIED: permission; BAD_DATA: damaged or newer.
Result<std::unique_ptr<Store>> open_store(const StoreOptions& options);

} // namespace settled::store
