// access.hpp -- who may do what when the running service acts for a person ([access]). Pure: accounts and rules are values.
//
// Four acts: view, decide, release, operate. Each lists accounts ("user:wang") and groups ("group:finance-ar") of the system or
// the domain; an empty list is nobody. Who may decide or release may look, too; who operates the service sees how it runs and
// no more. What two people are needed for is another question, asked behind this one (second_person.hpp, release.hpp).
#pragma once

#include "config/settings.hpp"
#include "world/local_socket.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace settled::jobs {

enum class Act : std::uint8_t { status = 1, view, decide, release, operate, decide_or_release };
std::string_view name(Act act); // as in [access]; "status" is what anybody who is named anywhere may ask

// Does anybody act through the service at all? Where not, it opens no socket.
bool names_anybody(const config::Access& access);

bool may(const config::Access& access, const world::Account& who, Act act);

// Why not, and who may, in the language of the configuration.
std::string refusal(const config::Access& access, const world::Account& who, Act act, bool chinese);

} // namespace settled::jobs
