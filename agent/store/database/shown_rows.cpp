#include "store/database/shown_rows.hpp"

#include "store/database/dialect.hpp"

namespace settled::store {

Rows ShownRows::ask(const std::string& columns, std::string_view table, std::string_view shape) const {
    return database->ask("SELECT " + columns + " FROM " + database->dialect().in_order(table, shown_rows),
                         {*company, *ledger, generation, generation}, shape);
}

} // namespace settled::store
