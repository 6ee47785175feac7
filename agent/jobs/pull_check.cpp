#include "jobs/pull_check.hpp"

#include <settled/text.hpp>

namespace settled::jobs {
namespace {

std::string text(const settled_text& borrowed) { return std::string(std::string_view(borrowed)); }

std::string id_of(const settled_open_item& item) {
    std::string id = text(item.item_id);
    for (const settled_text& part : {item.item_id_2, item.item_id_3})
        if (part.size > 0) id += '/' + text(part);
    return id;
}

} // namespace

Status PullCheck::once(std::unordered_set<std::string>& ids, std::string id, std::string_view what) {
    const auto [place, is_new] = ids.insert(std::move(id));
    if (is_new) return {};
    return fail(SETTLED_BAD_DATA, std::string(what) + " " + visible(*place) +
                                      " came twice; the ids must be unique, look at the connector's query or file");
}

Status PullCheck::add(settled_entity entity, const void* record) {
    if (entity == SETTLED_CUSTOMERS)
        return once(customers_, text(static_cast<const settled_customer*>(record)->customer_id), "customers: customer_id");
    if (entity == SETTLED_RECEIPTS)
        return once(receipts_, text(static_cast<const settled_receipt*>(record)->receipt_id), "receipts: receipt_id");
    if (entity != SETTLED_OPEN_ITEMS) return {};
    const auto& item = *static_cast<const settled_open_item*>(record);
    std::string id = id_of(item);
    ItemsOf& of_customer = items_of_[text(item.customer_id)];
    if (of_customer.count++ == 0) of_customer.first = item.document_number.size > 0 ? text(item.document_number) : id;
    return once(items_, std::move(id), "open_items: item_id");
}

std::vector<std::string> PullCheck::remarks(std::string_view ledger) const {
    std::vector<std::string> made;
    std::size_t more = 0;
    for (const auto& [customer, items] : items_of_) {
        if (customers_.contains(customer)) continue;
        if (made.size() == unlisted_customers_shown_max) {
            ++more;
            continue;
        }
        made.push_back("ledger " + std::string(ledger) + ": " + std::to_string(items.count) +
                       (items.count == 1 ? " open item (" : " open items (") + visible(items.first) +
                       (items.count == 1 ? ")" : " …)") + " of customer \"" + visible(customer) +
                       "\", which the ledger does not list; nobody is reminded of it. Look at the filter of its customers");
    }
    if (more > 0) made.push_back("ledger " + std::string(ledger) + ": " + std::to_string(more) + " more such customers");
    return made;
}

} // namespace settled::jobs
