// entries.hpp -- bank entries: which files were read, and what they add to the book of each account.
#pragma once

#include "statement/entry_book.hpp"
#include "statement/statement.hpp"
#include "store/stamp.hpp"

#include <settled/money.hpp>
#include <settled/result.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace settled::store {

struct SourceFile {
    std::string company, source, name, sha256, sender, owner;
};

enum class FileState : std::uint8_t { unknown = 0, reading, imported, refused };

struct KnownFile {
    FileState state = FileState::unknown;
    std::string reason, at;
    int times_begun = 0; // while reading: by how many runs, none of which said how it ended
};

// A file that was begun and is neither in the book nor refused: it lies where it lay, and what it says is not known.
struct UnreadFile {
    std::string source, name, sha256;
    std::string at; // when the last run began it
};

struct AccountStatement {
    std::string account; // [bank_account] name
    std::string format;  // plugin that read it
    statement::Statement statement;
    bool held = false; // not to be believed yet: its entries wait beside the book for a person
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

// A booked statement as it was read: its days and what it says the balance was.
struct KeptStatement {
    std::string account, number, format;
    Currency currency;
    Date first_day, last_day; // of its entries and its closing balance
    std::optional<std::int64_t> opening, closing;
};

class Entries {
  public:
    virtual ~Entries() = default;
    virtual Result<KnownFile> known(const std::string& company, const std::string& sha256) = 0;
    // Committed before a reader sees the file; found at start, the run that read it was ended.
    virtual Status begin_reading(const SourceFile& file, const Stamp& stamp) = 0;
    // The reader could not work, which is no fault of the file: it stays unread, and its begun readings do not count.
    virtual Status leave_unread(const SourceFile& file, const Stamp& stamp) = 0;
    // The file is unknown again. Does nothing to a file in another state.
    virtual Status forget_reading(const std::string& company, const std::string& sha256) = 0;
    // Begun up to that day, by name.
    virtual Result<std::vector<UnreadFile>> unread(const std::string& company, Date as_of) = 0;
    // Multiset union by identity (statement/identity.hpp), in one transaction.
    virtual Result<PublishedFile> publish(const SourceFile& file, std::span<const AccountStatement> statements,
                                          const Stamp& stamp) = 0;
    virtual Status refuse(const SourceFile& file, const std::string& reason, const Stamp& stamp) = 0;
    virtual Result<statement::EntryBook> load(const std::string& company, std::span<const statement::AccountRow> accounts,
                                              Date as_of) = 0;
    virtual Result<std::vector<AccountCoverage>> coverage(const std::string& company, Date as_of) = 0;
    // Of one account, by their last day.
    virtual Result<std::vector<KeptStatement>> statements(const std::string& company, const std::string& account, Date as_of) = 0;
};

} // namespace settled::store
