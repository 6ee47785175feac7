#include "dunning/every_language.hpp"

#include <algorithm>
#include <array>

namespace settled::dunning {
namespace {

constexpr std::array<std::string_view, 3> languages = {"en", "zh-CN", "de"};
// ASCII's own signs for this: a record for each language, its name and its sentence apart as units. Neither stands in a sentence.
constexpr char record = '\x1e', unit = '\x1f';

std::string without_signs(std::string text) {
    std::erase_if(text, [](char c) { return c == record || c == unit; });
    return text;
}

std::string_view primary(std::string_view language) { return language.substr(0, language.find_first_of("-_")); }

} // namespace

std::string in_every_language(const std::function<std::string(std::string_view language)>& say) {
    std::string kept;
    for (const std::string_view language : languages) {
        kept += record;
        kept += language;
        kept += unit;
        kept += without_signs(say(language));
    }
    return kept;
}

std::string in_language(std::string_view kept, std::string_view language) {
    if (!kept.starts_with(record)) return std::string(kept);
    std::string_view english, rest = kept.substr(1);
    while (!rest.empty()) {
        const std::string_view one = rest.substr(0, rest.find(record));
        rest.remove_prefix(std::min(rest.size(), one.size() + 1));
        const std::size_t middle = one.find(unit);
        if (middle == std::string_view::npos) continue;
        const std::string_view name = one.substr(0, middle), sentence = one.substr(middle + 1);
        if (primary(name) == primary(language)) return std::string(sentence);
        if (name == languages.front()) english = sentence;
    }
    return std::string(english);
}

} // namespace settled::dunning
