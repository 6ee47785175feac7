// grouped_items.hpp -- the items of each customer of a book, side by side, in the order of the book.
#pragma once

#include "ledger/book.hpp"

#include <span>
#include <vector>

namespace settled::ledger {

// Of the book as it is now. Four bytes an item and four a customer.
class GroupedItems {
  public:
    GroupedItems() = default;
    explicit GroupedItems(const Book& book);

    std::span<const Row> of(Row customer) const {
        return std::span(items_).subspan(starts_[customer], starts_[customer + 1] - starts_[customer]);
    }

  private:
    std::vector<Row> starts_; // of each customer among the items, and the end
    std::vector<Row> items_;
};

} // namespace settled::ledger
