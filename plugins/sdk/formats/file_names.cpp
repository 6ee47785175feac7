#include <formats/file_names.hpp>

#include <settled/text.hpp>

#include <algorithm>

namespace settled::formats {
namespace {

constexpr std::size_t digest_digits = 12;
constexpr int names_tried = 100;
constexpr std::string_view hex_digits = "0123456789ABCDEF";

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::optional<int> hex_value(char c) {
    const std::size_t at = hex_digits.find(c);
    return at == std::string_view::npos ? std::nullopt : std::optional(static_cast<int>(at));
}

} // namespace

// Remembers only the last '*', so that no pattern takes more than size × size steps.
bool matches_glob(std::string_view name, std::string_view glob) {
    std::size_t at = 0, in_glob = 0, star = std::string_view::npos, behind_star = 0;
    while (at < name.size()) {
        if (in_glob < glob.size() && glob[in_glob] == '*') {
            star = in_glob++;
            behind_star = at;
        } else if (in_glob < glob.size() && (glob[in_glob] == '?' || lower(glob[in_glob]) == lower(name[at]))) {
            ++at;
            ++in_glob;
        } else if (star != std::string_view::npos) {
            in_glob = star + 1;
            at = ++behind_star;
        } else {
            return false;
        }
    }
    return glob.find_first_not_of('*', in_glob) == std::string_view::npos;
}

bool is_working_file(std::string_view name) {
    return name.starts_with('.') || name.starts_with("~$") || matches_glob(name, "*.tmp") || matches_glob(name, "*.part");
}

NameChoice::NameChoice(std::string_view patterns) {
    for (const std::string_view glob : split(patterns, ';'))
        if (const std::string_view name = trim(glob); !name.empty()) globs_.emplace_back(name);
    if (globs_.empty()) globs_.emplace_back("*");
}

bool NameChoice::takes(std::string_view name) const {
    return !is_working_file(name) && !name.ends_with(".reason.txt") &&
           std::ranges::any_of(globs_, [&](const std::string& glob) { return matches_glob(name, glob); });
}

std::string id_of(std::string_view name) {
    std::string id;
    while (!name.empty()) {
        const std::size_t good = std::min(first_invalid_utf8(name), name.size());
        for (const char c : name.substr(0, good)) {
            const auto byte = static_cast<unsigned char>(c);
            if (byte < 0x20 || byte == 0x7F || c == '%')
                id += {'%', hex_digits[byte >> 4], hex_digits[byte & 15]};
            else
                id += c;
        }
        name.remove_prefix(good);
        if (name.empty()) break;
        const auto byte = static_cast<unsigned char>(name.front());
        id += {'%', hex_digits[byte >> 4], hex_digits[byte & 15]};
        name.remove_prefix(1);
    }
    return id;
}

std::optional<std::string> name_of(std::string_view id) {
    std::string name;
    for (std::size_t i = 0; i < id.size(); ++i) {
        if (id[i] != '%') {
            name += id[i];
            continue;
        }
        const auto high = i + 2 < id.size() ? hex_value(id[i + 1]) : std::nullopt;
        const auto low = high ? hex_value(id[i + 2]) : std::nullopt;
        if (!low) return std::nullopt;
        name += static_cast<char>(*high * 16 + *low);
        i += 2;
    }
    const bool outside = name.empty() || name == "." || name == ".." || name.find('/') != std::string::npos ||
                         name.find('\\') != std::string::npos || name.find('\0') != std::string::npos;
    if (outside || id_of(name) != id) return std::nullopt;
    return name;
}

std::vector<std::string> names_with_digest(std::string_view name, std::string_view sha256_hex, bool plain_first) {
    const std::size_t point = name.rfind('.');
    const bool has_ending = point != std::string_view::npos && point > 0;
    const std::string stem(name.substr(0, has_ending ? point : name.size()));
    const std::string ending(has_ending ? name.substr(point) : std::string_view());
    std::vector<std::string> names;
    if (plain_first) names.emplace_back(name);
    const std::string marked = stem + "." + std::string(sha256_hex.substr(0, digest_digits));
    names.push_back(marked + ending);
    for (int i = 2; i <= names_tried; ++i) names.push_back(marked + "." + std::to_string(i) + ending);
    return names;
}

} // namespace settled::formats
