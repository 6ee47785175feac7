// In the place of dialect_postgresql.cpp where libpq is not built in.
#include "store/database/dialect.hpp"

namespace settled::store {

Result<std::unique_ptr<Dialect>> postgresql_dialect(const StoreOptions&) {
    return fail(SETTLED_UNSUPPORTED, "[store] url: this build of settled keeps its store in SQLite only; expected sqlite:FILE");
}

} // namespace settled::store
