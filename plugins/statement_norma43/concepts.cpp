#include "concepts.hpp"

#include <algorithm>
#include <array>

namespace settled::norma43 {
namespace {

struct Number {
    std::string_view number, code;
};
// ISO 4217:2015, currencies in which Spanish banks keep accounts or state an original amount.
constexpr auto numbers = std::to_array<Number>({
    {"008", "ALL"}, {"012", "DZD"}, {"032", "ARS"}, {"036", "AUD"}, {"040", "ATS"}, {"044", "BSD"}, {"048", "BHD"},
    {"050", "BDT"}, {"051", "AMD"}, {"056", "BEF"}, {"068", "BOB"}, {"096", "BND"}, {"116", "KHR"}, {"124", "CAD"},
    {"132", "CVE"}, {"144", "LKR"}, {"152", "CLP"}, {"156", "CNY"}, {"170", "COP"}, {"188", "CRC"}, {"191", "HRK"},
    {"192", "CUP"}, {"203", "CZK"}, {"208", "DKK"}, {"214", "DOP"}, {"230", "ETB"}, {"246", "FIM"}, {"250", "FRF"},
    {"270", "GMD"}, {"276", "DEM"}, {"280", "DEM"}, {"300", "GRD"}, {"320", "GTQ"}, {"340", "HNL"}, {"344", "HKD"},
    {"348", "HUF"}, {"352", "ISK"}, {"356", "INR"}, {"360", "IDR"}, {"364", "IRR"}, {"368", "IQD"}, {"372", "IEP"},
    {"376", "ILS"}, {"380", "ITL"}, {"388", "JMD"}, {"392", "JPY"}, {"398", "KZT"}, {"400", "JOD"}, {"404", "KES"},
    {"410", "KRW"}, {"414", "KWD"}, {"422", "LBP"}, {"434", "LYD"}, {"442", "LUF"}, {"446", "MOP"}, {"458", "MYR"},
    {"480", "MUR"}, {"484", "MXN"}, {"504", "MAD"}, {"512", "OMR"}, {"516", "NAD"}, {"528", "NLG"}, {"554", "NZD"},
    {"558", "NIO"}, {"566", "NGN"}, {"578", "NOK"}, {"586", "PKR"}, {"590", "PAB"}, {"600", "PYG"}, {"604", "PEN"},
    {"608", "PHP"}, {"620", "PTE"}, {"634", "QAR"}, {"643", "RUB"}, {"682", "SAR"}, {"690", "SCR"}, {"702", "SGD"},
    {"704", "VND"}, {"710", "ZAR"}, {"724", "ESP"}, {"752", "SEK"}, {"756", "CHF"}, {"764", "THB"}, {"780", "TTD"},
    {"784", "AED"}, {"788", "TND"}, {"818", "EGP"}, {"826", "GBP"}, {"834", "TZS"}, {"840", "USD"}, {"858", "UYU"},
    {"901", "TWD"}, {"928", "VES"}, {"929", "MRU"}, {"933", "BYN"}, {"936", "GHS"}, {"937", "VEF"}, {"941", "RSD"},
    {"943", "MZN"}, {"944", "AZN"}, {"946", "RON"}, {"949", "TRY"}, {"950", "XAF"}, {"952", "XOF"}, {"953", "XPF"},
    {"967", "ZMW"}, {"968", "SRD"}, {"972", "TJS"}, {"973", "AOA"}, {"975", "BGN"}, {"976", "CDF"}, {"977", "BAM"},
    {"978", "EUR"}, {"980", "UAH"}, {"981", "GEL"}, {"985", "PLN"}, {"986", "BRL"},
});

struct Concept {
    std::string_view code, when_debit, when_credit; // ISO 20022 bank transaction codes
};
// Common concepts of AEB 43, appendix 2. Those that mean several things have no code of ISO 20022:
// 03 and 06 are both collections of customers and payments of ours, 99 is anything.
constexpr auto concepts = std::to_array<Concept>({
    {"01", "PMNT-ICHQ-CCHQ", "PMNT-RCHQ-CCHQ"},
    {"02", "PMNT-CNTR-CWDL", "PMNT-CNTR-CDPT"},
    {"04", "PMNT-ICDT-OTHR", "PMNT-RCDT-OTHR"},
    {"05", "LDAS-CSLN-PPAY", "LDAS-CSLN-DDWN"},
    {"07", "SECU-OTHR-OTHR", "SECU-OTHR-OTHR"},
    {"08", "SECU-CUST-DVCA", "SECU-CUST-DVCA"},
    {"09", "SECU-SETT-TRAD", "SECU-SETT-TRAD"},
    {"11", "PMNT-CCRD-CWDL", "PMNT-CCRD-CDPT"},
    {"12", "PMNT-CCRD-POSD", "PMNT-MCRD-POSP"},
    {"13", "PMNT-ICDT-XBCT", "PMNT-RCDT-XBCT"},
    {"15", "PMNT-ICDT-SALA", "PMNT-RCDT-SALA"},
    {"17", "ACMT-MDOP-CHRG", "ACMT-MCOP-INTR"},
});

} // namespace

Currency currency_of_number(std::string_view number) {
    const auto* const hit = std::ranges::find(numbers, number, &Number::number);
    return hit == numbers.end() ? Currency() : Currency::parse(hit->code).value_or(Currency());
}

std::string transaction_code(std::string_view common, std::string_view own, bool debit) {
    std::string code;
    if (const auto* const hit = std::ranges::find(concepts, common, &Concept::code); hit != concepts.end()) {
        code += debit ? hit->when_debit : hit->when_credit;
        code += '/';
    }
    code += common;
    if (!own.empty()) code += '-', code += own;
    return code;
}

bool is_reversal(std::string_view common) { return common == "14" || common == "98"; }

} // namespace settled::norma43
