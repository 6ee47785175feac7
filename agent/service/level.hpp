// level.hpp -- how much a line of the service's log weighs.
#pragma once

#include <cstdint>

namespace settled::service {

enum class Level : std::uint8_t { info, warning, error };

} // namespace settled::service
