#include "ledger/named_rows.hpp"

#include <vector>

namespace settled::ledger {
namespace {

std::string listed(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
}

} // namespace

Result<Row> customer_named(const Book& book, std::string_view name) {
    std::vector<Row> found;
    std::vector<std::string> choices;
    for (Row row = 0; row < book.customers.size(); ++row) {
        const std::string qualified = book.qualified(book.customers[row]);
        if (qualified == name) return row;
        if (book[book.customers[row].id] == name) found.push_back(row), choices.push_back(qualified);
    }
    if (found.size() == 1) return found.front();
    if (found.empty())
        return fail(SETTLED_INVALID_CONFIG,
                    "no customer \"" + std::string(name) + "\" in " + book.company + "; settled aging lists them");
    return fail(SETTLED_INVALID_CONFIG,
                "customer \"" + std::string(name) + "\" is in several ledgers; which of: " + listed(choices));
}

Result<Row> item_named(const Book& book, std::string_view name) {
    std::vector<Row> by_id, by_number;
    for (Row row = 0; row < book.items.size(); ++row) {
        if (book.qualified_id(book.items[row]) == name) return row;
        if (book[book.items[row].id] == name) by_id.push_back(row);
        if (book[book.items[row].document_number] == name) by_number.push_back(row);
    }
    const std::vector<Row>& found = by_id.empty() ? by_number : by_id;
    if (found.size() == 1) return found.front();
    if (found.empty())
        return fail(SETTLED_INVALID_CONFIG, "no open item \"" + std::string(name) + "\" in " + book.company +
                                                "; is it paid, or newer than the last pull?");
    std::vector<std::string> choices;
    for (const Row row : found) choices.push_back(book.qualified_id(book.items[row]));
    return fail(SETTLED_INVALID_CONFIG, "several open items go by \"" + std::string(name) + "\"; which of: " + listed(choices));
}

} // namespace settled::ledger
