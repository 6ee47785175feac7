#include <settled/host.hpp>

#include <charconv>

namespace settled {

Result<std::int64_t> Settings::whole_number(std::string_view key, std::int64_t smallest, std::int64_t largest) const {
    const std::string_view text = (*this)[key];
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < smallest || value > largest)
        return fail(SETTLED_INVALID_CONFIG, std::string(key) + " = \"" + std::string(text) + "\" is not a whole number from " +
                                                std::to_string(smallest) + " to " + std::to_string(largest));
    return value;
}

} // namespace settled
