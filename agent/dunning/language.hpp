// language.hpp -- in which language a customer is written to.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace settled::dunning {

// The customer's own language where letters exist in it ("zh_CN", "ZH", "de-AT" are understood),
// else the language of the country, else `otherwise`.
std::string letter_language(std::string_view language, std::string_view country, std::span<const std::string> available,
                            std::string_view otherwise);

// The one of `available` that is meant, read as above; "": none of them.
std::string known_language(std::string_view language, std::span<const std::string> available);

} // namespace settled::dunning
