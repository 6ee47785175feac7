#include "store/database/entry_reader.hpp"
#include "store/database/parts.hpp"
#include "store/database/statement_writer.hpp"

#include <settled/text.hpp>

#include <utility>

namespace settled::store {
namespace {

constexpr char begun_mark = '|'; // a file being read has no reason yet: its place holds one mark per run that began it

// File names are bytes, not text: what is not UTF-8 is shown by its numbers.
std::string storable(std::string_view name) {
    if (first_invalid_utf8(name) == std::string_view::npos) return std::string(name);
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string text;
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80)
            text += c;
        else
            text += {'%', digits[byte >> 4U], digits[byte & 0xFU]};
    }
    return text;
}

// The file's row in its new state; one per company and digest.
std::int64_t write_file(Database& database, const SourceFile& file, FileState state, const std::string& reason,
                        const Stamp& stamp) {
    return database.insert(
        "INSERT INTO statement_file (company, sha256, source, name, sender, owner, state, reason, at, known_on, actor) VALUES "
        "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (company, sha256) DO UPDATE SET source = excluded.source, name = "
        "excluded.name, sender = excluded.sender, owner = excluded.owner, state = excluded.state, reason = excluded.reason, at = "
        "excluded.at, known_on = excluded.known_on, actor = excluded.actor RETURNING id",
        {file.company, file.sha256, file.source, storable(file.name), storable(file.sender), storable(file.owner), state, reason,
         stamp.at, stamp.known_on, stamp.actor});
}

KnownFile read_file(Database& database, const std::string& company, const std::string& sha256) {
    KnownFile known;
    Rows rows =
        database.ask("SELECT state, reason, at FROM statement_file WHERE company = ? AND sha256 = ?", {company, sha256}, "itt");
    if (rows.next()) rows >> known.state >> known.reason >> known.at;
    if (known.state == FileState::reading) known.times_begun = static_cast<int>(std::exchange(known.reason, {}).size());
    return known;
}

class DatabaseEntries final : public Entries {
  public:
    explicit DatabaseEntries(SharedDatabase database) : database_(std::move(database)) {}

    Result<KnownFile> known(const std::string& company, const std::string& sha256) override {
        return database_->read([&] { return read_file(*database_, company, sha256); });
    }

    Status begin_reading(const SourceFile& file, const Stamp& stamp) override {
        return database_->write([&] {
            const KnownFile before = read_file(*database_, file.company, file.sha256);
            if (before.state == FileState::imported)
                store::refuse(SETTLED_BAD_DATA, "file " + visible(file.name) + ": is in the book already");
            write_file(*database_, file, FileState::reading,
                       std::string(static_cast<std::size_t>(before.times_begun) + 1, begun_mark), stamp);
        });
    }

    Status leave_unread(const SourceFile& file, const Stamp& stamp) override {
        return database_->write([&] {
            const FileState before = read_file(*database_, file.company, file.sha256).state;
            if (before == FileState::unknown || before == FileState::reading)
                write_file(*database_, file, FileState::reading, "", stamp);
        });
    }

    Status forget_reading(const std::string& company, const std::string& sha256) override {
        return database_->write([&] {
            database_->change("DELETE FROM statement_file WHERE company = ? AND sha256 = ? AND state = ?",
                              {company, sha256, FileState::reading});
        });
    }

    Result<std::vector<UnreadFile>> unread(const std::string& company, Date as_of) override {
        return database_->read([&] {
            std::vector<UnreadFile> files;
            Rows rows = database_->ask("SELECT source, name, sha256, at FROM statement_file WHERE company = ? AND state = ? AND "
                                       "known_on <= ? ORDER BY name, sha256",
                                       {company, FileState::reading, as_of}, "tttt");
            while (rows.next()) {
                UnreadFile& file = files.emplace_back();
                rows >> file.source >> file.name >> file.sha256 >> file.at;
            }
            return files;
        });
    }

    Result<PublishedFile> publish(const SourceFile& file, std::span<const AccountStatement> statements,
                                  const Stamp& stamp) override {
        return database_->write([&] {
            if (read_file(*database_, file.company, file.sha256).state == FileState::imported) {
                PublishedFile nothing_new;
                for (const AccountStatement& said : statements)
                    nothing_new.entries_known += static_cast<std::int64_t>(said.statement.entries.size());
                return nothing_new;
            }
            const std::int64_t id = write_file(*database_, file, FileState::imported, "", stamp);
            return write_statements(*database_, file.company, id, statements, stamp);
        });
    }

    Status refuse(const SourceFile& file, const std::string& reason, const Stamp& stamp) override {
        return database_->write([&] {
            if (read_file(*database_, file.company, file.sha256).state == FileState::imported)
                store::refuse(SETTLED_BAD_DATA, "file " + visible(file.name) + ": is in the book already and cannot be refused");
            write_file(*database_, file, FileState::refused, reason, stamp);
        });
    }

    Result<statement::EntryBook> load(const std::string& company, std::span<const statement::AccountRow> accounts,
                                      Date as_of) override {
        return database_->read([&] { return read_entries(*database_, company, accounts, as_of); });
    }

    Result<std::vector<AccountCoverage>> coverage(const std::string& company, Date as_of) override {
        return database_->read([&] { return read_coverage(*database_, company, as_of); });
    }

    Result<std::vector<KeptStatement>> statements(const std::string& company, const std::string& account, Date as_of) override {
        return database_->read([&] { return read_statements(*database_, company, account, as_of); });
    }

  private:
    SharedDatabase database_;
};

} // namespace

std::unique_ptr<Entries> make_entries(SharedDatabase database) { return std::make_unique<DatabaseEntries>(std::move(database)); }

} // namespace settled::store
