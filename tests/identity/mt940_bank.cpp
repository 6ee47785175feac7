// MT940 statements and MT942 interim reports in the German manner: :86: with sub-fields, wrapped anywhere.
#include "bank.hpp"

namespace settled::identity {
namespace {

std::string short_day(Date day) { return compact(day).substr(2); }

std::string balance(char kind, std::string_view tag, std::int64_t amount, Date day, Currency currency) {
    return ":" + std::string(tag) + kind + ":" + (amount < 0 ? "D" : "C") + short_day(day) + std::string(currency.code()) +
           digits(amount, ',') + "\r\n";
}

std::string wrapped(const std::string& field, std::size_t width) {
    std::string text;
    for (std::size_t at = 0; at < field.size(); at += width) text += field.substr(at, width) + "\r\n";
    return text;
}

std::string entry(const Booking& booking, std::size_t width) {
    const std::string reference = booking.reference.empty() ? "" : "//" + booking.reference;
    return ":61:" + short_day(booking.value_date) + compact(booking.day).substr(4) + (booking.amount < 0 ? "D" : "C") +
           digits(booking.amount, ',') + "NTRFNONREF" + reference + "\r\n" +
           wrapped(":86:166?00TRANSFER?20" + booking.text + "?31" + booking.payer_account + "?32" + booking.payer, width);
}

std::string head(const Piece& piece, const std::string& number) {
    return ":20:STMT\r\n:25:" + piece.account->number + "\r\n" + (number.empty() ? "" : ":28C:" + number + "\r\n");
}

std::string interim_report(const Piece& piece, std::size_t width) {
    const std::string currency(piece.account->currency.code());
    std::string text = head(piece, piece.number) + ":34F:" + currency + "0,00\r\n:13:" + short_day(piece.first_day) + "1200\r\n";
    for (const Booking& booking : piece.pending) text += entry(booking, width);
    return text + "-\r\n";
}

// The opening balance bears the day of the last statement's closing; a long statement comes on pages, each with its own.
std::string statement(const Piece& piece, std::size_t width, bool on_pages) {
    const Currency currency = piece.account->currency;
    const bool has_pages = on_pages && piece.number.find('/') == std::string::npos && piece.bookings.size() > 2;
    const std::size_t turn = has_pages ? piece.bookings.size() / 2 : piece.bookings.size() + 1;
    std::int64_t running = piece.opening;
    std::string text = head(piece, piece.number + (has_pages ? "/1" : "")) +
                       balance('F', "60", running, piece.first_day.plus_days(-1), currency);
    for (std::size_t i = 0; i < piece.bookings.size(); ++i) {
        if (i == turn)
            text += balance('M', "62", running, piece.bookings[i].day, currency) + "-\r\n" + head(piece, piece.number + "/2") +
                    balance('M', "60", running, piece.bookings[i].day, currency);
        text += entry(piece.bookings[i], width);
        running += piece.bookings[i].amount;
    }
    return text + balance('F', "62", running, piece.last_day, currency) + "-\r\n";
}

} // namespace

BankFile write_mt940(std::span<const Piece> pieces, Chance& chance) {
    BankFile file{".sta", ""};
    const std::size_t width = 35 + chance.below(31);
    const bool on_pages = chance.one_in(3);
    for (const Piece& piece : pieces)
        file.bytes += piece.interim ? interim_report(piece, width) : statement(piece, width, on_pages);
    return file;
}

} // namespace settled::identity
