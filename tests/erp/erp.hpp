// erp.hpp -- the plugin ledger_odbc run through its C tables, and totals of what it sent.
#pragma once

#include "support/ledger_caller.hpp"

#include <settled/plugin_abi.h>
#include <settled/testing.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace settled::erp {

using support::Finding;
using support::Ledger;
using support::Options;

// The driver's library, "" where it is not installed.
std::string driver(std::string_view file); // "psqlodbcw.so"
std::filesystem::path corpus(std::string_view erp);

// What expected.json of a corpus states, made from rows; minor units.
struct CurrencyTotals {
    std::int64_t outstanding = 0, overdue = 0, receipts_total = 0, receipts_unallocated = 0;
    std::int64_t items = 0, overdue_items = 0, receipts = 0;
    std::map<std::string, std::pair<std::int64_t, std::int64_t>> by_doc_type; // count, open amount
    friend bool operator==(const CurrencyTotals&, const CurrencyTotals&) = default;
};
struct Totals {
    std::int64_t customers = 0;
    std::map<std::string, CurrencyTotals> currencies;
    std::map<std::string, std::pair<std::int64_t, std::int64_t>> bank_accounts; // entries, balance
    // "name, currency" → outstanding, overdue, of every customer (of the named ones in a file).
    std::map<std::string, std::pair<std::int64_t, std::int64_t>> by_customer;
};
Totals totals_of(const testing::LedgerRows& rows, settled_date reference_date);
Totals expected_totals(const std::filesystem::path& file);
// Compares everything, each figure with its own message.
void expect_totals(const testing::LedgerRows& rows, const std::filesystem::path& expected_json);

// A gzipped dump as a plain file in `folder`.
std::filesystem::path unpacked(const std::filesystem::path& gz, const std::filesystem::path& folder);

} // namespace settled::erp
