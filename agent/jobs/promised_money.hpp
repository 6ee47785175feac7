// promised_money.hpp -- what came since a customer promised an amount, without naming an item.
#pragma once

#include "jobs/picture.hpp"

#include <cstdint>
#include <map>

namespace settled::jobs {

// Fact → minor units that the bank brought since it was told, in the promise's currency. Of a plan (promises told for one
// customer), money counts for the earlier days first. Promises about an item are not here: its position tells.
std::map<std::int64_t, std::int64_t> received_for_promises(const Picture& picture);

} // namespace settled::jobs
