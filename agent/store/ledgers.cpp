#include "store/ledgers.hpp"

#include <settled/columns.hpp>

namespace settled::store {

Error came_empty(const std::string& ledger, settled_entity id, std::int64_t rows_before) {
    return {SETTLED_BAD_DATA,
            "ledger " + ledger + ": 0 " + std::string(entity(id).name) + " came where there were " + std::to_string(rows_before) +
                "; the last generation stays. Look at the connector's filter and rights; if they are really all gone: settled "
                "pull --ledger " +
                ledger + " --accept-empty",
            0};
}

} // namespace settled::store
