#include "world/redaction.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <array>

namespace settled::world {
namespace {

constexpr std::string_view hidden = "***";

// Names before '=' or ':' whose value is a secret, in lower case; also as the end of a longer name ("db_password").
constexpr std::array<std::string_view, 19> secret_names = {
    "password",      "passwd",     "pwd",         "passphrase",    "secret",    "token", "api_key",
    "apikey",        "access_key", "accesskeyid", "accesskey",     "signature", "sign",  "credential",
    "client_secret", "key",        "auth",        "authorization", "cookie"};
// Whose value goes on to the end of the line: what follows has blanks in it.
constexpr std::array<std::string_view, 3> whole_line_names = {"authorization", "cookie", "set-cookie"};

bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
}

std::string_view name_before(std::string_view line, std::size_t end) {
    std::size_t begin = end;
    while (begin > 0 && is_name_character(line[begin - 1])) --begin;
    return line.substr(begin, end - begin);
}

bool is_secret(std::string_view name) {
    const std::string folded = ascii_lower(name);
    return std::ranges::any_of(secret_names, [&](std::string_view one) {
        if (!folded.ends_with(one)) return false;
        if (folded.size() == one.size()) return true;
        const char before = folded[folded.size() - one.size() - 1];
        return one.size() > 4 || before == '_' || before == '-' || before == '.'; // "monkey" is no key, "design" no sign
    });
}

// Where the value that begins at `at` ends: a closing quote or brace, or what ends a word, a query's part, an ODBC attribute.
std::size_t value_end(std::string_view line, std::size_t at, bool whole_line) {
    if (whole_line) return std::min(line.find_first_of("\r\n", at), line.size());
    if (at < line.size() && (line[at] == '"' || line[at] == '\'' || line[at] == '{')) {
        const char closing = line[at] == '{' ? '}' : line[at];
        std::size_t end = line.find(closing, at + 1);
        while (closing == '}' && end != std::string_view::npos && end + 1 < line.size() && line[end + 1] == '}')
            end = line.find(closing, end + 2); // ODBC doubles a brace within
        return end == std::string_view::npos ? line.size() : end + 1;
    }
    return std::min(line.find_first_of(" \t\r\n&;,\"'<>)]}", at), line.size());
}

// "user:password@" after "://": the end of the user's name and of the password, or nothing.
std::pair<std::size_t, std::size_t> login(std::string_view line, std::size_t after_scheme) {
    const std::size_t end = std::min(line.find_first_of("/?# \t\r\n\"'<>", after_scheme), line.size());
    const std::size_t at = line.substr(0, end).rfind('@');
    if (at == std::string_view::npos || at < after_scheme) return {};
    const std::size_t colon = line.find(':', after_scheme);
    return colon < at ? std::pair(colon + 1, at) : std::pair(after_scheme, at); // a token alone is a secret too
}

} // namespace

std::string redacted(std::string_view line) {
    std::string shown;
    std::size_t at = 0;
    while (at < line.size()) {
        if (line.substr(at).starts_with("://")) {
            shown += "://";
            at += 3;
            if (const auto [begin, end] = login(line, at); end != 0) {
                shown.append(line.substr(at, begin - at)).append(hidden);
                at = end;
            }
            continue;
        }
        const bool assigns = line[at] == '=' || line[at] == ':';
        std::string_view name;
        if (assigns) {
            std::size_t end = at;
            while (end > 0 && line[end - 1] == ' ') --end;
            if (end > 0 && (line[end - 1] == '"' || line[end - 1] == '\'')) --end;
            name = name_before(line, end);
        }
        shown += line[at++];
        if (!is_secret(name)) continue;
        while (at < line.size() && line[at] == ' ') shown += line[at++];
        // "secret:NAME", a name of ours, which says where the secret is.
        const std::size_t quote = at < line.size() && (line[at] == '"' || line[at] == '\'') ? 1 : 0;
        if (line.substr(at + quote).starts_with("secret:")) continue;
        if (name == "secret" && line[at - 1] == ':') continue;
        const std::string folded = ascii_lower(name);
        const bool whole = std::ranges::find(whole_line_names, folded) != whole_line_names.end();
        const std::size_t end = value_end(line, at, whole);
        if (end > at) shown += hidden;
        at = end;
    }
    return shown;
}

} // namespace settled::world
