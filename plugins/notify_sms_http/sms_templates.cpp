#include "sms_templates.hpp"

#include <messaging/sms_text.hpp>
#include <settled/text.hpp>

#include <algorithm>
#include <charconv>
#include <span>

namespace settled::sms {
namespace {

// "2" before "10".
int place_of(const std::string& name) {
    int number = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    return error == std::errc() && end == name.data() + name.size() ? number : 0;
}

std::size_t letters_in(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

} // namespace

Result<Templates> read_templates(const Settings& settings) {
    constexpr std::string_view parameter = ".parameters.", code = ".code";
    Templates made;
    Status trouble;
    settings.for_each("templates.", [&](std::string_view key, std::string_view value) {
        if (key == "*") return; // the row itself
        if (const std::size_t at = key.find(parameter); at != std::string_view::npos)
            made[std::string(key.substr(0, at))].parameters.emplace_back(key.substr(at + parameter.size()), value);
        else if (key.ends_with(code))
            made[std::string(key.substr(0, key.size() - code.size()))].code = value;
        else
            trouble = fail(SETTLED_INVALID_CONFIG,
                           "templates." + visible(key) + ": expected { code = \"…\", parameters = { name = \"value\" } }");
    });
    if (!trouble) return pass(trouble);
    for (auto& [name, one] : made) {
        if (one.code.empty()) return fail(SETTLED_INVALID_CONFIG, "templates." + name + " has no code");
        std::ranges::stable_sort(one.parameters, {}, [](const auto& pair) { return place_of(pair.first); });
    }
    return made;
}

Result<std::vector<std::pair<std::string, std::string>>> bind(const Template& with, const settled_message& message,
                                                              int letters_max) {
    const std::span values(message.parameters, message.parameter_count);
    std::vector<std::pair<std::string, std::string>> made;
    for (const auto& [theirs, ours] : with.parameters) {
        const auto hit =
            std::ranges::find_if(values, [&](const settled_pair& pair) { return std::string_view(pair.key) == ours; });
        if (hit == values.end()) {
            std::string known;
            for (const settled_pair& pair : values)
                known += (known.empty() ? "" : ", ") + std::string(std::string_view(pair.key));
            return fail(SETTLED_INVALID_CONFIG,
                        "parameter " + theirs + " = \"" + visible(ours) + "\" is nothing that the letter has: " + known);
        }
        std::string value = messaging::sms_line(hit->value);
        if (const std::size_t letters = letters_in(value); letters_max > 0 && letters > static_cast<std::size_t>(letters_max))
            return fail(SETTLED_BAD_DATA, "parameter " + theirs + " has " + std::to_string(letters) +
                                              " letters and the provider takes " + std::to_string(letters_max) +
                                              "; use customer_short_name or a shorter name in the ledger");
        made.emplace_back(theirs, std::move(value));
    }
    return made;
}

} // namespace settled::sms
