// put_away.hpp -- what becomes of a file at its source once the agent has stored what it held.
//
// The words are the same wherever files lie: option `then`, folders archive/YYYY/MM and rejected/,
// and beside a refused file NAME.reason.txt.
#pragma once

#include <settled/date.hpp>
#include <settled/host.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace settled::formats {

enum class Then { archive, leave, remove };

// Of the option `then`; INVALID_CONFIG that names the three.
Result<Then> then_of(const Settings& settings);

// The day (UTC) under which a file is archived.
Date day_of(std::int64_t unix_ms);

// What stands in NAME.reason.txt.
std::string reason_text(std::string_view name, std::string_view sha256_hex, Date refused_on, std::string_view reason);

} // namespace settled::formats
