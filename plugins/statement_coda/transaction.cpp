#include "transaction.hpp"

#include <algorithm>
#include <array>

namespace settled::coda {
namespace {

struct Kind {
    std::string_view family, operation; // an empty operation: every other one
    std::string_view when_debit, when_credit;
};
// Febelfin, CODA, annex "families and operations"; the first that fits. 37 are costs in every family.
constexpr auto kinds = std::to_array<Kind>({
    {"", "37", "ACMT-MDOP-CHRG", "ACMT-MCOP-CHRG"},
    {"", "87", "ACMT-MDOP-CHRG", "ACMT-MCOP-CHRG"}, // costs given back
    {"01", "17", "CAMT-CAPL-OTHR", "CAMT-CAPL-OTHR"},
    {"01", "66", "CAMT-CAPL-OTHR", "CAMT-CAPL-OTHR"},
    {"01", "05", "PMNT-ICDT-SALA", "PMNT-RCDT-SALA"},
    {"01", "", "PMNT-ICDT-ESCT", "PMNT-RCDT-ESCT"},
    {"02", "", "PMNT-IRCT-ESCT", "PMNT-RRCT-ESCT"}, // instant
    {"03", "", "PMNT-ICHQ-CCHQ", "PMNT-RCHQ-CCHQ"},
    {"04", "53", "PMNT-CNTR-CDPT", "PMNT-CNTR-CDPT"}, // cash put into a machine
    {"04", "04", "PMNT-CCRD-CWDL", "PMNT-CCRD-CWDL"},
    {"04", "", "PMNT-CCRD-POSD", "PMNT-MCRD-POSP"}, // cards of ours; cards of customers
    {"05", "03", "PMNT-IDDT-UPDD", "PMNT-IDDT-UPDD"},
    {"05", "05", "PMNT-IDDT-PRDD", "PMNT-IDDT-PRDD"},
    {"05", "54", "PMNT-RDDT-UPDD", "PMNT-RDDT-UPDD"},
    {"05", "58", "PMNT-RDDT-PRDD", "PMNT-RDDT-PRDD"},
    {"05", "", "PMNT-RDDT-ESDD", "PMNT-IDDT-ESDD"},
    {"07", "", "PMNT-DRFT-STAM", "PMNT-DRFT-STAM"}, // bills
    {"09", "", "PMNT-CNTR-CWDL", "PMNT-CNTR-CDPT"},
    {"11", "", "SECU-OTHR-OTHR", "SECU-OTHR-OTHR"},
    {"13", "", "LDAS-CSLN-PPAY", "LDAS-CSLN-DDWN"},
    {"35", "", "ACMT-MDOP-INTR", "ACMT-MCOP-INTR"}, // closing of a period
    {"41", "", "PMNT-ICDT-XBCT", "PMNT-RCDT-XBCT"},
    {"43", "", "PMNT-ICHQ-XBCQ", "PMNT-RCHQ-XBCQ"},
    {"47", "", "PMNT-DRFT-STAM", "PMNT-DRFT-STAM"},
    {"80", "", "ACMT-MDOP-CHRG", "ACMT-MCOP-CHRG"},
});

struct Reversal {
    std::string_view family, operation;
};
constexpr auto reversals = std::to_array<Reversal>({
    {"", "49"},
    {"", "99"}, // cancelled or corrected, in every family
    {"01", "54"},
    {"02", "54"}, // transfer of ours that could not be carried out
    {"03", "09"},
    {"07", "07"}, // voucher, bill unpaid
    {"05", "03"},
    {"05", "05"},
    {"05", "54"},
    {"05", "56"},
    {"05", "58"}, // direct debits
});

// Categories of parts that are no fee: capital, interest, taxes on them, countervalues, gross and net.
constexpr auto categories_of_no_charge = std::to_array<std::string_view>(
    {"000", "001", "002", "018", "024", "028", "034", "049", "050", "051", "052", "055", "057", "058",
     "059", "063", "065", "066", "067", "068", "069", "070", "071", "100", "427", "428", "429", "430"});
constexpr std::string_view last_category_of_charge = "431";

} // namespace

std::string Transaction::code(bool debit) const {
    if ((is_breakdown() || is_breakdown_of_detail()) && is_of_the_bank()) // a piece is what its category says
        return std::string("ACMT-") + (debit ? "MDOP-" : "MCOP-") + (is_interest() ? "INTR/" : "CHRG/") + digits_;
    const auto fits = [this](const Kind& kind) {
        return (kind.family.empty() || kind.family == family()) && (kind.operation.empty() || kind.operation == operation());
    };
    const auto* const kind = std::ranges::find_if(kinds, fits);
    if (kind == kinds.end()) return digits_;
    return std::string(debit ? kind->when_debit : kind->when_credit) + "/" + digits_;
}

bool Transaction::is_reversal() const {
    return std::ranges::any_of(reversals, [this](const Reversal& known) {
        return (known.family.empty() || known.family == family()) && known.operation == operation();
    });
}

bool Transaction::is_charge(std::string_view category) {
    return category.size() == last_category_of_charge.size() && category <= last_category_of_charge &&
           std::ranges::find(categories_of_no_charge, category) == categories_of_no_charge.end();
}

} // namespace settled::coda
