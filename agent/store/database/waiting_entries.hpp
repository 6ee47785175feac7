// waiting_entries.hpp -- which entries still wait beside the book of an account, and which the book has replaced.
//
// An interim report, and details without their booking, wait until booked statements cover their day. What a statement calls
// pending, and what waits for a person, is news of its own time: it waits until a later statement covers its day without
// saying so again.
#pragma once

#include "store/database/database.hpp"
#include "store/database/entry_columns.hpp"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace settled::store {

class WaitingEntries {
  public:
    WaitingEntries(Database& database, const std::string& company, const std::string& account, Date as_of);

    bool wait(StatementKind kind, Date day, std::string_view identity);
    Date first_open_day() const { return first_open_day_; } // none: nothing waits; entries of earlier days need not be asked for

  private:
    struct Told { // by one statement
        std::int64_t id = 0, file = 0;
        Date first_day, last_day, opening_date;
        std::optional<std::int64_t> opening, closing;
    };

    void read_booked();
    void read_tellers();
    void find_first_open_day();
    bool covers(const Told& booked, Date day) const;
    bool is_covered(Date day);
    bool is_replaced(const Told& teller, Date day) const;

    Database& database_;
    const std::string& company_;
    const std::string& account_;
    Date as_of_;
    std::vector<Told> booked_;
    std::map<std::pair<Date, std::string>, std::vector<Told>, std::less<>> tellers_; // day and identity, of kind `waiting`
    std::map<Date, bool> covered_;
    Date first_open_day_;
};

} // namespace settled::store
