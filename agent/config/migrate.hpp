// migrate.hpp -- a configuration of an older schema as one of today's, comments and order kept. Pure: text in, text out.
//
// Schema 1 is the first; what comes without a schema, or with 0, was written for a settled before it and differs by that line
// alone. A later schema adds its step here.
#pragma once

#include <settled/result.hpp>

#include <string>
#include <string_view>

namespace settled::config {

// The same text where it is of today's schema already. BAD_DATA: no TOML; UNSUPPORTED: of a newer schema than this program's.
Result<std::string> migrated(std::string_view text, std::string_view file_name);

} // namespace settled::config
