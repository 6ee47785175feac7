#include "store/database/statement_days.hpp"

#include "store/database/bulk_insert.hpp"

#include <algorithm>

namespace settled::store {

using statement::DayPart;

bool StatementDays::is_of_other_format(const BookDay& day, const std::string& format) const {
    Rows rows = database_.ask("SELECT format FROM statement_day WHERE company = ? AND account = ? AND kind = ? AND day = ? "
                              "ORDER BY id LIMIT 1",
                              {company_, day.account, day.kind, day.day}, "t");
    return rows.next() && rows.text() != format;
}

const std::vector<DayPart>& StatementDays::of(const BookDay& day) { return read(day); }

void StatementDays::keep(const BookDay& day, const std::string& format, std::int64_t statement, const DayPart& part) {
    std::vector<DayPart>& known = read(day);
    // Told before, word for word. What waits is news each time it is told.
    if (day.kind != StatementKind::waiting && std::ranges::find(known, part) != known.end()) return;
    const std::int64_t id = database_.insert(
        "INSERT INTO statement_day (company, account, kind, day, format, statement, number, opening, closing, first_day, "
        "last_day) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        {company_, day.account, day.kind, day.day, format, statement, part.number, part.opening, part.closing, part.first,
         part.last});
    BulkInsert lines(database_, "INSERT INTO statement_day_line (statement_day, position, identity, moved)", 4);
    for (std::size_t i = 0; i < part.lines.size(); ++i) lines.add({id, i, part.lines[i].identity, part.lines[i].moved});
    lines.flush();
    known.push_back(part);
}

std::vector<DayPart>& StatementDays::read(const BookDay& day) {
    auto [hit, fresh] = parts_.try_emplace(day);
    if (!fresh) return hit->second;
    Rows rows = database_.ask("SELECT d.id, d.number, d.opening, d.closing, d.first_day, d.last_day, l.identity, l.moved FROM "
                              "statement_day d JOIN statement_day_line l ON l.statement_day = d.id WHERE d.company = ? AND "
                              "d.account = ? AND d.kind = ? AND d.day = ? ORDER BY d.id, l.position",
                              {company_, day.account, day.kind, day.day}, "itiiiiti");
    for (std::int64_t id = 0, last = 0; rows.next(); last = id) {
        DayPart part;
        DayPart::Line line;
        rows >> id >> part.number >> part.opening >> part.closing >> part.first >> part.last >> line.identity >> line.moved;
        part.day = day.day;
        if (id != last) hit->second.push_back(std::move(part));
        hit->second.back().lines.push_back(std::move(line));
    }
    return hit->second;
}

} // namespace settled::store
