// testing_statement_text.hpp -- what a statement plugin made of a file, as text for people to check.
//
// One line per statement, entry, charge and diagnostic; only fields that say something. Tests compare
// it with a file beside their data that a person has checked against the source.
#pragma once

#include <settled/testing_statement.hpp>

#include <string>

namespace settled::testing {

std::string as_text(const SeenFile& file);

} // namespace settled::testing
