#include "store/database/schema.hpp"

#include <array>

namespace settled::store {
namespace {

// On PostgreSQL a lock of another machine ends by itself; 0: it does not.
constexpr std::array<std::string_view, 1> statements = {"ALTER TABLE job_lock ADD COLUMN lease_until BIGINT NOT NULL DEFAULT 0"};

} // namespace

const Migration leases_migration = {9, "leases", statements, {}};

} // namespace settled::store
