#include "store/database/schema.hpp"

#include <array>

namespace settled::store {
namespace {

// On which day a message's words were taken away: it is empty since, and that is no damage.
constexpr std::array<std::string_view, 1> statements = {"ALTER TABLE message ADD COLUMN erased_on INTEGER NOT NULL DEFAULT 0"};

} // namespace

const Migration erasure_migration = {11, "erasure", statements, {}};

} // namespace settled::store
