// masked.hpp -- a text that goes to strangers: without whom it names. Pure.
#pragma once

#include <string>
#include <string_view>

namespace settled::cli {

// Of mail addresses the domain stays ("…@example.com"), of numbers of eight digits and more (accounts, telephones) the last four;
// people's names in [person] go. Days, times and sizes stay what they are.
std::string masked(std::string_view text);

} // namespace settled::cli
