#include "information.hpp"

#include <gtest/gtest.h>

namespace settled::mt940 {
namespace {

Information read(std::string_view field) {
    Information information;
    read_information(field, information);
    return information;
}

TEST(Mt940Information, GermanSubFieldsBecomeFields) {
    const Information found = read("166?00GUTSCHRIFT?109075?20EREF+E2E-77?21KREF+K-1?22MREF+M-5?23CRED+DE98ZZZ09999999999\n"
                                   "?24SVWZ+RE 2026-0815?25ABWA+Muster Holding?30COBADEFFXXX?31DE893704004405320130\n"
                                   "00?32MUELLER MASCHINENBAU GMBH U?33ND CO. KG?34000");
    EXPECT_EQ(found.business_code, "166");
    EXPECT_EQ(found.booking_text, "GUTSCHRIFT");
    EXPECT_EQ(found.end_to_end_id, "E2E-77");
    EXPECT_EQ(found.customer_reference, "K-1");
    EXPECT_EQ(found.mandate_id, "M-5");
    EXPECT_EQ(found.ultimate_party, "Muster Holding");
    EXPECT_EQ(found.counterparty_bank, "COBADEFFXXX");
    EXPECT_EQ(found.counterparty_account, "DE89370400440532013000") << "wrapped in its middle";
    EXPECT_EQ(found.counterparty_name, "MUELLER MASCHINENBAU GMBH UND CO. KG") << "27 characters, then the rest";
    EXPECT_EQ(found.remittance, "EREF+E2E-77 KREF+K-1 MREF+M-5 CRED+DE98ZZZ09999999999 SVWZ+RE 2026-0815 ABWA+Muster Holding");
    EXPECT_EQ(found.return_reason, "") << "?34 extends the text key; this is no return";
}

TEST(Mt940Information, AFullPieceGoesOnAndAShortOneEnds) {
    EXPECT_EQ(read("051?00X?20Rechnung 4711?21Rechnung 4712").remittance, "Rechnung 4711 Rechnung 4712");
    EXPECT_EQ(read("051?00X?20SVWZ+Verwendungszweck RE-20?2126-0815").remittance, "SVWZ+Verwendungszweck RE-2026-0815");
    EXPECT_EQ(read("051?00X?20Überweisung für Rechnung 20?2126").remittance, "Überweisung für Rechnung 2026")
        << "characters, not bytes";
}

TEST(Mt940Information, ASubFieldMarkMayBeWrapped) { EXPECT_EQ(read("166?00X?20A?2\n1B?\n22C").remittance, "A B C"); }

TEST(Mt940Information, AQuestionMarkWithoutANumberIsText) {
    EXPECT_EQ(read("166?00X?20Bezahlt? Ja?2A 5").remittance, "Bezahlt? Ja?2A 5");
}

TEST(Mt940Information, OtherMarksOfOtherCountries) {
    EXPECT_EQ(read("020>00WPLATA>20FAKTURA 12/2026>32JAN NOWAK").counterparty_name, "JAN NOWAK");
    EXPECT_EQ(read(">20Usługi księgowe>31491050195310000\n0477656534>32BOOKING").counterparty_account,
              "4910501953100000477656534");
    EXPECT_EQ(read("020<00PRZELEW<20FV 7").remittance, "FV 7");
    EXPECT_EQ(read("000^00PRZELEW^20FV 7^38PL61109010140000071219812874").counterparty_account, "PL61109010140000071219812874");
}

TEST(Mt940Information, AReturnNamesItsReason) {
    const Information found = read("109?00RETOURE?20EREF+R-1?21OAMT+11,85 COAM+0,50?22SVWZ+Konto erloschen?34902");
    EXPECT_EQ(found.return_reason, "902");
    EXPECT_EQ(found.original_amount, "11,85");
    EXPECT_EQ(found.charge, "0,50");
}

TEST(Mt940Information, DutchSlashCodesMayBeWrappedAnywhere) {
    const Information found =
        read("/TRTP/SEPA OVERBOEKING/IBAN/NL91ABNA0417164300/BIC/ABNANL2A/NA\nME/Bakker B.V./REMI/factuur 2026/00"
             "12 en 2026/0013/ER\nEF/E-9");
    EXPECT_EQ(found.counterparty_account, "NL91ABNA0417164300");
    EXPECT_EQ(found.counterparty_bank, "ABNANL2A");
    EXPECT_EQ(found.counterparty_name, "Bakker B.V.");
    EXPECT_EQ(found.remittance, "factuur 2026/0012 en 2026/0013");
    EXPECT_EQ(found.end_to_end_id, "E-9");
}

TEST(Mt940Information, AndOrIsNoCode) {
    EXPECT_EQ(read("/ORDP//NAME/Hr A Huibers en/of\n Mw S Huibers/REMI/x").counterparty_name, "Hr A Huibers en/of Mw S Huibers");
}

TEST(Mt940Information, CounterpartyCodeWithAllItsParts) {
    const Information found =
        read("/EREF/1//MARF/M-2//CNTP/NL86INGB0002445588/INGBNL2A/Jansen BV/AMSTERDAM//REMI/USTD//INV 5//PURP/OTHR/");
    EXPECT_EQ(found.counterparty_account, "NL86INGB0002445588");
    EXPECT_EQ(found.counterparty_bank, "INGBNL2A");
    EXPECT_EQ(found.counterparty_name, "Jansen BV");
    EXPECT_EQ(found.mandate_id, "M-2");
    EXPECT_EQ(found.remittance, "INV 5");
}

TEST(Mt940Information, StructuredRemittance) {
    EXPECT_EQ(read("/REMI/STRD/CUR/1234567899874563/").structured_reference, "1234567899874563");
    EXPECT_EQ(
        read("/BENM//NAME/X/REMI//CDTRREFTP//CD/SCOR/ISSR/CUR/CDTRREF/1234567899874563/ISDT/2026-01-01").structured_reference,
        "1234567899874563");
}

TEST(Mt940Information, UltimatePartiesAreNotTheCounterparty) {
    const Information found = read("/ORDP//NAME/Payer BV/ULTD//NAME/Real Debtor BV/REMI/x");
    EXPECT_EQ(found.counterparty_name, "Payer BV");
    EXPECT_EQ(found.ultimate_party, "Real Debtor BV");
}

TEST(Mt940Information, AccountAndNameOnLinesOfTheParty) {
    const Information found = read("/BENM/300000003998473\n/TELEKOM AD - SKOPJE\n/5,6//026415102020\n/uslugi");
    EXPECT_EQ(found.counterparty_account, "300000003998473");
    EXPECT_EQ(found.counterparty_name, "TELEKOM AD - SKOPJE");
    EXPECT_EQ(found.remittance, "5,6//026415102020/uslugi");
}

TEST(Mt940Information, FreeTextIsKeptWhole) {
    EXPECT_EQ(read(" RC AFREKENING\nBETREFT REKENING 4715589").remittance, "RC AFREKENING BETREFT REKENING 4715589");
    EXPECT_EQ(read(std::string(65, 'x') + "\nyy").remittance, std::string(65, 'x') + "yy") << "a full line goes on";
    EXPECT_EQ(read("999PN5477SCHECK-NR. 16703074").remittance, "PN5477SCHECK-NR. 16703074");
    EXPECT_EQ(read("").remittance, "");
}

TEST(Mt940Information, LabelsOfKnabAndBre) {
    const Information knab = read("OMSCHRIJVING\nREK: NL76INGB0444444444/NAAM: JAN JANSSEN");
    EXPECT_EQ(knab.counterparty_account, "NL76INGB0444444444");
    EXPECT_EQ(knab.counterparty_name, "JAN JANSSEN");
    EXPECT_EQ(read("911 X; Z RACH.: 5611401081\n0000267002001001; OD: JAN").counterparty_account, "56114010810000267002001001");
}

TEST(Mt940Information, SeveralFieldsOfOneBookingAddUp) {
    Information information;
    read_information("first", information);
    read_information("second", information);
    EXPECT_EQ(information.remittance, "first second");
}

TEST(Mt940Information, NotesOfHouseDialects) {
    Information information;
    read_notes("01Rechnung 4711\n02Rechnung 4712\n15Empfaenger KG\n17Gutschrift\n3310918001\n340000004279070017", information);
    EXPECT_EQ(information.remittance, "Rechnung 4711 Rechnung 4712");
    EXPECT_EQ(information.counterparty_name, "Empfaenger KG");
    EXPECT_EQ(information.booking_text, "Gutschrift");
    EXPECT_EQ(information.counterparty_bank, "10918001");
    EXPECT_EQ(information.counterparty_account, "0000004279070017");
}

TEST(Mt940Information, SupplementaryDetails) {
    Information amounts;
    read_supplementary("/OCMT/CAD47,11/CHGS/EUR0,50/", amounts);
    EXPECT_EQ(amounts.original_amount, "CAD47,11");
    EXPECT_EQ(amounts.charge, "EUR0,50");
    Information account;
    read_supplementary("NL86INGB0002445588", account);
    EXPECT_EQ(account.counterparty_account, "NL86INGB0002445588");
    Information words;
    read_supplementary("Card Transaction", words);
    EXPECT_EQ(words.remittance, "Card Transaction");
    words.remittance = "of :86:";
    read_supplementary("Card Transaction", words);
    EXPECT_EQ(words.remittance, "of :86:");
}

} // namespace
} // namespace settled::mt940
