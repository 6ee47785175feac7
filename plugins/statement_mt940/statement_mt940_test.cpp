#include <settled/testing_statement.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

extern "C" const settled_plugin SETTLED_PLUGIN_SYMBOL;

namespace settled::mt940 {
namespace {

using namespace std::string_view_literals;
using ::testing::HasSubstr;
using testing::MemoryFile;
using testing::parse_with;
using testing::SeenBalance;
using testing::SeenEntry;
using testing::SeenFile;

const settled_plugin& plugin = SETTLED_PLUGIN_SYMBOL;

constexpr std::string_view small = ":20:STARTUMSE\r\n"
                                   ":25:37040044/0532013000\r\n"
                                   ":28C:00012/001\r\n"
                                   ":60F:C261001EUR1000,00\r\n"
                                   ":61:2610011001D15,00NTRFNONREF//ABC\r\n"
                                   ":86:177?00UEBERWEISUNG?20SVWZ+INV-7?31DE89370400440532013000?32ACME\r\n"
                                   ":62F:C261001EUR985,00\r\n"
                                   "-\r\n";

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
    std::string made(text);
    for (std::size_t at = 0; (at = made.find(from, at)) != made.npos; at += to.size()) made.replace(at, from.size(), to);
    return made;
}

void expect_small(const SeenFile& seen) {
    ASSERT_FALSE(seen.error) << seen.error->message;
    EXPECT_TRUE(seen.diagnostics.empty()) << seen.diagnostics[0].message;
    ASSERT_EQ(seen.statements.size(), 1U);
    const auto& statement = seen.statements[0];
    EXPECT_EQ(statement.account, "37040044/0532013000");
    EXPECT_EQ(statement.currency, "EUR");
    EXPECT_EQ(statement.opening, (SeenBalance{"2026-10-01", "1000.00"}));
    EXPECT_EQ(statement.closing, (SeenBalance{"2026-10-01", "985.00"}));
    ASSERT_EQ(statement.entries.size(), 1U);
    EXPECT_EQ(statement.entries[0].amount, "-15.00");
    EXPECT_EQ(statement.entries[0].counterparty_name, "ACME");
}

TEST(Mt940, AStatementWithEveryField) {
    const SeenFile seen = parse_with(plugin, small);
    expect_small(seen);
    const auto& statement = seen.statements[0];
    EXPECT_EQ(statement.number, "00012/001");
    EXPECT_FALSE(statement.interim);
    EXPECT_TRUE(statement.ended);
    const SeenEntry& entry = statement.entries[0];
    EXPECT_EQ(entry.line, 5);
    EXPECT_EQ(entry.status, "booked");
    EXPECT_EQ(entry.booking_date, "2026-10-01");
    EXPECT_EQ(entry.value_date, "2026-10-01");
    EXPECT_EQ(entry.currency, "EUR");
    EXPECT_EQ(entry.remittance, "SVWZ+INV-7");
    EXPECT_EQ(entry.counterparty_account, "DE89370400440532013000");
    EXPECT_EQ(entry.bank_reference, "ABC");
    EXPECT_EQ(entry.customer_reference, "");
    EXPECT_EQ(entry.transaction_code, "NTRF/177");
}

TEST(Mt940, TheSameInEveryPackaging) {
    expect_small(parse_with(plugin, replaced(small, "\r\n", "\n")));
    expect_small(parse_with(plugin, replaced(small, "\r\n", "\r\r\n")));
    expect_small(parse_with(plugin, replaced(small, "\r\n", "\r")));
    expect_small(parse_with(plugin, replaced(small, "\r\n", "@@")));
    expect_small(parse_with(plugin, "\xEF\xBB\xBF" + std::string(small)));
    expect_small(parse_with(plugin, "ABNANL2A\r\n940\r\nABNANL2A\r\n" + std::string(small)));
    expect_small(parse_with(plugin, ":940:\r\n" + replaced(small, "-\r\n", "")));
    expect_small(
        parse_with(plugin, "{1:F01BANKDEFFAXXX0000000000}{2:I940BANKDEFFXXXXN}{4:\r\n" + replaced(small, "-\r\n", "-}{5:}\r\n")));
    expect_small(parse_with(plugin, "{1:F01BANKDEFFAXXX0000000000}{2:I940BANKDEFFXXXXN}{4:" + std::string(small)));
    expect_small(parse_with(plugin, "\x01" + replaced(small, "-\r\n", "-\r\n\x03\x1A")));
    std::string utf16 = "\xFF\xFE";
    for (const char c : small) utf16 += {c, '\0'};
    expect_small(parse_with(plugin, utf16));
}

TEST(Mt940, ReadsOfAnySizeGiveTheSame) {
    for (std::size_t read_bytes = 1; read_bytes < 40; ++read_bytes)
        expect_small(parse_with(plugin, MemoryFile{.left = small, .read_bytes = read_bytes}));
}

TEST(Mt940, TextInTheBanksEncoding) {
    const std::string utf8 = replaced(small, "ACME", "Müller GmbH");
    EXPECT_EQ(parse_with(plugin, utf8).statements[0].entries[0].counterparty_name, "Müller GmbH");
    EXPECT_EQ(parse_with(plugin, replaced(small, "ACME", "M\xFCller GmbH")).statements[0].entries[0].counterparty_name,
              "Müller GmbH");
    EXPECT_EQ(parse_with(plugin, replaced(small, "ACME", "M\x81ller GmbH")).statements[0].entries[0].counterparty_name,
              "Müller GmbH");
    EXPECT_EQ(parse_with(plugin, replaced(small, "ACME", "\xC9\xCF\xBA\xA3\xBB\xAA\xD0\xC5"))
                  .statements[0]
                  .entries[0]
                  .counterparty_name,
              "上海华信");
    const std::string polish = replaced(small, "ACME", "Ksi\xEAgowo\xB6\xE6");
    EXPECT_EQ(
        parse_with(plugin, MemoryFile{.left = polish}, {{"encoding", "ISO-8859-2"}}).statements[0].entries[0].counterparty_name,
        "Księgowość");
}

TEST(Mt940, AnUnknownEncodingIsAMistakeOfTheConfiguration) {
    const SeenFile seen = parse_with(plugin, MemoryFile{.left = small}, {{"encoding", "EBCDIC"}});
    ASSERT_TRUE(seen.error);
    EXPECT_EQ(seen.error->code, SETTLED_INVALID_CONFIG);
    EXPECT_THAT(seen.error->message, HasSubstr("EBCDIC"));
}

TEST(Mt940, PagesBecomeOneStatement) {
    const SeenFile seen =
        parse_with(plugin, ":20:P1\n:25:ACC\n:28C:7/1\n:60F:C261001EUR10,\n:61:261001C5,NTRF\n:62M:C261001EUR15,\n-\n"
                           ":20:P2\n:25:ACC\n:28C:7/2\n:60M:C261001EUR15,\n:61:261001D1,NTRF\n:62F:C261001EUR14,\n-\n");
    ASSERT_FALSE(seen.error);
    EXPECT_TRUE(seen.diagnostics.empty());
    ASSERT_EQ(seen.statements.size(), 1U);
    EXPECT_EQ(seen.statements[0].number, "7/1");
    EXPECT_EQ(seen.statements[0].opening->amount, "10.00");
    EXPECT_EQ(seen.statements[0].closing->amount, "14.00");
    EXPECT_EQ(seen.statements[0].entries.size(), 2U);
}

TEST(Mt940, AMissingPageIsAnError) {
    const SeenFile gap = parse_with(plugin, ":20:P1\n:25:ACC\n:60F:C261001EUR10,\n:61:261001C5,NTRF\n:62M:C261001EUR15,\n-\n"
                                            ":20:P3\n:25:ACC\n:60M:C261001EUR99,\n:61:261001D1,NTRF\n:62F:C261001EUR98,\n-\n");
    ASSERT_NE(gap.diagnostic("BALANCE"), nullptr);
    EXPECT_THAT(gap.diagnostic("BALANCE")->message, HasSubstr("is a page missing?"));
    const SeenFile last = parse_with(plugin, ":20:P1\n:25:ACC\n:60F:C261001EUR10,\n:62M:C261001EUR10,\n-\n:20:Q\n:25:OTHER\n"
                                             ":60F:C261001EUR1,\n:62F:C261001EUR1,\n-\n");
    ASSERT_EQ(last.statements.size(), 2U);
    ASSERT_NE(last.diagnostic("NO_CLOSING"), nullptr);
    EXPECT_EQ(last.diagnostic("NO_CLOSING")->severity, SETTLED_ERROR);
}

TEST(Mt940, SeveralAccountsAndDaysInOneFile) {
    const std::string other = replaced(replaced(small, "0532013000", "99"), "EUR", "JPY");
    const SeenFile seen = parse_with(plugin, std::string(small) + other + std::string(small));
    ASSERT_EQ(seen.statements.size(), 3U);
    EXPECT_EQ(seen.statements[1].account, "37040044/99");
    EXPECT_EQ(seen.statements[1].entries[0].amount, "-15") << "yen have no decimals";
    EXPECT_TRUE(seen.diagnostics.empty());
}

TEST(Mt940, ABalanceThatDoesNotAddUpIsAnErrorWithTheEntriesShown) {
    const SeenFile seen = parse_with(plugin, replaced(small, "985,00", "984,00"));
    EXPECT_FALSE(seen.error);
    ASSERT_NE(seen.diagnostic("BALANCE"), nullptr);
    EXPECT_EQ(seen.diagnostic("BALANCE")->severity, SETTLED_ERROR);
    EXPECT_EQ(seen.diagnostic("BALANCE")->line, 7);
    EXPECT_THAT(seen.diagnostic("BALANCE")->message, HasSubstr("985.00"));
    EXPECT_EQ(seen.statements[0].entries.size(), 1U);
}

TEST(Mt940, AClosingBalanceInAnotherCurrencyProvesNothing) {
    const SeenFile seen = parse_with(plugin, replaced(small, ":62F:C261001EUR", ":62F:C261001USD"));
    ASSERT_NE(seen.diagnostic("BALANCE"), nullptr);
}

TEST(Mt940, AmountsFinerThanTheCurrencyAreShownAndSaidSo) {
    const SeenFile seen = parse_with(plugin, replaced(small, "D15,00", "D15,005"));
    ASSERT_NE(seen.diagnostic("FINER_AMOUNT"), nullptr);
    EXPECT_EQ(seen.statements[0].entries[0].amount, "-15.005");
    EXPECT_EQ(seen.statements[0].entries[0].finer_digits, 1);
}

TEST(Mt940, ImpossibleDaysAreWarnedOf) {
    const SeenFile seen = parse_with(plugin, replaced(small, ":61:2610011001", ":61:260230"));
    EXPECT_FALSE(seen.error);
    ASSERT_NE(seen.diagnostic("IMPOSSIBLE_DATE"), nullptr);
    EXPECT_EQ(seen.diagnostic("IMPOSSIBLE_DATE")->severity, SETTLED_WARNING);
    EXPECT_EQ(seen.statements[0].entries[0].value_date, "2026-02-28");
}

TEST(Mt940, ACutFileIsRefusedWithItsLastLine) {
    const SeenFile seen = parse_with(plugin, small.substr(0, small.find(":62F:")));
    ASSERT_TRUE(seen.error);
    EXPECT_EQ(seen.error->code, SETTLED_BAD_DATA);
    EXPECT_EQ(seen.error->line, 6);
    EXPECT_THAT(seen.error->message, HasSubstr("cut short"));
}

TEST(Mt940, NoCutOfAStatementPassesForTheWholeOne) {
    // Only what follows the closing amount may be missing; shorter by a digit, the balance does not prove.
    const std::size_t whole = small.find("985,00");
    for (std::size_t size = 0; size < whole + 3; ++size) {
        const SeenFile seen = parse_with(plugin, small.substr(0, size));
        const bool said = seen.error || seen.diagnostic("BALANCE") != nullptr || seen.diagnostic("NO_ACCOUNT") != nullptr;
        EXPECT_TRUE(said) << size;
    }
}

TEST(Mt940, AStatementWithoutEndBeforeTheNextOneIsAnError) {
    const std::string first = replaced(small.substr(0, small.find(":62F:")), "INV-7", "INV-6");
    const SeenFile seen = parse_with(plugin, first + std::string(small));
    EXPECT_FALSE(seen.error);
    EXPECT_EQ(seen.statements.size(), 2U);
    ASSERT_NE(seen.diagnostic("NO_CLOSING"), nullptr);
    EXPECT_EQ(seen.diagnostic("NO_CLOSING")->severity, SETTLED_ERROR);
}

TEST(Mt940, WhatIsNoStatementIsRefused) {
    for (const std::string_view bytes :
         {""sv, "\n\n"sv, "<?xml version=\"1.0\"?><Document/>"sv, "%PDF-1.7\n\x01\x02\x03"sv,
          "\x7F"
          "ELF\0\0\0\0"sv,
          "Datum;Betrag\n01.10.2026;5,00\n"sv, ":20:REF\n:23B:CRED\n:32A:261001EUR5,\n:50K:/1\nX\n-}\n"sv}) {
        const SeenFile seen = parse_with(plugin, bytes);
        ASSERT_TRUE(seen.error) << bytes;
        EXPECT_EQ(seen.error->code, SETTLED_BAD_DATA) << bytes;
        EXPECT_EQ(seen.error->line, 1) << bytes;
        EXPECT_TRUE(seen.statements.empty());
    }
}

TEST(Mt940, AnUnreadableBookingStopsTheFileWithItsLine) {
    const SeenFile seen = parse_with(plugin, replaced(small, ":61:2610011001D15,00", ":61:2610011001X15,00"));
    ASSERT_TRUE(seen.error);
    EXPECT_EQ(seen.error->line, 5);
    EXPECT_TRUE(seen.statements[0].entries.empty());
}

TEST(Mt940, BytesThatAreNoTextAreRefusedWithTheirLine) {
    const std::string mixed = replaced(small, "ACME", "M\xC3\xBCller \xFF");
    const SeenFile seen = parse_with(plugin, MemoryFile{.left = mixed}, {{"encoding", "UTF-8"}});
    ASSERT_TRUE(seen.error);
    EXPECT_EQ(seen.error->code, SETTLED_BAD_DATA);
    EXPECT_EQ(seen.error->line, 6);
}

TEST(Mt940, InformationAboutTheStatementIsNotAboutAnEntry) {
    const SeenFile seen =
        parse_with(plugin, ":20:A\n:25:ACC\n:60F:C261001NOK10,\n:86:For your inform. IBAN no.: NO1111111111111\n"
                           ":61:261001CK5,NTRFSumpost\n:86:OCR 1\n:86:OCR 2\n:62F:C261001NOK15,\n:86:/SUM/1/\n");
    ASSERT_EQ(seen.statements[0].entries.size(), 1U);
    EXPECT_EQ(seen.statements[0].entries[0].remittance, "OCR 1 OCR 2");
}

TEST(Mt940, AWrappedClockTimeIsNoTag) {
    const SeenFile seen = parse_with(plugin, replaced(small, "SVWZ+INV-7", "SVWZ+2026-10-01T13\r\n:20:11 KFN"));
    ASSERT_EQ(seen.statements.size(), 1U);
    EXPECT_EQ(seen.statements[0].entries[0].remittance, "SVWZ+2026-10-01T13:20:11 KFN");
}

TEST(Mt940, AnUnknownTagIsSaidAndPassedOver) {
    const SeenFile seen = parse_with(plugin, replaced(small, ":28C:", ":99X:hello\r\n:28C:"));
    EXPECT_FALSE(seen.error);
    ASSERT_NE(seen.diagnostic("UNKNOWN_TAG"), nullptr);
    EXPECT_EQ(seen.diagnostic("UNKNOWN_TAG")->line, 3);
    EXPECT_EQ(seen.statements[0].entries.size(), 1U);
}

TEST(Mt940, ATagAmongTheBookingsThatBelongsElsewhereIsAnError) {
    const SeenFile seen = parse_with(plugin, replaced(small, ":86:177", ":25:177"));
    ASSERT_NE(seen.diagnostic("MISPLACED_TAG"), nullptr);
    EXPECT_EQ(seen.statements[0].account, "37040044/0532013000");
}

TEST(Mt940, OriginalAmountAndChargesOfTheSupplementaryLine) {
    const SeenFile seen = parse_with(plugin, replaced(small, "//ABC\r\n", "//ABC\r\n/OCMT/USD16,20/CHGS/EUR0,50/\r\n"));
    const SeenEntry& entry = seen.statements[0].entries[0];
    EXPECT_EQ(entry.original_amount, "-16.20");
    EXPECT_EQ(entry.original_currency, "USD");
    ASSERT_EQ(entry.charges.size(), 1U);
    EXPECT_EQ(entry.charges[0].amount, "0.50");
    EXPECT_EQ(entry.charges[0].currency, "EUR");
    EXPECT_EQ(entry.charges[0].included, std::nullopt) << "an amount in another currency cannot tell";
}

TEST(Mt940, ChargesThatMakeUpTheBookedAmountAreIncluded) {
    const SeenFile seen = parse_with(plugin, replaced(small, "SVWZ+INV-7", "OAMT+14,50 COAM+0,50?21SVWZ+INV-7"));
    const SeenEntry& entry = seen.statements[0].entries[0];
    EXPECT_EQ(entry.original_amount, "-14.50");
    ASSERT_EQ(entry.charges.size(), 1U);
    EXPECT_EQ(entry.charges[0].included, true);
}

TEST(Mt940, NotProvidedIsNoId) {
    EXPECT_EQ(parse_with(plugin, replaced(small, "SVWZ+", "EREF+NOTPROVIDED?21SVWZ+")).statements[0].entries[0].end_to_end_id,
              "");
}

TEST(Mt942, AnInterimReportIsPendingAndInterim) {
    const SeenFile seen =
        parse_with(plugin, ":20:I1\n:25:ACC\n:28C:1/1\n:34F:EURD0,00\n:34F:EURC0,00\n:13D:2610011200+0100\n"
                           ":61:261001C5,NTRFA\n:86:words\n:61:261001D2,NTRFB\n:90D:1EUR2,00\n:90C:1EUR5,00\n-\n");
    ASSERT_FALSE(seen.error);
    EXPECT_TRUE(seen.diagnostics.empty());
    ASSERT_EQ(seen.statements.size(), 1U);
    EXPECT_TRUE(seen.statements[0].interim);
    EXPECT_EQ(seen.statements[0].currency, "EUR");
    EXPECT_EQ(seen.statements[0].opening, std::nullopt);
    ASSERT_EQ(seen.statements[0].entries.size(), 2U);
    EXPECT_EQ(seen.statements[0].entries[0].status, "pending");
}

TEST(Mt942, TheEnvelopeAloneTellsAnInterimReport) {
    const SeenFile seen = parse_with(plugin, "{1:F01X}{2:O9421200X}{4:\n:20:I1\n:25:ACC\n:61:261001C5,NTRFA\n-}\n");
    ASSERT_EQ(seen.statements.size(), 1U);
    EXPECT_TRUE(seen.statements[0].interim);
}

TEST(Mt942, SumsThatDoNotFitAreWarnedOf) {
    const SeenFile seen = parse_with(plugin, ":20:I1\n:25:ACC\n:34F:EUR0,\n:61:261001C5,NTRFA\n:90C:2EUR9,00\n");
    ASSERT_NE(seen.diagnostic("SUM"), nullptr);
    EXPECT_THAT(seen.diagnostic("SUM")->message, HasSubstr("found 1 of 5.00"));
}

TEST(Mt940, TheSinkMaySayEnough) {
    SeenFile seen;
    seen.stop_after_entries = 1;
    const settled_statement_sink sink = seen.abi();
    MemoryFile file{.left = small};
    const settled_input input = file.abi();
    testing::TestHost host;
    const settled_host host_abi = host.abi();
    const testing::TestSettings settings(plugin, {});
    const settled_settings settings_abi = settings.abi();
    settled_error error{.size = sizeof error};
    const auto& operations = *static_cast<const settled_statement_operations*>(plugin.operations);
    void* self = operations.open(&host_abi, &settings_abi, &error);
    ASSERT_NE(self, nullptr);
    EXPECT_EQ(operations.parse(self, &input, &sink, &error), SETTLED_STOPPED);
    operations.close(self);
}

TEST(Mt940, AnOpeningFinerThanItsCurrencyProvesNothingAndIsSaid) {
    const SeenFile seen = parse_with(
        plugin,
        std::string_view(
            ":20:X\r\n:25:A\r\n:28C:1\r\n:60F:C261001EUR10,001\r\n:61:261001C1,00NTRFX\r\n:62F:C261001EUR11,00\r\n-\r\n"));
    ASSERT_NE(seen.diagnostic("FINER_AMOUNT"), nullptr);
    EXPECT_EQ(seen.diagnostic("FINER_AMOUNT")->severity, SETTLED_ERROR);
}

TEST(Mt940, ABrokenDiskIsUnavailableNotACutFile) {
    const SeenFile seen = parse_with(plugin, MemoryFile{.left = small, .broken = true});
    ASSERT_TRUE(seen.error);
    EXPECT_EQ(seen.error->code, SETTLED_UNAVAILABLE);
}

TEST(Mt940, SniffKnowsItsFamily) {
    using testing::sniff_with;
    EXPECT_GE(sniff_with(plugin, small), 90);
    EXPECT_GE(sniff_with(plugin, "ABNANL2A\r\n940\r\nABNANL2A\r\n" + std::string(small)), 90);
    EXPECT_GE(sniff_with(plugin, replaced(small, "\r\n", "@@")), 90);
    EXPECT_GE(sniff_with(plugin, "\xEF\xBB\xBF" + std::string(small)), 90);
    EXPECT_EQ(sniff_with(plugin, "<?xml version=\"1.0\"?><Document/>"), 0);
    EXPECT_EQ(sniff_with(plugin, "OFXHEADER:100\r\nDATA:OFXSGML\r\n"), 0);
    EXPECT_EQ(sniff_with(plugin, "Datum;Betrag\n12:20:61;5\n"), 0);
    EXPECT_EQ(sniff_with(plugin, ""), 0);
}

} // namespace
} // namespace settled::mt940
