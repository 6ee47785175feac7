#include "store/database/prepared.hpp"

#include <settled/text.hpp>

namespace settled::store {

std::string numbered(std::string_view sql) {
    std::string result;
    result.reserve(sql.size() + 16);
    bool quoted = false;
    int number = 0;
    for (const char c : sql) {
        if (c == '\'') quoted = !quoted;
        if (c != '?' || quoted) {
            result += c;
            continue;
        }
        result += ":p";
        result += std::to_string(++number);
    }
    return result;
}

void check_text(std::string_view text) {
    if (text.find('\0') != std::string_view::npos) refuse(SETTLED_BAD_DATA, "store: a text holds a zero byte");
    if (first_invalid_utf8(text) != std::string_view::npos)
        refuse(SETTLED_BAD_DATA, "store: a text is not UTF-8: " + visible(text.substr(0, 40)));
}

} // namespace settled::store
