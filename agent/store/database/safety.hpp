// safety.hpp -- a database copied while it is used, and looked at for damage.
#pragma once

#include "store/audit.hpp"
#include "store/database/database.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace settled::store {

Status copy_database(Database& database, const std::filesystem::path& file);
Status check_pages(Database& database); // BAD_DATA: some are not as they were written
Result<std::vector<std::string>> damage_of(Database& database, Audit& audit);

} // namespace settled::store
