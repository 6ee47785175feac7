// pull_check.hpp -- do the rows of one pull fit each other? Looked at while they pass by.
//
// An id that comes twice means that a query joins too much, and every sum would be wrong: the pull fails and names it.
// An open item of a customer whom the ledger does not list is money all the same: it stays in every figure, nobody is
// reminded of it, and finance is told.
#pragma once

#include <settled/columns.hpp>
#include <settled/result.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace settled::jobs {

inline constexpr std::size_t unlisted_customers_shown_max = 10;

class PullCheck {
  public:
    // BAD_DATA: an id came twice.
    Status add(settled_entity entity, const void* record);

    // One line per customer that only open items name, in order of their ids, bounded; `ledger` stands in each.
    std::vector<std::string> remarks(std::string_view ledger) const;

  private:
    struct ItemsOf {
        std::int64_t count = 0;
        std::string first;
    };
    Status once(std::unordered_set<std::string>& ids, std::string id, std::string_view what);

    std::unordered_set<std::string> customers_, items_, receipts_;
    std::map<std::string, ItemsOf> items_of_; // by customer
};

} // namespace settled::jobs
