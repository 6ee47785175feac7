// Every folder of connectors/erp that has a fixture: the same rows out of SQLite, PostgreSQL and
// MariaDB, and exactly those that its author expects.
//
//   SETTLED_WRITE_EXPECTED=1 erp_test --gtest_filter='*/Fixture.*/NAME'    writes expected/*.csv afresh
#include "backends.hpp"
#include "fixture.hpp"

#include <gtest/gtest.h>

#include <settled/date.hpp>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>

namespace settled::erp {
namespace {

void expect_same(const Table& expected, const Table& found, const std::string& what) {
    if (const std::string words = difference(expected, found); !words.empty()) ADD_FAILURE() << what << '\n' << words;
}

class Fixture : public ::testing::TestWithParam<FixtureRun> {};

// What one engine yields: every entity, and what check finds.
struct Yield {
    Tables tables;
    std::string trouble;
};

std::vector<std::string> ids_of(const testing::LedgerRows& rows) {
    std::vector<std::string> ids;
    for (const auto& item : rows.rows.at("open_items")) ids.push_back(item.at("item_id"));
    return ids;
}

Yield yield_of(const Backend& backend, const FixtureRun& run) {
    Yield yield;
    Options options = run.options;
    options.emplace_back("connector", run.connector);
    options.emplace_back("connection", backend.make(script_for(run, backend.name)));
    options.emplace_back("allow_writable_account", "true");
    Ledger ledger(options);
    ledger.as_of = run.as_of;
    ledger.host.unix_ms = Date::from_abi(run.as_of).days().time_since_epoch() / std::chrono::milliseconds(1);
    if (yield.trouble = ledger.pull(); !yield.trouble.empty()) return yield;
    yield.tables = readable(ledger.got);
    const testing::LedgerRows pulled = ledger.got;

    // Where items can be asked for by their ids, each is found, and nothing else.
    if (const std::string words = ledger.reread(ids_of(pulled)); words.empty())
        expect_same(yield.tables.at("open_items"), readable(ledger.got).at("open_items"),
                    backend.name + ": what was pulled (-) and what is read by item_id (+)");
    else
        EXPECT_EQ(ledger.code, SETTLED_UNSUPPORTED) << words;

    if (yield.trouble = ledger.check(); !yield.trouble.empty()) return yield;
    yield.tables["findings"] = readable(ledger.found);
    return yield;
}

TEST_P(Fixture, IsReadTheSameFromEveryDatabaseAndAsItsAuthorExpects) {
    const FixtureRun& run = GetParam();
    std::vector<std::pair<std::string, Tables>> yields;
    for (const std::string& engine : run.engines) {
        const auto all = backends();
        const auto backend = std::ranges::find(all, engine, &Backend::name);
        ASSERT_NE(backend, all.end()) << "fixture.toml: engines: \"" << engine << "\" is not SQLite, PostgreSQL or MariaDB";
        if (!backend->here()) {
            std::cout << engine << " or its ODBC driver is not installed; " << run.name << " is not tried on it\n";
            continue;
        }
        Yield yield = yield_of(*backend, run);
        ASSERT_EQ(yield.trouble, "") << engine;
        yields.emplace_back(engine, std::move(yield.tables));
    }
    if (yields.empty()) GTEST_SKIP() << "no database of this run is installed";
    const auto& [engine, found] = yields.front();
    for (const auto& [other, tables] : yields)
        for (const auto& [name, table] : tables) {
            ASSERT_TRUE(found.contains(name)) << other;
            expect_same(found.at(name), table, name + ": on " + engine + " (-) and on " + other + " (+)");
        }
    if (std::getenv("SETTLED_WRITE_EXPECTED") != nullptr) write_expected(run.expected, found);
    const Tables expected = read_expected(run.expected);
    ASSERT_FALSE(expected.empty()) << run.expected << " holds no expected rows";
    for (const auto& [name, table] : found) {
        if (name == "findings" && !expected.contains(name)) continue;
        ASSERT_TRUE(expected.contains(name)) << name << ".csv is missing in " << run.expected;
        expect_same(expected.at(name), table,
                    (run.expected / (name + ".csv")).string() + ": expected (-) and found on " + engine + " (+)");
    }
    for (const auto& [name, ignored] : expected) EXPECT_TRUE(found.contains(name)) << name << ".csv, but nothing of it was read";
}

std::vector<FixtureRun> all_runs() {
    auto runs = fixture_runs();
    return runs ? std::move(*runs) : std::vector<FixtureRun>{};
}

INSTANTIATE_TEST_SUITE_P(Erp, Fixture, ::testing::ValuesIn(all_runs()), [](const auto& info) { return info.param.name; });

TEST(Fixtures, AreAllReadable) {
    const auto runs = fixture_runs();
    ASSERT_TRUE(runs) << runs.error().message;
    EXPECT_GE(runs->size(), 1u);
}

} // namespace
} // namespace settled::erp
