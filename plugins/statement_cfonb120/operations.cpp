#include "operations.hpp"

#include <algorithm>
#include <array>

namespace settled::cfonb120 {
namespace {

struct Operation {
    std::string_view code;
    std::string_view when_debit, when_credit; // ISO 20022 bank transaction codes
    bool reversal = false;
};
// CFONB, "Codes opérations interbancaires restitués dans les relevés de compte", with the SEPA direct
// debits of 2010 (A1 to B6). "Émis" is what the account's owner sent, "reçu" and "domicilié" what came.
constexpr auto operations = std::to_array<Operation>({
    {"01", "PMNT-ICHQ-CCHQ", "PMNT-ICHQ-CCHQ"},       // cheques paid
    {"02", "PMNT-RCHQ-CCHQ", "PMNT-RCHQ-CCHQ"},       // cheques handed in
    {"03", "PMNT-RCHQ-UPCQ", "PMNT-RCHQ-UPCQ", true}, // cheques unpaid
    {"04", "PMNT-CNTR-CDPT", "PMNT-CNTR-CDPT"},       // cash paid in
    {"05", "PMNT-ICDT-ESCT", "PMNT-RCDT-ESCT"},       // transfers received
    {"06", "PMNT-ICDT-ESCT", "PMNT-RCDT-ESCT"},       // transfers sent
    {"07", "PMNT-DRFT-STAM", "PMNT-DRFT-STAM"},       // bills of ours paid
    {"08", "PMNT-RDDT-OTHR", "PMNT-RDDT-OTHR"},       // direct debits of others
    {"09", "PMNT-IDDT-OTHR", "PMNT-IDDT-OTHR"},       // direct debits of ours
    {"10", "PMNT-IDDT-UPDD", "PMNT-IDDT-UPDD", true}, // and unpaid
    {"11", "PMNT-CCRD-POSD", "PMNT-CCRD-POSD"},       // card payments, cash machines
    {"12", "PMNT-ICDT-RRTN", "PMNT-ICDT-RRTN", true}, // transfers rejected or returned
    {"13", "PMNT-ICDT-OTHR", "PMNT-RCDT-OTHR"},       // treasury transfers received
    {"14", "PMNT-ICDT-OTHR", "PMNT-RCDT-OTHR"},       // and sent
    {"15", "PMNT-RCHQ-CCHQ", "PMNT-RCHQ-CCHQ"},
    {"18", "PMNT-ICDT-OTHR", "PMNT-RCDT-OTHR"}, // other transfers received
    {"21", "PMNT-ICDT-OTHR", "PMNT-RCDT-OTHR"}, // and sent
    {"22", "PMNT-RDDT-OTHR", "PMNT-RDDT-OTHR"},
    {"24", "PMNT-IDDT-OTHR", "PMNT-IDDT-OTHR"},
    {"26", "PMNT-IDDT-UPDD", "PMNT-IDDT-UPDD", true},
    {"27", "PMNT-IDDT-UPDD", "PMNT-IDDT-UPDD", true},
    {"28", "PMNT-CCRD-POSD", "PMNT-CCRD-POSD"}, // card payments of ours
    {"29", "PMNT-CCRD-CWDL", "PMNT-CCRD-CWDL"}, // cash machines
    {"30", "PMNT-MCRD-POSP", "PMNT-MCRD-POSP"}, // card payments of our customers
    {"31", "PMNT-DRFT-STAM", "PMNT-DRFT-STAM"}, // bills handed in
    {"32", "PMNT-DRFT-DDFT", "PMNT-DRFT-DDFT"},
    {"33", "PMNT-DRFT-UDFT", "PMNT-DRFT-UDFT", true}, // bills unpaid
    {"34", "PMNT-DRFT-UDFT", "PMNT-DRFT-UDFT", true},
    {"35", "PMNT-DRFT-STAM", "PMNT-DRFT-STAM"},
    {"36", "PMNT-MCRD-POSP", "PMNT-MCRD-POSP"},
    {"37", "PMNT-DRFT-DDFT", "PMNT-DRFT-DDFT"},
    {"38", "PMNT-MCRD-UPCT", "PMNT-MCRD-UPCT", true},
    {"39", "PMNT-ICDT-XBCT", "PMNT-RCDT-XBCT"}, // transfers from abroad
    {"41", "PMNT-ICDT-XBCT", "PMNT-RCDT-XBCT"},
    {"42", "FORX-SPOT-OTHR", "FORX-SPOT-OTHR"},
    {"44", "PMNT-ICDT-XBCT", "PMNT-RCDT-XBCT"},
    {"45", "PMNT-ICDT-XBCT", "PMNT-RCDT-XBCT"},
    {"46", "FORX-SPOT-OTHR", "FORX-SPOT-OTHR"},
    {"47", "FORX-SPOT-OTHR", "FORX-SPOT-OTHR"},
    {"51", "SECU-SETT-TRAD", "SECU-SETT-TRAD"},
    {"53", "SECU-SETT-TRAD", "SECU-SETT-TRAD"},
    {"54", "SECU-SETT-TRAD", "SECU-SETT-TRAD"},
    {"56", "SECU-SETT-TRAD", "SECU-SETT-TRAD"},
    {"57", "SECU-SETT-TRAD", "SECU-SETT-TRAD"},
    {"61", "ACMT-MDOP-INTR", "ACMT-MCOP-INTR"}, // overdraft interest
    {"62", "ACMT-MDOP-CHRG", "ACMT-MCOP-CHRG"}, // commissions and charges
    {"63", "ACMT-MDOP-INTR", "ACMT-MCOP-INTR"}, // interest earned
    {"64", "ACMT-MDOP-CHRG", "ACMT-MCOP-CHRG"},
    {"65", "ACMT-MDOP-CHRG", "ACMT-MCOP-CHRG"},
    {"66", "ACMT-MDOP-CHRG", "ACMT-MCOP-CHRG"},
    {"67", "ACMT-MDOP-TAXE", "ACMT-MCOP-TAXE"},
    {"70", "ACMT-MDOP-INTR", "ACMT-MCOP-INTR"},
    {"71", "LDAS-CSLN-DDWN", "LDAS-CSLN-DDWN"}, // credits drawn
    {"72", "LDAS-CSLN-PPAY", "LDAS-CSLN-PPAY"}, // and paid back
    {"87", "SECU-CUST-DVCA", "SECU-CUST-DVCA"},
    {"88", "ACMT-MDOP-CHRG", "ACMT-MCOP-CHRG"},
    {"92", "CAMT-CAPL-OTHR", "CAMT-CAPL-OTHR"}, // cash pooling
    {"93", "CAMT-CAPL-OTHR", "CAMT-CAPL-OTHR"},
    {"94", "CAMT-CAPL-OTHR", "CAMT-CAPL-OTHR"},
    {"95", "CAMT-CAPL-OTHR", "CAMT-CAPL-OTHR"},
    {"96", "PMNT-RDDT-OTHR", "PMNT-RDDT-OTHR"},
    {"97", "PMNT-IDDT-OTHR", "PMNT-IDDT-OTHR"},
    {"98", "PMNT-IDDT-UPDD", "PMNT-IDDT-UPDD", true},
    {"99", "", "", true}, // annulments and corrections
    {"A1", "PMNT-IDDT-ESDD", "PMNT-IDDT-ESDD"},
    {"A2", "PMNT-IDDT-BBDD", "PMNT-IDDT-BBDD"},
    {"A3", "PMNT-RDDT-UPDD", "PMNT-RDDT-UPDD", true}, // we, the debtor, sent it back
    {"A4", "PMNT-RDDT-UPDD", "PMNT-RDDT-UPDD", true},
    {"A5", "PMNT-IDDT-PRDD", "PMNT-IDDT-PRDD", true}, // we, the creditor, gave it back
    {"A6", "PMNT-IDDT-PRDD", "PMNT-IDDT-PRDD", true},
    {"B1", "PMNT-RDDT-ESDD", "PMNT-RDDT-ESDD"},
    {"B2", "PMNT-RDDT-BBDD", "PMNT-RDDT-BBDD"},
    {"B3", "PMNT-IDDT-UPDD", "PMNT-IDDT-UPDD", true}, // the debtor sent ours back
    {"B4", "PMNT-IDDT-UPDD", "PMNT-IDDT-UPDD", true},
    {"B5", "PMNT-RDDT-PRDD", "PMNT-RDDT-PRDD", true}, // the creditor gave it back to us
    {"B6", "PMNT-RDDT-PRDD", "PMNT-RDDT-PRDD", true},
});

const Operation* find(std::string_view code) {
    const auto* const hit = std::ranges::find(operations, code, &Operation::code);
    return hit == operations.end() ? nullptr : hit;
}

} // namespace

std::string transaction_code(std::string_view operation, bool debit) {
    const Operation* const known = find(operation);
    std::string code(known == nullptr ? std::string_view() : debit ? known->when_debit : known->when_credit);
    if (!code.empty() && !operation.empty()) code += '/';
    return code += operation;
}

bool is_reversal(std::string_view operation) {
    const Operation* const known = find(operation);
    return known != nullptr && known->reversal;
}

} // namespace settled::cfonb120
