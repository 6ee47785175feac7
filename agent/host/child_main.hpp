// child_main.hpp -- what `settled child KIND` does: runs one plugin for the parent process.
//
// The request (plugin, options, secrets) comes over standard input, never as an argument or in the
// environment; the reply leaves over standard output. Whatever the plugin prints goes to standard
// error. A person who types the command is told so and gets exit status 2.
#pragma once

#include <string>
#include <vector>

namespace settled::host {

int run_child(const std::vector<std::string>& words); // after "child": KIND

} // namespace settled::host
