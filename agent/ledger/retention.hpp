// retention.hpp -- how long the law has a company keep what: per country and kind, counted from the end of the year. Pure.
//
// The periods are data with their sources (retention.cpp). A company may keep longer, never shorter. Where a country is not
// told or not known, the longest period of any country counts: nothing is lost by not knowing.
#pragma once

#include <settled/date.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace settled::ledger {

enum class RetentionKind : std::uint8_t {
    letters = 1,        // what was written to a customer, and what the customer wrote
    vouchers,           // items, receipts, bills, and who they were made out to
    bank_statements,    // entries, and what was decided about them
    balance_statements, // 余额调节表
};
inline constexpr int retention_kinds = 4;

struct RetentionRule {
    int years = 0;
    std::string_view law, law_chinese; // where it stands written; for whoever asks why
};

// The law's period. `country`: two letters, "" where it is not told.
RetentionRule retention_rule(std::string_view country, RetentionKind kind);
bool is_known_country(std::string_view country);

// The last day on which it has to be there: the end of the year in which it arose, and so many years.
Date kept_until(Date arose, int years);

} // namespace settled::ledger
