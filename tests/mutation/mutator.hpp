// mutator.hpp -- damages a file the way disks, mail gateways, editors and forgers do, the same for the same seed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace settled::mutation {

// One of the files with one to four kinds of damage: cut off, bytes changed, lines lost, doubled, swapped or taken from
// another file, digits and signs changed, a text grown far beyond what its format allows.
std::string mutated(const std::vector<std::string>& files, std::uint64_t seed);

} // namespace settled::mutation
