// as_written.hpp -- numbers are compared folded and shown as somebody wrote them: the ledger where it has the number, else
// the bank's text.
#pragma once

#include "ledger/book.hpp"
#include "matching/match.hpp"

#include <string>
#include <string_view>

namespace settled::matching {

// The part of `text` whose signs these are, blanks left out: "hy26099998" in "付 HY-2609 9998" is "HY-26099998". Where the
// text writes it in other letters (full width), the signs in capitals.
std::string as_written(std::string_view text, std::string_view signs);

// The number by which the item was found, as the ledger's own column has it.
std::string as_written(const ledger::Book& book, ledger::Row item, EvidenceKind kind, std::string_view signs);

} // namespace settled::matching
