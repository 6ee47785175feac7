#include "cli/masked.hpp"

#include <settled/text.hpp>

#include <algorithm>

namespace settled::cli {
namespace {

constexpr std::string_view left_out = "…";
constexpr std::size_t digits_masked_from = 8, digits_kept = 4;

bool is_of_local_part(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view(".!#$%&'*+/=?^_`{|}~-").contains(c) || static_cast<unsigned char>(c) >= 0x80;
}
bool is_of_word(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string without_local_parts(std::string_view line) {
    std::string made;
    for (const char c : line) {
        if (c == '@') {
            std::size_t begin = made.size();
            while (begin > 0 && is_of_local_part(made[begin - 1])) --begin;
            if (begin < made.size()) made.replace(begin, made.npos, left_out);
        }
        made += c;
    }
    return made;
}

// "6222 0000 …": blanks and hyphens inside a number do not hide it; digits inside hexadecimal digests do not count.
std::string without_numbers(std::string_view line) {
    std::string made;
    for (std::size_t at = 0; at < line.size();) {
        if (!is_of_word(line[at])) {
            made += line[at++];
            continue;
        }
        std::size_t end = at;
        while (end < line.size() && is_of_word(line[end])) ++end;
        const std::string_view word = line.substr(at, end - at);
        const auto digits = static_cast<std::size_t>(std::ranges::count_if(word, is_digit));
        const bool is_account = digits >= digits_masked_from && digits + 4 >= word.size(); // an IBAN begins with letters
        if (is_account)
            made.append(left_out).append(word.substr(word.size() - digits_kept));
        else
            made += word;
        at = end;
    }
    return made;
}

std::string without_names(std::string_view line) {
    constexpr std::string_view mark = "name = \"";
    std::string made(line);
    for (std::size_t at = made.find(mark); at != made.npos; at = made.find(mark, at + mark.size())) {
        const std::size_t begin = at + mark.size(), end = made.find('"', begin);
        if (end == made.npos) break;
        made.replace(begin, end - begin, left_out);
    }
    return made;
}

} // namespace

std::string masked(std::string_view text) {
    std::string made;
    bool is_about_people = false;
    for (const std::string_view line : split(text, '\n')) {
        if (line.starts_with('[')) is_about_people = line.starts_with("[person");
        const std::string shown = without_numbers(without_local_parts(line));
        made += is_about_people ? without_names(shown) : shown;
        made += '\n';
    }
    if (!made.empty()) made.pop_back(); // of the last line's end
    return made;
}

} // namespace settled::cli
