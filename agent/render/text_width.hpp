// text_width.hpp -- how much room a text takes where characters stand in cells: on a terminal, in a column of a sheet.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace settled::render {

// In cells; East Asian wide and full-width characters take two (Unicode Standard Annex 11).
std::size_t text_width(std::string_view text);
std::string cut_to_width(std::string_view text, std::size_t width_max); // with … where something was cut

} // namespace settled::render
