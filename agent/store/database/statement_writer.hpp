// statement_writer.hpp -- statements join the book of their account: by identity, day by day.
#pragma once

#include "store/database/database.hpp"
#include "store/store.hpp"

#include <span>

namespace settled::store {

// Inside a writing transaction. BAD_DATA for an amount finer than its currency or an entry without
// a day: such a statement is refused whole.
PublishedFile write_statements(Database& database, const std::string& company, std::int64_t file,
                               std::span<const AccountStatement> statements, const Stamp& stamp);

} // namespace settled::store
