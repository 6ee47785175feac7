// Every camt file of the public corpus, against what its expected.json says.
#include <settled/testing_statement.hpp>
#include <settled/testing_statement_text.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <set>
#include <string>

extern "C" const settled_plugin SETTLED_PLUGIN_SYMBOL;

namespace settled::camt {
namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

const fs::path corpus = SETTLED_SOURCE_DIR "/../shared/corpus/statements";

std::string read(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::int64_t cents(const std::string& decimal) { return parse_money(decimal, Currency())->minor_units; }

std::string text_or_empty(const Json& json) { return json.is_string() ? json.get<std::string>() : std::string(); }

struct Account {
    std::string currency, opening, closing, first_date, last_date;
    std::int64_t count = 0, sum = 0, statements = 0;
};

// As expected.json counts: the opening of an account's first statement, the closing of its last.
std::map<std::string, Account> accounts_of(const testing::SeenFile& file) {
    std::map<std::string, Account> accounts;
    for (const testing::SeenStatement& statement : file.statements) {
        Account& account = accounts[statement.account];
        account.currency = statement.currency;
        if (account.statements++ == 0 && statement.opening) account.opening = statement.opening->amount;
        account.closing = statement.closing ? statement.closing->amount : "";
        for (const testing::SeenEntry& entry : statement.entries) {
            ++account.count;
            account.sum += cents(entry.amount);
            if (account.first_date.empty() || entry.booking_date < account.first_date) account.first_date = entry.booking_date;
            if (entry.booking_date > account.last_date) account.last_date = entry.booking_date;
        }
    }
    return accounts;
}

void compare(const Json& expected, const testing::SeenFile& seen) {
    ASSERT_FALSE(seen.error) << testing::as_text(seen);
    const auto accounts = accounts_of(seen);
    ASSERT_EQ(accounts.size(), expected["accounts"].size());
    for (const Json& wanted : expected["accounts"]) {
        ASSERT_TRUE(accounts.contains(text_or_empty(wanted["id"]))) << wanted["id"];
        const Account& account = accounts.at(text_or_empty(wanted["id"]));
        EXPECT_EQ(account.currency, text_or_empty(wanted["currency"]));
        EXPECT_EQ(account.opening, text_or_empty(wanted["opening"]));
        EXPECT_EQ(account.closing, text_or_empty(wanted["closing"]));
        EXPECT_EQ(account.count, wanted["count"].get<std::int64_t>());
        EXPECT_EQ(account.sum, cents(wanted["sum"]));
        EXPECT_EQ(account.statements, wanted["statements"].get<std::int64_t>());
        if (wanted["first_date"].is_string()) {
            EXPECT_EQ(account.first_date, wanted["first_date"].get<std::string>());
            EXPECT_EQ(account.last_date, wanted["last_date"].get<std::string>());
        }
    }
    if (expected["sample"].empty()) return;
    const auto holds_entries = [](const auto& statement) { return !statement.entries.empty(); };
    const auto first = std::ranges::find_if(seen.statements, holds_entries);
    const auto last = std::ranges::find_if(seen.statements.rbegin(), seen.statements.rend(), holds_entries);
    if (first == seen.statements.end() || last == seen.statements.rend()) {
        ADD_FAILURE() << "no statement holds an entry";
        return;
    }
    for (std::size_t i = 0; i < expected["sample"].size(); ++i) {
        const Json& wanted = expected["sample"][i];
        const testing::SeenEntry& entry = i == 0 ? first->entries.front() : last->entries.back();
        EXPECT_EQ(cents(entry.amount), cents(wanted["amount"]));
        if (wanted.contains("date")) {
            EXPECT_EQ(entry.booking_date, wanted["date"].get<std::string>());
        }
        if (wanted.contains("value_date")) {
            EXPECT_EQ(entry.value_date, wanted["value_date"].get<std::string>());
        }
        if (wanted.contains("remittance")) {
            EXPECT_EQ(entry.remittance, wanted["remittance"].get<std::string>());
        }
        if (wanted.contains("status")) {
            EXPECT_EQ(entry.status == "booked", wanted["status"] == "BOOK");
        }
        if (wanted.contains("reversal")) {
            EXPECT_EQ(entry.reversal, wanted["reversal"] == "true");
        }
        const bool batch = !entry.details.empty(); // which has no payer or reference of its own
        const testing::SeenEntry& single = batch ? entry.details.front() : entry;
        if (wanted.contains("counterparty")) {
            const std::set<std::string> names = {single.counterparty_name, entry.counterparty_name};
            EXPECT_TRUE(names.contains(wanted["counterparty"])) << wanted["counterparty"] << single.counterparty_name;
        }
        if (wanted.contains("end_to_end_id") && wanted["end_to_end_id"] != "NOTPROVIDED") {
            EXPECT_EQ(single.end_to_end_id, wanted["end_to_end_id"].get<std::string>());
        }
        if (wanted.contains("structured_ref")) {
            EXPECT_EQ(single.structured_reference, wanted["structured_ref"][0].get<std::string>());
        }
        EXPECT_EQ(batch ? entry.details.size() : std::min<std::size_t>(1, wanted["txdtls"].get<std::size_t>()),
                  wanted["txdtls"].get<std::size_t>());
    }
}

class CamtCorpus : public ::testing::Test {
  protected:
    void SetUp() override {
        if (!fs::exists(corpus / "expected.json")) GTEST_SKIP() << "the statement corpus is not here";
        for (Json& file : Json::parse(read(corpus / "expected.json")))
            if (file["format"].get<std::string>().starts_with("camt")) files_.push_back(std::move(file));
    }
    std::vector<Json> files_;
};

TEST_F(CamtCorpus, EveryWellFormedFileGivesWhatItShould) {
    std::map<std::string, int> read_files;
    for (const Json& file : files_) {
        if (file["malformed"]) continue;
        SCOPED_TRACE(file["file"].get<std::string>());
        compare(file["expected"], testing::parse_with(SETTLED_PLUGIN_SYMBOL, read(corpus / file["file"].get<std::string>())));
        ++read_files[file["format"]];
    }
    EXPECT_EQ(read_files["camt053"], 22);
    EXPECT_EQ(read_files["camt052"], 12);
    EXPECT_EQ(read_files["camt054"], 13);
}

TEST_F(CamtCorpus, BalancesAreDoubtedExactlyWhereTheyDoNotHold) {
    for (const Json& file : files_) {
        if (file["malformed"] || !file["expected"]["balance_check"].is_string()) continue;
        SCOPED_TRACE(file["file"].get<std::string>());
        const std::string check = file["expected"]["balance_check"]; // "1/2 statements"
        const int holds = check[0] - '0', of = check[2] - '0';
        const auto seen = testing::parse_with(SETTLED_PLUGIN_SYMBOL, read(corpus / file["file"].get<std::string>()));
        // BALANCE_UNPROVED where an entry is in another currency than its account.
        EXPECT_EQ(std::ranges::count_if(seen.diagnostics, [](const auto& found) { return found.code.starts_with("BALANCE"); }),
                  of - holds);
    }
}

TEST_F(CamtCorpus, EveryMalformedFileIsSaidToBe) {
    int malformed = 0;
    for (const Json& file : files_) {
        if (!file["malformed"]) continue;
        SCOPED_TRACE(file["file"].get<std::string>());
        const auto seen = testing::parse_with(SETTLED_PLUGIN_SYMBOL, read(corpus / file["file"].get<std::string>()));
        ++malformed;
        if (!seen.error) { // readable, with figures that cannot be: shown, and refused by whoever imports it
            EXPECT_TRUE(std::ranges::any_of(seen.diagnostics, [](const auto& found) {
                return found.severity == SETTLED_ERROR && found.line > 0;
            })) << testing::as_text(seen);
            continue;
        }
        EXPECT_EQ(seen.error->code, SETTLED_BAD_DATA);
        EXPECT_GT(seen.error->line, 0);
    }
    EXPECT_EQ(malformed, 6);
}

TEST_F(CamtCorpus, EveryFileIsRecognisedByItsHead) {
    for (const Json& file : files_) {
        if (file["malformed"]) continue;
        const std::string bytes = read(corpus / file["file"].get<std::string>());
        EXPECT_GE(testing::sniff_with(SETTLED_PLUGIN_SYMBOL, std::string_view(bytes).substr(0, 16384)), 90) << file["file"];
    }
}

// A damaged file is refused or said to be damaged, and what is left of it is not believed more.
TEST_F(CamtCorpus, DamagedFilesNeverCrashAndNeverPassAsWhole) {
    std::mt19937 random(20261121); // NOLINT: the same damage in every run
    const auto below = [&](std::size_t limit) { return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random); };
    for (const Json& file : files_) {
        const std::string whole = read(corpus / file["file"].get<std::string>());
        if (whole.size() > 20'000) continue;
        for (int round = 0; round < 20; ++round) {
            std::string damaged = whole;
            for (std::size_t changes = 1 + below(4); changes > 0; --changes)
                damaged[below(damaged.size())] = static_cast<char>(below(256));
            const auto seen = testing::parse_with(SETTLED_PLUGIN_SYMBOL, damaged);
            if (seen.error) {
                EXPECT_EQ(seen.error->code, SETTLED_BAD_DATA) << seen.error->message;
            }
        }
        const std::string cut = whole.substr(0, below(whole.rfind("</")));
        EXPECT_TRUE(testing::parse_with(SETTLED_PLUGIN_SYMBOL, cut).error) << file["file"] << " cut to " << cut.size();
    }
}

} // namespace
} // namespace settled::camt
