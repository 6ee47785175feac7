// testing_statement.hpp -- for tests of statement plugins: a file in memory, and what the plugin
// made of it as owned values, through the same C tables as the agent.
#pragma once

#include <settled/date.hpp>
#include <settled/money.hpp>
#include <settled/testing.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace settled::testing {

// Handed over in reads of at most `read_bytes`, so that a test can cut anywhere.
struct MemoryFile {
    std::string_view left;
    std::string name = "statement";
    std::size_t read_bytes = 4096;
    bool broken = false; // the read fails

    settled_input abi();
};

struct SeenCharge {
    std::string amount, currency, kind;
    std::optional<bool> included;
};

// Amounts are decimal texts ("-12.30"), days ISO texts; what is absent is empty.
struct SeenEntry {
    std::int64_t line = 0;
    std::string status; // booked, pending, neutral
    std::string booking_date, value_date, amount, currency;
    int finer_digits = 0;
    bool reversal = false;
    std::string counterparty_name, counterparty_account, counterparty_bank, ultimate_party, remittance, structured_reference,
        end_to_end_id, mandate_id, bank_reference, customer_reference, transaction_code, return_reason;
    std::string original_amount, original_currency, original_rate;
    std::vector<SeenCharge> charges;
    std::vector<SeenEntry> details;
};

struct SeenBalance {
    std::string date, amount;
    friend bool operator==(const SeenBalance&, const SeenBalance&) = default;
};

struct SeenStatement {
    std::int64_t line = 0;
    std::string account, account_name, account_bank, currency, number;
    std::optional<SeenBalance> opening, closing, closing_available;
    bool interim = false, details_only = false, ended = false;
    std::vector<SeenEntry> entries;
};

struct SeenDiagnostic {
    std::int32_t severity = 0;
    std::int64_t line = 0;
    std::string code, message;
};

struct SeenFile {
    std::vector<SeenStatement> statements;
    std::vector<SeenDiagnostic> diagnostics;
    std::optional<Error> error;
    std::size_t stop_after_entries = SIZE_MAX; // the sink then answers "enough"

    settled_statement_sink abi();
    const SeenDiagnostic* diagnostic(std::string_view code) const; // the first of this code, or null
};

// A plugin that stays open for many files, with its fallbacks and `settings`.
class OpenParser {
  public:
    explicit OpenParser(const settled_plugin& plugin, const std::vector<std::pair<std::string, std::string>>& settings = {});
    OpenParser(const OpenParser&) = delete;
    OpenParser& operator=(const OpenParser&) = delete;
    ~OpenParser();

    const std::optional<Error>& refused() const { return refused_; } // why it could not be opened
    SeenFile parse(MemoryFile file) const;
    int sniff(std::string_view head, std::string_view name = "statement") const; // -1: it is not open

  private:
    const settled_statement_operations& operations_;
    TestHost host_;
    settled_host host_abi_;
    TestSettings settings_;
    settled_settings settings_abi_;
    void* self_;
    std::optional<Error> refused_;
};

// Opens the plugin, parses, closes.
SeenFile parse_with(const settled_plugin& plugin, MemoryFile file,
                    const std::vector<std::pair<std::string, std::string>>& settings = {});
SeenFile parse_with(const settled_plugin& plugin, std::string_view bytes);
int sniff_with(const settled_plugin& plugin, std::string_view head, std::string_view name = "statement");

} // namespace settled::testing
