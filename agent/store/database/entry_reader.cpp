#include "store/database/entry_reader.hpp"

#include "store/database/entry_columns.hpp"
#include "store/database/waiting_entries.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>

namespace settled::store {
namespace {

using statement::EntryRow;
using statement::EntryStatus;

constexpr std::string_view row_columns =
    "status, reversal, booking_date, value_date, amount, currency, counterparty_name, counterparty_account, ultimate_party, "
    "remittance, structured_reference, end_to_end_id, bank_reference, transaction_code, return_reason";
constexpr std::string_view row_shape = "iiiiitttttttttt"; // of row_columns; ids stand before it

class Reader {
  public:
    Reader(Database& database, const std::string& company, statement::EntryBook& book, Date as_of)
        : database_(database), company_(company), book_(book), as_of_(as_of) {}

    void read(std::uint16_t account) {
        account_ = account;
        name_ = book_.accounts[account].name;
        read_parts();
        read_decided_whole();
        const std::size_t first = book_.entries.size();
        read_entries("kind = 1", nullptr);
        WaitingEntries waiting(database_, company_, name_, as_of_);
        if (const Date first_open = waiting.first_open_day())
            read_entries("kind <> 1 AND (joined_entry = 0 OR joined_on > " + std::to_string(as_of_.number()) +
                             ") AND day >= " + std::to_string(first_open.number()),
                         &waiting);
        std::sort(book_.entries.begin() + static_cast<std::ptrdiff_t>(first), book_.entries.end(),
                  [](const EntryRow& left, const EntryRow& right) {
                      return std::tie(left.booking_date, left.id, left.part) < std::tie(right.booking_date, right.id, right.part);
                  });
    }

  private:
    void read_row(Rows& rows, EntryRow& row) const {
        rows >> row.status >> row.reversal >> row.booking_date >> row.value_date >> row.amount >> row.currency;
        for (ledger::TextRef* text : {&row.counterparty_name, &row.counterparty_account, &row.ultimate_party})
            *text = book_.text.intern(rows.text());
        for (ledger::TextRef* text : {&row.remittance, &row.structured_reference, &row.end_to_end_id, &row.bank_reference})
            *text = book_.text.add(rows.text());
        for (ledger::TextRef* text : {&row.transaction_code, &row.return_reason}) *text = book_.text.intern(rows.text());
        row.account = account_;
    }

    void read_parts() {
        parts_.clear();
        std::string columns;
        for (std::string_view rest = row_columns; !rest.empty();) {
            const std::size_t comma = rest.find(", ");
            columns += ", p." + std::string(rest.substr(0, comma));
            rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 2);
        }
        Rows rows = database_.ask("SELECT p.entry, p.position" + columns +
                                      " FROM bank_entry_part p JOIN bank_entry e ON e.id = p.entry WHERE e.company = ? AND "
                                      "e.account = ? AND p.known_on <= ? ORDER BY p.entry, p.position",
                                  {company_, name_, as_of_}, "ii" + std::string(row_shape));
        while (rows.next()) {
            EntryRow part;
            std::int64_t position = 0;
            rows >> part.id >> position;
            read_row(rows, part);
            std::vector<EntryRow>& parts = parts_[part.id];
            part.part = static_cast<std::int32_t>(parts.size());
            parts.push_back(part);
        }
    }

    // Bookings settled as a whole before their details came: they stay whole.
    void read_decided_whole() {
        whole_.clear();
        if (parts_.empty()) return;
        Rows rows =
            database_.ask("SELECT m.entry, m.state, COALESCE(u.known_on, 0) FROM settled_match m LEFT JOIN match_undo u ON "
                          "u.match_id = m.id WHERE m.company = ? AND m.account = ? AND m.part = -1 AND m.known_on <= ? "
                          "ORDER BY m.known_on, m.id",
                          {company_, name_, as_of_}, "iti");
        while (rows.next()) {
            std::int64_t entry = 0;
            std::string state;
            Date undone;
            rows >> entry >> state >> undone;
            const bool stands = state != "unmatched" && state != "question" && (undone.none() || undone > as_of_);
            if (stands)
                whole_.insert(entry);
            else
                whole_.erase(entry);
        }
    }

    static bool add_up(const EntryRow& entry, const std::vector<EntryRow>& parts) {
        std::optional<std::int64_t> sum = 0;
        for (const EntryRow& part : parts) {
            if (part.currency != entry.currency) return false;
            if (sum) sum = checked_add(*sum, part.amount);
        }
        return sum == entry.amount;
    }

    // `waiting`: entries beside the book, of which only some still wait.
    void read_entries(const std::string& condition, WaitingEntries* waiting) {
        Rows rows = database_.ask("SELECT kind, day, identity, id, " + std::string(row_columns) +
                                      " FROM bank_entry WHERE company = ? AND account = ? AND known_on <= ? AND " + condition,
                                  {company_, name_, as_of_}, "iiti" + std::string(row_shape));
        while (rows.next()) {
            StatementKind kind{};
            Date day;
            rows >> kind >> day;
            const std::string identity(rows.text());
            if (waiting != nullptr && !waiting->wait(kind, day, identity)) continue;
            EntryRow entry;
            rows >> entry.id;
            read_row(rows, entry);
            if (waiting != nullptr) entry.status = static_cast<std::uint8_t>(EntryStatus::pending);
            auto parts = parts_.find(entry.id);
            if (parts == parts_.end() || whole_.contains(entry.id) || !add_up(entry, parts->second)) {
                book_.entries.push_back(entry);
                continue;
            }
            for (EntryRow part : parts->second) {
                part.status = entry.status;
                part.reversal = part.reversal || entry.reversal;
                part.booking_date = entry.booking_date;
                if (part.value_date.none()) part.value_date = entry.value_date;
                if (part.bank_reference.empty()) part.bank_reference = entry.bank_reference;
                if (part.transaction_code.empty()) part.transaction_code = entry.transaction_code;
                if (part.return_reason.empty()) part.return_reason = entry.return_reason;
                book_.entries.push_back(part);
            }
        }
    }

    Database& database_;
    const std::string& company_;
    statement::EntryBook& book_;
    Date as_of_;
    std::uint16_t account_ = 0;
    std::string name_;
    std::unordered_map<std::int64_t, std::vector<EntryRow>> parts_;
    std::unordered_set<std::int64_t> whole_;
};

} // namespace

statement::EntryBook read_entries(Database& database, const std::string& company, std::span<const statement::AccountRow> accounts,
                                  Date as_of) {
    statement::EntryBook book;
    book.accounts.assign(accounts.begin(), accounts.end());
    Reader reader(database, company, book, as_of);
    for (std::size_t account = 0; account < accounts.size(); ++account) reader.read(static_cast<std::uint16_t>(account));
    return book;
}

std::vector<AccountCoverage> read_coverage(Database& database, const std::string& company, Date as_of) {
    std::vector<AccountCoverage> all;
    std::set<std::int64_t> closings; // of the account at hand
    std::int64_t newest = 0;
    {
        Rows rows =
            database.ask("SELECT id, account, currency, opening, closing_date, closing, first_day, last_day, adds_up, at FROM "
                         "bank_statement WHERE company = ? AND kind = 1 AND known_on <= ? ORDER BY account, last_day, id",
                         {company, as_of}, "ittiiiiiit");
        Date covered; // by the statements before this one
        while (rows.next()) {
            std::int64_t id = 0;
            std::string account, at;
            Currency currency;
            std::optional<std::int64_t> opening, closing;
            Date closing_date, first, last;
            bool adds_up = false;
            rows >> id >> account >> currency >> opening >> closing_date >> closing >> first >> last >> adds_up >> at;
            const bool begins = all.empty() || all.back().account != account;
            if (begins) {
                all.emplace_back().account = account;
                closings.clear();
                newest = 0;
                covered = {};
            }
            AccountCoverage& coverage = all.back();
            // Proved: it adds up, and goes on from, or reaches into, what was known before it.
            coverage.balance_proved = adds_up && (begins || first <= covered || (opening && closings.contains(*opening)));
            covered = std::max(covered, last);
            if (closing) {
                closings.insert(*closing);
                coverage.closing = Money{*closing, currency};
                coverage.last_closing = closing_date;
            }
            if (id > newest) coverage.last_import_at = at;
            newest = std::max(newest, id);
        }
    }
    Rows rows =
        database.ask("SELECT account, MAX(day) FROM bank_entry WHERE company = ? AND kind = 1 AND known_on <= ? GROUP BY account",
                     {company, as_of}, "ti");
    while (rows.next()) {
        const std::string account(rows.text());
        if (auto hit = std::ranges::find(all, account, &AccountCoverage::account); hit != all.end()) rows >> hit->last_entry;
    }
    return all;
}

std::vector<KeptStatement> read_statements(Database& database, const std::string& company, const std::string& account,
                                           Date as_of) {
    std::vector<KeptStatement> all;
    Rows rows = database.ask("SELECT number, format, currency, opening, closing, first_day, last_day FROM bank_statement WHERE "
                             "company = ? AND account = ? AND kind = 1 AND known_on <= ? ORDER BY last_day, id",
                             {company, account, as_of}, "tttiiii");
    while (rows.next()) {
        KeptStatement& kept = all.emplace_back();
        kept.account = account;
        rows >> kept.number >> kept.format >> kept.currency >> kept.opening >> kept.closing >> kept.first_day >> kept.last_day;
    }
    return all;
}

} // namespace settled::store
