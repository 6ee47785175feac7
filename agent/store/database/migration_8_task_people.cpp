#include "store/database/schema.hpp"

#include <array>

namespace settled::store {
namespace {

// Tasks know in which role they are done and who else is told.
constexpr std::array<std::string_view, 2> statements = {"ALTER TABLE task ADD COLUMN role {text} NOT NULL DEFAULT ''",
                                                        "ALTER TABLE task ADD COLUMN told {text} NOT NULL DEFAULT ''"};

} // namespace

const Migration task_people_migration = {8, "task_people", statements, {}};

} // namespace settled::store
