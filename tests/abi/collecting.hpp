// collecting.hpp -- receivers that keep what a test wants to see, and clients on the test plugins.
#pragma once

#include "host/make_clients.hpp"

#include <settled/testing.hpp>

#include <map>
#include <string>
#include <vector>

namespace settled::abi_test {

struct LedgerCollector final : host::LedgerReceiver {
    std::map<std::string, std::vector<testing::Columns>, std::less<>> rows;
    std::map<std::string, std::int64_t, std::less<>> committed;
    std::int64_t stop_after = -1; // records; then refuse
    std::int64_t records = 0;

    Status begin(settled_entity id) override { return rows[std::string(entity(id).name)], Status{}; }
    Status record(settled_entity id, const void* record) override {
        if (stop_after >= 0 && records >= stop_after) return fail(SETTLED_UNAVAILABLE, "the store is locked");
        ++records;
        rows[std::string(entity(id).name)].push_back(testing::columns_of(id, record));
        return {};
    }
    Status commit(const settled_commit& commit) override {
        committed[std::string(entity(static_cast<settled_entity>(commit.entity)).name)] = commit.count;
        return {};
    }
};

struct StatementCollector final : host::StatementReceiver {
    struct Part {
        std::int64_t amount = 0;
        std::string remittance;
        std::size_t charges = 0;
    };
    struct Entry {
        std::int64_t amount = 0, line = 0, original = 0;
        settled_date booking_date = 0;
        std::string reference, remittance, counterparty, rate, charge_kind;
        std::vector<Part> details;
    };
    std::string account, number;
    std::int64_t closing = 0;
    int begun = 0, ended = 0;
    std::vector<Entry> entries;
    std::vector<std::string> diagnostics;
    std::int64_t stop_after = -1;

    Status begin(const settled_statement_begin& begin) override {
        account = std::string_view(begin.account), number = std::string_view(begin.number);
        return ++begun, Status{};
    }
    Status entry(const settled_entry& foreign) override {
        if (stop_after >= 0 && static_cast<std::int64_t>(entries.size()) >= stop_after)
            return fail(SETTLED_UNAVAILABLE, "the store is locked");
        const auto text = [](settled_text borrowed) { return std::string(std::string_view(borrowed)); };
        Entry entry{foreign.amount.minor_units,
                    foreign.line,
                    foreign.original_amount.minor_units,
                    foreign.booking_date,
                    text(foreign.bank_reference),
                    text(foreign.remittance),
                    text(foreign.counterparty_name),
                    text(foreign.original_rate),
                    foreign.charge_count ? text(foreign.charges[0].kind) : "",
                    {}};
        for (std::uint32_t i = 0; i < foreign.detail_count; ++i)
            entry.details.push_back(
                {foreign.details[i].amount.minor_units, text(foreign.details[i].remittance), foreign.details[i].charge_count});
        entries.push_back(std::move(entry));
        return {};
    }
    Status end(const settled_statement_end& end) override { return closing = end.closing.amount.minor_units, ++ended, Status{}; }
    void diagnostic(const settled_diagnostic& found) override { diagnostics.emplace_back(std::string_view(found.message)); }
};

inline std::filesystem::path abi_folder(std::string_view name) { return std::filesystem::path(ABI_FOLDER) / name; }

// Clients on one folder of test plugins, with limits that a test can wait for.
inline std::unique_ptr<host::Clients> clients_on(const std::filesystem::path& folder, bool in_process, host::PluginLog log = {}) {
    host::ChildOptions options;
    options.executable = CHILD_PROGRAM;
    options.in_process = in_process;
    options.limits.file_seconds = 2;
    options.limits.job_seconds = 2;
    options.log = std::move(log);
    return host::make_clients(host::Catalog({folder}), std::move(options));
}

inline host::PluginBlock block(std::string plugin, host::OptionPairs options = {}) {
    return {"[ledger.test]", std::move(plugin), std::move(options)};
}

} // namespace settled::abi_test
