#include "config/stray.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace settled::config {
namespace {

// "postgresql://settled:word@db01/…", or ?password= behind it.
bool is_url_with_password(std::string_view text) {
    const std::size_t scheme_end = text.find("://");
    if (scheme_end == text.npos) return false;
    const std::string_view rest = text.substr(scheme_end + 3);
    const std::size_t authority_end = std::min(rest.find_first_of("/?#"), rest.size());
    const std::string_view authority = rest.substr(0, authority_end);
    const std::size_t at = authority.rfind('@');
    if (at != authority.npos && authority.substr(0, at).contains(':')) return true;
    const std::string parameters = ascii_lower(rest.substr(authority_end));
    return parameters.contains("?password=") || parameters.contains("&password=");
}

// An ODBC connection text is KEY=value;KEY={value};…
bool is_connection_with_password(std::string_view text) {
    constexpr std::array<std::string_view, 3> names = {"pwd", "password", "passwd"};
    for (const std::string_view part : split(text, ';')) {
        const std::size_t mark = part.find('=');
        if (mark == part.npos) continue;
        const std::string name = ascii_lower(trim(part.substr(0, mark)));
        if (std::ranges::find(names, name) != names.end()) return true;
    }
    return false;
}

bool has_control_character(std::string_view text) {
    return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

class Search {
  public:
    Search(const Instance& instance, Findings& findings) : where_(&instance.where), findings_(&findings) {}

    void value(const Value& value, std::string_view key) {
        for (const Member& member : value.members) this->value(member.value, member.key);
        for (const Value& item : value.items) this->value(item, key);
        if (value.kind == ValueKind::text) text(value, key);
    }

  private:
    void text(const Value& value, std::string_view key) {
        const std::string name = visible(key);
        if (has_control_character(value.text))
            findings_->error(
                value.line, *where_,
                fmt::format("{} holds a control character; a backslash in \"double quotes\" begins an escape: write a "
                            "Windows path in 'single quotes'",
                            name));
        if (is_url_with_password(value.text))
            findings_->error(value.line, *where_,
                             fmt::format("{} holds a password; write the URL without it and password = \"secret:NAME\"", name));
        if (key == "connection" && is_connection_with_password(value.text))
            findings_->error(value.line, *where_,
                             fmt::format("{} holds a password (PWD=); leave it out and write password = \"secret:NAME\"", name));
    }

    const std::string* where_;
    Findings* findings_;
};

} // namespace

void check_stray(const Instance& instance, Findings& findings) { Search(instance, findings).value(*instance.table, ""); }

} // namespace settled::config
