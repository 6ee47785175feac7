#include "bank.hpp"

namespace settled::identity {

std::string digits(std::int64_t amount, char mark) {
    const std::int64_t whole = amount < 0 ? -amount : amount;
    return std::to_string(whole / 100) + mark + std::to_string(100 + whole % 100).substr(1);
}

std::string signed_digits(std::int64_t amount, char mark) { return (amount < 0 ? "-" : "") + digits(amount, mark); }

std::string compact(Date day) { return std::to_string(day.number()); }

BankFile write_file(const History& history, std::span<const Piece> pieces, Chance& chance) {
    switch (history.format) {
    case Format::mt940:
        return write_mt940(pieces, chance);
    case Format::camt:
        return write_camt(pieces);
    case Format::ofx:
        return write_ofx(pieces);
    case Format::csv:
        break;
    }
    return write_table(history.table, pieces);
}

} // namespace settled::identity
