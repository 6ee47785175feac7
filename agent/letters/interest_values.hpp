// interest_values.hpp -- default interest as a formal letter shows it: the law, each item's reckoning, the sum. Used inside this
// room.
#pragma once

#include "letters/reminder.hpp"

#include <vector>

namespace settled::letters {

// One record a currency; none where the letter shows no interest.
std::vector<render::Values> interest_values(const ReminderInput& input);

} // namespace settled::letters
