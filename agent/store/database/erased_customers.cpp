#include "store/database/erased_customers.hpp"

namespace settled::store {

std::unordered_set<std::string> erased_customers(Database& database, const std::string& company, const std::string& ledger) {
    std::unordered_set<std::string> found;
    Rows rows = database.ask("SELECT customer_id FROM fact WHERE company = ? AND ledger = ? AND kind = 'erased' AND NOT EXISTS "
                             "(SELECT 1 FROM fact r WHERE r.kind = 'revoke' AND r.revokes = fact.id)",
                             {company, ledger}, "t");
    while (rows.next()) found.emplace(rows.text());
    return found;
}

} // namespace settled::store
