// own_state.hpp -- the agent's state and the account that it belongs to.
//
// Root who runs a command becomes that account first, so that nothing is left behind that the service could not write.
#pragma once

#include "config/settings.hpp"

#include <settled/result.hpp>

#include <filesystem>

namespace settled::jobs {

// The file of a SQLite store; UNSUPPORTED: the store is none.
Result<std::filesystem::path> database_of(const config::Settings& settings);

// From here on this process is the account whose state it is. ACCESS_DENIED: a part of the state is not this account's to write;
// the words name it, whose it is, and the chown.
Status own_state(const config::Settings& settings);

} // namespace settled::jobs
