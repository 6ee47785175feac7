// json_object.hpp -- one small JSON object on one line, for the audit and for logs.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace settled::render {

struct JsonPair {
    std::string_view name;
    std::variant<std::int64_t, std::string> value;
};

std::string json_object(const std::vector<JsonPair>& pairs);

} // namespace settled::render
