#include "matching/as_written.hpp"

#include <gtest/gtest.h>

namespace settled::matching {
namespace {

TEST(AsWritten, ANumberIsShownAsTheBanksTextHasItWithoutBlanks) {
    EXPECT_EQ(as_written("付发票HY26099998", "hy26099998"), "HY26099998");
    EXPECT_EQ(as_written("INV-2026 0007 and more", "inv20260007"), "INV-20260007");
    EXPECT_EQ(as_written("Rechnung\r\nRE O7-12", "re0712"), "REO7-12") << "the letter o is read as zero and shown as it stands";
}

TEST(AsWritten, APartOfALongerNumberIsNotTheNumber) {
    EXPECT_EQ(as_written("A1HY77 HY77", "hy77"), "HY77");
    EXPECT_EQ(as_written("1HY771", "hy77"), "HY77") << "nowhere whole: the signs in capitals";
    EXPECT_EQ(as_written("", "hy77"), "HY77");
    EXPECT_EQ(as_written("any", ""), "");
}

TEST(AsWritten, ANumberInFullWidthIsShownInPlainCapitals) { EXPECT_EQ(as_written("发票ＨＹ７７", "hy77"), "HY77"); }

TEST(AsWritten, ANumberOfTheLedgerIsShownAsItsColumnHasIt) {
    ledger::Book book;
    ledger::ItemRow& item = book.items.emplace_back();
    item.contract_number = book.text.add("HT-2026-0041");
    item.tax_invoice_numbers = book.text.add("24117000000012345678; FP-7a");
    EXPECT_EQ(as_written(book, 0, EvidenceKind::contract_in_text, "ht20260041"), "HT-2026-0041");
    EXPECT_EQ(as_written(book, 0, EvidenceKind::tax_invoice_in_text, "fp7a"), "FP-7a");
}

} // namespace
} // namespace settled::matching
