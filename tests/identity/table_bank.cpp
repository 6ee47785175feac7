// Tables as portals export them, in three shipped layouts.
#include "bank.hpp"

#include <algorithm>

namespace settled::identity {
namespace {

// A column of balances that reads in both directions names no direction: such a table is written as it would be taken,
// oldest row first.
bool reads_both_ways(const Piece& piece) {
    if (piece.bookings.empty() || piece.bookings.front().day != piece.bookings.back().day) return piece.bookings.empty();
    std::int64_t balance = piece.closing();
    for (std::size_t i = piece.bookings.size(); i-- > 1;) { // newest first, followed as if it were oldest first
        const std::int64_t shown = balance - piece.bookings[i].amount;
        if (balance + piece.bookings[i - 1].amount != shown) return false;
        balance = shown;
    }
    return true;
}

std::string german_day(Date day) {
    const std::string text = compact(day);
    return text.substr(6) + "." + text.substr(4, 2) + "." + text.substr(2, 2);
}

std::string with_running_balance(std::span<const Piece> pieces) {
    std::string text = "交易日期,收入金额,支出金额,余额,币种,账号,对方户名,对方账号,交易流水号,摘要\r\n";
    for (const Piece& piece : pieces) {
        std::vector<std::string> rows;
        std::int64_t balance = piece.opening;
        for (const Booking& booking : piece.bookings) {
            balance += booking.amount;
            rows.push_back(booking.day.iso() + "," + (booking.amount > 0 ? digits(booking.amount) : "") + "," +
                           (booking.amount < 0 ? digits(booking.amount) : "") + "," + signed_digits(balance) + "," +
                           std::string(piece.account->currency.code()) + "," + piece.account->number + "," + booking.payer + "," +
                           booking.payer_account + "," + booking.reference + "," + booking.text + "\r\n");
        }
        if (piece.newest_first && !reads_both_ways(piece)) std::ranges::reverse(rows);
        for (const std::string& row : rows) text += row;
    }
    return text;
}

std::string plain(std::span<const Piece> pieces) {
    std::string text = "account,currency,booking_date,value_date,amount,counterparty_name,counterparty_account,remittance,"
                       "bank_reference,opening,closing\n";
    for (const Piece& piece : pieces)
        for (const Booking& booking : piece.bookings)
            text += piece.account->number + "," + std::string(piece.account->currency.code()) + "," + booking.day.iso() + "," +
                    booking.value_date.iso() + "," + signed_digits(booking.amount) + "," + booking.payer + "," +
                    booking.payer_account + "," + booking.text + "," + booking.reference + "," + signed_digits(piece.opening) +
                    "," + signed_digits(piece.closing()) + "\n";
    return text;
}

std::string german_row(const Booking& booking, std::string_view status) {
    const bool in = booking.amount > 0;
    return "\"" + german_day(booking.day) + "\";\"" + german_day(booking.value_date) + "\";\"" + std::string(status) + "\";\"" +
           (in ? booking.payer : "OURSELVES") + "\";\"" + (in ? "OURSELVES" : booking.payer) + "\";\"" + booking.text +
           "\";\"Umsatz\";\"" + booking.payer_account + "\";\"" + signed_digits(booking.amount, ',') + "\";\"\";\"\";\"\"\n";
}

std::string without_balance(const Piece& piece) {
    std::string text = "\"Girokonto\";\"" + piece.account->number +
                       "\"\n\"\"\n\"Buchungsdatum\";\"Wertstellung\";\"Status\";\"Zahlungspflichtige*r\";"
                       "\"Zahlungsempfänger*in\";\"Verwendungszweck\";\"Umsatztyp\";\"IBAN\";\"Betrag (€)\";\"Gläubiger-ID\";"
                       "\"Mandatsreferenz\";\"Kundenreferenz\"\n";
    for (const Booking& booking : piece.pending) text += german_row(booking, "Vorgemerkt");
    std::vector<Booking> listed = piece.bookings;
    std::ranges::reverse(listed);
    for (const Booking& booking : listed) text += german_row(booking, "Gebucht");
    return text;
}

} // namespace

BankFile write_table(Table table, std::span<const Piece> pieces) {
    switch (table) {
    case Table::running_balance:
        return {".csv", with_running_balance(pieces)};
    case Table::plain:
        return {".csv", plain(pieces)};
    case Table::without_balance:
        break;
    }
    return {".csv", without_balance(pieces.front())};
}

} // namespace settled::identity
