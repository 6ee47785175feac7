#include "operations.hpp"

#include <settled/testing_statement.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

extern "C" const settled_plugin SETTLED_PLUGIN_SYMBOL;

namespace settled::cfonb120 {
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

std::string padded(std::string text, std::size_t width) {
    text.resize(width, ' ');
    return text;
}

// A record 05 behind the transfer of `small`.
std::string complement(std::string_view qualifier, std::string_view text) {
    return padded("0530004000000812EUR2 0001012345618011026     " + std::string(qualifier) + std::string(text), 120) + "\r\n";
}

// -100.00 EUR, a transfer of 484.00 in, a charge of 18.15 out: 365.85 EUR.
const std::string opening = padded("0130004    00812EUR2 00010123456  300926", 90) + padded("0000000001000}", 30) + "\r\n";
const std::string transfer = "0430004000000812EUR2 0001012345618011026  031026VIR SEPA DUPONT                  "
                             "000471100" +
                             padded("0000000004840{VIR26274", 30) + "\r\n";
const std::string charge = "0430004000000812EUR2 0001012345662311026  311026COMMISSION                       "
                           "000000010" +
                           padded("0000000000181N", 30) + "\r\n";
const std::string closing = padded("0730004    00812EUR2 00010123456  311026", 90) + padded("0000000003658E", 30) + "\r\n";
const std::string small =
    opening + transfer + complement("NPY", "DUPONT SARL") + complement("LCC", "FACTURE 2026-7") + charge + closing;

std::string with_complements(const std::string& complements) { return opening + transfer + complements + charge + closing; }

SeenEntry first_entry(const std::string& bytes) {
    const SeenFile seen = parse_with(plugin, bytes);
    EXPECT_FALSE(seen.error) << seen.error->message;
    return seen.statements.at(0).entries.at(0);
}

void expect_small(const SeenFile& seen) {
    ASSERT_FALSE(seen.error) << seen.error->message;
    EXPECT_TRUE(seen.diagnostics.empty()) << seen.diagnostics[0].message;
    ASSERT_EQ(seen.statements.size(), 1U);
    EXPECT_EQ(seen.statements[0].account, "300040081200010123456");
    EXPECT_EQ(seen.statements[0].currency, "EUR");
    EXPECT_EQ(seen.statements[0].opening, (SeenBalance{"2026-09-30", "-100.00"}));
    EXPECT_EQ(seen.statements[0].closing, (SeenBalance{"2026-10-31", "365.85"}));
    ASSERT_EQ(seen.statements[0].entries.size(), 2U);
    EXPECT_EQ(seen.statements[0].entries[0].amount, "484.00");
    EXPECT_EQ(seen.statements[0].entries[0].counterparty_name, "DUPONT SARL");
    EXPECT_EQ(seen.statements[0].entries[0].remittance, "VIR SEPA DUPONT FACTURE 2026-7");
    EXPECT_EQ(seen.statements[0].entries[1].amount, "-18.15");
}

std::string refusal(std::string_view bytes) {
    const SeenFile seen = parse_with(plugin, bytes);
    if (!seen.error) return "read";
    EXPECT_EQ(seen.error->code, SETTLED_BAD_DATA);
    return std::to_string(seen.error->line) + ": " + seen.error->message;
}

TEST(Cfonb120, AStatementWithEveryField) {
    const SeenFile seen = parse_with(plugin, small);
    expect_small(seen);
    const SeenEntry& entry = seen.statements[0].entries[0];
    EXPECT_EQ(entry.line, 2);
    EXPECT_EQ(entry.booking_date, "2026-10-01");
    EXPECT_EQ(entry.value_date, "2026-10-03");
    EXPECT_EQ(entry.bank_reference, "0004711");
    EXPECT_EQ(entry.customer_reference, "VIR26274");
    EXPECT_EQ(entry.transaction_code, "PMNT-RCDT-OTHR/18");
    EXPECT_EQ(seen.statements[0].entries[1].transaction_code, "ACMT-MDOP-CHRG/62");
    EXPECT_EQ(seen.statements[0].entries[1].bank_reference, "") << "zeros are no number";
}

TEST(Cfonb120, TheSameInEveryPackaging) {
    expect_small(parse_with(plugin, replaced(small, "\r\n", "\n")));
    expect_small(parse_with(plugin, replaced(small, "\r\n", "\r\n\r\n")));
    expect_small(parse_with(plugin, replaced(small, "\r\n", ""))); // records without any line end
    expect_small(parse_with(plugin, "\xEF\xBB\xBF" + small + "\x1A"));
    for (std::size_t read_bytes = 1; read_bytes < 150; read_bytes += 11)
        expect_small(parse_with(plugin, MemoryFile{.left = small, .read_bytes = read_bytes}));
}

TEST(Cfonb120, TheLastCharacterOfAnAmountIsADigitWithASign) {
    // Opening, one movement and closing differ only in their last characters.
    struct Case {
        std::string_view last, amount;
    };
    for (const auto& [last, amount] :
         {Case{"{", "484.00"}, Case{"A", "484.01"}, Case{"I", "484.09"}, Case{"}", "-484.00"}, Case{"J", "-484.01"},
          Case{"R", "-484.09"}, Case{"3", "484.03"}, Case{"é", "484.00"}, Case{"è", "-484.00"}, Case{"\xE8", "-484.00"}})
        EXPECT_EQ(first_entry(replaced(small, "0000000004840{VIR", "0000000004840" + std::string(last) + "VIR")).amount, amount)
            << last;
    EXPECT_THAT(refusal(replaced(small, "0000000004840{VIR", "0000000004840SVIR")), HasSubstr("2: columns 91-104 (amount)"));
}

TEST(Cfonb120, DecimalsAreCountedInTheirColumn) {
    EXPECT_EQ(first_entry(opening + replaced(transfer, "EUR2", "EUR3") + closing).amount, "48.40");
    EXPECT_EQ(first_entry(replaced(small, "EUR2 ", "EUR  ")).amount, "484.00") << "blank: the currency's own";
    EXPECT_EQ(first_entry(replaced(small, "EUR2 ", "JPY0 ")).amount, "48400");
    const SeenFile fine = parse_with(plugin, replaced(small, "EUR2 ", "EUR3 "));
    EXPECT_EQ(fine.statements[0].entries[1].amount, "-1.815");
    EXPECT_NE(fine.diagnostic("FINER_AMOUNT"), nullptr);
}

TEST(Cfonb120, ALongTextIsOneTextOverTwoComplements) {
    const std::string words = "REGLEMENT DE VOS FACTURES FA-2026-0815 ET FA-2026-0816 AVOIR AV-2026-0";
    ASSERT_EQ(words.size(), 70U);
    EXPECT_EQ(first_entry(with_complements(complement("LCC", words) + complement("LC2", "07 MERCI"))).remittance,
              "VIR SEPA DUPONT " + words + "07 MERCI");
    EXPECT_EQ(first_entry(with_complements(complement("LIB", "A") + complement("LC2", "B") + complement("XYZ", "C"))).remittance,
              "VIR SEPA DUPONT A B C")
        << "a bank's own qualifier is words too";
}

TEST(Cfonb120, ComplementsByTheirQualifier) {
    const SeenEntry entry = first_entry(with_complements(
        complement("NPO", "GROUPE DUPONT") + complement("RCN", padded("DUP-991", 35) + "SUPP") + complement("REF", "PAR0098") +
        complement("RUM", "MANDAT-42") + complement("LCS", "RF18539007547034") + complement("NPY", "DUPONT")));
    EXPECT_EQ(entry.ultimate_party, "GROUPE DUPONT");
    EXPECT_EQ(entry.end_to_end_id, "DUP-991");
    EXPECT_EQ(entry.bank_reference, "PAR0098");
    EXPECT_EQ(entry.mandate_id, "MANDAT-42");
    EXPECT_EQ(entry.structured_reference, "RF18539007547034");
    EXPECT_EQ(first_entry(with_complements(complement("RCN", "NOTPROVIDED"))).end_to_end_id, "");
}

TEST(Cfonb120, TheOtherPartyIsTheBeneficiaryOfWhatWePaid) {
    const std::string parties =
        complement("NPY", "WE") + complement("NBE", "THEY") + complement("CBE", "FR7630004008120001098765489");
    const std::string paid = replaced(with_complements(parties), "4840{VIR", "4840}VIR");
    EXPECT_EQ(first_entry(paid).counterparty_name, "THEY");
    EXPECT_EQ(first_entry(paid).counterparty_account, "FR7630004008120001098765489");
    EXPECT_EQ(first_entry(with_complements(parties)).counterparty_name, "WE");
    EXPECT_EQ(first_entry(with_complements(parties)).counterparty_account, "");
    const std::string only_payer = replaced(with_complements(complement("NPY", "SFR")), "4840{VIR", "4840}VIR");
    EXPECT_EQ(first_entry(only_payer).counterparty_name, "SFR") << "some banks write NPY whatever the direction";
}

TEST(Cfonb120, OriginalAmountRateAndCharge) {
    const SeenEntry entry = first_entry(
        with_complements(complement("MMO", "USD200000000100000500000091900") + complement("FEE", "EUR200000000000650")));
    EXPECT_EQ(entry.original_amount, "1000.00");
    EXPECT_EQ(entry.original_currency, "USD");
    EXPECT_EQ(entry.original_rate, "0.919");
    ASSERT_EQ(entry.charges.size(), 1U);
    EXPECT_EQ(entry.charges[0].amount, "6.50");
    EXPECT_EQ(entry.charges[0].currency, "EUR");
    EXPECT_EQ(entry.charges[0].included, std::nullopt);
    EXPECT_EQ(
        first_entry(replaced(with_complements(complement("MMO", "USD200000000100000")), "4840{VIR", "4840}VIR")).original_amount,
        "-1000.00")
        << "it goes the movement's way";
}

TEST(Cfonb120, AnAmountInAComplementThatCannotBeReadIsSaidAndLeftOut) {
    const SeenFile seen = parse_with(plugin, with_complements(complement("MMO", "DOLLARS 100")));
    EXPECT_FALSE(seen.error);
    ASSERT_NE(seen.diagnostic("AMOUNT"), nullptr);
    EXPECT_EQ(seen.diagnostic("AMOUNT")->line, 3);
    EXPECT_EQ(seen.statements[0].entries[0].original_amount, "");
}

TEST(Cfonb120, RejectsAndReturnsTakeBackAnEarlierBooking) {
    const SeenEntry rejected = first_entry(replaced(small, "18011026  031026", "B301102620031026"));
    EXPECT_TRUE(rejected.reversal);
    EXPECT_EQ(rejected.return_reason, "20");
    EXPECT_EQ(rejected.transaction_code, "PMNT-IDDT-UPDD/B3");
    const SeenEntry returned = first_entry(with_complements(complement("RET", "MS03 PROVISION INSUFFISANTE")));
    EXPECT_TRUE(returned.reversal);
    EXPECT_EQ(returned.return_reason, "MS03");
    EXPECT_FALSE(first_entry(small).reversal);
    EXPECT_TRUE(is_reversal("99"));
    EXPECT_FALSE(is_reversal("B1"));
}

TEST(Cfonb120, OperationsBecomeBankTransactionCodes) {
    EXPECT_EQ(transaction_code("05", false), "PMNT-RCDT-ESCT/05");
    EXPECT_EQ(transaction_code("61", true), "ACMT-MDOP-INTR/61");
    EXPECT_EQ(transaction_code("99", true), "99");
    EXPECT_EQ(transaction_code("ZZ", true), "ZZ") << "a bank's own code stays";
    EXPECT_EQ(transaction_code("", true), "");
}

TEST(Cfonb120, SeveralAccountsInOneFile) {
    const SeenFile seen = parse_with(plugin, small + replaced(small, "00010123456", "00010123457"));
    EXPECT_TRUE(seen.diagnostics.empty());
    ASSERT_EQ(seen.statements.size(), 2U);
    EXPECT_EQ(seen.statements[1].account, "300040081200010123457");
}

TEST(Cfonb120, AStatementWithoutCurrencyIsInEuroAndSaidSo) {
    const SeenFile seen = parse_with(plugin, replaced(small, "EUR2 ", "   2 "));
    ASSERT_NE(seen.diagnostic("NO_CURRENCY"), nullptr);
    EXPECT_EQ(seen.statements[0].currency, "EUR");
}

TEST(Cfonb120, ABalanceThatDoesNotAddUpIsAnErrorWithTheEntriesShown) {
    const SeenFile seen = parse_with(plugin, replaced(small, "0000000003658E", "0000000003658D"));
    EXPECT_FALSE(seen.error);
    ASSERT_NE(seen.diagnostic("BALANCE"), nullptr);
    EXPECT_EQ(seen.diagnostic("BALANCE")->line, 6);
    EXPECT_THAT(seen.diagnostic("BALANCE")->message, HasSubstr("465.85 EUR but closing - opening is 465.84 EUR"));
    EXPECT_EQ(seen.statements[0].entries.size(), 2U);
}

TEST(Cfonb120, ACutFileIsRefusedWithItsLastLine) {
    const SeenFile seen = parse_with(plugin, opening + transfer + charge);
    ASSERT_TRUE(seen.error);
    EXPECT_EQ(seen.error->line, 3);
    EXPECT_THAT(seen.error->message, HasSubstr("no new balance (07); it was cut short"));
    for (std::size_t size = 0; size + 30 < small.size(); ++size) {
        const SeenFile cut = parse_with(plugin, small.substr(0, size));
        EXPECT_TRUE(cut.error || !cut.diagnostics.empty()) << size;
    }
}

TEST(Cfonb120, AStatementWithoutEndBeforeTheNextOneIsAnError) {
    const SeenFile seen = parse_with(plugin, opening + transfer + small);
    EXPECT_EQ(seen.statements.size(), 2U);
    ASSERT_NE(seen.diagnostic("NO_CLOSING"), nullptr);
    EXPECT_EQ(seen.diagnostic("NO_CLOSING")->severity, SETTLED_ERROR);
}

TEST(Cfonb120, RefusalsNameLineColumnsFieldAndBothTexts) {
    EXPECT_EQ(refusal(transfer),
              "1: columns 1-2 (record): found \"04\", expected 01 (old balance) before any movement or new balance");
    EXPECT_EQ(refusal(opening + complement("LIB", "X")),
              "2: columns 1-2 (record): found \"05\", expected 04 (movement) before its complements (05)");
    EXPECT_EQ(refusal(opening + "99X\n"), "2: columns 1-2 (record): found \"99\", expected 01, 04, 05 or 07");
    EXPECT_EQ(refusal(replaced(small, "18011026", "18  CART")),
              "2: columns 35-40 (date): found \"  CART\", expected a day as DDMMYY, or zeros for none");
    EXPECT_EQ(refusal(replaced(small, "EUR2 0001012345662", "USD2 0001012345662")),
              "5: columns 17-19 (currency): found \"USD\", expected the currency of the old balance (01), EUR");
    const std::string mixed = refusal(replaced(small, "0001012345662", "0001012345762"));
    EXPECT_THAT(mixed, HasSubstr("5: columns 12-32 (account): another account than that of the old balance"));
    EXPECT_EQ(mixed.find("123457"), std::string::npos) << "no account number in a message";
    EXPECT_THAT(refusal(replaced(small, "EUR2 0001012345618", "EURX 0001012345618")),
                HasSubstr("column 20 (number of decimals): found \"X\""));
    EXPECT_THAT(refusal(replaced(small, "FACTURE 2026-7", "FACTURE 2026-7" + std::string(70, '.'))),
                HasSubstr("more than 120 columns"));
}

TEST(Cfonb120, WhatIsNoStatementIsRefused) {
    EXPECT_THAT(refusal(""), HasSubstr("this is no CFONB 120 file"));
    EXPECT_THAT(refusal(":20:STARTUMSE\n"), HasSubstr("1: columns 1-2 (record): found \":2\""));
    EXPECT_THAT(refusal(std::string(240, '0')), HasSubstr("1: columns 1-2 (record): found \"00\""));
}

TEST(Cfonb120, SniffKnowsItsFamily) {
    using testing::sniff_with;
    EXPECT_GE(sniff_with(plugin, small), 90);
    EXPECT_GE(sniff_with(plugin, "\r\n" + small), 90);
    EXPECT_GE(sniff_with(plugin, replaced(small, "}", "\xE8")), 90) << "undecoded";
    EXPECT_GE(sniff_with(plugin, transfer), 50);
    EXPECT_EQ(sniff_with(plugin, ""), 0);
    EXPECT_EQ(sniff_with(plugin, padded("01 Depot d'une facture", 130)), 0);
    EXPECT_EQ(sniff_with(plugin, "0000001102672505        00265207  X"), 0);
    EXPECT_EQ(sniff_with(plugin, ":20:STARTUMSE\r\n:25:1\r\n"), 0);
}

} // namespace
} // namespace settled::cfonb120
