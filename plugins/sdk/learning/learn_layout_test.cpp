#include "heading_words.hpp"
#include "learn_layout.hpp"

#include <formats/headed_input.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace settled::learning {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

Proposal learnt(std::string_view file) {
    const formats::HeadedInput input(file);
    auto proposal = learn_layout(input.input());
    EXPECT_TRUE(proposal) << proposal.error().message;
    return proposal ? std::move(*proposal) : Proposal();
}

TEST(HeadingWords, KnowTheLanguagesOfBanks) {
    EXPECT_EQ(meaning_of("对方账号").field, "counterparty_account");
    EXPECT_EQ(meaning_of("贷方发生额（收入）").field, "money_in");
    EXPECT_EQ(meaning_of("Buchungstag").field, "booking_date");
    EXPECT_EQ(meaning_of("Betrag (€)").field, "amount");
    EXPECT_EQ(meaning_of("Verwendungszweck").field, "remittance");
    EXPECT_EQ(meaning_of("Running Balance").field, "balance");
    EXPECT_EQ(meaning_of("Rentedatum").field, "value_date");
    EXPECT_EQ(meaning_of("Wetter").match, Match::none);
}

TEST(LearnLayout, ReadsAChineseExportWithTwoColumnsOfMoney) {
    const Proposal proposal = learnt("某某银行\n账号：6222\n交易日期,收入金额,支出金额,余额,对方户名,摘要,用途\n"
                                     "2026-10-21,\"1,234.50\",,\"2,234.50\",甲公司,货款,INV-1\n合计,1234.50,0.00,,,,\n");
    EXPECT_THAT(proposal.toml, HasSubstr("money_in = \"收入金额\""));
    EXPECT_THAT(proposal.toml, HasSubstr("remittance = [\"摘要\", \"用途\"]"));
    EXPECT_THAT(proposal.toml, HasSubstr("account_after = \"账号\""));
    EXPECT_THAT(proposal.toml, HasSubstr("end_at = \"合计\""));
    EXPECT_THAT(proposal.toml, HasSubstr("patterns = \"YYYY-MM-DD\""));
    EXPECT_THAT(proposal.toml, HasSubstr("currency = \"CNY\""));
}

TEST(LearnLayout, ReadsAGermanExportWithDecimalCommas) {
    const Proposal proposal =
        learnt("Konto;DE89\n\nBuchungstag;Valuta;Auftraggeber/Empfänger;Verwendungszweck;Betrag;Währung;Saldo\n"
               "21.10.2026;21.10.2026;ACME;RE 1;-1.234,50;EUR;100,00\n");
    EXPECT_THAT(proposal.toml, HasSubstr("delimiter = \";\""));
    EXPECT_THAT(proposal.toml, HasSubstr("decimal = \",\""));
    EXPECT_THAT(proposal.toml, HasSubstr("patterns = \"D.M.YYYY\""));
    EXPECT_THAT(proposal.toml, HasSubstr("currency = \"Währung\""));
}

TEST(LearnLayout, SaysThatTheOrderOfDayAndMonthCannotBeTold) {
    const Proposal proposal = learnt("Date,Description,Amount,Balance\n01/02/2026,ACME,5.00,10.00\n");
    EXPECT_THAT(proposal.uncertain, Contains(HasSubstr("D/M/YYYY or M/D/YYYY")));
    const Proposal told = learnt("Date,Description,Amount,Balance\n01/02/2026,ACME,5.00,10.00\n01/22/2026,ACME,-5.00,5.00\n");
    EXPECT_THAT(told.toml, HasSubstr("patterns = \"M/D/YYYY\""));
    EXPECT_THAT(told.uncertain, ::testing::Not(Contains(HasSubstr("D/M/YYYY or"))));
}

TEST(LearnLayout, ReadsADirectionBesideAMagnitude) {
    const Proposal proposal =
        learnt("Datum;Naam tegenpartij;Af Bij;Bedrag (EUR);Mededelingen\n20261021;ACME;Bij;12,50;INV-1\n20261022;X;Af;1,00;-\n");
    EXPECT_THAT(proposal.toml, HasSubstr("[direction]\nin = \"Bij\"\nout = \"Af\""));
    EXPECT_THAT(proposal.toml, HasSubstr("magnitude = true"));
    EXPECT_THAT(proposal.toml, HasSubstr("currency = \"EUR\""));
}

TEST(LearnLayout, NamesColumnsItDoesNotKnow) {
    EXPECT_THAT(learnt("Date,Description,Amount,Weather\n2026-10-21,ACME,5.00,rain\n").uncertain,
                Contains(HasSubstr("\"Weather\" is not read")));
}

TEST(LearnLayout, TakesTheAccountFromALabelAndNotFromAWordThatBeginsSo) {
    const Proposal proposal =
        learnt("Kontoauszug;\nIBAN;DE89\nBuchung;Umsatz;Verwendungszweck\n21.10.2026;1,00;x\nHinweis: ohne Gewähr;;\n");
    EXPECT_THAT(proposal.toml, HasSubstr("account_after = \"IBAN\""));
    EXPECT_THAT(proposal.toml, HasSubstr("end_at = \"Hinweis\""));
}

TEST(LearnLayout, TakesTheValueDateWhereThereIsNoOther) {
    EXPECT_THAT(learnt("Date de valeur;Description;Débit;Crédit;Solde\n31.03.2026;x;10.00;;90.00\n").toml,
                HasSubstr("booking_date = \"Date de valeur\""));
}

TEST(LearnLayout, RefusesAFileWithoutHeadings) {
    const formats::HeadedInput input(std::string_view("one,two\n1,2\n"));
    const auto refused = learn_layout(input.input());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, SETTLED_BAD_DATA);
}

} // namespace
} // namespace settled::learning
