#include "jobs/partner_ledger.hpp"

#include "render/workbook.hpp"
#include "support/temporary_folder.hpp"
#include "world/files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace settled::jobs {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

const Currency cny = *Currency::parse("CNY");

PartnerLedger read(std::string_view text, std::string_view currency = "CNY") {
    auto made = read_partner_ledger(text, {*Currency::parse(currency), ""});
    EXPECT_TRUE(made) << (made ? "" : made.error().message);
    return made.value_or(PartnerLedger());
}

std::string trouble(std::string_view text) {
    const auto made = read_partner_ledger(text, {cny, ""});
    return made ? "" : std::to_string(made.error().line) + ": " + made.error().message;
}

std::vector<std::string> told(const PartnerLedger& ledger) {
    std::vector<std::string> lines;
    for (const PartnerLine& line : ledger.lines)
        lines.push_back(line.date.iso() + " " + std::to_string(line.amount) + " " + line.number + " | " + line.text);
    return lines;
}

TEST(PartnerLedger, AChineseDetailLedgerWithMonthAndDayInColumns) {
    const PartnerLedger flat = read("应付账款明细账\n"
                                    "2026年,,凭证字号,摘要,借方,贷方,方向,余额\n"
                                    "月,日,,,,,,\n"
                                    "10,1,,期初余额,,,贷,500.00\n"
                                    "10,8,记-9,INV-2 采购,,\"1,900.00\",贷,\"2,400.00\"\n"
                                    ",25,付-2,付款,400.00,,贷,\"2,000.00\"\n"
                                    "10,31,,本月合计,400.00,\"1,900.00\",贷,\"2,000.00\"\n");
    EXPECT_THAT(told(flat), ElementsAre("2026-10-08 -190000 记-9 | INV-2 采购", "2026-10-25 40000 付-2 | 付款"));
    EXPECT_EQ(flat.opening, -50000);
    EXPECT_EQ(flat.closing, -200000);
    EXPECT_TRUE(flat.debit_and_credit);
}

TEST(PartnerLedger, ACreditorsBalanceWithoutASignIsSeenFromItsLines) {
    const PartnerLedger made = read("date,number,debit,credit,balance\n2026-10-01,,,,100.00\n2026-10-02,A,,50.00,150.00\n"
                                    "2026-10-03,B,30.00,,120.00\n");
    EXPECT_THAT(told(made), ElementsAre("2026-10-02 -5000 A | ", "2026-10-03 3000 B | "));
    EXPECT_EQ(made.closing, -12000);
}

TEST(PartnerLedger, GermanAmountsAndDays) {
    const PartnerLedger made = read("Buchungsdatum;Belegnummer;Rechnungsnummer;Buchungstext;Soll;Haben;Saldo\n"
                                    "01.10.2026;;;Saldovortrag;;;1.000,00\n"
                                    "02.10.2026;4711;INV-1;Wareneingang;;234,50;1.234,50\n"
                                    ";;;Summe;;234,50;1.234,50\n",
                                    "EUR");
    EXPECT_THAT(told(made), ElementsAre("2026-10-02 -23450 INV-1 | 4711 Wareneingang"));
    EXPECT_EQ(made.opening, -100000);
    EXPECT_EQ(made.closing, -123450);
}

TEST(PartnerLedger, AWorkbookTellsItsOwnNumbersAndDays) {
    const support::TemporaryFolder folder;
    const auto file = folder / "theirs.xlsx";
    const std::vector<render::Sheet> sheets = {{"说明", {{"说明", 20}}, {{std::string("第二页是明细")}}, ""},
                                               {"对账单",
                                                {{"发票号", 14}, {"开票日期", 14}, {"金额", 14}},
                                                {{std::string("INV-1"), Date::from_abi(20261001), Money{123450, cny}}},
                                                ""}};
    ASSERT_TRUE(render::write_workbook(file, sheets));
    const auto bytes = world::read_file(file, 1 << 20);
    ASSERT_TRUE(bytes);
    const PartnerLedger made = read(*bytes);
    EXPECT_THAT(told(made), ElementsAre("2026-10-01 123450 INV-1 | "));
    EXPECT_FALSE(made.debit_and_credit);
}

TEST(PartnerLedger, RowsOfAnotherCurrencyAreLeftOutAndCounted) {
    const PartnerLedger made = read("日期,单号,币种,金额\n2026-10-01,A,CNY,1.00\n2026-10-01,B,USD,2.00\n2026-10-01,C,RMB,3.00\n");
    EXPECT_THAT(made.lines, SizeIs(2));
    EXPECT_EQ(made.rows_of_other_currency, 1);
}

TEST(PartnerLedger, WhatCanBeReadInTwoWaysIsNotGuessed) {
    EXPECT_THAT(trouble("date,number,amount\n03/04/2026,A,1.00\n"), HasSubstr("--days D/M/YYYY"));
    EXPECT_EQ(trouble("date,number,amount\n03/04/2026,A,1.00\n13/04/2026,A,1.00\n"), "");
    EXPECT_THAT(trouble("date,number,amount\n2026-10-01,A,12.345\n"),
                HasSubstr("2: \"12.345\" can be read with two decimal marks"));
    EXPECT_EQ(trouble("date;number;amount\n2026-10-01;A;12.345\n2026-10-01;B;7,50\n"), "");
}

TEST(PartnerLedger, TroubleHasItsLineAndTheNextStep) {
    EXPECT_THAT(trouble("a,b\n1,2\n"), HasSubstr("headings"));
    EXPECT_THAT(trouble(""), HasSubstr("headings"));
    EXPECT_THAT(trouble("date,amount\n2026-10-01,x\n"), HasSubstr("2: "));
    EXPECT_THAT(trouble("date,amount\nyesterday,1.00\n"), HasSubstr("2: "));
    EXPECT_THAT(trouble("date,amount\n"), HasSubstr("no booking"));
}

} // namespace
} // namespace settled::jobs
