#include "concepts.hpp"

#include <settled/testing_statement.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

extern "C" const settled_plugin SETTLED_PLUGIN_SYMBOL;

namespace settled::norma43 {
namespace {

using ::testing::HasSubstr;
using testing::MemoryFile;
using testing::parse_with;
using testing::SeenBalance;
using testing::SeenFile;

const settled_plugin& plugin = SETTLED_PLUGIN_SYMBOL;

// 100.00 EUR, a transfer of 48.40 in, a charge of 3.40 out: 145.00 EUR.
constexpr std::string_view small = "112100041800012345672610012610312000000000100009783TALLERES PEREZ SL         \r\n"
                                   "22    041826100226100304007200000000004840000000471100000000000000000000000000\r\n"
                                   "2301ACME IBERICA SA                       FACTURA 2026-7\r\n"
                                   "22    041826103126103117099100000000000340000000000000000000000000000000000000\r\n"
                                   "33210004180001234567000010000000000034000001000000000048402"
                                   "00000000014500978    \r\n"
                                   "88999999999999999999000005\r\n";

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
    std::string made(text);
    for (std::size_t at = 0; (at = made.find(from, at)) != made.npos; at += to.size()) made.replace(at, from.size(), to);
    return made;
}

void expect_small(const SeenFile& seen) {
    ASSERT_FALSE(seen.error) << seen.error->message;
    EXPECT_TRUE(seen.diagnostics.empty()) << seen.diagnostics[0].message;
    ASSERT_EQ(seen.statements.size(), 1U);
    EXPECT_EQ(seen.statements[0].account, "210004180001234567");
    EXPECT_EQ(seen.statements[0].account_name, "TALLERES PEREZ SL");
    EXPECT_EQ(seen.statements[0].currency, "EUR");
    EXPECT_EQ(seen.statements[0].opening, (SeenBalance{"2026-10-01", "100.00"}));
    EXPECT_EQ(seen.statements[0].closing, (SeenBalance{"2026-10-31", "145.00"}));
    ASSERT_EQ(seen.statements[0].entries.size(), 2U);
    EXPECT_EQ(seen.statements[0].entries[0].amount, "48.40");
    EXPECT_EQ(seen.statements[0].entries[0].remittance, "ACME IBERICA SA FACTURA 2026-7");
    EXPECT_EQ(seen.statements[0].entries[1].amount, "-3.40");
}

std::string refusal(std::string_view bytes) {
    const SeenFile seen = parse_with(plugin, bytes);
    if (!seen.error) return "read";
    EXPECT_EQ(seen.error->code, SETTLED_BAD_DATA);
    return std::to_string(seen.error->line) + ": " + seen.error->message;
}

TEST(Norma43, AStatementWithEveryField) {
    const SeenFile seen = parse_with(plugin, small);
    expect_small(seen);
    const auto& transfer = seen.statements[0].entries[0];
    EXPECT_EQ(transfer.line, 2);
    EXPECT_EQ(transfer.booking_date, "2026-10-02");
    EXPECT_EQ(transfer.value_date, "2026-10-03");
    EXPECT_EQ(transfer.bank_reference, "0000004711");
    EXPECT_EQ(transfer.customer_reference, "") << "zeros are no reference";
    EXPECT_EQ(transfer.transaction_code, "PMNT-RCDT-OTHR/04-007");
    EXPECT_EQ(seen.statements[0].entries[1].transaction_code, "ACMT-MDOP-CHRG/17-099");
}

TEST(Norma43, TheSameInEveryPackaging) {
    expect_small(parse_with(plugin, replaced(small, "\r\n", "\n")));
    expect_small(parse_with(plugin, "\xEF\xBB\xBF" + std::string(small) + "\r\n\x1A"));
    expect_small(parse_with(plugin, replaced(small, "    \r\n", "\r\n"))); // blanks at the ends left out
    std::string records;
    for (std::string_view rest = small; !rest.empty(); rest.remove_prefix(rest.find('\n') + 1)) {
        records += rest.substr(0, rest.find('\r'));
        records.resize((records.size() + 79) / 80 * 80, ' ');
    }
    expect_small(parse_with(plugin, records)); // without any line end
    for (std::size_t read_bytes = 1; read_bytes < 100; read_bytes += 7)
        expect_small(parse_with(plugin, MemoryFile{.left = small, .read_bytes = read_bytes}));
}

TEST(Norma43, ColumnsAreCharactersInEveryEncoding) {
    const std::string latin = replaced(small, "TALLERES PEREZ SL ",
                                       "COMPA\xD1\xCD"
                                       "A \xC1LVAREZ  ");
    EXPECT_EQ(parse_with(plugin, latin).statements[0].account_name, "COMPAÑÍA ÁLVAREZ");
    const std::string utf8 = replaced(small, "TALLERES PEREZ SL ", "COMPAÑÍA ÁLVAREZ  ");
    EXPECT_EQ(parse_with(plugin, utf8).statements[0].account_name, "COMPAÑÍA ÁLVAREZ");
    const std::string dos = replaced(small, "ACME IBERICA SA", "COMISI\xE0N A\xA5O ");
    EXPECT_EQ(parse_with(plugin, dos).statements[0].entries[0].remittance, "COMISIÓN AÑO FACTURA 2026-7");
}

TEST(Norma43, SeveralAccountsInOneFile) {
    const std::string account(small.substr(0, small.find("88999")));
    const std::string other = replaced(replaced(account, "210004180001234567", "210004180001234568"), "978", "840");
    const SeenFile seen = parse_with(plugin, account + other + "88999999999999999999000010\r\n");
    ASSERT_EQ(seen.statements.size(), 2U);
    EXPECT_TRUE(seen.diagnostics.empty());
    EXPECT_EQ(seen.statements[1].currency, "USD");
    EXPECT_EQ(seen.statements[1].account, "210004180001234568");
}

TEST(Norma43, ATextRunsOverComplementsWithTheBanksOwnBlanks) {
    const std::string wrapped = replaced(small, "2301ACME IBERICA SA                       FACTURA 2026-7\r\n",
                                         "2301TRANSFERENCIA DE AZULEJOS LEVANTE SOCIEDAD LIMITADA\r\n2302FACTURA 2026-7\r\n");
    EXPECT_EQ(parse_with(plugin, wrapped).statements[0].entries[0].remittance,
              "TRANSFERENCIA DE AZULEJOS LEVANTE SOCIEDAD LIMITADA FACTURA 2026-7");
}

TEST(Norma43, WithoutComplementsTheReferencesAreTheText) {
    const std::string bare = replaced(small, "FACTURA 2026-7", "");
    const std::string named = replaced(replaced(bare, "2301ACME IBERICA SA                       \r\n", ""),
                                       "000000471100000000000000000000000000", "0000004711TRANSFERENCIA48555633617  ");
    const auto entry = parse_with(plugin, named).statements[0].entries[0];
    EXPECT_EQ(entry.customer_reference, "TRANSFERENCIA48555633617") << "banks write one text over both references";
    EXPECT_EQ(entry.remittance, "TRANSFERENCIA48555633617");
}

TEST(Norma43, TheOriginalAmountOfAForeignTransfer) {
    const std::string foreign = replaced(small, "2026-7\r\n", "2026-7\r\n240184000000000005000\r\n");
    const auto entry = parse_with(plugin, foreign).statements[0].entries[0];
    EXPECT_EQ(entry.original_amount, "50.00");
    EXPECT_EQ(entry.original_currency, "USD");
}

TEST(Norma43, ReturnsAndAnnulmentsTakeBackAnEarlierBooking) {
    EXPECT_TRUE(parse_with(plugin, replaced(small, "17099", "14201")).statements[0].entries[1].reversal);
    EXPECT_TRUE(parse_with(plugin, replaced(small, "17099", "98001")).statements[0].entries[1].reversal);
    EXPECT_FALSE(parse_with(plugin, small).statements[0].entries[1].reversal);
}

TEST(Norma43, ACreditorReferenceInTheTextIsStructured) {
    const auto seen = parse_with(plugin, replaced(small, "FACTURA 2026-7", "RF18539007547034"));
    EXPECT_EQ(seen.statements[0].entries[0].structured_reference, "RF18539007547034");
}

TEST(Norma43, CurrenciesByNumber) {
    EXPECT_EQ(currency_of_number("978").code(), "EUR");
    EXPECT_EQ(currency_of_number("156").code(), "CNY");
    EXPECT_EQ(currency_of_number("724").code(), "ESP");
    EXPECT_TRUE(currency_of_number("000").none());
    EXPECT_TRUE(currency_of_number("EUR").none());
}

TEST(Norma43, YenHaveTwoDecimalsInTheFileAndNoneInTheCurrency) {
    const SeenFile seen = parse_with(plugin, replaced(small, "978", "392"));
    EXPECT_EQ(seen.statements[0].entries[0].amount, "48.4");
    ASSERT_NE(seen.diagnostic("FINER_AMOUNT"), nullptr);
    EXPECT_EQ(seen.statements[0].closing->amount, "145");
}

TEST(Norma43, ABalanceThatDoesNotAddUpIsAnErrorWithTheEntriesShown) {
    const SeenFile seen = parse_with(plugin, replaced(small, "00000000014500978", "00000000014400978"));
    EXPECT_FALSE(seen.error);
    ASSERT_NE(seen.diagnostic("BALANCE"), nullptr);
    EXPECT_EQ(seen.diagnostic("BALANCE")->line, 5);
    EXPECT_THAT(seen.diagnostic("BALANCE")->message, HasSubstr("45.00 EUR but closing - opening is 44.00 EUR"));
    EXPECT_EQ(seen.statements[0].entries.size(), 2U);
}

TEST(Norma43, TwoMissingMovementsOfOneAmountAreFoundByTheTotals) {
    std::string lost = replaced(small, "000010000000000034000001", "000020000000000044000002");
    lost = replaced(lost, "000000000048402", "000000000049402");
    const SeenFile seen = parse_with(plugin, lost);
    EXPECT_EQ(seen.diagnostic("BALANCE"), nullptr);
    ASSERT_NE(seen.diagnostic("SUM"), nullptr);
    EXPECT_EQ(seen.diagnostic("SUM")->severity, SETTLED_ERROR);
    EXPECT_THAT(seen.diagnostic("SUM")->message, HasSubstr("found 1 debits of 3.40 but the trailer says 2 debits of 4.40"));
}

TEST(Norma43, ARecordCountThatDiffersIsAWarning) {
    const SeenFile seen = parse_with(plugin, replaced(small, "999000005", "999000006"));
    ASSERT_NE(seen.diagnostic("COUNT"), nullptr);
    EXPECT_EQ(seen.diagnostic("COUNT")->severity, SETTLED_WARNING);
    EXPECT_EQ(seen.diagnostic("COUNT")->message, "the file's end (88) says 6 records, found 5");
}

TEST(Norma43, AMissingFileEndIsAWarning) {
    const SeenFile seen = parse_with(plugin, small.substr(0, small.find("88999")));
    EXPECT_FALSE(seen.error);
    ASSERT_NE(seen.diagnostic("NO_FILE_END"), nullptr);
    EXPECT_EQ(seen.diagnostic("NO_FILE_END")->severity, SETTLED_WARNING);
}

TEST(Norma43, AMissingAccountEndIsAnErrorWithTheEntriesShown) {
    const SeenFile cut = parse_with(plugin, small.substr(0, small.find("33210")));
    EXPECT_FALSE(cut.error);
    ASSERT_NE(cut.diagnostic("NO_CLOSING"), nullptr);
    EXPECT_EQ(cut.diagnostic("NO_CLOSING")->severity, SETTLED_ERROR);
    EXPECT_EQ(cut.statements[0].entries.size(), 2U);
    const SeenFile next = parse_with(plugin, std::string(small.substr(0, small.find("33210"))) + std::string(small));
    EXPECT_EQ(next.statements.size(), 2U);
    EXPECT_NE(next.diagnostic("NO_CLOSING"), nullptr);
}

TEST(Norma43, NoCutOfAFilePassesForTheWholeOne) {
    for (std::size_t size = 0; size + 30 < small.size(); ++size) {
        const SeenFile seen = parse_with(plugin, small.substr(0, size));
        EXPECT_TRUE(seen.error || !seen.diagnostics.empty()) << size;
    }
}

TEST(Norma43, AnEndOfAnotherAccountIsAnErrorThatShowsNoAccount) {
    const SeenFile seen = parse_with(plugin, replaced(small, "33210004180001234567", "33210004180001234568"));
    ASSERT_NE(seen.diagnostic("ACCOUNT"), nullptr);
    EXPECT_EQ(seen.diagnostic("ACCOUNT")->severity, SETTLED_ERROR);
    EXPECT_EQ(seen.diagnostic("ACCOUNT")->message.find("1234568"), std::string::npos);
}

TEST(Norma43, ABalanceWithoutASignIsTakenAsACreditAndSaid) {
    const SeenFile seen = parse_with(plugin, replaced(small, "00000484020000", "00000484000000"));
    ASSERT_NE(seen.diagnostic("SIGN"), nullptr);
    EXPECT_EQ(seen.statements[0].closing->amount, "145.00");
    EXPECT_EQ(seen.diagnostic("BALANCE"), nullptr);
}

TEST(Norma43, RefusalsNameLineColumnsFieldAndBothTexts) {
    EXPECT_EQ(refusal(replaced(small, "000000048400000004711", "00000004X400000004711")),
              "2: columns 29-42 (amount): found \"00000000004X40\", expected 14 digits");
    EXPECT_EQ(refusal(replaced(small, "261031261031", "261131261031")),
              "4: columns 11-16 (booking date): found \"261131\", expected a day as YYMMDD, or zeros for none");
    EXPECT_EQ(refusal(replaced(small, "04007200", "04007300")),
              "2: column 28 (debit or credit): found \"3\", expected 1 (debit) or 2 (credit)");
    EXPECT_EQ(refusal(replaced(small, "2301ACME", "4401ACME")),
              "3: columns 1-2 (record): found \"44\", expected 11, 22, 23, 24, 33 or 88");
    EXPECT_EQ(refusal(replaced(small, "9783", "9993")),
              "1: columns 48-50 (currency): found \"999\", expected a currency by its ISO 4217 number, such as 978 for EUR");
    EXPECT_THAT(refusal(replaced(small, "00978    ", "00840    ")),
                HasSubstr("expected the currency of the account's head, EUR"));
    EXPECT_THAT(refusal(small.substr(small.find("22    "))), HasSubstr("expected 11 (account head) before any movement"));
    EXPECT_THAT(refusal(std::string(small.substr(0, small.find("22    "))) + "2301X\n"),
                HasSubstr("2: columns 1-2 (record): found \"23\", expected 22 (movement) before"));
    EXPECT_THAT(refusal(replaced(small, "FACTURA 2026-7\r\n", "FACTURA 2026-7" + std::string(40, ' ') + "X\r\n")),
                HasSubstr("3: the line has more than 80 columns"));
    const std::string complement = "2301A\r\n";
    EXPECT_THAT(refusal(replaced(small, "2301ACME", complement + complement + complement + complement + complement + "2301ACME")),
                HasSubstr("at most 5 complements"));
}

TEST(Norma43, WhatIsNoStatementIsRefused) {
    EXPECT_THAT(refusal(""), HasSubstr("this is no Norma 43 file"));
    EXPECT_THAT(refusal("\n\n"), HasSubstr("this is no Norma 43 file"));
    EXPECT_THAT(refusal(":20:STARTUMSE\n"), HasSubstr("1: columns 1-2 (record): found \":2\""));
    EXPECT_THAT(refusal("<?xml version=\"1.0\"?><Document/>"), HasSubstr("1: columns 1-2"));
}

TEST(Norma43, SniffKnowsItsFamily) {
    using testing::sniff_with;
    EXPECT_GE(sniff_with(plugin, small), 90);
    EXPECT_GE(sniff_with(plugin, "\r\n" + std::string(small)), 90);
    EXPECT_GE(sniff_with(plugin, "\xEF\xBB\xBF" + std::string(small)), 90);
    EXPECT_EQ(sniff_with(plugin, ""), 0);
    EXPECT_EQ(sniff_with(plugin, "11;1;2026-10-01;5,00\n"), 0);
    EXPECT_EQ(sniff_with(plugin, "0000001102672505        00265207  X"), 0);
    EXPECT_EQ(sniff_with(plugin, ":20:STARTUMSE\r\n:25:1\r\n"), 0);
    EXPECT_EQ(sniff_with(plugin, std::string(60, '1')), 0) << "111 is no currency";
}

} // namespace
} // namespace settled::norma43
