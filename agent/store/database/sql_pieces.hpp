// sql_pieces.hpp -- small things that both dialects do with SQL and with what a database says.
#pragma once

#include <settled/text.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace settled::store {

// With the words for {id} and {text} (Dialect::expand).
inline std::string replaced(std::string_view sql, std::string_view id, std::string_view text) {
    std::string result(sql);
    for (const auto& [mark, words] : {std::pair<std::string_view, std::string_view>{"{id}", id}, {"{text}", text}})
        for (std::size_t at = 0; (at = result.find(mark, at)) != std::string::npos; at += words.size())
            result.replace(at, mark.size(), words);
    return result;
}

inline std::string one_line(const char* words) { return fold_blanks(words); }

} // namespace settled::store
