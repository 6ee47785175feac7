// bank.hpp -- writes statements the way banks do: real files for the real readers.
#pragma once

#include "cutter.hpp"

#include <span>
#include <string>

namespace settled::identity {

struct BankFile {
    std::string extension, bytes;
};

// `chance` decides what differs from export to export without meaning anything: where lines are wrapped, in which order
// tables list their rows.
BankFile write_file(const History& history, std::span<const Piece> pieces, Chance& chance);

BankFile write_mt940(std::span<const Piece> pieces, Chance& chance);
BankFile write_camt(std::span<const Piece> pieces);
BankFile write_ofx(std::span<const Piece> pieces);
BankFile write_table(Table table, std::span<const Piece> pieces);

// "12.30" with the mark that the format wants; of the amount without its sign.
std::string digits(std::int64_t amount, char mark = '.');
std::string signed_digits(std::int64_t amount, char mark = '.');
std::string compact(Date day); // "20261001"

} // namespace settled::identity
