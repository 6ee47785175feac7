#include "store/database/waiting_entries.hpp"

#include <algorithm>

namespace settled::store {
namespace {

// What the bank announced and has not booked after so many days will not come, also where no balances prove that no
// statement is missing; a reminder is not held for ever.
constexpr int announced_days_max = 10;

} // namespace

WaitingEntries::WaitingEntries(Database& database, const std::string& company, const std::string& account, Date as_of)
    : database_(database), company_(company), account_(account), as_of_(as_of) {
    find_first_open_day();
    if (first_open_day_.none()) return;
    read_booked();
    read_tellers();
    find_first_open_day();
}

// First of all days on which something waited once; when it is known what is booked, of those that are open.
void WaitingEntries::find_first_open_day() {
    const bool all = booked_.empty();
    first_open_day_ = {};
    Rows rows = database_.ask("SELECT DISTINCT kind, day FROM bank_entry WHERE company = ? AND account = ? AND kind <> 1 AND "
                              "known_on <= ? AND (joined_entry = 0 OR joined_on > ?)",
                              {company_, account_, as_of_, as_of_}, "ii");
    while (rows.next()) {
        StatementKind kind{};
        Date day;
        rows >> kind >> day;
        const bool open = all || kind == StatementKind::waiting || !is_covered(day);
        if (open && (first_open_day_.none() || day < first_open_day_)) first_open_day_ = day;
    }
}

void WaitingEntries::read_booked() {
    Rows rows = database_.ask("SELECT id, file, first_day, last_day, opening_date, opening, closing FROM bank_statement WHERE "
                              "company = ? AND account = ? AND kind = 1 AND known_on <= ?",
                              {company_, account_, as_of_}, "iiiiiii");
    while (rows.next()) {
        Told& told = booked_.emplace_back();
        rows >> told.id >> told.file >> told.first_day >> told.last_day >> told.opening_date >> told.opening >> told.closing;
    }
    std::ranges::sort(booked_, {}, &Told::last_day);
}

void WaitingEntries::read_tellers() {
    Rows rows =
        database_.ask("SELECT d.day, l.identity, s.id, s.file, s.last_day FROM statement_day d JOIN bank_statement s ON s.id = "
                      "d.statement JOIN statement_day_line l ON l.statement_day = d.id WHERE d.company = ? AND d.account = ? AND "
                      "d.kind = ? AND s.known_on <= ?",
                      {company_, account_, StatementKind::waiting, as_of_}, "itiii");
    while (rows.next()) {
        Date day;
        rows >> day;
        const std::string identity(rows.text());
        Told& told = tellers_[{day, identity}].emplace_back();
        rows >> told.id >> told.file >> told.last_day;
    }
}

// Also where the day stands in no statement of its own: between the last one before it and this one nothing is missing.
bool WaitingEntries::covers(const Told& booked, Date day) const {
    if (booked.last_day < day) return false;
    if (booked.first_day <= day || (booked.opening_date && booked.opening_date < day)) return true;
    if (booked.last_day > day.plus_days(announced_days_max)) return true;
    if (!booked.opening) return false;
    const auto later = std::ranges::lower_bound(booked_, day, {}, &Told::last_day);
    if (later == booked_.begin()) return false;
    const Date before = std::prev(later)->last_day;
    return std::any_of(booked_.begin(), later,
                       [&](const Told& told) { return told.last_day == before && told.closing == booked.opening; });
}

bool WaitingEntries::is_covered(Date day) {
    auto [known, fresh] = covered_.try_emplace(day);
    if (fresh)
        known->second = std::any_of(std::ranges::lower_bound(booked_, day, {}, &Told::last_day), booked_.end(),
                                    [&](const Told& told) { return covers(told, day); });
    return known->second;
}

bool WaitingEntries::is_replaced(const Told& teller, Date day) const {
    return std::ranges::any_of(booked_, [&](const Told& told) {
        const bool later = told.id > teller.id || told.last_day > teller.last_day;
        return later && told.file != teller.file && covers(told, day);
    });
}

bool WaitingEntries::wait(StatementKind kind, Date day, std::string_view identity) {
    if (kind != StatementKind::waiting) return !is_covered(day);
    const auto tellers = tellers_.find(std::pair{day, std::string(identity)});
    return tellers != tellers_.end() &&
           std::ranges::any_of(tellers->second, [&](const Told& teller) { return !is_replaced(teller, day); });
}

} // namespace settled::store
