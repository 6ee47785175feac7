// entry_book.hpp -- the bank's bookings of one company, as the store knows them on one day.
#pragma once

#include "ledger/text_arena.hpp"

#include <settled/date.hpp>
#include <settled/money.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace settled::statement {

struct AccountRow {
    std::string name;   // of [bank_account.NAME]
    std::string number; // canonical
    std::string ledger_account;
    Currency currency;
};

struct EntryRow {
    std::int64_t id = 0;       // the store's number, for ever
    std::int32_t part = -1;    // of a batch whose details add up: 0, 1, …; -1: the whole booking
    std::uint16_t account = 0; // in EntryBook::accounts
    std::uint8_t status = 1;   // EntryStatus
    bool reversal = false;
    std::int64_t amount = 0;
    Currency currency;
    Date booking_date, value_date;
    ledger::TextRef counterparty_name, counterparty_account, ultimate_party, remittance, structured_reference, end_to_end_id,
        bank_reference, transaction_code, return_reason;
};

struct EntryBook {
    ledger::TextArena text;
    std::vector<AccountRow> accounts;
    std::vector<EntryRow> entries; // by account, booking date, id, part

    std::string_view operator[](ledger::TextRef reference) const { return text[reference]; }
};

} // namespace settled::statement
