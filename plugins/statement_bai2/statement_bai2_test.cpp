#include <settled/testing_statement.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>
#include <sstream>

extern "C" const settled_plugin SETTLED_PLUGIN_SYMBOL;

namespace settled::bai2 {
namespace {

using namespace std::string_view_literals;
using ::testing::HasSubstr;
using testing::MemoryFile;
using testing::parse_with;
using testing::SeenBalance;
using testing::SeenEntry;
using testing::SeenFile;

const settled_plugin& plugin = SETTLED_PLUGIN_SYMBOL;

constexpr std::string_view small = "01,021000099,HUAYUAN,261121,0615,7,,,2/\n"
                                   "02,HUAYUAN,021000099,1,261120,2400,USD,2/\n"
                                   "03,4000111,,010,10000,,,015,12000,,,045,11000,,/\n"
                                   "16,195,2500,V,261121,,BANK-1,CUST-1,INV-7/\n"
                                   "16,475,500,,BANK-2,001204,CHECK/\n"
                                   "49,36000,4/\n"
                                   "98,36000,1,6/\n"
                                   "99,36000,1,8/\n";

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
    std::string made(text);
    for (std::size_t at = 0; (at = made.find(from, at)) != made.npos; at += to.size()) made.replace(at, from.size(), to);
    return made;
}

// Instead of both transactions this one record, so that only the control totals are wrong.
SeenFile parse_record(std::string_view record) {
    return parse_with(plugin, replaced(replaced(small, "16,475,500,,BANK-2,001204,CHECK/\n", ""),
                                       "16,195,2500,V,261121,,BANK-1,CUST-1,INV-7/", record));
}

SeenEntry entry_of(std::string_view record) {
    const SeenFile seen = parse_record(record);
    EXPECT_FALSE(seen.error) << seen.error->message;
    return seen.error ? SeenEntry() : seen.statements.at(0).entries.at(0);
}

void expect_small(const SeenFile& seen) {
    ASSERT_FALSE(seen.error) << seen.error->message;
    EXPECT_TRUE(seen.diagnostics.empty()) << seen.diagnostics[0].message;
    ASSERT_EQ(seen.statements.size(), 1U);
    const auto& statement = seen.statements[0];
    EXPECT_EQ(statement.account, "4000111");
    EXPECT_EQ(statement.account_bank, "021000099");
    EXPECT_EQ(statement.currency, "USD");
    EXPECT_EQ(statement.number, "7");
    EXPECT_EQ(statement.opening, (SeenBalance{"2026-11-20", "100.00"}));
    EXPECT_EQ(statement.closing, (SeenBalance{"2026-11-20", "120.00"}));
    EXPECT_EQ(statement.closing_available, (SeenBalance{"2026-11-20", "110.00"}));
    EXPECT_FALSE(statement.interim);
    EXPECT_TRUE(statement.ended);
    ASSERT_EQ(statement.entries.size(), 2U);
    const SeenEntry& credit = statement.entries[0];
    EXPECT_EQ(credit.line, 4);
    EXPECT_EQ(credit.status, "booked");
    EXPECT_EQ(credit.booking_date, "2026-11-20");
    EXPECT_EQ(credit.value_date, "2026-11-21");
    EXPECT_EQ(credit.amount, "25.00");
    EXPECT_EQ(credit.bank_reference, "BANK-1");
    EXPECT_EQ(credit.customer_reference, "CUST-1");
    EXPECT_EQ(credit.remittance, "INV-7");
    EXPECT_EQ(credit.transaction_code, "195");
    EXPECT_EQ(statement.entries[1].amount, "-5.00");
}

// ---- packaging -----------------------------------------------------------------------------------------

TEST(Bai2, TheSameReportInEveryPackaging) {
    expect_small(parse_with(plugin, small));
    expect_small(parse_with(plugin, replaced(small, "\n", "\r\n")));
    expect_small(parse_with(plugin, replaced(small, "\n", "\r")));
    expect_small(parse_with(plugin, replaced(small, "/\n", "/   \n")));
    expect_small(parse_with(plugin, "\xEF\xBB\xBF" + std::string(small)));
    expect_small(parse_with(plugin, std::string(small) + "\n\x1A"));
    expect_small(parse_with(plugin, small.substr(0, small.size() - 1)));
}

TEST(Bai2, LinesArePaddedToTheRecordLengthWithOrWithoutLineBreaks) {
    std::string padded, joined;
    std::istringstream lines(replaced(small, ",7,,,2/", ",7,80,,2/"));
    for (std::string line; std::getline(lines, line);) {
        line.resize(80, ' ');
        padded += line + "\r\n";
        joined += line;
    }
    expect_small(parse_with(plugin, padded));
    expect_small(parse_with(plugin, joined));
}

TEST(Bai2, ReadsOfAnySizeGiveTheSame) {
    for (std::size_t read_bytes = 1; read_bytes < 40; ++read_bytes)
        expect_small(parse_with(plugin, MemoryFile{.left = small, .read_bytes = read_bytes}));
}

TEST(Bai2, SeveralFilesBehindEachOther) {
    const SeenFile seen = parse_with(plugin, std::string(small) + std::string(small));
    ASSERT_FALSE(seen.error) << seen.error->message;
    EXPECT_TRUE(seen.diagnostics.empty());
    EXPECT_EQ(seen.statements.size(), 2U);
}

// ---- fields and continuations --------------------------------------------------------------------------

TEST(Bai2, ASummaryGoesOnInAContinuation) {
    for (const std::string_view summary :
         {"03,4000111,,010,10000,,/\n88,015,12000,,,045,11000,,/\n", "03,4000111,,010,10000,,\n88,015,12000,,,045,11000,,/\n",
          "03,4000111,,010,100\n88,00,,,015,12000,,,045,11000,,/\n", "03,4000111,/\n88,010,10000,,,015,12000,,/\n88,045,11000/\n",
          "03,4000111,,,,,,010,10000,,,015,12000,,,045,11000,,,/\n88,,,,/\n"}) {
        const auto file = replaced(small, "03,4000111,,010,10000,,,015,12000,,,045,11000,,/\n", summary);
        const SeenFile seen = parse_with(plugin, file);
        ASSERT_FALSE(seen.error) << seen.error->message;
        EXPECT_EQ(seen.statements[0].opening->amount, "100.00") << summary;
        EXPECT_EQ(seen.statements[0].closing->amount, "120.00") << summary;
        EXPECT_EQ(seen.statements[0].closing_available->amount, "110.00") << summary;
        EXPECT_EQ(seen.diagnostic("CONTROL_TOTAL"), nullptr) << summary;
    }
}

TEST(Bai2, SummariesWithFundsTypesAndCounts) {
    const SeenFile seen =
        parse_with(plugin, replaced(small, "03,4000111,,010,10000,,,",
                                    "03,4000111,USD,100,0,3,V,261121,0900,400,0,2,S,1,2,3,072,0,,D,2,0,5,1,6,010,10000,,Z,"));
    ASSERT_FALSE(seen.error) << seen.error->message;
    EXPECT_EQ(seen.statements[0].opening->amount, "100.00");
    EXPECT_EQ(seen.statements[0].closing->amount, "120.00");
    EXPECT_TRUE(seen.diagnostics.empty());
}

TEST(Bai2, FundsTypesMoveTheTextAlong) {
    EXPECT_EQ(entry_of("16,195,100,Z,B,C,TEXT/").remittance, "TEXT");
    EXPECT_EQ(entry_of("16,195,100,,B,C,TEXT").remittance, "TEXT");
    EXPECT_EQ(entry_of("16,195,100,0,B,C,TEXT").bank_reference, "B");
    EXPECT_EQ(entry_of("16,195,100,S,50,25,25,B,C,TEXT/").remittance, "TEXT");
    EXPECT_EQ(entry_of("16,195,100,D,3,0,50,1,25,2,25,B,C,TEXT/").remittance, "TEXT");
    const SeenEntry value_dated = entry_of("16,195,100,V,261124,2400,B,C,TEXT/");
    EXPECT_EQ(value_dated.value_date, "2026-11-24");
    EXPECT_EQ(value_dated.customer_reference, "C");
    for (const std::string_view wrong :
         {"16,195,100,X,B,C,T/", "16,195,100,V,261399,,B,C,T/", "16,195,100,D,999999999,B/", "16,195,100,D,-1,B/"}) {
        const SeenFile seen = parse_record(wrong);
        ASSERT_TRUE(seen.error) << wrong;
        EXPECT_EQ(seen.error->code, SETTLED_BAD_DATA);
        EXPECT_EQ(seen.error->line, 4);
    }
}

TEST(Bai2, TextHoldsCommasAndSlashes) {
    EXPECT_EQ(entry_of("16,195,100,,B,C,WIRE, FROM 2/AV MAIN, NY 3/MX/").remittance, "WIRE, FROM 2/AV MAIN, NY 3/MX");
    EXPECT_EQ(entry_of("16,195,100,,B,C,\n88,/MEXICO, NO 5\n88,INV-7/").remittance, "/MEXICO, NO 5 INV-7");
    EXPECT_EQ(entry_of("16,195,100,,B,C/\n88,FR:FP SIP\n88:EREF: 9").remittance, "FR:FP SIP EREF: 9") << "88: for 88, occurs";
    EXPECT_EQ(entry_of("16,195,100,,,/\n88,TFR 22/03/66").remittance, "TFR 22/03/66");
    EXPECT_EQ(entry_of("16,195,100/").remittance, "");
}

TEST(Bai2, AWordCutAtTheRecordLengthIsOneWord) {
    const std::string full = "16,195,100,,B,C," + std::string(60, 'x') + "INV-";
    ASSERT_EQ(full.size(), 80U);
    EXPECT_EQ(entry_of(full + "\n88,2041 PAID/").remittance, std::string(60, 'x') + "INV-2041 PAID");
    EXPECT_EQ(entry_of(full.substr(0, 79) + "\n88,2041 PAID/").remittance, std::string(60, 'x') + "INV 2041 PAID");
}

TEST(Bai2, LabelledLinesNameTheOtherParty) {
    const std::string_view text = "\n88,EREF: E-9\n88,DBNM: PAYER INC\n88,DACT: 111\n88,CRNM: PAYEE INC\n88,CACT: 222/";
    const SeenEntry credit = entry_of("16,195,100,,B,C,Wire" + std::string(text));
    EXPECT_EQ(credit.counterparty_name, "PAYER INC");
    EXPECT_EQ(credit.counterparty_account, "111");
    EXPECT_EQ(credit.end_to_end_id, "E-9");
    const SeenEntry debit = entry_of("16,495,100,,B,C,Wire" + std::string(text));
    EXPECT_EQ(debit.counterparty_name, "PAYEE INC");
    EXPECT_EQ(debit.counterparty_account, "222");
    EXPECT_EQ(entry_of("16,195,100,,,,X\n88,ORG:=ACME, INC\n88,ORG ID:=7/").counterparty_name, "ACME, INC");
}

TEST(Bai2, AReferenceThatProvesItselfIsTaken) {
    EXPECT_EQ(entry_of("16,195,100,,,,PAID RF18539007547034 THANKS/").structured_reference, "RF18539007547034");
}

// ---- types and amounts ---------------------------------------------------------------------------------

TEST(Bai2, TheTypeCodeSaysTheDirection) {
    const auto amount = [](std::string_view code) { return entry_of("16," + std::string(code) + ",100,,,,T/").amount; };
    for (const std::string_view credit : {"101", "108", "195", "399", "721", "920", "959"})
        EXPECT_EQ(amount(credit), "1.00") << credit;
    for (const std::string_view debit : {"401", "409", "495", "699", "775", "960", "999"})
        EXPECT_EQ(amount(debit), "-1.00") << debit;
}

TEST(Bai2, WhatIsNeitherCreditNorDebitMovesNoMoney) {
    for (const std::string_view code : {"010", "100", "400", "701", "850", "905"}) {
        const SeenFile seen = parse_record("16," + std::string(code) + ",100,,,,T/");
        ASSERT_FALSE(seen.error);
        EXPECT_EQ(seen.statements[0].entries[0].status, "neutral") << code;
        ASSERT_NE(seen.diagnostic("TYPE_CODE"), nullptr) << code;
        EXPECT_EQ(seen.diagnostic("TYPE_CODE")->severity, SETTLED_ERROR);
    }
    const SeenFile message = parse_record("16,890,,,,,CALL US/");
    EXPECT_EQ(message.statements[0].entries[0].status, "neutral");
    EXPECT_EQ(message.statements[0].entries[0].remittance, "CALL US");
    EXPECT_EQ(message.diagnostic("TYPE_CODE"), nullptr);
}

TEST(Bai2, ReturnsAndReversalsTakeBack) {
    for (const std::string_view code : {"252", "255", "257", "258", "266", "552", "555", "557", "558"})
        EXPECT_TRUE(entry_of("16," + std::string(code) + ",100,,,,T/").reversal) << code;
    EXPECT_FALSE(entry_of("16,195,100,,,,T/").reversal);
}

TEST(Bai2, DecimalsAreThoseOfTheCurrency) {
    const auto file = replaced(small, "03,4000111,,", "03,4000111,JPY,");
    EXPECT_EQ(parse_with(plugin, file).statements[0].entries[0].amount, "2500");
    EXPECT_EQ(parse_with(plugin, file).statements[0].opening->amount, "10000");
    EXPECT_EQ(parse_with(plugin, replaced(small, "2400,USD,2", "2400,KWD,2")).statements[0].entries[0].amount, "2.500");
    EXPECT_EQ(parse_with(plugin, replaced(small, "2400,USD,2", "2400,,2")).statements[0].currency, "USD")
        << "the specification's";
    EXPECT_EQ(entry_of("16,195,+000000000000100,,,,T/").amount, "1.00");
    EXPECT_EQ(entry_of("16,195,,,,,T/").amount, "0.00");
    for (const std::string_view wrong : {"16,195,1.00,,,,T/", "16,195,1O0,,,,T/", "16,195,99999999999999999999,,,,T/",
                                         "16,1X5,100,,,,T/", "16,,100,,,,T/", "16,1950,100,,,,T/"})
        EXPECT_TRUE(parse_record(wrong).error) << wrong;
}

// ---- control -------------------------------------------------------------------------------------------

TEST(Bai2, WrongTotalsAreSaidAtEachLevel) {
    for (const auto& [from, to, level] : {std::tuple{"49,36000,4/"sv, "49,36001,4/"sv, "account"sv},
                                          {"98,36000,1,6/"sv, "98,36001,1,6/"sv, "group"sv},
                                          {"99,36000,1,8/"sv, "99,36001,1,8/"sv, "file"sv}}) {
        const SeenFile seen = parse_with(plugin, replaced(small, from, to));
        ASSERT_FALSE(seen.error);
        ASSERT_NE(seen.diagnostic("CONTROL_TOTAL"), nullptr) << level;
        EXPECT_EQ(seen.diagnostic("CONTROL_TOTAL")->severity, SETTLED_ERROR);
        EXPECT_THAT(seen.diagnostic("CONTROL_TOTAL")->message, HasSubstr(level));
        EXPECT_THAT(seen.diagnostic("CONTROL_TOTAL")->message, HasSubstr("36001"));
        EXPECT_EQ(seen.statements[0].entries.size(), 2U) << "shown all the same";
    }
}

TEST(Bai2, WrongCountsAreSaidAtEachLevel) {
    for (const auto& [from, to] : {std::pair{"49,36000,4/"sv, "49,36000,5/"sv},
                                   {"98,36000,1,6/"sv, "98,36000,2,6/"sv},
                                   {"98,36000,1,6/"sv, "98,36000,1,7/"sv},
                                   {"99,36000,1,8/"sv, "99,36000,0,8/"sv},
                                   {"99,36000,1,8/"sv, "99,36000,1,9/"sv}}) {
        const SeenFile seen = parse_with(plugin, replaced(small, from, to));
        EXPECT_EQ(seen.diagnostics.size(), 1U) << to;
        EXPECT_NE(seen.diagnostic("CONTROL_COUNT"), nullptr) << to;
    }
}

TEST(Bai2, AMissingTransactionIsFoundThreeTimes) {
    const SeenFile seen = parse_with(plugin, replaced(small, "16,475,500,,BANK-2,001204,CHECK/\n", ""));
    EXPECT_NE(seen.diagnostic("CONTROL_TOTAL"), nullptr);
    EXPECT_NE(seen.diagnostic("CONTROL_COUNT"), nullptr);
    ASSERT_NE(seen.diagnostic("BALANCE"), nullptr);
    EXPECT_THAT(seen.diagnostic("BALANCE")->message, HasSubstr("25.00 USD but closing - opening is 20.00 USD"));
}

TEST(Bai2, WithoutLedgerBalancesNothingIsProved) {
    const SeenFile seen = parse_with(plugin, replaced(replaced(small, "010,10000", "040,10000"), "015,12000", "060,12000"));
    EXPECT_TRUE(seen.diagnostics.empty());
    EXPECT_FALSE(seen.statements[0].opening);
    EXPECT_FALSE(seen.statements[0].closing);
    EXPECT_TRUE(seen.statements[0].closing_available);
}

TEST(Bai2, InterimReportsNeverJoinTheBook) {
    for (const std::string_view modifier : {"1", "3"}) {
        const SeenFile seen = parse_with(plugin, replaced(small, "2400,USD,2", "2400,USD," + std::string(modifier)));
        EXPECT_TRUE(seen.statements[0].interim);
        EXPECT_EQ(seen.statements[0].entries[0].status, "pending");
    }
    EXPECT_FALSE(parse_with(plugin, replaced(small, "2400,USD,2", "2400,USD,4")).statements[0].interim);
}

TEST(Bai2, DeletionsTestsAndCorrectionsAreSaid) {
    const auto severity = [](std::string_view status) {
        const SeenFile seen = parse_with(plugin, replaced(small, ",021000099,1,", ",021000099," + std::string(status) + ","));
        return seen.diagnostic("GROUP_STATUS") == nullptr ? 0 : seen.diagnostic("GROUP_STATUS")->severity;
    };
    EXPECT_EQ(severity("1"), 0);
    EXPECT_EQ(severity("2"), SETTLED_ERROR);
    EXPECT_EQ(severity("3"), SETTLED_WARNING);
    EXPECT_EQ(severity("4"), SETTLED_ERROR);
}

// ---- damage --------------------------------------------------------------------------------------------

TEST(Bai2, AFileCutAnywhereIsNeverTakenForWhole) {
    for (std::size_t size = 0; size < small.find("99,36000,1,8") + 12; ++size) {
        const SeenFile seen = parse_with(plugin, small.substr(0, size));
        ASSERT_TRUE(seen.error || !seen.diagnostics.empty()) << small.substr(0, size);
        if (seen.error) {
            EXPECT_EQ(seen.error->code, SETTLED_BAD_DATA);
            EXPECT_GT(seen.error->line, 0);
        }
    }
}

TEST(Bai2, EveryMissingRecordIsFound) {
    std::vector<std::string> lines;
    std::istringstream all{std::string(small)};
    for (std::string line; std::getline(all, line);) lines.push_back(line + "\n");
    for (std::size_t left_out = 0; left_out < lines.size(); ++left_out) {
        std::string file;
        for (std::size_t i = 0; i < lines.size(); ++i)
            if (i != left_out) file += lines[i];
        const SeenFile seen = parse_with(plugin, file);
        EXPECT_TRUE(seen.error || !seen.diagnostics.empty()) << lines[left_out];
    }
}

TEST(Bai2, OtherFilesAreRefusedWithAReason) {
    for (const std::string_view file :
         {""sv, "\n\n"sv, "hello"sv, "date,amount\n1,2\n"sv, "00,0004,1/2/345,06/0321,0829,001,80,1,2/"sv, "\0\0\0"sv,
          "01,A,B,261120,0700,1,,,3/\n"sv, "88,X/\n"sv, "01,A,B,261120,0700,1,,,2/\n77,X/\n"sv}) {
        const SeenFile seen = parse_with(plugin, file);
        ASSERT_TRUE(seen.error) << file;
        EXPECT_EQ(seen.error->code, SETTLED_BAD_DATA);
        EXPECT_GT(seen.error->line, 0);
    }
}

TEST(Bai2, EndlessThingsAreRefused) {
    std::string endless = "01,A,B,261120,0700,1,,,2/\n02,A,B,1,261120,,USD,2/\n03,1,USD/\n16,195,1,,,,T\n";
    for (int i = 0; i < 3000; ++i) endless += "88," + std::string(70, 'x') + "\n";
    EXPECT_THAT(parse_with(plugin, endless).error.value_or(Error()).message, HasSubstr("its continuations are longer"));
    const std::string sums = replaced(small, "16,195,2500,", "16,195,9223372036854775807,");
    EXPECT_THAT(parse_with(plugin, sums).error.value_or(Error()).message, HasSubstr("more than 18 digits"));
}

TEST(Bai2, AReadThatFails) {
    const SeenFile broken = parse_with(plugin, MemoryFile{.left = "", .broken = true});
    ASSERT_TRUE(broken.error);
    EXPECT_EQ(broken.error->code, SETTLED_UNAVAILABLE);
}

TEST(Bai2, TheHeadIsRecognised) {
    EXPECT_GE(testing::sniff_with(plugin, small), 90);
    EXPECT_GE(testing::sniff_with(plugin, "\xEF\xBB\xBF" + std::string(small)), 90);
    EXPECT_EQ(testing::sniff_with(plugin, "01,2026,10,1,2,3,4\n01,2026,11,1,2,3,4\n"), 0) << "a table whose first column is 01";
    EXPECT_EQ(testing::sniff_with(plugin, "date,amount\n2026-11-20,1\n"), 0);
    EXPECT_EQ(testing::sniff_with(plugin, ":20:START\r\n:25:1\r\n"), 0);
    EXPECT_EQ(testing::sniff_with(plugin, "!Type:Bank\nD1/2/26\n"), 0);
}

} // namespace
} // namespace settled::bai2
