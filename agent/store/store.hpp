// store.hpp -- the one database of the agent, seen from above: what can be asked and what is kept.
//
// Every method is one transaction: it happens wholly or not at all. Decisions are append-only; the
// current state is what the latest rows say. `as_of` means: that day, with what was known at its
// end. An instance belongs to one thread. The database is SQLite or PostgreSQL; nobody above this
// line can tell which.
#pragma once

#include "ledger/book.hpp"
#include "ledger/fact.hpp"
#include "statement/entry_book.hpp"
#include "statement/statement.hpp"
#include "store/stored_match.hpp"
#include "store/stored_message.hpp"

#include <settled/columns.hpp>
#include <settled/result.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace settled::store {

// When and by whom: handed in, because the store has no clock.
struct Stamp {
    std::string at;    // RFC 3339 with offset
    Date known_on;     // the day as which this is known
    std::string actor; // "settled" for the agent itself
};

// ---- generations of a ledger ---------------------------------------------------------------------

struct EntityTotals {
    settled_entity entity = SETTLED_CUSTOMERS;
    std::int64_t count = 0;
    std::vector<Money> sums;
};

struct Generation {
    std::string company, ledger;
    std::int64_t number = 0; // 1 for the first of a ledger
    Date known_on;
    std::string published_at;
    std::vector<EntityTotals> totals;
    std::int64_t rows_new = 0, rows_changed = 0, rows_gone = 0, rows_same = 0;
    std::int64_t items_before = 0, item_keys_gone = 0, aliases = 0; // for the renumbering guard
};

// One pull on its way in. Rows arrive in batches that nobody sees; publish() checks counts and sums
// and makes them the current generation in one transaction. Destroyed unpublished: nothing happened.
class GenerationWriter {
  public:
    virtual ~GenerationWriter() = default;
    virtual Status begin(settled_entity entity) = 0;
    virtual Status add(settled_entity entity, const void* record) = 0; // the SDK's record of that entity
    virtual Status commit(const EntityTotals& claimed) = 0;            // BAD_DATA where they differ
    virtual Result<Generation> publish() = 0;
};

class Ledgers {
  public:
    virtual ~Ledgers() = default;
    virtual Result<std::unique_ptr<GenerationWriter>> begin(const std::string& company, const std::string& ledger,
                                                            const Stamp& stamp) = 0;
    virtual Result<std::optional<Generation>> current(const std::string& company, const std::string& ledger, Date as_of) = 0;
    // The named ledgers of a company in one book. A ledger never pulled is missing from it.
    virtual Result<ledger::Book> load(const std::string& company, std::span<const std::string> ledgers, Date as_of) = 0;
    // An old item key → the key that stands for it today (itself where nothing was renumbered).
    virtual Result<std::string> current_key(const std::string& company, const std::string& ledger, const std::string& key) = 0;
    // Items whose keys vanished with two possible successors, and these successors: nothing is sent
    // for any of them.
    virtual Result<std::vector<std::string>> doubtful_keys(const std::string& company, const std::string& ledger) = 0;
};

// ---- bank entries ----------------------------------------------------------------------------------

struct SourceFile {
    std::string company, source, name, sha256, sender, owner;
};

enum class FileState : std::uint8_t { unknown = 0, reading, imported, refused };

struct KnownFile {
    FileState state = FileState::unknown;
    std::string reason, at;
    int times_begun = 0; // while reading: by how many runs, none of which said how it ended
};

struct AccountStatement {
    std::string account; // [bank_account] name
    std::string format;  // plugin that read it
    statement::Statement statement;
};

struct PublishedFile {
    std::int64_t entries_new = 0, entries_known = 0, statements = 0;
    std::vector<std::string> accounts;
    std::vector<std::string> remarks; // where a second format tells another story than the booked one
};

struct AccountCoverage {
    std::string account;
    Date last_entry, last_closing;
    std::optional<Money> closing;
    std::string last_import_at;
    bool balance_proved = true;
};

class Entries {
  public:
    virtual ~Entries() = default;
    virtual Result<KnownFile> known(const std::string& company, const std::string& sha256) = 0;
    // Committed before a reader sees the file; found at start, the run that read it was ended.
    virtual Status begin_reading(const SourceFile& file, const Stamp& stamp) = 0;
    // The reader could not work: the file is unknown again. Does nothing to a file in another state.
    virtual Status forget_reading(const SourceFile& file) = 0;
    // Multiset union by identity (statement/identity.hpp), in one transaction.
    virtual Result<PublishedFile> publish(const SourceFile& file, std::span<const AccountStatement> statements,
                                          const Stamp& stamp) = 0;
    virtual Status refuse(const SourceFile& file, const std::string& reason, const Stamp& stamp) = 0;
    virtual Result<statement::EntryBook> load(const std::string& company, std::span<const statement::AccountRow> accounts,
                                              Date as_of) = 0;
    virtual Result<std::vector<AccountCoverage>> coverage(const std::string& company, Date as_of) = 0;
};

// ---- decisions ---------------------------------------------------------------------------------------

struct Booking { // the ERP's figures now carry (part of) an allocation; amounts may also go back
    std::int64_t match = 0;
    std::size_t allocation = 0; // index in best.allocations
    std::int64_t booked = 0;    // in all, not the difference
    std::int64_t generation = 0;
    matching::State state = matching::State::booked;
    StoredEvidence evidence;
};

class Matches {
  public:
    virtual ~Matches() = default;
    // New decisions and what became booked, together. Returns the ids of the new matches, in order.
    virtual Result<std::vector<std::int64_t>> save(const std::string& company, std::span<const StoredMatch> decided,
                                                   std::span<const Booking> bookings, const Stamp& stamp) = 0;
    // The standing decision per entry and part, undone ones left out, bookings applied: `booked` and
    // the state are the latest booking's, and its evidence stands last. Item keys are those of the day.
    virtual Result<std::vector<StoredMatch>> load(const std::string& company, Date as_of) = 0;
    virtual Result<std::optional<StoredMatch>> find(std::int64_t match) = 0;
    virtual Status undo(std::int64_t match, const std::string& reason, const Stamp& stamp) = 0;
};

// ---- the outbox ----------------------------------------------------------------------------------------

class Outbox {
  public:
    virtual ~Outbox() = default;
    // Inserts the message with its claims. A claim already taken removes its item: then nothing is
    // inserted and the refused claims are named, so that the caller composes the message anew.
    virtual Result<AddOutcome> add(const Message& message, std::span<const Claim> claims, const Stamp& stamp) = 0;
    virtual Result<std::vector<Message>> list(const std::string& company, const OutboxFilter& filter) = 0;
    virtual Result<std::optional<Message>> find(std::int64_t message) = 0;
    virtual Result<std::vector<Claim>> claims_of(std::int64_t message) = 0;
    // due → armed, the commit on which everything rests; STOPPED when it is not due any more.
    virtual Status arm(std::int64_t message, const Stamp& stamp) = 0;
    virtual Status finish(std::int64_t message, MessageState state, const SendResult& result, const Stamp& stamp) = 0;
    // held → due, held/due → cancelled, unknown → sent | due | cancelled … INVALID_CONFIG where the
    // state does not allow it. Cancelling before hand-over frees the claims.
    virtual Status move(std::int64_t message, MessageState to, const std::string& reason, const Stamp& stamp) = 0;
    virtual Result<std::int64_t> mark_unknown_after_crash(const std::string& company, const Stamp& stamp) = 0; // armed → unknown
    // Per item, the steps already claimed: the planner's memory. Item keys are those of the day.
    virtual Result<std::vector<ClaimedStep>> claimed_steps(const std::string& company, Date as_of) = 0;
    // Messages to customers that left, per day on which any did, the latest day first.
    virtual Result<std::vector<DayVolume>> sent_per_day(const std::string& company, int days_max) = 0;
};

// ---- facts, tasks, audit, locks, reports ----------------------------------------------------------------

class Facts {
  public:
    virtual ~Facts() = default;
    virtual Result<std::int64_t> tell(const std::string& company, const ledger::Fact& fact, const Stamp& stamp) = 0;
    virtual Result<std::vector<ledger::Fact>> load(const std::string& company, Date as_of) = 0; // revocations included
    virtual Result<std::vector<Task>> tasks(const std::string& company, bool with_done) = 0;
    // Adds what is not there yet (by key); returns how many were new.
    virtual Result<std::int64_t> add_tasks(const std::string& company, std::span<const Task> tasks, const Stamp& stamp) = 0;
    virtual Status change_task(std::int64_t task, const TaskChange& change, const Stamp& stamp) = 0;
};

struct AuditRow {
    std::int64_t number = 0;                       // from 1, without gaps
    std::string at, company, actor, event, detail; // detail: one JSON object
    std::string hash;                              // SHA-256 over the previous row's hash and this row, in hex
};

struct AuditHead {
    std::int64_t count = 0;
    std::string hash;
};

class Audit {
  public:
    virtual ~Audit() = default;
    virtual Result<AuditHead> append(const std::string& company, const std::string& event, const std::string& detail_json,
                                     const Stamp& stamp) = 0;
    virtual Result<AuditHead> head() = 0;
    // Recomputes the chain; the error names the first row that does not fit.
    virtual Result<AuditHead> verify() = 0;
    virtual Result<std::vector<AuditRow>> rows(const std::string& company, std::int64_t after, int count_max) = 0;
};

struct LockHolder {
    std::string name, owner, since; // owner: "host pid start-time command"
};

// Held until destroyed. A holder that died is found by its process and host and replaced.
class Lock {
  public:
    virtual ~Lock() = default;
};

class Locks {
  public:
    virtual ~Locks() = default;
    // UNAVAILABLE, naming the holder, when somebody else has it. `owner` is shown as it is; where it
    // begins with host and pid that process is the holder, else this one is.
    virtual Result<std::unique_ptr<Lock>> take(const std::string& name, const std::string& owner, const Stamp& stamp) = 0;
    virtual Result<std::vector<LockHolder>> holders() = 0;
};

struct JobRun {
    std::int64_t id = 0;
    std::string company, job, scope, started_at, finished_at, outcome, summary; // outcome: ok | partly | failed
};

class Reports {
  public:
    virtual ~Reports() = default;
    virtual Result<std::int64_t> started(const JobRun& run) = 0;
    virtual Status finished(const JobRun& run) = 0;
    virtual Result<std::vector<JobRun>> latest(const std::string& company) = 0;                  // one per job and scope
    virtual Result<std::string> setting(const std::string& company, const std::string& key) = 0; // "" when never set
    virtual Status set(const std::string& company, const std::string& key, const std::string& value, const Stamp& stamp) = 0;
};

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
};

struct StoreOptions {
    std::string url;       // sqlite:FILE, sqlite::memory: or postgresql://…
    std::string password;  // PostgreSQL only; never logged
    bool create = true;    // false: an absent database is INVALID_CONFIG
    int wait_seconds = 30; // how long one writer waits for another
};

// Opens the database and brings its schema up to date (one transaction per migration).
// UNAVAILABLE: locked, no disk space; ACCESS_DENIED: permission; BAD_DATA: damaged or newer.
Result<std::unique_ptr<Store>> open_store(const StoreOptions& options);

} // namespace settled::store
