// camt_party.hpp -- who stands on the other side of an entry.
#pragma once

#include "camt_node.hpp"

#include <string_view>

namespace settled::camt {

struct Counterparty {
    std::string_view name, account, bank, ultimate;
};

// Money in comes from the debtor, money out goes to the creditor. Where a bank keeps the roles of the
// original payment in its return or reversal, that side is ourselves (`own_account`) or missing, and
// the other one is taken.
Counterparty counterparty(Piece& piece, Node parties, Node agents, bool credit, std::string_view own_account);

// IBAN without blanks, else the bank's own number; of <CdtrAcct>, <DbtrAcct> or a statement's <Acct>.
std::string_view account_number(Piece& piece, Node account);

// BIC, else the clearing number, else the name; of <DbtrAgt>, <CdtrAgt> or <Svcr>.
std::string_view agent_code(Piece& piece, Node agent);

std::string_view party_name(Piece& piece, Node party);

} // namespace settled::camt
