#include "store/database/statement_writer.hpp"

#include "statement/identity.hpp"
#include "store/database/bulk_insert.hpp"
#include "store/database/detail_joiner.hpp"
#include "store/database/entry_columns.hpp"
#include "store/database/entry_items.hpp"
#include "store/database/statement_days.hpp"
#include "world/digest.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace settled::store {
namespace {

using statement::DayPart;
using statement::Entry;
using statement::EntryStatus;
using statement::Statement;

constexpr std::size_t identity_digits = 32;

struct NewEntries {
    std::int64_t statement = 0;
    std::vector<const Entry*> entries; // of one identity, in the file's order
};

std::string short_identity(const std::string& identity) { return world::sha256_hex(identity).substr(0, identity_digits); }

void check(const AccountStatement& said) {
    const auto where = [&](const Entry& entry) {
        return "account " + said.account + ", line " + std::to_string(entry.line) + ": ";
    };
    for (const Entry& entry : said.statement.entries) {
        if (entry.amount.finer_digits != 0)
            refuse(SETTLED_BAD_DATA,
                   where(entry) + "the amount has more decimals than its currency; ask the bank for the file again");
        if (statement::entry_day(entry).none())
            refuse(SETTLED_BAD_DATA,
                   where(entry) + "the entry has neither booking nor value date; ask the bank for the file again");
    }
}

// Entries without a currency of their own have the statement's; the booking date is always there.
void complete(Entry& entry, const Statement& of) {
    if (entry.currency.none()) entry.currency = of.currency;
    entry.booking_date = statement::entry_day(entry);
    for (Entry& detail : entry.details)
        if (detail.currency.none()) detail.currency = entry.currency;
}

bool adds_up(const Statement& said) {
    if (!said.opening || !said.closing) return false;
    std::optional<std::int64_t> balance = said.opening->amount.minor_units;
    for (const Entry& entry : said.entries)
        if (balance && entry.status == EntryStatus::booked) balance = checked_add(*balance, entry.amount.minor_units);
    return balance == said.closing->amount.minor_units;
}

class Writer {
  public:
    Writer(Database& database, const std::string& company, std::int64_t file, const Stamp& stamp)
        : database_(database), company_(company), file_(file), stamp_(stamp), days_(database, company),
          entries_(
              database,
              "INSERT INTO bank_entry (company, account, kind, day, identity, occurrence, statement, known_on, joined_entry, "
              "joined_on, " +
                  std::string(entry_columns) + ")",
              10 + entry_column_count) {}

    void write(const AccountStatement& said) {
        check(said);
        Statement whole = said.statement;
        for (Entry& entry : whole.entries) complete(entry, whole);
        if (said.held) forget_known(said.account, whole);
        if (said.held || whole.interim || whole.details_only) {
            const StatementKind kind = said.held                ? StatementKind::waiting
                                       : said.statement.interim ? StatementKind::interim
                                                                : StatementKind::details_only;
            write_one(said, std::move(whole), kind);
            return;
        }
        // What a booked statement calls pending waits beside the book.
        Pending pending{said, whole, {}};
        pending.statement.opening.reset();
        std::erase_if(pending.statement.entries, [](const Entry& entry) { return entry.status != EntryStatus::pending; });
        std::erase_if(whole.entries, [](const Entry& entry) { return entry.status == EntryStatus::pending; });
        for (const Entry& entry : whole.entries) {
            ++pending.booked[statement::entry_day(entry)];
            pending.known_to = std::max(pending.known_to, statement::entry_day(entry));
        }
        if (pending.statement.closing) pending.known_to = std::max(pending.known_to, pending.statement.closing->date);
        pending.statement.closing.reset();
        write_one(said, std::move(whole), StatementKind::booked);
        if (!pending.statement.entries.empty()) pending_.push_back(std::move(pending));
    }

    PublishedFile finish() {
        for (const BookDay& day : std::exchange(touched_, {})) unite(day);
        entries_.flush();
        for (Pending& pending : pending_) write_pending(pending);
        for (const BookDay& day : touched_) unite(day);
        entries_.flush();
        write_items(database_, company_, itemised_, stamp_.known_on);
        std::set<std::string> accounts;
        for (const Kept& kept : kept_) accounts.insert(kept.account);
        for (const std::string& account : accounts) {
            join_details(database_, company_, account, stamp_.known_on);
            result_.accounts.push_back(account);
        }
        result_.entries_known = std::max<std::int64_t>(0, seen_ - result_.entries_new);
        return std::move(result_);
    }

  private:
    struct Kept { // statements outlive the call that brought them: the union points into them
        std::string account;
        std::unique_ptr<Statement> statement;
    };

    struct Pending {
        const AccountStatement& said;
        Statement statement;                 // its pending entries
        std::map<Date, std::int64_t> booked; // entries a day that the statement shows as booked
        Date known_to;
    };

    // Where the book knows more of a day than the statement shows, the statement is an older one that comes late.
    void write_pending(Pending& pending) {
        std::erase_if(pending.statement.entries, [&](const Entry& entry) {
            const Date day = statement::entry_day(entry);
            return day_in_book({pending.said.account, StatementKind::booked, day}).first > pending.booked[day];
        });
        if (pending.statement.entries.empty()) return;
        write_one(pending.said, std::move(pending.statement), StatementKind::waiting, pending.known_to);
    }

    // An old statement sent once more is held too; what of it is in the book is no money that may be there.
    void forget_known(const std::string& account, Statement& statement) {
        std::map<std::pair<Date, std::string>, std::int64_t> left;
        std::erase_if(statement.entries, [&](const Entry& entry) {
            const Date day = statement::entry_day(entry);
            const std::string identity = short_identity(statement::entry_identity(entry));
            auto [known, fresh] = left.try_emplace({day, identity});
            if (fresh) {
                Rows rows = database_.ask("SELECT COUNT(*) FROM bank_entry WHERE company = ? AND account = ? AND kind = 1 AND "
                                          "day = ? AND identity = ?",
                                          {company_, account, day, identity}, "i");
                if (rows.next()) rows >> known->second;
            }
            return known->second-- > 0;
        });
    }

    void write_one(const AccountStatement& said, Statement statement, StatementKind kind, Date known_to = {}) {
        kept_.push_back({said.account, std::make_unique<Statement>(std::move(statement))});
        const Statement& kept = *kept_.back().statement;
        ++result_.statements;
        seen_ += static_cast<std::int64_t>(kept.entries.size());
        const std::int64_t id = write_heading(said, kept, kind, known_to);
        std::set<Date> compared;
        for (DayPart& part : statement::day_parts(kept)) {
            const BookDay day{said.account, kind, part.day};
            if (kind == StatementKind::booked && days_.is_of_other_format(day, said.format)) {
                compared.insert(part.day);
                compare(day, said.format, part);
                continue;
            }
            for (DayPart::Line& line : part.lines) line.identity = short_identity(line.identity);
            days_.keep(day, said.format, id, part);
            touched_.insert(day);
        }
        for (const Entry& entry : kept.entries) {
            if (compared.contains(statement::entry_day(entry))) continue;
            const BookDay day{said.account, kind, statement::entry_day(entry)};
            NewEntries& fresh = fresh_[{day, short_identity(statement::entry_identity(entry))}];
            fresh.statement = id;
            fresh.entries.push_back(&entry);
        }
    }

    std::int64_t write_heading(const AccountStatement& said, const Statement& kept, StatementKind kind, Date known_to) {
        Date first, last = known_to;
        for (const Entry& entry : kept.entries) {
            const Date day = statement::entry_day(entry);
            if (first.none() || day < first) first = day;
            last = std::max(last, day);
        }
        if (kept.closing) last = std::max(last, kept.closing->date);
        if (last.none() && kept.opening) last = kept.opening->date;
        if (first.none()) first = last;
        const auto amount = [](const std::optional<statement::Balance>& balance) {
            return balance ? std::optional(balance->amount.minor_units) : std::nullopt;
        };
        const auto date = [](const std::optional<statement::Balance>& balance) { return balance ? balance->date : Date(); };
        return database_.insert(
            "INSERT INTO bank_statement (company, account, kind, format, file, said_account, number, currency, "
            "opening_date, opening, closing_date, closing, first_day, last_day, adds_up, entry_count, known_on, at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
            {company_, said.account, kind, said.format, file_, kept.account, kept.number, kept.currency, date(kept.opening),
             amount(kept.opening), date(kept.closing), amount(kept.closing), first, last, adds_up(kept), kept.entries.size(),
             stamp_.known_on, stamp_.at});
    }

    // Number and sum of what is booked.
    std::pair<std::int64_t, std::int64_t> day_in_book(const BookDay& day) {
        std::pair<std::int64_t, std::int64_t> found;
        Rows rows =
            database_.ask("SELECT COUNT(*), CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM bank_entry WHERE company = ? AND "
                          "account = ? AND kind = ? AND day = ? AND status = 1",
                          {company_, day.account, day.kind, day.day}, "ii");
        if (rows.next()) rows >> found.first >> found.second;
        return found;
    }

    void compare(const BookDay& day, const std::string& format, const DayPart& part) {
        const auto [count, sum] = day_in_book(day);
        std::int64_t said = 0;
        for (const DayPart::Line& line : part.lines) said = checked_add(said, line.moved).value_or(0);
        if (said == sum && static_cast<std::int64_t>(part.lines.size()) == count) return;
        const Currency currency = kept_.back().statement->currency;
        result_.remarks.push_back("account " + day.account + ", " + day.day.iso() + ": " + format + " shows " +
                                  std::to_string(part.lines.size()) + " entries of " + amount_text(said, currency) +
                                  ", the booked format has " + std::to_string(count) + " of " + amount_text(sum, currency) +
                                  "; only the booked format counts");
    }

    // Brings the book of a day to what all its statements together show.
    void unite(const BookDay& day) {
        std::map<std::string, int> in_book;
        {
            Rows rows =
                database_.ask("SELECT identity, COUNT(*) FROM bank_entry WHERE company = ? AND account = ? AND kind = ? AND "
                              "day = ? GROUP BY identity",
                              {company_, day.account, day.kind, day.day}, "ti");
            while (rows.next()) {
                const std::string identity(rows.text());
                rows >> in_book[identity];
            }
        }
        for (const auto& [identity, count] : statement::union_of_day(days_.of(day)))
            for (int occurrence = in_book[identity]; occurrence < count; ++occurrence) {
                add_entry(day, identity, occurrence);
                ++result_.entries_new;
            }
    }

    void add_entry(const BookDay& day, const std::string& identity, int occurrence) {
        auto hit = fresh_.find({day, identity});
        if (hit == fresh_.end()) { // two older statements turned out to hold different money
            repeat_entry(day, identity, occurrence);
            return;
        }
        const NewEntries& fresh = hit->second;
        const std::size_t at = std::min<std::size_t>(static_cast<std::size_t>(occurrence), fresh.entries.size() - 1);
        const Entry& entry = *fresh.entries[at];
        Values values = {company_, day.account, day.kind, day.day, identity, occurrence, fresh.statement, stamp_.known_on, 0, 0};
        append_entry(values, entry);
        entries_.add(values);
        if (!entry.details.empty() || !entry.charges.empty()) itemised_[day][{identity, occurrence}] = &entry;
    }

    void repeat_entry(const BookDay& day, const std::string& identity, int occurrence) {
        std::int64_t model = 0;
        {
            Rows rows = database_.ask("SELECT id FROM bank_entry WHERE company = ? AND account = ? AND kind = ? AND day = ? AND "
                                      "identity = ? ORDER BY occurrence LIMIT 1",
                                      {company_, day.account, day.kind, day.day, identity}, "i");
            if (rows.next()) rows >> model;
        }
        const std::string columns(entry_columns);
        const std::int64_t id = database_.insert(
            "INSERT INTO bank_entry (company, account, kind, day, identity, occurrence, statement, known_on, joined_entry, "
            "joined_on, " +
                columns + ") SELECT company, account, kind, day, identity, " + std::to_string(occurrence) + ", statement, " +
                std::to_string(stamp_.known_on.number()) + ", 0, 0, " + columns + " FROM bank_entry WHERE id = ? RETURNING id",
            {model});
        database_.change("INSERT INTO bank_entry_part (entry, position, known_on, " + columns + ") SELECT " + std::to_string(id) +
                             ", position, " + std::to_string(stamp_.known_on.number()) + ", " + columns +
                             " FROM bank_entry_part WHERE entry = ?",
                         {model});
        database_.change("INSERT INTO bank_entry_charge (entry, part, position, amount, currency, included, kind) SELECT " +
                             std::to_string(id) +
                             ", part, position, amount, currency, included, kind FROM bank_entry_charge "
                             "WHERE entry = ?",
                         {model});
    }

    Database& database_;
    const std::string& company_;
    std::int64_t file_;
    const Stamp& stamp_;
    std::vector<Kept> kept_;
    std::set<BookDay> touched_;
    StatementDays days_;
    std::map<std::pair<BookDay, std::string>, NewEntries> fresh_;
    BulkInsert entries_;
    ItemisedEntries itemised_; // new, with parts or charges
    std::vector<Pending> pending_;
    std::int64_t seen_ = 0;
    PublishedFile result_;
};

} // namespace

PublishedFile write_statements(Database& database, const std::string& company, std::int64_t file,
                               std::span<const AccountStatement> statements, const Stamp& stamp) {
    Writer writer(database, company, file, stamp);
    for (const AccountStatement& said : statements) writer.write(said);
    return writer.finish();
}

} // namespace settled::store
