// through_service.hpp -- a person's command that the running service does: both ends of the conversation.
#pragma once

#include "cli/session.hpp"
#include "world/local_socket.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace settled::cli {

// Where this user may open neither configuration nor store himself, the service is asked; its answer is printed and its exit
// status returned. Nothing: he does it himself.
std::optional<int> ask_service(Session& session, const std::string& command, const std::vector<std::string>& words);

// The running service is asked in any case; INVALID_CONFIG and the like are printed here.
int through_service(Session& session, const std::vector<std::string>& words);

// Whether the person for whom this process acts (Tools::caller) may have this command; else why not.
Status may_run(Session& session, const std::string& command, const std::string& given_file);

// `settled act`: the service's child that has a person's connection as its standard input. `own_words`: the options it was
// started with; `gone` is called when nobody reads the answer any more.
int serve_person(world::LocalConnection& connection, const std::vector<std::string>& own_words, const Tools& tools,
                 const std::function<void()>& gone);

} // namespace settled::cli
