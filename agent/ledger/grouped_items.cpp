#include "ledger/grouped_items.hpp"

#include <numeric>

namespace settled::ledger {

GroupedItems::GroupedItems(const Book& book) : starts_(book.customers.size() + 1), items_(book.items.size()) {
    for (const ItemRow& item : book.items) ++starts_[item.customer + 1];
    std::partial_sum(starts_.begin(), starts_.end(), starts_.begin());
    std::vector<Row> next(starts_.begin(), starts_.end() - 1);
    for (Row row = 0; row < book.items.size(); ++row) items_[next[book.items[row].customer]++] = row;
}

} // namespace settled::ledger
