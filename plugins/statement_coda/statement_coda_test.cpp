#include "rows_test.hpp"

#include <settled/testing_statement.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

extern "C" const settled_plugin SETTLED_PLUGIN_SYMBOL;

namespace settled::coda {
namespace {

using ::testing::HasSubstr;
using testing::MemoryFile;
using testing::parse_with;
using testing::SeenBalance;
using testing::SeenEntry;
using testing::SeenFile;

const settled_plugin& plugin = SETTLED_PLUGIN_SYMBOL;

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
    std::string made(text);
    for (std::size_t at = 0; (at = made.find(from, at)) != made.npos; at += to.size()) made.replace(at, from.size(), to);
    return made;
}

const std::string transfer = movement({"0001", "0000", "0", "000000000048400", "00150000", "0FACTUUR 2026-7"}) +
                             row({{1, "22"}, {3, "0001"}, {7, "0000"}, {64, "E2E-77"}, {99, "GEBABEBB"}}) +
                             row({{1, "23"}, {3, "0001"}, {7, "0000"}, {11, "BE11290006307748"}, {45, "EUR"}, {48, "CAFE SPRL"}});
const std::string charge = movement({"0002", "0000", "1", "000000000003400", "03537000", "0KOSTEN"});
// 100.00 EUR, a transfer of 48.40 in, a charge of 3.40 out: 145.00 EUR.
const std::string small = header() + old_balance() + transfer + charge + new_balance("000000000145000") +
                          trailer("000006", "000000000003400", "000000000048400");

// The same with these records instead of the transfer and the charge; balances and totals are not kept.
std::string with(const std::string& records) {
    return header() + old_balance() + records + new_balance("000000000145000") +
           trailer("000006", "000000000003400", "000000000048400");
}

SeenEntry first_entry(const std::string& bytes) {
    const SeenFile seen = parse_with(plugin, bytes);
    EXPECT_FALSE(seen.error) << seen.error->message;
    return seen.statements.at(0).entries.at(0);
}

void expect_small(const SeenFile& seen) {
    ASSERT_FALSE(seen.error) << seen.error->message;
    EXPECT_TRUE(seen.diagnostics.empty()) << seen.diagnostics[0].message;
    ASSERT_EQ(seen.statements.size(), 1U);
    EXPECT_EQ(seen.statements[0].account, "BE68539007547034");
    EXPECT_EQ(seen.statements[0].currency, "EUR");
    EXPECT_EQ(seen.statements[0].opening, (SeenBalance{"2026-10-01", "100.00"}));
    EXPECT_EQ(seen.statements[0].closing, (SeenBalance{"2026-10-02", "145.00"}));
    ASSERT_EQ(seen.statements[0].entries.size(), 2U);
    EXPECT_EQ(seen.statements[0].entries[0].amount, "48.40");
    EXPECT_EQ(seen.statements[0].entries[0].counterparty_name, "CAFE SPRL");
    EXPECT_EQ(seen.statements[0].entries[1].amount, "-3.40");
}

std::string refusal(std::string_view bytes) {
    const SeenFile seen = parse_with(plugin, bytes);
    if (!seen.error) return "read";
    EXPECT_EQ(seen.error->code, SETTLED_BAD_DATA);
    return std::to_string(seen.error->line) + ": " + seen.error->message;
}

TEST(Coda, AStatementWithEveryField) {
    const SeenFile seen = parse_with(plugin, small);
    expect_small(seen);
    const auto& statement = seen.statements[0];
    EXPECT_EQ(statement.account_name, "BROUWERIJ DE LEEUW");
    EXPECT_EQ(statement.account_bank, "KREDBEBB");
    EXPECT_EQ(statement.number, "214");
    const SeenEntry& entry = statement.entries[0];
    EXPECT_EQ(entry.line, 3);
    EXPECT_EQ(entry.booking_date, "2026-10-02");
    EXPECT_EQ(entry.value_date, "2026-10-03");
    EXPECT_EQ(entry.remittance, "FACTUUR 2026-7");
    EXPECT_EQ(entry.counterparty_account, "BE11290006307748");
    EXPECT_EQ(entry.counterparty_bank, "GEBABEBB");
    EXPECT_EQ(entry.end_to_end_id, "E2E-77");
    EXPECT_EQ(entry.bank_reference, "REF-A1");
    EXPECT_EQ(entry.transaction_code, "PMNT-RCDT-ESCT/00150000");
    EXPECT_EQ(statement.entries[1].transaction_code, "ACMT-MDOP-CHRG/03537000");
}

TEST(Coda, TheSameInEveryPackaging) {
    expect_small(parse_with(plugin, replaced(small, "\r\n", "\n")));
    expect_small(parse_with(plugin, replaced(small, "\r\n", ""))); // records without any line end
    expect_small(parse_with(plugin, "\xEF\xBB\xBF" + small + "\r\n\x1A"));
    std::string trimmed; // blanks at the ends left out
    for (std::string_view rest = small; !rest.empty(); rest.remove_prefix(rest.find('\n') + 1)) {
        const std::string_view line = rest.substr(0, rest.find('\r'));
        trimmed += std::string(line.substr(0, line.find_last_not_of(' ') + 1)) + "\n";
    }
    expect_small(parse_with(plugin, trimmed));
    for (std::size_t read_bytes = 1; read_bytes < 150; read_bytes += 11)
        expect_small(parse_with(plugin, MemoryFile{.left = small, .read_bytes = read_bytes}));
}

TEST(Coda, ColumnsAreCharacters) {
    const std::string latin = replaced(small, "CAFE SPRL", "CAF\xC9 SA  ");
    EXPECT_EQ(first_entry(replaced(latin, "BROUWERIJ", "BR\xC4UEREI ")).counterparty_name, "CAFÉ SA");
    EXPECT_EQ(first_entry(replaced(small, "CAFE SPRL", "CAFÉ SPRL")).counterparty_name, "CAFÉ SPRL");
}

TEST(Coda, FourLayoutsOfTheAccount) {
    struct Case {
        std::string_view structure, field, account, currency;
    };
    for (const auto& [structure, field, account, currency] :
         {Case{"0", "539007547034 EUR0BE", "539007547034", "EUR"},
          Case{"1", "US-0047-11 00                     USD", "US-0047-11 00", "USD"},
          Case{"2", "BE68539007547034                  EUR", "BE68539007547034", "EUR"},
          Case{"3", "FR7630004008120001098765489       CHF", "FR7630004008120001098765489", "CHF"}}) {
        const SeenFile seen = parse_with(plugin, header() + old_balance(structure, field) + transfer + charge +
                                                     new_balance("000000000145000", field) +
                                                     trailer("000006", "000000000003400", "000000000048400"));
        ASSERT_FALSE(seen.error) << structure << seen.error->message;
        EXPECT_TRUE(seen.diagnostics.empty()) << structure;
        EXPECT_EQ(seen.statements[0].account, account);
        EXPECT_EQ(seen.statements[0].currency, currency);
    }
    EXPECT_THAT(refusal(header() + old_balance("7") + transfer),
                HasSubstr("2: column 2 (account structure): found \"7\", expected an account structure 0, 1, 2 or 3"));
}

TEST(Coda, VersionOneHasTheAddressWhereVersionTwoHasWords) {
    const std::string party = row({{1, "23"},
                                   {3, "0001"},
                                   {7, "0000"},
                                   {11, "310126985517"},
                                   {48, "MULLER ET FILS"},
                                   {74, "RUE NEUVE 3"},
                                   {100, "4000 LIEGE"}});
    const std::string one = header("1") + old_balance("0", "539007547034 EUR0BE") + transfer.substr(0, 260) + party + charge +
                            new_balance("000000000145000", "539007547034 EUR0BE") +
                            trailer("000006", "000000000003400", "000000000048400");
    const SeenFile seen = parse_with(plugin, one);
    ASSERT_FALSE(seen.error) << seen.error->message;
    EXPECT_TRUE(seen.diagnostics.empty());
    EXPECT_EQ(seen.statements[0].entries[0].counterparty_account, "310126985517");
    EXPECT_EQ(seen.statements[0].entries[0].counterparty_name, "MULLER ET FILS");
    EXPECT_EQ(seen.statements[0].entries[0].remittance, "FACTUUR 2026-7") << "a town is no word of the payer";
    EXPECT_THAT(refusal(header("5") + old_balance()), HasSubstr("1: column 128 (version): found \"5\", expected 1 or 2"));
}

TEST(Coda, ATotalWithDetailsIsCountedOnce) {
    const std::string batch = movement({"0001", "0000", "0", "000000000048400", "20550000", "0INNING"}) +
                              movement({"0001", "0001", "0", "000000000028400", "60550000", "0FACTUUR 1"}) +
                              row({{1, "23"}, {3, "0001"}, {7, "0001"}, {11, "BE25646548413215"}, {48, "KLANT EEN"}}) +
                              movement({"0001", "0002", "0", "000000000020000", "60550000", "0FACTUUR 2"}) +
                              row({{1, "23"}, {3, "0001"}, {7, "0002"}, {11, "BE32135468465432"}, {48, "KLANT TWEE"}});
    const SeenFile seen = parse_with(plugin, header() + old_balance() + batch + charge + new_balance("000000000145000") +
                                                 trailer("000008", "000000000003400", "000000000048400"));
    EXPECT_TRUE(seen.diagnostics.empty());
    ASSERT_EQ(seen.statements[0].entries.size(), 2U);
    const SeenEntry& total = seen.statements[0].entries[0];
    EXPECT_EQ(total.amount, "48.40");
    EXPECT_EQ(total.transaction_code, "PMNT-IDDT-ESDD/20550000");
    ASSERT_EQ(total.details.size(), 2U);
    EXPECT_EQ(total.details[0].amount, "28.40");
    EXPECT_EQ(total.details[0].counterparty_name, "KLANT EEN");
    EXPECT_EQ(total.details[1].remittance, "FACTUUR 2");
    EXPECT_EQ(total.details[1].counterparty_account, "BE32135468465432");
}

TEST(Coda, WhatAnAmountIsMadeOfGivesChargesAndParts) {
    const std::string foreign = "105000000000092000000000000100000000092000000USD";
    const SeenEntry entry = first_entry(with(movement({"0001", "0000", "0", "000000000090185", "34150000", "0INVOICE 2026-7"}) +
                                             row({{1, "23"}, {3, "0001"}, {7, "0000"}, {48, "ACME CORP"}}) +
                                             movement({"0001", "0001", "0", "000000000092000", "84150100", "1" + foreign}) +
                                             movement({"0001", "0002", "1", "000000000001500", "84150013"}) +
                                             movement({"0001", "0003", "1", "000000000000315", "84150011"})));
    EXPECT_EQ(entry.amount, "90.185") << "three decimals in the file";
    EXPECT_EQ(entry.original_amount, "100.00");
    EXPECT_EQ(entry.original_currency, "USD");
    EXPECT_EQ(entry.original_rate, "0.92");
    ASSERT_EQ(entry.charges.size(), 2U);
    EXPECT_EQ(entry.charges[0].amount, "1.50");
    EXPECT_EQ(entry.charges[0].included, true);
    EXPECT_EQ(entry.charges[0].kind, "013");
    ASSERT_EQ(entry.details.size(), 3U);
    EXPECT_EQ(entry.details[0].amount, "92.00");
    EXPECT_EQ(entry.details[0].counterparty_name, "ACME CORP") << "the gross amount is what the payer paid";
    EXPECT_EQ(entry.details[0].remittance, "INVOICE 2026-7");
    EXPECT_EQ(entry.details[1].amount, "-1.50");
    EXPECT_EQ(entry.details[1].counterparty_name, "") << "the bank took this";
    EXPECT_EQ(entry.details[1].transaction_code, "ACMT-MDOP-CHRG/84150013");
}

TEST(Coda, AnAmountMadeOfOnePieceIsThatPiece) {
    EXPECT_TRUE(first_entry(with(movement({"0001", "0000", "0", "000000000048400", "30150000", "0X"}) +
                                 movement({"0001", "0001", "0", "000000000048400", "80150100"})))
                    .details.empty());
}

TEST(Coda, ADetailOfADetailIsAChargeAndNoPart) {
    const SeenEntry entry = first_entry(with(movement({"0001", "0000", "0", "000000000019800", "20550000", "0INNING"}) +
                                             movement({"0001", "0001", "0", "000000000019800", "70550000", "0FACTUUR 1"}) +
                                             movement({"0001", "0002", "0", "000000000020000", "90550100"}) +
                                             movement({"0001", "0003", "1", "000000000000200", "90550014"}) +
                                             row({{1, "31"}, {3, "0001"}, {7, "0004"}, {32, "70550000"}, {40, "0KLANT 7"}})));
    ASSERT_EQ(entry.details.size(), 1U);
    EXPECT_EQ(entry.details[0].amount, "19.80");
    EXPECT_EQ(entry.details[0].remittance, "FACTUUR 1 KLANT 7");
    ASSERT_EQ(entry.details[0].charges.size(), 1U);
    EXPECT_EQ(entry.details[0].charges[0].amount, "0.20");
}

TEST(Coda, TheCommunicationRunsOverThreeRecordsWithItsOwnBlanks) {
    const std::string words(53, 'x'); // a full first piece goes on in the second
    EXPECT_EQ(first_entry(with(movement({"0001", "0000", "0", "000000000048400", "00150000", "0" + words}) +
                               row({{1, "22"}, {3, "0001"}, {7, "0000"}, {11, "yz AND"}}) +
                               row({{1, "23"}, {3, "0001"}, {7, "0000"}, {83, "MORE"}})))
                  .remittance,
              words + "yz AND MORE");
}

TEST(Coda, InformationIsAboutTheMovementBeforeIt) {
    const SeenEntry entry = first_entry(
        with(movement({"0001", "0000", "1", "000000000048400", "00101000", "0SEE ANNEX"}) +
             row({{1, "31"}, {3, "0001"}, {7, "0001"}, {32, "00101000"}, {40, "1001CAFE SPRL"}}) +
             row({{1, "32"}, {3, "0001"}, {7, "0001"}, {11, "RUE HAUTE 12"}}) +
             row({{1, "31"}, {3, "0001"}, {7, "0002"}, {32, "00101000"}, {40, "1008GROUP NV"}}) +
             row({{1, "31"}, {3, "0001"}, {7, "0003"}, {32, "00101000"}, {40, "0INVOICE 2026-9"}}) +
             row({{1, "32"}, {3, "0001"}, {7, "0003"}, {11, "AND 2026-10"}}) +
             row({{1, "31"}, {3, "0001"}, {7, "0004"}, {32, "00101000"}, {40, "1006"}, {74, "EUR0000000000011001013"}})));
    EXPECT_EQ(entry.counterparty_name, "CAFE SPRL");
    EXPECT_EQ(entry.ultimate_party, "GROUP NV");
    EXPECT_EQ(entry.remittance, "SEE ANNEX INVOICE 2026-9 AND 2026-10");
    ASSERT_EQ(entry.charges.size(), 1U);
    EXPECT_EQ(entry.charges[0].amount, "1.10");
}

TEST(Coda, AReturnNamesItsReason) {
    const SeenEntry entry = first_entry(with(movement({"0001", "0000", "1", "000000000048400", "00501000", "0FACTUUR 2026-7"}) +
                                             row({{1, "22"}, {3, "0001"}, {7, "0000"}, {64, "NOTPROVIDED"}, {113, "2MS03"}})));
    EXPECT_TRUE(entry.reversal);
    EXPECT_EQ(entry.return_reason, "MS03");
    EXPECT_EQ(entry.end_to_end_id, "");
    EXPECT_TRUE(first_entry(with(movement({"0001", "0000", "1", "000000000048400", "00503000"}))).reversal) << "unpaid";
    EXPECT_FALSE(first_entry(small).reversal);
}

TEST(Coda, SeveralStatementsInOneFile) {
    const SeenFile seen = parse_with(plugin, small + replaced(small, "BE68539007547034", "BE11290006307748"));
    EXPECT_TRUE(seen.diagnostics.empty());
    ASSERT_EQ(seen.statements.size(), 2U);
    EXPECT_EQ(seen.statements[1].account, "BE11290006307748");
    EXPECT_EQ(seen.statements[1].entries.size(), 2U);
}

TEST(Coda, ABalanceThatDoesNotAddUpIsAnErrorWithTheEntriesShown) {
    const SeenFile seen = parse_with(plugin, replaced(small, "000000000145000", "000000000144000"));
    EXPECT_FALSE(seen.error);
    ASSERT_NE(seen.diagnostic("BALANCE"), nullptr);
    EXPECT_EQ(seen.diagnostic("BALANCE")->line, 7);
    EXPECT_THAT(seen.diagnostic("BALANCE")->message, HasSubstr("45.00 EUR but closing - opening is 44.00 EUR"));
    EXPECT_EQ(seen.statements[0].entries.size(), 2U);
}

TEST(Coda, TotalsAndCountsOfTheTrailerAreHeldToWhatWasRead) {
    const SeenFile sums =
        parse_with(plugin, replaced(small, "000006000000000003400000000000048400", "000006000000000004400000000000049400"));
    EXPECT_EQ(sums.diagnostic("BALANCE"), nullptr) << "a debit and a credit of one amount are missing";
    ASSERT_NE(sums.diagnostic("SUM"), nullptr);
    EXPECT_EQ(sums.diagnostic("SUM")->severity, SETTLED_ERROR);
    EXPECT_THAT(sums.diagnostic("SUM")->message, HasSubstr("found debits of 3.40 but the trailer says debits of 4.40"));
    const SeenFile count = parse_with(plugin, replaced(small, "000006000000000003400", "000007000000000003400"));
    ASSERT_NE(count.diagnostic("COUNT"), nullptr);
    EXPECT_EQ(count.diagnostic("COUNT")->severity, SETTLED_WARNING);
    EXPECT_EQ(count.diagnostic("COUNT")->message, "the trailer (9) says 7 records, found 6");
}

TEST(Coda, FreeTextsOfTheBankAreSaidToBeThere) {
    const std::string free_text = row({{1, "4"}, {3, "0001"}, {33, "NIEUWE TARIEVEN"}});
    const SeenFile seen = parse_with(plugin, replaced(small, "9               ", free_text + "9               "));
    ASSERT_NE(seen.diagnostic("MESSAGE"), nullptr);
    EXPECT_EQ(seen.diagnostic("MESSAGE")->severity, SETTLED_INFO);
    EXPECT_EQ(seen.diagnostics.size(), 1U) << "the trailer does not count them";
}

TEST(Coda, AGapInTheSequenceIsAWarning) {
    const SeenFile seen = parse_with(plugin, replaced(small, "210002", "210003"));
    ASSERT_NE(seen.diagnostic("SEQUENCE"), nullptr);
    EXPECT_EQ(seen.diagnostic("SEQUENCE")->message, "movement 3 follows movement 1; are records missing?");
}

TEST(Coda, DuplicatesAndSeparateApplicationsAreSaid) {
    std::string copy = small;
    copy[16] = 'D';
    ASSERT_NE(parse_with(plugin, copy).diagnostic("DUPLICATE"), nullptr);
    EXPECT_EQ(parse_with(plugin, copy).diagnostic("DUPLICATE")->severity, SETTLED_INFO);
    std::string separate = small;
    separate.replace(83, 5, "00007");
    EXPECT_NE(parse_with(plugin, separate).diagnostic("SEPARATE_APPLICATION"), nullptr);
}

TEST(Coda, AReferenceThatDoesNotProveItselfIsWordsAndAWarning) {
    const SeenFile seen = parse_with(plugin, replaced(small, "0FACTUUR 2026-7 ", "1101002026081538"));
    ASSERT_NE(seen.diagnostic("CHECK_DIGITS"), nullptr);
    EXPECT_EQ(seen.diagnostic("CHECK_DIGITS")->line, 3);
    EXPECT_EQ(seen.statements[0].entries[0].structured_reference, "");
    EXPECT_EQ(seen.statements[0].entries[0].remittance, "002026081538");
}

TEST(Coda, ACutFileIsRefusedWithItsLastLine) {
    const SeenFile seen = parse_with(plugin, header() + old_balance() + transfer);
    ASSERT_TRUE(seen.error);
    EXPECT_EQ(seen.error->line, 5);
    EXPECT_THAT(seen.error->message, HasSubstr("no new balance (8); it was cut short"));
    for (std::size_t size = 0; size + 90 < small.size(); size += 3) {
        const SeenFile cut = parse_with(plugin, small.substr(0, size));
        EXPECT_TRUE(cut.error || !cut.diagnostics.empty()) << size;
    }
}

TEST(Coda, AStatementWithoutEndBeforeTheNextOneIsAnError) {
    const SeenFile seen = parse_with(plugin, header() + old_balance() + transfer + small);
    EXPECT_EQ(seen.statements.size(), 2U);
    ASSERT_NE(seen.diagnostic("NO_CLOSING"), nullptr);
    EXPECT_EQ(seen.diagnostic("NO_CLOSING")->severity, SETTLED_ERROR);
    const SeenFile no_trailer = parse_with(plugin, small.substr(0, small.find("9               ")));
    EXPECT_NE(no_trailer.diagnostic("NO_TRAILER"), nullptr);
}

TEST(Coda, ANewBalanceOfAnotherAccountIsAnErrorThatShowsNoAccount) {
    const SeenFile seen = parse_with(plugin, replaced(small, "8214BE68539007547034", "8214BE68539007547035"));
    ASSERT_NE(seen.diagnostic("ACCOUNT"), nullptr);
    EXPECT_EQ(seen.diagnostic("ACCOUNT")->severity, SETTLED_ERROR);
    EXPECT_EQ(seen.diagnostic("ACCOUNT")->message.find("5390075"), std::string::npos);
}

TEST(Coda, RefusalsNameLineColumnsFieldAndBothTexts) {
    EXPECT_EQ(refusal(old_balance()), "1: column 1 (record): found \"1\", expected 0 (header) before every other record");
    EXPECT_EQ(refusal(header() + transfer),
              "2: column 1 (record): found \"2\", expected 1 (old balance) before movements and new balance");
    EXPECT_EQ(refusal(header() + old_balance() + "7X\n"), "3: column 1 (record): found \"7\", expected 0, 1, 2, 3, 4, 8 or 9");
    EXPECT_EQ(refusal(replaced(small, "000000000048400031026", "0000000000484X0031026")),
              "3: columns 33-47 (amount): found \"0000000000484X0\", expected 15 digits");
    EXPECT_EQ(refusal(replaced(small, "000000000048400031026", "000000000048400321026")),
              "3: columns 48-53 (value date): found \"321026\", expected a day as DDMMYY, or zeros for none");
    EXPECT_EQ(refusal(replaced(small, "220001", "220007")),
              "4: columns 3-6 (sequence number): found \"0007\", expected the sequence number of the movement before, 1");
    EXPECT_EQ(refusal(replaced(small, "220001", "270001")),
              "4: columns 1-2 (record and article): found \"27\", expected 21, 22, 23, 31, 32 or 33");
    EXPECT_THAT(refusal(replaced(small, "2100020000", "2100020001")),
                HasSubstr("6: columns 3-6 (sequence number): found \"0002\", expected the total"));
    EXPECT_THAT(refusal(replaced(small, "30005", "30006")), HasSubstr("1: columns 15-16 (application code): found \"06\""));
    EXPECT_THAT(refusal(replaced(small, "CAFE SPRL", "CAFE SPRL                              " + std::string(60, 'x'))),
                HasSubstr("more than 128 columns"));
}

TEST(Coda, AnAmountInTheInformationThatCannotBeReadIsSaidAndLeftOut) {
    const SeenFile seen = parse_with(
        plugin, replaced(small, charge,
                         row({{1, "31"}, {3, "0001"}, {7, "0001"}, {40, "1006"}, {74, "EURxxxxxxxxxxxxxxx1013"}}) + charge));
    EXPECT_FALSE(seen.error);
    ASSERT_NE(seen.diagnostic("AMOUNT"), nullptr);
    EXPECT_EQ(seen.diagnostic("AMOUNT")->line, 6);
}

TEST(Coda, WhatIsNoStatementIsRefused) {
    EXPECT_THAT(refusal(""), HasSubstr("this is no CODA file"));
    EXPECT_THAT(refusal(header()), HasSubstr("this is no CODA file"));
    EXPECT_THAT(refusal(":20:STARTUMSE\n"), HasSubstr("1: column 1 (record): found \":\""));
}

TEST(Coda, SniffKnowsItsFamily) {
    using testing::sniff_with;
    EXPECT_GE(sniff_with(plugin, small), 90);
    EXPECT_GE(sniff_with(plugin, header("5")), 90) << "of the family, and then refused in words";
    EXPECT_GE(sniff_with(plugin, "\xEF\xBB\xBF" + small), 90);
    EXPECT_EQ(sniff_with(plugin, ""), 0);
    EXPECT_EQ(sniff_with(plugin, "0000000000000000"), 0);
    EXPECT_EQ(sniff_with(plugin, ":20:STARTUMSE\r\n:25:1\r\n"), 0);
    EXPECT_EQ(sniff_with(plugin, "0000;1;2026-10-01;5,00\n"), 0);
}

TEST(Coda, AMovementWithTooManyDetailsIsTakenAsAWhole) {
    std::string many = movement({"0001", "0000", "0", "000000000048400", "20550000", "0INNING"});
    const std::string detail = movement({"0001", "0001", "0", "000000000000010", "60550000"});
    for (int i = 0; i < 50'001; ++i) many += detail;
    const SeenFile seen = parse_with(plugin, with(many));
    ASSERT_NE(seen.diagnostic("DETAILS"), nullptr);
    EXPECT_TRUE(seen.statements[0].entries[0].details.empty());
    EXPECT_EQ(seen.statements[0].entries[0].amount, "48.40");
}

} // namespace
} // namespace settled::coda
