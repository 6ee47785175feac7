// history.hpp -- what truly happened on the accounts of one company: the truth that the book is held to.
#pragma once

#include "chance.hpp"

#include <settled/date.hpp>
#include <settled/money.hpp>

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

namespace settled::identity {

enum class Format : std::uint8_t { mt940, camt, ofx, csv };

// How the bank names its bookings.
enum class References : std::uint8_t {
    unique,      // every booking by a reference of its own
    some,        // some bookings, each by its own
    twins_share, // made of all that is booked: honest twins bear the same
    none,
};

struct Booking {
    Date day, value_date;
    std::int64_t amount = 0; // minor units, money in is positive
    std::string payer, payer_account, text;
    std::string reference; // of the bank; empty: it gives none
};

struct Account {
    std::string name, number; // [bank_account.NAME] and what the files say
    Currency currency;
    std::int64_t opening = 0;
    std::vector<Booking> bookings; // as the bank booked them, oldest first

    std::int64_t balance_before(std::size_t booking) const;
    std::size_t first_of(Date day) const; // the first booking on that day or later
};

// Which shipped layout a history of tables is written in.
enum class Table : std::uint8_t {
    running_balance, // a balance behind every row, in either order, no value date
    plain,           // opening and closing in every row
    without_balance, // DKB: newest first, announced rows among the booked ones
};

struct History {
    Format format = Format::mt940;
    Table table = Table::running_balance; // of Format::csv
    References references = References::unique;
    Date first_day, last_day;
    std::vector<Account> accounts;
};

// One or two accounts, some ten days. Twins (amount, text and payer alike) abound, money goes out too, so that balances come
// back to where they were, and on some days nothing happens.
History make_history(Chance& chance);

// A booking as the book keeps it; what a format cannot say (value date and payer's account of a table) is left out.
struct BookLine {
    std::string account;
    std::int32_t day = 0, value_date = 0;
    std::int64_t amount = 0;
    std::string payer, reference;
    auto operator<=>(const BookLine&) const = default;
};
std::vector<BookLine> truth(const History& history); // sorted

std::string to_string(const BookLine& line);

} // namespace settled::identity
