// sql_words.hpp -- which words a connector's SQL may use, and which functions it may call.
//
// Functions are allowed by name, not forbidden by name: a database has hundreds that read files, reach other machines,
// wait or write, and every site adds its own. What is listed computes from its arguments and nothing else. Who needs
// another one wraps it in a view of the ERP's database, where its owner has to agree.
#pragma once

#include <string_view>

namespace settled::ledger_odbc {

// Words that change, run, lock or leave, and the best known functions that do; `word` in small letters.
bool is_forbidden(std::string_view word);

// May "(" follow the word? A function that only computes, a type with its length, or a word of the language.
bool may_open_parenthesis(std::string_view word);

} // namespace settled::ledger_odbc
