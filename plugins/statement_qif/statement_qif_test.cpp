#include <settled/testing_statement.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

extern "C" const settled_plugin SETTLED_PLUGIN_SYMBOL;

namespace settled::qif {
namespace {

using namespace std::string_view_literals;
using ::testing::HasSubstr;
using testing::MemoryFile;
using testing::parse_with;
using testing::SeenBalance;
using testing::SeenEntry;
using testing::SeenFile;

const settled_plugin& plugin = SETTLED_PLUGIN_SYMBOL;

constexpr std::string_view small =
    "!Account\nNChecking\nDHouse account\nTBank\n^\n!Type:Bank\nD3/15/2026\nT1,250.50\nN1204\nPACME\nMINV-7\nLSales\n^\n"
    "D3/16/2026\nT-5.00\nPBank fee\n^\n";

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
    std::string made(text);
    for (std::size_t at = 0; (at = made.find(from, at)) != made.npos; at += to.size()) made.replace(at, from.size(), to);
    return made;
}

using Options = std::vector<std::pair<std::string, std::string>>;
SeenFile parse(std::string_view bytes, const Options& options = {}) {
    return parse_with(plugin, MemoryFile{.left = bytes}, options);
}

// Days of a file with these days, joined; or the error's words.
std::string days_of(const std::vector<std::string_view>& days, const Options& options = {}) {
    std::string file = "!Type:Bank\n";
    for (const std::string_view day : days) file += "D" + std::string(day) + "\nT1.00\n^\n";
    const SeenFile seen = parse(file, options);
    if (seen.error) return seen.error->message;
    std::string joined;
    for (const SeenEntry& entry : seen.statements.at(0).entries) joined += (joined.empty() ? "" : " ") + entry.booking_date;
    return joined;
}

std::string amounts_of(const std::vector<std::string_view>& amounts, const Options& options = {}) {
    std::string file = "!Type:Bank\n";
    for (const std::string_view amount : amounts) file += "D2026-03-15\nT" + std::string(amount) + "\n^\n";
    const SeenFile seen = parse(file, options);
    if (seen.error) return seen.error->message;
    std::string joined;
    for (const SeenEntry& entry : seen.statements.at(0).entries) joined += (joined.empty() ? "" : " ") + entry.amount;
    return joined;
}

void expect_small(const SeenFile& seen) {
    ASSERT_FALSE(seen.error) << seen.error->message;
    EXPECT_TRUE(seen.diagnostics.empty()) << seen.diagnostics[0].message;
    ASSERT_EQ(seen.statements.size(), 1U);
    const auto& statement = seen.statements[0];
    EXPECT_EQ(statement.account, "Checking");
    EXPECT_EQ(statement.account_name, "House account");
    EXPECT_TRUE(statement.ended);
    ASSERT_EQ(statement.entries.size(), 2U);
    const SeenEntry& entry = statement.entries[0];
    EXPECT_GT(entry.line, 6);
    EXPECT_EQ(entry.status, "booked");
    EXPECT_EQ(entry.booking_date, "2026-03-15");
    EXPECT_EQ(entry.amount, "1250.50");
    EXPECT_EQ(entry.counterparty_name, "ACME");
    EXPECT_EQ(entry.remittance, "INV-7");
    EXPECT_EQ(entry.customer_reference, "1204");
    EXPECT_EQ(entry.transaction_code, "Sales");
    EXPECT_EQ(statement.entries[1].amount, "-5.00");
    EXPECT_EQ(statement.entries[1].remittance, "Bank fee") << "all the text there is";
}

// ---- packaging -----------------------------------------------------------------------------------------

TEST(Qif, TheSameFileInEveryPackaging) {
    expect_small(parse(small));
    expect_small(parse(replaced(small, "\n", "\r\n")));
    expect_small(parse(replaced(small, "\n", " \n")));
    expect_small(parse("\xEF\xBB\xBF" + std::string(small)));
    expect_small(parse(small.substr(0, small.size() - 1)));
    expect_small(parse(replaced(small, "!Type:Bank", "!TYPE:BANK")));
    expect_small(parse(replaced(small, "!Type:Bank\n", "!Type:Bank\n^\n")));
    for (std::size_t read_bytes = 1; read_bytes < 40; ++read_bytes)
        expect_small(parse_with(plugin, MemoryFile{.left = small, .read_bytes = read_bytes}));
}

TEST(Qif, TextInTheProgramsEncoding) {
    EXPECT_EQ(parse(replaced(small, "ACME", "M\xFCller")).statements[0].entries[0].counterparty_name, "Müller");
    EXPECT_EQ(parse(replaced(small, "ACME", "Müller")).statements[0].entries[0].counterparty_name, "Müller");
    EXPECT_EQ(parse(replaced(small, "ACME", "\xC9\xCF\xBA\xA3\xBB\xAA\xD0\xC5")).statements[0].entries[0].counterparty_name,
              "上海华信");
    EXPECT_EQ(
        parse(replaced(small, "ACME", "Ksi\xEAga"), {{"encoding", "ISO-8859-2"}}).statements[0].entries[0].counterparty_name,
        "Księga");
}

// ---- days ----------------------------------------------------------------------------------------------

TEST(Qif, OneDayAboveTwelveDecidesForAll) {
    EXPECT_EQ(days_of({"3/4/2026", "3/15/2026"}), "2026-03-04 2026-03-15");
    EXPECT_EQ(days_of({"3/4/2026", "15/3/2026"}), "2026-04-03 2026-03-15");
    EXPECT_EQ(days_of({"3/4/26", "15/3/26"}), "2026-04-03 2026-03-15");
}

TEST(Qif, FormsThatTellTheOrderThemselves) {
    EXPECT_EQ(days_of({"2026-03-04"}), "2026-03-04");
    EXPECT_EQ(days_of({"20260304"}), "2026-03-04");
    EXPECT_EQ(days_of({"3.4.26"}), "2026-04-03") << "dots: the day comes first";
    EXPECT_EQ(days_of({"03.04.2026"}), "2026-04-03");
    EXPECT_EQ(days_of({"2026.04.03"}), "2026-04-03");
}

TEST(Qif, QuickensForms) {
    EXPECT_EQ(days_of({" 1/ 3' 0", "1/15'06"}), "2000-01-03 2006-01-15");
    EXPECT_EQ(days_of({"8/25/93"}), "1993-08-25");
    EXPECT_EQ(days_of({"8/25'93"}), "2093-08-25") << "an apostrophe says this century";
    EXPECT_EQ(days_of({"2/13'2020"}), "2020-02-13");
}

TEST(Qif, AnUndecidableFileIsRefusedAndSaysWhatToSet) {
    const std::string words = days_of({"3/4/2026", "5/6/2026"});
    EXPECT_THAT(words, HasSubstr("\"3/4/2026\" in line 2"));
    EXPECT_THAT(words, HasSubstr("date_order"));
    EXPECT_EQ(days_of({"3/4/2026", "5/6/2026"}, {{"date_order", "DMY"}}), "2026-04-03 2026-06-05");
    EXPECT_EQ(days_of({"3/4/2026", "5/6/2026"}, {{"date_order", "MDY"}}), "2026-03-04 2026-05-06");
    EXPECT_EQ(days_of({"13/04/12"}, {{"date_order", "YMD"}}), "2013-04-12");
}

TEST(Qif, WhereBothOrdersAgreeNothingMustBeDecided) { EXPECT_EQ(days_of({"1/1/2026", "5/5/2026"}), "2026-01-01 2026-05-05"); }

TEST(Qif, DaysThatContradictEachOtherAreRefusedWithBothLines) {
    const std::string words = days_of({"3/15/2026", "15/3/2026"});
    EXPECT_THAT(words, HasSubstr("\"15/3/2026\""));
    EXPECT_THAT(words, HasSubstr("\"3/15/2026\" in line 2"));
    EXPECT_THAT(days_of({"15/3/2026"}, {{"date_order", "MDY"}}), HasSubstr("date_order"));
}

TEST(Qif, TheYearComesFirstOnlyWhereElseDaysAreScattered) {
    EXPECT_EQ(days_of({"13/08/12", "13/08/15", "13/3/3", "13/3/4", "13/3/3"}),
              "2013-08-12 2013-08-15 2013-03-03 2013-03-04 2013-03-03");
    EXPECT_EQ(days_of({"13/08/12", "14/08/12", "15/08/12"}), "2012-08-13 2012-08-14 2012-08-15");
    EXPECT_EQ(days_of({"25/01/24", "25/02/24", "25/03/25", "25/04/26"}), "2024-01-25 2024-02-25 2025-03-25 2026-04-25")
        << "a rent on the 25th, in order over the years";
}

TEST(Qif, WhatIsNoDayIsRefused) {
    for (const std::string_view wrong : {"31/02/2026", "3/15", "March 15", "0/0/0", "1/2/3/4", "12345", "99/99/99", "1/2/026"})
        EXPECT_THAT(days_of({wrong}), HasSubstr("is no day")) << wrong;
}

TEST(Qif, ABookingWithoutADayIsShownAndToldOf) {
    const SeenFile seen = parse("!Type:Bank\nT1.00\n^\n");
    ASSERT_FALSE(seen.error);
    EXPECT_EQ(seen.statements[0].entries[0].booking_date, "");
    EXPECT_EQ(seen.diagnostic("NO_DATE")->severity, SETTLED_ERROR);
}

TEST(Qif, BookingsWaitNoLongerThanTheLimit) {
    std::string file = "!Type:Bank\n";
    for (int i = 0; i < 60'000; ++i) file += "D5/5/2026\nT1.00\nM" + std::string(100, 'x') + "\n^\n";
    const SeenFile seen = parse(file);
    ASSERT_FALSE(seen.error) << seen.error->message;
    EXPECT_EQ(seen.statements[0].entries.size(), 60'000U);
    const SeenFile undecided = parse(replaced(file, "5/5/2026", "4/5/2026"));
    ASSERT_TRUE(undecided.error) << "refused when the limit is reached";
    EXPECT_TRUE(undecided.statements.empty());
}

// ---- amounts -------------------------------------------------------------------------------------------

TEST(Qif, TheDecimalMarkIsFoundOutOverTheFile) {
    EXPECT_EQ(amounts_of({"1,234.50", "-7"}), "1234.50 -7.00");
    EXPECT_EQ(amounts_of({"1.234,50", "-7,5"}), "1234.50 -7.50");
    EXPECT_EQ(amounts_of({"1,234", "5.10"}), "1234.00 5.10");
    EXPECT_EQ(amounts_of({"1,234", "5,10"}), "1.234 5.10") << "finer than the currency, and said so";
    EXPECT_EQ(amounts_of({"1,234,567"}), "1234567.00");
    EXPECT_EQ(amounts_of({"1'234.50"}), "1234.50");
    EXPECT_EQ(amounts_of({"1234.567"}), "1234.567");
    EXPECT_EQ(amounts_of({"100", "-200"}), "100.00 -200.00");
    EXPECT_EQ(amounts_of({"0.125", ".5"}), "0.125 0.50");
}

TEST(Qif, AnUndecidableOrContradictoryMarkIsRefused) {
    EXPECT_THAT(amounts_of({"1,234", "7"}), HasSubstr("\"1,234\" in line 3"));
    EXPECT_EQ(amounts_of({"1,234", "7"}, {{"decimal_mark", "."}}), "1234.00 7.00");
    EXPECT_EQ(amounts_of({"1,234", "7"}, {{"decimal_mark", ","}}), "1.234 7.00");
    EXPECT_THAT(amounts_of({"1.50", "2,50"}), HasSubstr("\"1.50\" in line 3"));
    EXPECT_THAT(amounts_of({"1.50", "12O"}), HasSubstr("is not an amount"));
}

TEST(Qif, AmountsOfTheConfiguredCurrency) {
    EXPECT_EQ(amounts_of({"1250", "7"}, {{"currency", "JPY"}}), "1250 7");
    EXPECT_EQ(parse(small, {{"currency", "USD"}}).statements[0].currency, "USD");
}

TEST(Qif, ABookingWithoutAmountIsRefused) {
    const SeenFile seen = parse("!Type:Bank\nD2026-03-15\nPX\n^\n");
    ASSERT_TRUE(seen.error);
    EXPECT_EQ(seen.error->code, SETTLED_BAD_DATA);
    EXPECT_EQ(seen.error->line, 2);
    EXPECT_EQ(parse("!Type:Bank\nD2026-03-15\nU7.00\n^\n").statements[0].entries[0].amount, "7.00");
}

// ---- bookings, accounts, sections ----------------------------------------------------------------------

TEST(Qif, SplitsBecomeDetails) {
    const SeenFile seen =
        parse("!Type:Bank\nD2026-03-15\nT-10.00\nPShop\nL--Split--\nS[Cash]\nEpart one\n$-9.00\nSFood\n$-1.00\n^\n");
    ASSERT_FALSE(seen.error);
    const SeenEntry& entry = seen.statements[0].entries[0];
    ASSERT_EQ(entry.details.size(), 2U);
    EXPECT_EQ(entry.details[0].amount, "-9.00");
    EXPECT_EQ(entry.details[0].remittance, "part one");
    EXPECT_EQ(entry.details[0].counterparty_account, "Cash");
    EXPECT_EQ(entry.details[1].transaction_code, "Food");
    EXPECT_EQ(entry.transaction_code, "") << "\"--Split--\" is no category";
    EXPECT_EQ(seen.diagnostic("SPLIT"), nullptr);
    EXPECT_NE(parse("!Type:Bank\nD2026-03-15\nT-10.00\nSA\n$-9.00\nSB\n$-2.00\n^\n").diagnostic("SPLIT"), nullptr);
    EXPECT_TRUE(parse("!Type:Bank\nD2026-03-15\nT-10.00\nSA\n$-10.00\n^\n").statements[0].entries[0].details.empty());
}

TEST(Qif, ATransferNamesTheOtherAccount) {
    const SeenEntry entry = parse(replaced(small, "LSales", "L[Savings]/Class")).statements.at(0).entries.at(0);
    EXPECT_EQ(entry.counterparty_account, "Savings");
    EXPECT_EQ(entry.transaction_code, "");
}

TEST(Qif, QuickensOpeningBalanceIsNoBooking) {
    const std::string opening = "D3/1/2026\nT100.00\nPOpening Balance\nL[Checking]\n^\n";
    const SeenFile seen = parse(replaced(small, "!Type:Bank\n", "!Type:Bank\n" + opening));
    EXPECT_EQ(seen.statements[0].opening, (SeenBalance{"2026-03-01", "100.00"}));
    EXPECT_EQ(seen.statements[0].entries.size(), 2U);
    const SeenFile other = parse(replaced(small, "!Type:Bank\n", "!Type:Bank\n" + replaced(opening, "[Checking]", "[Savings]")));
    EXPECT_FALSE(other.statements[0].opening);
    EXPECT_EQ(other.statements[0].entries.size(), 3U);
}

TEST(Qif, SeveralAccountsAndSections) {
    const SeenFile seen =
        parse(std::string(small) +
              "!Account\nNVisa\nTCCard\n^\n!Type:CCard\nD3/17/2026\nT-9.00\n^\n!Type:Oth A\nD3/18/2026\nT1.00\n^\n");
    ASSERT_FALSE(seen.error);
    ASSERT_EQ(seen.statements.size(), 3U);
    EXPECT_EQ(seen.statements[0].account, "Checking");
    EXPECT_EQ(seen.statements[1].account, "Visa");
    EXPECT_EQ(seen.statements[2].account, "Visa");
    EXPECT_EQ(seen.statements[2].entries.size(), 1U);
}

TEST(Qif, AFileWithoutAccountTakesTheConfiguredOne) {
    const std::string file = std::string(small.substr(small.find("!Type")));
    EXPECT_NE(parse(file).diagnostic("NO_ACCOUNT"), nullptr);
    const SeenFile seen = parse(file, {{"account", "4000111"}});
    EXPECT_EQ(seen.statements[0].account, "4000111");
    EXPECT_TRUE(seen.diagnostics.empty());
}

TEST(Qif, ListsArePassedOverAndUnknownSectionsSaid) {
    const SeenFile seen = parse("!Option:AutoSwitch\n!Account\nNA\nTBank\n^\nNB\nTBank\n^\n!Clear:AutoSwitch\n!Type:"
                                "Cat\nNSales\nT\n^\n!Type:Prices\n\"IBM\",5,\"3/4/26\"\n^\n"
                                "!Type:Memorized\nT-1.000\nD5/6/26\n^\n" +
                                std::string(small) + "!Type:Wonder\nX\n^\n");
    ASSERT_FALSE(seen.error) << seen.error->message;
    ASSERT_EQ(seen.statements.size(), 1U);
    EXPECT_EQ(seen.statements[0].entries.size(), 2U);
    EXPECT_EQ(seen.diagnostics.size(), 1U);
    EXPECT_NE(seen.diagnostic("UNKNOWN_SECTION"), nullptr);
    EXPECT_NE(parse("!Account\nNA\nTPort\n^\n").diagnostic("ACCOUNT_TYPE"), nullptr);
}

TEST(Qif, InvestmentsAreSaidToBeLeftOut) {
    const SeenFile seen = parse(
        std::string(small) + "!Account\nNBroker\nTInvst\n^\n!Type:Invst\nD3/4/26\nNBuy\nT500.00\n^\nD3/5/26\nNDiv\nT5.00\n^\n");
    ASSERT_FALSE(seen.error);
    EXPECT_EQ(seen.statements.size(), 1U);
    ASSERT_NE(seen.diagnostic("INVESTMENT"), nullptr);
    EXPECT_THAT(seen.diagnostic("INVESTMENT")->message, HasSubstr("2 records"));
}

TEST(Qif, AFileOfListsHoldsNoStatement) {
    const SeenFile seen = parse("!Type:Cat\nNSales\nI\n^\n");
    EXPECT_FALSE(seen.error);
    EXPECT_TRUE(seen.statements.empty());
    EXPECT_NE(seen.diagnostic("NO_STATEMENT"), nullptr);
}

// ---- damage --------------------------------------------------------------------------------------------

TEST(Qif, AFileCutInsideARecordIsRefused) {
    for (std::size_t size = 0; size < small.size(); ++size) {
        const SeenFile seen = parse(small.substr(0, size));
        const std::string_view read = small.substr(0, size);
        const bool header = read.size() > 1 && read.substr(read.rfind('\n') + 1).starts_with('!');
        const bool between = header || read.ends_with("^") || read.ends_with("^\n") || read.ends_with("!Account\n") ||
                             read.ends_with("!Type:Bank\n");
        EXPECT_EQ(seen.error.has_value(), !between) << read;
    }
}

TEST(Qif, OtherFilesAreRefusedWithAReason) {
    for (const std::string_view file : {""sv, "hello\n"sv, "date,amount\n1,2\n"sv, "D3/15/2026\nT1\n^\n"sv, "\0\0\0"sv,
                                        "!Type:Bank\nD3/15/2026\nT1\n!Type:Cash\n"sv}) {
        const SeenFile seen = parse(file);
        ASSERT_TRUE(seen.error) << file;
        EXPECT_EQ(seen.error->code, SETTLED_BAD_DATA);
        EXPECT_GT(seen.error->line, 0);
    }
    std::string endless = "!Type:Bank\n";
    for (int i = 0; i < 5000; ++i) endless += "Mx\n";
    EXPECT_THAT(parse(endless).error.value_or(Error()).message, HasSubstr("\"^\" missing"));
    EXPECT_EQ(parse_with(plugin, MemoryFile{.left = "", .broken = true}).error.value_or(Error()).code, SETTLED_UNAVAILABLE);
}

TEST(Qif, MistakesOfTheConfigurationAreNamed) {
    for (const auto& [name, value] :
         {std::pair{"date_order", "YDM"}, {"decimal_mark", "'"}, {"currency", "Dollar"}, {"encoding", "EBCDIC"}}) {
        const SeenFile seen = parse(small, {{name, value}});
        ASSERT_TRUE(seen.error) << name;
        EXPECT_EQ(seen.error->code, SETTLED_INVALID_CONFIG);
    }
}

TEST(Qif, TheHeadIsRecognised) {
    EXPECT_GE(testing::sniff_with(plugin, small), 90);
    EXPECT_GE(testing::sniff_with(plugin, "\xEF\xBB\xBF\r\n  !type:bank\nD1/2/26\n"), 90);
    EXPECT_GE(testing::sniff_with(plugin, "# a remark\n# another\n!Option:AutoSwitch\n"), 90);
    EXPECT_EQ(testing::sniff_with(plugin, "date,amount\n2026-11-20,!Type:Bank\n"), 0);
    EXPECT_EQ(testing::sniff_with(plugin, ":20:START\r\n:25:1\r\n"), 0);
    EXPECT_EQ(testing::sniff_with(plugin, "<OFX>"), 0);
    EXPECT_EQ(testing::sniff_with(plugin, "01,A,B,261120,0700,1,,,2/\n02,"), 0);
    EXPECT_EQ(testing::sniff_with(plugin, ""), 0);
}

} // namespace
} // namespace settled::qif
