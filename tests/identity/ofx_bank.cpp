// OFX 1 as American banks send it: no opening balance, a reference for every booking, and a balance that is often not that
// of the last day shown but of the day of the export.
#include "bank.hpp"

#include <algorithm>

namespace settled::identity {
namespace {

constexpr int export_days_later = 3;

std::string transaction(std::string_view tag, std::string_view day_tag, const Booking& booking) {
    std::string text = "<" + std::string(tag) + ">\r\n<TRNTYPE>" + (booking.amount < 0 ? "DEBIT" : "CREDIT") + "\r\n<" +
                       std::string(day_tag) + ">" + compact(booking.day) + "120000[-5:EST]\r\n<TRNAMT>" +
                       signed_digits(booking.amount) + "\r\n";
    if (day_tag == "DTPOSTED") text += "<DTAVAIL>" + compact(booking.value_date) + "\r\n<FITID>" + booking.reference + "\r\n";
    if (!booking.payer.empty()) text += "<NAME>" + booking.payer + "\r\n";
    return text + "<MEMO>" + booking.text + "\r\n</" + std::string(tag) + ">\r\n";
}

std::string statement(const Piece& piece) {
    const Account& account = *piece.account;
    std::string text = "<STMTTRNRS><TRNUID>1<STATUS><CODE>0<SEVERITY>INFO</STATUS><STMTRS><CURDEF>" +
                       std::string(account.currency.code()) + "<BANKACCTFROM><BANKID>121000248<ACCTID>" + account.number +
                       "<ACCTTYPE>CHECKING</BANKACCTFROM>\r\n<BANKTRANLIST><DTSTART>" + compact(piece.first_day) + "<DTEND>" +
                       compact(piece.last_day) + "\r\n";
    std::vector<Booking> listed = piece.bookings;
    if (piece.newest_first) std::ranges::reverse(listed);
    for (const Booking& booking : listed) text += transaction("STMTTRN", "DTPOSTED", booking);
    text += "</BANKTRANLIST>";
    if (!piece.pending.empty()) {
        text += "<BANKTRANLISTP><DTASOF>" + compact(piece.last_day) + "\r\n";
        for (const Booking& booking : piece.pending) text += transaction("STMTTRNP", "DTTRAN", booking);
        text += "</BANKTRANLISTP>";
    }
    const Date as_of = piece.late_balance ? piece.last_day.plus_days(export_days_later) : piece.last_day;
    const std::int64_t balance =
        piece.late_balance ? account.balance_before(account.first_of(as_of.plus_days(1))) : piece.closing();
    return text + "<LEDGERBAL><BALAMT>" + signed_digits(balance) + "<DTASOF>" + compact(as_of) +
           "</LEDGERBAL></STMTRS></STMTTRNRS>\r\n";
}

} // namespace

BankFile write_ofx(std::span<const Piece> pieces) {
    BankFile file{".ofx", "OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\nSECURITY:NONE\r\nENCODING:USASCII\r\nCHARSET:1252\r\n"
                          "COMPRESSION:NONE\r\nOLDFILEUID:NONE\r\nNEWFILEUID:NONE\r\n\r\n<OFX><SIGNONMSGSRSV1><SONRS><STATUS>"
                          "<CODE>0<SEVERITY>INFO</STATUS><DTSERVER>20261001000000<LANGUAGE>ENG</SONRS></SIGNONMSGSRSV1>\r\n"
                          "<BANKMSGSRSV1>"};
    for (const Piece& piece : pieces) file.bytes += statement(piece);
    file.bytes += "</BANKMSGSRSV1></OFX>\r\n";
    return file;
}

} // namespace settled::identity
