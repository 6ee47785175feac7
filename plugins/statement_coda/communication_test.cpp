#include "communication.hpp"
#include "transaction.hpp"

#include <gtest/gtest.h>

namespace settled::coda {
namespace {

std::string padded(std::string text, std::size_t width) {
    text.resize(width, ' ');
    return text;
}

TEST(CodaCommunication, FreeWordsKeepAReferenceThatProvesItself) {
    const Communication read = read_communication(false, "FACTUUR  7   +++090/9337/55493+++  ");
    EXPECT_EQ(read.remittance, "FACTUUR 7 +++090/9337/55493+++");
    EXPECT_EQ(read.structured_reference, "090933755493");
}

TEST(CodaCommunication, StructuredReferences) {
    const Communication belgian = read_communication(true, "101090933755493 THANKS");
    EXPECT_EQ(belgian.structured_reference, "090933755493");
    EXPECT_EQ(belgian.remittance, "+++090/9337/55493+++ THANKS");
    EXPECT_EQ(belgian.complaint, "");
    EXPECT_EQ(read_communication(true, "102000000009797").structured_reference, "000000009797");
    const Communication wrong = read_communication(true, "101090933755494");
    EXPECT_EQ(wrong.structured_reference, "");
    EXPECT_EQ(wrong.remittance, "090933755494");
    EXPECT_NE(wrong.complaint.find("does not prove itself"), std::string::npos);
    const Communication zeros = read_communication(true, "101000000000000");
    EXPECT_EQ(zeros.remittance, "");
    EXPECT_EQ(zeros.complaint, "") << "zeros are none";
    EXPECT_EQ(read_communication(true, "100RF18539007547034").structured_reference, "RF18539007547034");
}

TEST(CodaCommunication, OriginalAmountOfAForeignTransfer) {
    const Communication read =
        read_communication(true, "105000000000920000000000001000000000092000000USD090933755493US000000000920000");
    ASSERT_TRUE(read.original);
    EXPECT_EQ(read.original->amount, (formats::DecimalAmount{100000, 0}));
    EXPECT_EQ(read.original->currency.code(), "USD");
    EXPECT_EQ(read.original->rate, "0.92");
    EXPECT_EQ(read.structured_reference, "090933755493");
    EXPECT_FALSE(read_communication(true, "105000000000920000").original) << "cut short";
}

TEST(CodaCommunication, DirectDebits) {
    const std::string paid =
        "127300926110" + padded("BE69ZZZ050D000000008", 35) + padded("MANDATE-42", 35) + padded("INVOICE 7", 62);
    const Communication collected = read_communication(true, paid + "0");
    EXPECT_EQ(collected.mandate_id, "MANDATE-42");
    EXPECT_EQ(collected.remittance, "INVOICE 7");
    EXPECT_FALSE(collected.reversal);
    const Communication returned = read_communication(true, paid + "2MS03");
    EXPECT_TRUE(returned.reversal);
    EXPECT_EQ(returned.return_reason, "MS03");
    std::string refused = paid;
    refused[11] = '3';
    EXPECT_TRUE(read_communication(true, refused).reversal);
    const Communication old = read_communication(true, "107123456789012300926" + padded("INVOICE 7", 30) + "D12345678901");
    EXPECT_EQ(old.mandate_id, "123456789012");
    EXPECT_EQ(old.remittance, "INVOICE 7");
    EXPECT_TRUE(old.reversal);
    EXPECT_EQ(old.return_reason, "D");
}

TEST(CodaCommunication, CardsGiveTheirPlaceAndNeverTheirNumber) {
    const std::string card = "113" + std::string("5299123412341234") + "2004711000815300926" + "12305" +
                             padded("STATION ARLON", 16) + padded("ARLON", 10) + "000000000011000" + "000108500000" + "USD";
    const Communication read = read_communication(true, card);
    EXPECT_EQ(read.remittance, "STATION ARLON ARLON");
    ASSERT_TRUE(read.original);
    EXPECT_EQ(read.original->amount, (formats::DecimalAmount{1100, 0}));
    EXPECT_EQ(read.original->rate, "1.085");
    EXPECT_EQ(read_communication(true, "124" + padded("5299123412341234", 20) + "1INVOICE-0815").remittance, "INVOICE-0815");
    EXPECT_EQ(read_communication(true, "1141004711008000815300926" + std::string("12305") + padded("CAFE", 16) +
                                           padded("GENT", 10) + "REF-9")
                  .remittance,
              "CAFE GENT REF-9");
}

TEST(CodaCommunication, FiguresOfTheBankAreNoWords) {
    EXPECT_EQ(read_communication(true, "106000000000003150000000000015000").remittance, "");
    EXPECT_EQ(read_communication(true, "108000000000012100").remittance, "");
    EXPECT_EQ(read_communication(true, "999WORDS OF A LATER VERSION").remittance, "WORDS OF A LATER VERSION");
    EXPECT_EQ(read_communication(true, "").remittance, "");
    EXPECT_EQ(read_communication(true, "10").remittance, "");
}

TEST(CodaTransaction, FamilyAndOperationSayWhatItIs) {
    EXPECT_EQ(Transaction("00150000").code(false), "PMNT-RCDT-ESCT/00150000");
    EXPECT_EQ(Transaction("00101000").code(true), "PMNT-ICDT-ESCT/00101000");
    EXPECT_EQ(Transaction("00237000").code(true), "ACMT-MDOP-CHRG/00237000") << "37 are costs in every family";
    EXPECT_EQ(Transaction("03501000").code(true), "ACMT-MDOP-INTR/03501000");
    EXPECT_EQ(Transaction("00450000").code(false), "PMNT-MCRD-POSP/00450000");
    EXPECT_EQ(Transaction("00166000").code(false), "CAMT-CAPL-OTHR/00166000");
    EXPECT_EQ(Transaction("03099000").code(true), "03099000") << "various: the bank's own";
    EXPECT_EQ(Transaction("84150013").code(true), "ACMT-MDOP-CHRG/84150013");
    EXPECT_EQ(Transaction("84150100").code(false), "PMNT-RCDT-XBCT/84150100");
}

TEST(CodaTransaction, WhatTakesBackAnEarlierBooking) {
    EXPECT_TRUE(Transaction("00503000").is_reversal()) << "unpaid direct debit";
    EXPECT_TRUE(Transaction("00149000").is_reversal()) << "cancelled or corrected";
    EXPECT_FALSE(Transaction("00150000").is_reversal());
}

TEST(CodaTransaction, ChargesByTheirCategory) {
    for (const std::string_view category : {"013", "011", "200", "425"})
        EXPECT_TRUE(Transaction::is_charge(category)) << category;
    for (const std::string_view category : {"000", "001", "055", "100", "428", "900", ""})
        EXPECT_FALSE(Transaction::is_charge(category)) << category;
}

} // namespace
} // namespace settled::coda
