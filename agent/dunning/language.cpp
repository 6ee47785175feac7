#include "dunning/language.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace settled::dunning {
namespace {

std::string_view main_part(std::string_view tag) { return tag.substr(0, tag.find_first_of("-_")); }

std::string_view available_like(std::string_view tag, std::span<const std::string> available) {
    for (const std::string& language : available)
        if (equal_ignoring_ascii_case(language, tag)) return language;
    for (const std::string& language : available)
        if (equal_ignoring_ascii_case(main_part(language), main_part(tag))) return language;
    return {};
}

// Codes and names that ledgers hold in a language or country field (ISO 639-1, ISO 3166-1, SAP's
// one-letter language keys, plain words).
constexpr std::array<std::pair<std::string_view, std::string_view>, 13> other_names = {{
    {"1", "zh"},
    {"chinese", "zh"},
    {"中文", "zh"},
    {"简体中文", "zh"},
    {"e", "en"},
    {"english", "en"},
    {"英文", "en"},
    {"英语", "en"},
    {"d", "de"},
    {"german", "de"},
    {"deutsch", "de"},
    {"chs", "zh"},
    {"eng", "en"},
}};

constexpr std::array<std::pair<std::string_view, std::string_view>, 11> of_countries = {{
    {"CN", "zh"},
    {"CHN", "zh"},
    {"中国", "zh"},
    {"DE", "de"},
    {"DEU", "de"},
    {"AT", "de"},
    {"AUT", "de"},
    {"LI", "de"},
    {"GB", "en"},
    {"US", "en"},
    {"IE", "en"},
}};

} // namespace

std::string known_language(std::string_view language, std::span<const std::string> available) {
    const std::string_view wanted = trim(language);
    const auto known =
        std::ranges::find_if(other_names, [&](const auto& pair) { return equal_ignoring_ascii_case(pair.first, wanted); });
    return std::string(available_like(known == other_names.end() ? wanted : known->second, available));
}

std::string letter_language(std::string_view language, std::string_view country, std::span<const std::string> available,
                            std::string_view otherwise) {
    if (!trim(language).empty()) {
        if (std::string hit = known_language(language, available); !hit.empty()) return hit;
        // A language we have no letters in: the world's second language, not our own.
        if (const auto english = available_like("en", available); !english.empty()) return std::string(english);
    }
    const std::string_view home = trim(country);
    const auto of =
        std::ranges::find_if(of_countries, [&](const auto& pair) { return equal_ignoring_ascii_case(pair.first, home); });
    if (of != of_countries.end())
        if (const auto hit = available_like(of->second, available); !hit.empty()) return std::string(hit);
    return std::string(otherwise);
}

} // namespace settled::dunning
