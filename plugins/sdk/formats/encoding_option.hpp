// encoding_option.hpp -- the option `encoding` that readers of text files share: a name, or "auto".
#pragma once

#include <formats/encoding.hpp>

#include <optional>
#include <string_view>

namespace settled::formats {

// None for "auto" and "": the encoding is recognised. INVALID_CONFIG for a name that nobody knows.
Result<std::optional<Encoding>> encoding_option(std::string_view wanted);

} // namespace settled::formats
