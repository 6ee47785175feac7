// ledger_sanity.hpp -- what a controller asks first of a ledger that was read: do the open items add up to the
// control account, and how old is its newest row?
//
// Looks at records while they pass by; keeps sums and days, no rows. `check` and every pull say its lines.
#pragma once

#include <settled/columns.hpp>
#include <settled/date.hpp>
#include <settled/money.hpp>

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace settled {

class LedgerSanity {
  public:
    static constexpr int newest_row_days_max = 31; // a ledger where no money moved for a month is asked about
    static constexpr std::size_t accounts_shown_max = 6;

    struct Line {
        bool doubtful = false;
        std::string what, found;
    };

    void add(settled_entity entity, const void* record);
    // At least one line about open items; one about the control accounts where balances came, one about the
    // newest row where any has a day.
    std::vector<Line> lines(Date as_of) const;

  private:
    using Sums = std::map<Currency, std::int64_t>;
    struct Control {
        std::int64_t balance = 0;
        std::vector<std::string> accounts;
        Date as_of;
    };

    void add_item(const settled_open_item& item);
    void add_balance(const settled_control_balance& balance);
    void add_to(Sums& sums, settled_currency currency, std::int64_t amount);
    void seen(settled_entity entity, settled_date day);
    Line control_line(Currency currency, const Control& control) const;
    Line newest_line(Date as_of) const;

    std::int64_t items_ = 0, items_without_home_ = 0;
    Sums open_, home_;
    std::map<Currency, Control> controls_;
    std::array<Date, 16> newest_; // by entity
    bool overflow_ = false;
};

} // namespace settled
