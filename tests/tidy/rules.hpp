// rules.hpp -- the rules of the house. Each answers the sentences of what breaks it; none: all is well.
#pragma once

#include "tree.hpp"

#include <string>
#include <vector>

namespace settled::tidy {

using Sentences = std::vector<std::string>;

Sentences includes_go_down(const Tree& tree); // between rooms, floors and across the wall
Sentences links_go_down(const Tree& tree);    // the same, of agent/CMakeLists.txt
Sentences no_circles(const Tree& tree);       // of includes, file by file
Sentences libraries_stay_in_their_rooms(const Tree& tree);
Sentences files_are_small(const Tree& tree);
Sentences no_floating_point_near_money(const Tree& tree);
Sentences plugin_folders_are_complete(const Tree& tree);
Sentences nothing_is_unfinished(const Tree& tree);
Sentences no_paths_of_a_machine(const Tree& tree);

} // namespace settled::tidy
