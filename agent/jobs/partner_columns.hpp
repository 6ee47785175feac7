// partner_columns.hpp -- which column of a customer's ledger is what, by its headings.
#pragma once

#include "jobs/table_file.hpp"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace settled::jobs {

struct PartnerColumns {
    std::optional<std::size_t> date, year, month, day, debit, credit, amount, direction, balance, currency;
    std::optional<std::size_t> balance_direction; // 借 or 贷, between the amounts and the balance
    std::vector<std::size_t> numbers;             // the surest first: tax invoice, document, voucher
    std::vector<std::size_t> texts;
    int year_in_heading = 0; // "2026年" above 月 and 日

    // A row of headings names a day and an amount.
    bool usable() const { return (date || (month && day)) && (amount || debit || credit); }
    std::size_t meanings() const;
};

PartnerColumns partner_columns(const TableRow& headings, const TableRow* row_above);

// What a row of a ledger says besides bookings.
enum class RowKind { booking, opening, total };
RowKind row_kind(std::string_view text);

// -1 credit, 1 debit, 0 unknown: 贷, 借, H, S, Cr, Dr, 平.
int direction_of(std::string_view word);

} // namespace settled::jobs
