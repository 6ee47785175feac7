#include "render/json_object.hpp"

#include "render/json_writer.hpp"

namespace settled::render {

std::string json_object(const std::vector<JsonPair>& pairs) {
    std::string bytes;
    {
        JsonWriter json([&](std::string_view piece) { bytes += piece; });
        json.begin_object();
        for (const JsonPair& pair : pairs) {
            if (const auto* number = std::get_if<std::int64_t>(&pair.value))
                json.number(pair.name, *number);
            else
                json.text(pair.name, std::get<std::string>(pair.value));
        }
        json.end_object();
    }
    while (bytes.ends_with('\n')) bytes.pop_back();
    return bytes;
}

} // namespace settled::render
