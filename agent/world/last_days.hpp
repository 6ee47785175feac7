// last_days.hpp -- the last day of a password, as somebody wrote it down beside the secrets.
#pragma once

#include <settled/date.hpp>
#include <settled/result.hpp>

#include <filesystem>
#include <map>
#include <string>

namespace settled::world {

// By the secret's name; empty where nobody wrote one.
Result<std::map<std::string, Date>> last_days(const std::filesystem::path& secrets_folder);
// None: the day is forgotten, because the password was changed or is gone.
Status keep_last_day(const std::filesystem::path& secrets_folder, const std::string& name, Date day);

} // namespace settled::world
