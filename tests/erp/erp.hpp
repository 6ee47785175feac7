// erp.hpp -- the plugin ledger_odbc run through its C tables, and totals of what it sent.
#pragma once

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

using Options = std::vector<std::pair<std::string, std::string>>;

struct Finding {
    settled_severity severity = SETTLED_INFO;
    std::string what, found;
};

// One opened ledger; every call answers the plugin's error words, "" for none.
class Ledger {
  public:
    explicit Ledger(const Options& options);
    ~Ledger();
    Ledger(const Ledger&) = delete;
    Ledger& operator=(const Ledger&) = delete;

    const std::string& trouble() const { return trouble_; } // of opening
    std::string check();
    std::string pull(settled_ledger_sink sink);
    std::string pull(); // into rows
    std::string reread(const std::vector<std::string>& item_ids);

    settled_code code = SETTLED_OK; // of the last call
    settled_date as_of = 20261031;  // the day that pull() asks for
    testing::LedgerRows got;
    std::vector<std::string> findings; // "what: found"
    std::vector<Finding> found;        // the same, with their severity
    testing::TestHost host;

  private:
    std::string said(const settled_error& error);

    settled_host host_abi_;
    testing::TestSettings settings_;
    std::string trouble_;
    void* self_ = nullptr;
};

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
