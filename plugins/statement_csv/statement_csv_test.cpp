#include "layout_file.hpp"

#include <settled/testing_statement.hpp>
#include <settled/testing_statement_text.hpp>

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include <unistd.h>

extern "C" const settled_plugin SETTLED_PLUGIN_SYMBOL;

namespace settled::csv {
namespace {

namespace fs = std::filesystem;
const fs::path testdata = SETTLED_SOURCE_DIR "/plugins/statement_csv/testdata";
const std::string layouts = SETTLED_SOURCE_DIR "/config/banks";

using Options = std::vector<std::pair<std::string, std::string>>;

std::string read(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    EXPECT_TRUE(file) << path;
    return {std::istreambuf_iterator<char>(file), {}};
}

testing::SeenFile parse(std::string_view bytes, Options options = {}, std::size_t read_bytes = 4096) {
    options.emplace_back("layouts_folder", layouts);
    return testing::parse_with(SETTLED_PLUGIN_SYMBOL, testing::MemoryFile{.left = bytes, .read_bytes = read_bytes}, options);
}

std::string refusal(std::string_view bytes, Options options = {}) {
    const auto seen = parse(bytes, std::move(options));
    return seen.error ? std::to_string(seen.error->line) + ": " + seen.error->message : "not refused\n" + testing::as_text(seen);
}

const std::string plain =
    "account,currency,booking_date,value_date,amount,counterparty_name,counterparty_account,remittance,bank_reference\n";

class CsvFile : public ::testing::TestWithParam<std::string_view> {
  protected:
    std::string name_{GetParam()};
    std::string bytes_ = read(testdata / (name_ + ".csv"));
};

TEST_P(CsvFile, GivesWhatWasCheckedByHand) { EXPECT_EQ(testing::as_text(parse(bytes_)), read(testdata / (name_ + ".expected"))); }

TEST_P(CsvFile, GivesTheSameForEverySizeOfRead) {
    const std::string whole = testing::as_text(parse(bytes_));
    for (const std::size_t size : {1, 3, 17}) EXPECT_EQ(testing::as_text(parse(bytes_, {}, size)), whole) << size;
}

TEST_P(CsvFile, IsRecognisedByItsHeader) {
    const testing::TestSettings settings(SETTLED_PLUGIN_SYMBOL, {{"layouts_folder", layouts}});
    testing::TestHost host;
    const settled_host host_abi = host.abi();
    const settled_settings settings_abi = settings.abi();
    settled_error error{.size = sizeof error};
    const auto& operations = *static_cast<const settled_statement_operations*>(SETTLED_PLUGIN_SYMBOL.operations);
    void* self = operations.open(&host_abi, &settings_abi, &error);
    ASSERT_NE(self, nullptr) << error.message;
    const settled_text head(bytes_), other("<?xml version=\"1.0\"?>\n<a/>\n"), name("x.dat"), csv_name("x.CSV");
    EXPECT_EQ(operations.sniff(self, &head, &name), 85);
    EXPECT_EQ(operations.sniff(self, &other, &name), 0);
    EXPECT_EQ(operations.sniff(self, &other, &csv_name), 5);
    operations.close(self);
}

TEST(StatementCsv, IsRecognisedWhereverItsHeadIsCut) {
    const testing::TestSettings settings(SETTLED_PLUGIN_SYMBOL, {{"layouts_folder", layouts}});
    testing::TestHost host;
    const settled_host host_abi = host.abi();
    const settled_settings settings_abi = settings.abi();
    settled_error error{.size = sizeof error};
    const auto& operations = *static_cast<const settled_statement_operations*>(SETTLED_PLUGIN_SYMBOL.operations);
    void* self = operations.open(&host_abi, &settings_abi, &error);
    ASSERT_NE(self, nullptr) << error.message;
    const std::string row = "TEST-0001,CNY,2026-11-14,2026-11-14,2622.59,武汉宏图机械有限责任公司,6222,货款,L1\n";
    const std::string bytes = plain + row + row;
    const settled_text name("statement.csv");
    for (std::size_t cut = plain.size() + row.size(); cut <= bytes.size(); ++cut) {
        const std::string seen = bytes.substr(0, cut);
        const settled_text head(seen);
        EXPECT_EQ(operations.sniff(self, &head, &name), 85) << cut;
    }
    operations.close(self);
}

INSTANTIATE_TEST_SUITE_P(Layouts, CsvFile,
                         ::testing::Values("plain", "plain_accounts_mixed", "cn_income_expense", "cn_newest_first", "icbc",
                                           "icbc_row_missing", "sparkasse", "sparkasse_empty_cells", "wise", "wise_one_row"),
                         [](const auto& info) { return std::string(info.param); });

TEST(Csv, EveryShippedLayoutIsRead) {
    const auto read = load_layouts(layouts);
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_GE(read->size(), 5u);
}

TEST(Csv, RowsOfOneAccountStayOneStatementWhereverTheyStand) {
    const auto seen = parse(plain + "A,EUR,2026-10-01,,1,,,,1\nB,EUR,2026-10-01,,2,,,,2\nA,EUR,2026-10-01,,1,,,,3\n");
    ASSERT_EQ(seen.statements.size(), 2u) << testing::as_text(seen);
    EXPECT_EQ(seen.statements[0].account, "A");
    EXPECT_EQ(seen.statements[0].entries.size(), 2u);
    EXPECT_EQ(seen.statements[1].entries.size(), 1u);
}

TEST(Csv, AnotherPairOfBalancesBeginsTheNextStatement) {
    const auto seen = parse("account,currency,booking_date,amount,opening,closing\n"
                            "A,EUR,2026-10-01,5,10,15\nA,EUR,2026-10-02,1,15,17\nA,EUR,2026-10-02,1,15,17\n");
    ASSERT_EQ(seen.statements.size(), 2u) << testing::as_text(seen);
    EXPECT_EQ(seen.statements[1].opening->amount, "15.00");
    EXPECT_TRUE(seen.diagnostics.empty()) << testing::as_text(seen);
}

TEST(Csv, SaysBothFiguresWhenRowsDoNotMakeTheClosing) {
    const auto seen = parse("account,currency,booking_date,amount,opening,closing\nA,EUR,2026-10-01,5,10,16\n");
    ASSERT_NE(seen.diagnostic("BALANCE"), nullptr);
    EXPECT_EQ(seen.diagnostic("BALANCE")->message,
              "entries add up to 5.00 EUR but closing - opening is 6.00 EUR; ask the bank for the file again");
    EXPECT_EQ(seen.diagnostic("BALANCE")->severity, SETTLED_ERROR);
}

TEST(Csv, AFileWithoutBalancesIsMarkedUnproved) {
    const auto seen = parse(plain + "A,EUR,2026-10-01,,1,,,,1\n");
    ASSERT_NE(seen.diagnostic("BALANCE_UNPROVED"), nullptr);
    EXPECT_EQ(seen.diagnostic("BALANCE_UNPROVED")->severity, SETTLED_WARNING);
}

TEST(Csv, AHeaderWithoutRowsIsNoError) {
    const auto seen = parse(plain);
    EXPECT_FALSE(seen.error);
    EXPECT_TRUE(seen.statements.empty());
}

TEST(Csv, RefusesWhatASpreadsheetSaved) {
    EXPECT_EQ(refusal(plain + "A,EUR,2026-10-01,,1,X,6.22202E+18,,1\n"),
              "2: counterparty_account \"6.22202E+18\" is a number in scientific form: saved by Excel; drop the bank's original");
    EXPECT_EQ(refusal(plain + "A,EUR,2026-10-01,,1,X,6222020201099000000,,1\nA,EUR,2026-10-01,,1,X,,,2\n"),
              "2: every long number of counterparty_account has only zeros behind its 15th digit: saved by Excel; drop the "
              "bank's original");
    EXPECT_EQ(refusal(plain + "A,EUR,2026-10-01,,1,X,,,2026100100000010\nA,EUR,2026-10-01,,1,X,,,2026100100000020\n"
                              "A,EUR,2026-10-01,,1,X,,,2026100100000030\n")
                  .substr(0, 34),
              "2: every long number of bank_refer");
}

TEST(Csv, DoesNotTakeSoundNumbersForDamage) {
    const auto sound = [](const std::string& rows) { return parse(plain + rows).error == std::nullopt; };
    EXPECT_TRUE(sound("A,EUR,2026-10-01,,1,X,6222020201099000000,,1\nA,EUR,2026-10-01,,1,X,6222020201099000123,,2\n"));
    EXPECT_TRUE(sound("A,EUR,2026-10-01,,1,X,,,2026100100000010\n")); // one number, one zero
    EXPECT_TRUE(sound("A,EUR,2026-10-01,,1,X,DE89370400440532013000,,12E45\n"));
    EXPECT_TRUE(sound("A,EUR,2026-10-01,,1,X,,6.2E+18 stands in a text,1\n"));
}

TEST(Csv, RefusalsNameLineColumnValueAndWhatWasExpected) {
    EXPECT_EQ(refusal(plain + "A,EUR,2026-10-01,,12..34,,,,1\n").substr(0, 18), "2: amount \"12..34\"");
    EXPECT_NE(refusal(plain + "A,EUR,2026-10-01,,-92233720368547758.08,,,,1\n").find("beyond 18 digits"), std::string::npos);
    EXPECT_EQ(refusal(plain + "A,EUR,01.10.2026,,1,,,,1\n"), "2: booking_date \"01.10.2026\"; expected a day as YYYY-MM-DD");
    EXPECT_EQ(refusal(plain + "A,EURO,2026-10-01,,1,,,,1\n"), "2: currency \"EURO\"; expected an ISO 4217 code such as CNY");
    EXPECT_EQ(refusal(plain + "A,EUR,2026-10-01,,,,,,1\n"), "2: amount \"\"; expected an amount");
    EXPECT_EQ(refusal(plain + "A,EUR,,,1,,,,1\n"), "2: booking_date \"\"; expected a day");
    EXPECT_EQ(refusal(plain + "A,EUR,2026-10-01,,1,,,two,parts,1\n"),
              "2: a row of 10 cells where the header has 9; is a delimiter inside a text not quoted?");
    EXPECT_EQ(refusal(plain + "A,EUR,2026-10-01,,1,,,\n"),
              "2: a row of 8 cells where the header has 9; the file was cut off or damaged");
    EXPECT_EQ(refusal("交易日期,收入金额,支出金额,余额\n2026-10-01,1.00,2.00,3.00\n"),
              "2: money_out \"2.00\"; expected money in or money out, not both");
}

TEST(Csv, RefusesFilesOfOtherKinds) {
    EXPECT_EQ(refusal(""), "1: the file is empty; expected a table with a header line");
    EXPECT_NE(refusal(std::string("\x7F"
                                  "ELF\x02\x01\x01\0\0\0\0",
                                  11))
                  .find("1: "),
              std::string::npos);
    EXPECT_NE(refusal("Some,Other,Table\n1,2,3\n").find("has the headings of a known layout ("), std::string::npos);
}

TEST(Csv, ALayoutThatIsNamedIsTheOnlyOne) {
    EXPECT_FALSE(parse(plain + "A,EUR,2026-10-01,,1,,,,1\n", {{"layout", "plain"}}).error);
    EXPECT_NE(refusal(plain, {{"layout", "icbc"}}).find("known layout (icbc)"), std::string::npos);
    EXPECT_NE(refusal(plain, {{"layout", "icbx"}}).find("did you mean \"icbc\"?"), std::string::npos);
    EXPECT_NE(refusal(plain, {{"layouts_folder", "/nowhere"}}).find("not refused"),
              std::string::npos); // the test's own folder wins
}

TEST(Csv, AnEncodingThatIsNamedIsUsed) {
    const std::string row = plain + "A,EUR,2026-10-01,,1,M\xFCller,,,1\n";
    EXPECT_EQ(parse(row, {{"encoding", "ISO-8859-1"}}).statements.at(0).entries.at(0).counterparty_name, "Müller");
    EXPECT_NE(refusal(row, {{"encoding", "UTF-8"}}).find("not UTF-8 text"), std::string::npos);
    EXPECT_NE(refusal(row, {{"encoding", "klingon"}}).find("encoding = \"klingon\" is not known"), std::string::npos);
}

// Layouts themselves.

std::string layout_error(const std::string& toml) {
    const auto layout = read_layout(toml, "x");
    return layout ? "read" : layout.error().message;
}

const std::string head = "bank = \"b\"\nsource = \"from documentation\"\n";

TEST(CsvLayout, NamesWhatIsWrongWithItsLine) {
    EXPECT_EQ(layout_error(head + "[table]\nheader = [\"a\"]\n[columns]\nbooking_date = \"a\"\namount = \"b\"\n"), "read");
    EXPECT_EQ(layout_error(head + "[table]\nheadr = [\"a\"]\n").substr(0, 66),
              "layout x.toml:4: unknown key \"table.headr\"; did you mean \"header\"?");
    EXPECT_EQ(layout_error(head + "[table]\nheader = [\"a\"]\n[columns]\nbooking_date = 7\namount = \"b\"\n"),
              "layout x.toml:6: booking_date must be text or a list of texts");
    EXPECT_NE(layout_error("bank = \n").find("layout x.toml:1: "), std::string::npos);
    EXPECT_NE(
        layout_error(head + "[table]\nheader = [\"a\"]\n[columns]\nbooking_date = \"a\"\nmoney_in = \"b\"\n").find("go together"),
        std::string::npos);
    EXPECT_NE(layout_error(head + "[table]\nheader = [\"a\"]\n[columns]\namount = \"b\"\n").find("booking_date is missing"),
              std::string::npos);
}

class OwnLayout : public ::testing::Test {
  protected:
    void SetUp() override {
        folder_ = fs::temp_directory_path() / ("settled_csv_" + std::to_string(::getpid()));
        fs::create_directories(folder_);
    }
    void TearDown() override { fs::remove_all(folder_); }
    testing::SeenFile parse_by(const std::string& layout, std::string_view bytes) {
        std::ofstream(folder_ / "own.toml") << head << layout;
        return testing::parse_with(SETTLED_PLUGIN_SYMBOL, testing::MemoryFile{bytes}, {{"layouts_folder", folder_.string()}});
    }
    fs::path folder_;
};

TEST_F(OwnLayout, ReadsADirectionBesideAMagnitude) {
    const auto seen = parse_by(
        "[table]\nheader = [\"日期\", \"借贷\"]\n[columns]\nbooking_date = \"日期\"\namount = \"金额\"\ndirection = \"借贷\"\n"
        "[direction]\nin = [\"贷\", \"收入\"]\nout = [\"借\", \"支出\"]\nneutral = [\"不计收支\", \"/\"]\n",
        "日期,借贷,金额\n2026-10-01,贷,5.00\n2026-10-01,支出,2.00\n2026-10-01,/,9.00\n");
    ASSERT_FALSE(seen.error) << seen.error->message;
    const auto& entries = seen.statements.at(0).entries;
    EXPECT_EQ(entries[0].amount, "5.00");
    EXPECT_EQ(entries[1].amount, "-2.00");
    EXPECT_EQ(entries[2].amount, "0.00");
    EXPECT_EQ(entries[2].status, "neutral");
}

TEST_F(OwnLayout, ReadsCardsWhereSpendingIsPositiveAndMinusesInTheMoneyOutColumn) {
    EXPECT_EQ(
        parse_by(
            "[table]\nheader = [\"d\"]\n[columns]\nbooking_date = \"d\"\namount = \"a\"\n[amounts]\npositive_is_out = true\n",
            "d,a\n2026-10-01,7\n")
            .statements.at(0)
            .entries.at(0)
            .amount,
        "-7.00");
    const std::string two = "[table]\nheader = [\"d\"]\n[columns]\nbooking_date = \"d\"\nmoney_in = \"i\"\nmoney_out = \"o\"\n";
    EXPECT_EQ(parse_by(two, "d,i,o\n2026-10-01,,-7\n").statements.at(0).entries.at(0).amount, "7.00");
    EXPECT_EQ(
        parse_by(two + "[amounts]\nmoney_out_sign = \"own\"\n", "d,i,o\n2026-10-01,,-7\n").statements.at(0).entries.at(0).amount,
        "-7.00");
}

TEST_F(OwnLayout, TakesAccountAndBalancesFromTheLinesAboveTheTable) {
    const auto seen = parse_by(
        "[table]\ndelimiter = \";\"\nheader = [\"Datum\", \"Betrag\"]\n[columns]\nbooking_date = \"Datum\"\namount = \"Betrag\"\n"
        "[dates]\npatterns = \"DD.MM.YYYY\"\n[amounts]\ndecimal = \",\"\ngrouping = \"'\"\n"
        "[statement]\ncurrency = \"CHF\"\naccount_after = \"Konto\"\nopening_after = \"Anfangssaldo\"\nclosing_after = "
        "\"Schlusssaldo\"\n",
        "Konto: ;CH93 0076 2011 6238 5295 "
        "7\nAnfangssaldo;1'000,00\nSchlusssaldo;\"1'010,50\"\n\nDatum;Betrag\n01.10.2026;10,50\n");
    ASSERT_FALSE(seen.error) << seen.error->message;
    EXPECT_EQ(testing::as_text(seen),
              "statement 6: CH93 0076 2011 6238 5295 7 CHF opening=[1000.00 on 2026-10-01] closing=[1010.50 on 2026-10-01]\n"
              "  6: 2026-10-01 10.50 CHF booked\n");
}

TEST_F(OwnLayout, SkipsRowsThatAreNoBookings) {
    const auto seen = parse_by(
        "[table]\nheader = [\"d\"]\nend_at = [\"Total\"]\n[columns]\nbooking_date = \"d\"\namount = \"a\"\nstatus = \"s\"\n"
        "[status]\nskipped = [\"closed\"]\npending = [\"waiting\"]\n",
        "d,a,s\n2026-10-01,1,\n,,\n2026-10-01,2,closed\n2026-10-01,3,waiting\nTotal,4,\nanything\n");
    ASSERT_FALSE(seen.error) << seen.error->message;
    ASSERT_EQ(seen.statements.at(0).entries.size(), 2u);
    EXPECT_EQ(seen.statements[0].entries[1].status, "pending");
}

} // namespace
} // namespace settled::csv
