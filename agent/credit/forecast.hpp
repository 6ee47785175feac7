// forecast.hpp -- when open invoices will be paid, from each customer's own way of paying: a day, a range and the reason.
//
// The day is the median of what the customer's habit and its past deviations allow from today on; the range holds eight of
// ten. A customer with few payments is read together with its group, one without any like its group. A promise goes first.
// Pure: the same history and day give the same forecast.
#pragma once

#include "credit/payment_habit.hpp"

#include <settled/date.hpp>

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace settled::credit {

struct ExpectedItem {
    std::uint32_t customer = 0;
    DatedInvoice invoice;
    Date promised; // none: nothing was promised
};

enum class Basis : std::uint8_t { own_habit = 1, mostly_group, group, promise, nothing_known };

struct Expectation {
    Date day, earliest, latest; // none where the item has no due date
    Basis basis = Basis::nothing_known;
    std::vector<Date> likely; // in order, each as likely as the next; what `day` and the range are taken from
};

class PaymentForecast {
  public:
    // `paid`: any order; what was paid after `today` is not known. `group_of`: by customer; 0 is no group: like everybody.
    PaymentForecast(std::span<const PaidItem> paid, std::span<const std::uint32_t> group_of, Date today);

    Expectation expected(const ExpectedItem& item) const;
    const Habit& habit(std::uint32_t customer) const { return habits_[customer]; }

  private:
    struct Group {
        std::vector<int> late; // days after due, in order
        std::vector<int> off;  // days off their own habits of those who have one, in order
        int median_late = 0;
    };

    Date banking_day(Date day) const;
    const Group& group(std::uint32_t customer) const { return groups_[customer < group_of_.size() ? group_of_[customer] : 0]; }
    void read_groups(std::span<const PaidItem> paid);

    Date today_;
    std::vector<std::uint32_t> group_of_;
    std::vector<Group> groups_;
    std::vector<Habit> habits_;     // by customer
    std::array<bool, 8> pays_on_{}; // by ISO 8601 weekday: somebody pays on it
};

} // namespace settled::credit
