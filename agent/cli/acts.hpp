// acts.hpp -- which commands the running service does for a person, and what right each of them takes ([access]).
//
// A command that is not in this list is not done for anybody: it touches files, secrets or the service itself, and belongs to
// the service's own account. So does every option that names a file or a folder: it would be opened with the service's rights.
#pragma once

#include "jobs/access.hpp"

#include <CLI/CLI.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace settled::cli {

std::optional<jobs::Act> act_of(std::string_view command); // "outbox release"
std::vector<std::string_view> commands_for_people();
bool is_persons_word(std::string_view command); // decides or releases; looking and operating do not

// Of a parsed command line: the chosen command as its words, and the first option given that names a file or a folder ("").
std::string chosen_command(const CLI::App& app);
std::string given_file(const CLI::App& app);

} // namespace settled::cli
