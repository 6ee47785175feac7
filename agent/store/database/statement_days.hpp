// statement_days.hpp -- what each statement told of a day of an account: the terms of the union of a day.
#pragma once

#include "statement/identity.hpp"
#include "store/database/database.hpp"
#include "store/database/entry_columns.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace settled::store {

// One account, one kind of statement, one day: what the union is made of.
struct BookDay {
    std::string account;
    StatementKind kind = StatementKind::booked;
    Date day;
    auto operator<=>(const BookDay&) const = default;
};

// Of one company, within one transaction; what was asked for once is remembered.
class StatementDays {
  public:
    StatementDays(Database& database, const std::string& company) : database_(database), company_(company) {}

    // The format that told of this day first is the booked one.
    bool is_of_other_format(const BookDay& day, const std::string& format) const;

    // Every part that any statement told of the day, in the order they came.
    const std::vector<statement::DayPart>& of(const BookDay& day);

    // Does nothing where it was told before, word for word; unless it waits.
    void keep(const BookDay& day, const std::string& format, std::int64_t statement, const statement::DayPart& part);

  private:
    std::vector<statement::DayPart>& read(const BookDay& day);

    Database& database_;
    const std::string& company_;
    std::map<BookDay, std::vector<statement::DayPart>> parts_;
};

} // namespace settled::store
