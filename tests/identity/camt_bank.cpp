// camt.053 statements, with announced entries where the bank shows some, and camt.052 interim reports.
#include "bank.hpp"

namespace settled::identity {
namespace {

std::string element(std::string_view name, const std::string& content) {
    return "<" + std::string(name) + ">" + content + "</" + std::string(name) + ">";
}

std::string money(std::int64_t amount, Currency currency) {
    return "<Amt Ccy=\"" + std::string(currency.code()) + "\">" + digits(amount) + "</Amt>" +
           element("CdtDbtInd", amount < 0 ? "DBIT" : "CRDT");
}

std::string balance(std::string_view code, std::int64_t amount, Date day, Currency currency) {
    return element("Bal", element("Tp", element("CdOrPrtry", element("Cd", std::string(code)))) + money(amount, currency) +
                              element("Dt", element("Dt", day.iso()))) +
           "\n";
}

std::string entry(const Booking& booking, std::string_view status, Currency currency) {
    const bool in = booking.amount > 0;
    std::string parties;
    if (!booking.payer.empty()) parties += element(in ? "Dbtr" : "Cdtr", element("Nm", booking.payer));
    parties += element(in ? "DbtrAcct" : "CdtrAcct", element("Id", element("IBAN", booking.payer_account)));
    const std::string reference = booking.reference.empty() ? "" : element("AcctSvcrRef", booking.reference);
    return element("Ntry", money(booking.amount, currency) + element("Sts", std::string(status)) +
                               element("BookgDt", element("Dt", booking.day.iso())) +
                               element("ValDt", element("Dt", booking.value_date.iso())) + reference +
                               element("BkTxCd", element("Domn", element("Cd", "PMNT"))) +
                               element("NtryDtls", element("TxDtls", element("Refs", element("EndToEndId", "NOTPROVIDED")) +
                                                                         element("RltdPties", parties) +
                                                                         element("RmtInf", element("Ustrd", booking.text))))) +
           "\n";
}

std::string statement(const Piece& piece) {
    const Currency currency = piece.account->currency;
    const std::size_t slash = piece.number.find('/');
    std::string text = element("Id", "S" + piece.number);
    if (slash != std::string::npos)
        text += element(piece.interim ? "RptPgntn" : "StmtPgntn",
                        element("PgNb", piece.number.substr(slash + 1)) + element("LastPgInd", "false"));
    if (!piece.number.empty()) text += element("ElctrncSeqNb", piece.number.substr(0, slash));
    text += element("CreDtTm", piece.last_day.iso() + "T12:00:00") +
            element("Acct", element("Id", element("IBAN", piece.account->number)) + element("Ccy", std::string(currency.code())));
    if (piece.balances)
        text += balance("OPBD", piece.opening, piece.first_day, currency) +
                balance("CLBD", piece.closing(), piece.last_day, currency);
    for (const Booking& booking : piece.bookings) text += entry(booking, "BOOK", currency);
    for (const Booking& booking : piece.pending) text += entry(booking, "PDNG", currency);
    return element(piece.interim ? "Rpt" : "Stmt", text) + "\n";
}

} // namespace

BankFile write_camt(std::span<const Piece> pieces) {
    const bool interim = pieces.front().interim;
    const std::string message = interim ? "BkToCstmrAcctRpt" : "BkToCstmrStmt";
    BankFile file{".xml", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.05" +
                              std::string(interim ? "2" : "3") + ".001.02\">"};
    std::string text = element("GrpHdr", element("MsgId", "M") + element("CreDtTm", "2026-10-01T00:00:00"));
    for (const Piece& piece : pieces) text += statement(piece);
    file.bytes += element(message, text) + "</Document>\n";
    return file;
}

} // namespace settled::identity
