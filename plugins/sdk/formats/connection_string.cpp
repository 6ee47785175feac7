#include <formats/connection_string.hpp>
#include <settled/text.hpp>

#include <algorithm>
#include <array>

namespace settled::formats {
namespace {

bool is_password(std::string_view keyword) {
    constexpr std::array<std::string_view, 3> names = {"pwd", "password", "sslpassword"};
    return std::ranges::find(names, ascii_lower(keyword)) != names.end();
}

std::unexpected<Error> refuse(const std::string& words) { return fail(SETTLED_INVALID_CONFIG, words); }

} // namespace

Result<ConnectionString> ConnectionString::parse(std::string_view text) {
    ConnectionString made;
    while (!(text = trim(text)).empty()) {
        if (text.front() == ';') {
            text.remove_prefix(1);
            continue;
        }
        const std::size_t equals = text.find('=');
        if (equals == std::string_view::npos || equals == 0)
            return refuse("connection: expected Keyword=value;…, found \"" +
                          std::string(cut_at_character(text.substr(0, text.find(';')), 40)) + "\"");
        const std::string keyword(trim(text.substr(0, equals)));
        text = trim(text.substr(equals + 1));
        std::string value;
        if (text.starts_with('{')) {
            std::size_t at = 1;
            for (; at < text.size(); ++at) {
                if (text[at] == '}' && at + 1 < text.size() && text[at + 1] == '}')
                    ++at;
                else if (text[at] == '}')
                    break;
                value += text[at];
            }
            if (at >= text.size()) return refuse("connection: the value of " + keyword + " begins with { and has no }");
            text.remove_prefix(at + 1);
            text = trim(text);
            if (!text.empty() && text.front() != ';') return refuse("connection: text stands behind the } of " + keyword);
        } else {
            const std::size_t end = std::min(text.find(';'), text.size());
            value = trim(text.substr(0, end));
            text.remove_prefix(end);
        }
        if (made.find(keyword)) return refuse("connection: " + keyword + " is given twice");
        made.pairs_.emplace_back(keyword, std::move(value));
    }
    return made;
}

std::optional<std::string_view> ConnectionString::find(std::string_view keyword) const {
    const auto hit =
        std::ranges::find_if(pairs_, [&](const auto& pair) { return equal_ignoring_ascii_case(pair.first, keyword); });
    return hit == pairs_.end() ? std::nullopt : std::optional<std::string_view>(hit->second);
}

void ConnectionString::add(std::string_view keyword, std::string_view value) { pairs_.emplace_back(keyword, value); }

void ConnectionString::add_unless_given(std::string_view keyword, std::string_view value) {
    if (!find(keyword)) add(keyword, value);
}

std::string ConnectionString::text() const {
    std::string text;
    for (const auto& [keyword, value] : pairs_) {
        // Plain values stay plain: not every driver understands braces around, say, a port.
        constexpr std::string_view special = "{}[](),;?*=!@ \t";
        const bool plain = !value.empty() && value.find_first_of(special) == std::string::npos && !is_password(keyword);
        text += keyword + "=";
        if (plain) {
            text += value;
        } else {
            text += '{';
            for (const char c : value) text.append(c == '}' ? 2 : 1, c);
            text += '}';
        }
        text += ';';
    }
    return text;
}

std::string ConnectionString::shown() const {
    std::string text;
    for (const auto& [keyword, value] : pairs_)
        if (!is_password(keyword)) text.append(text.empty() ? "" : ";").append(keyword).append("=").append(value);
    return text;
}

} // namespace settled::formats
