#include <tables/cell_text.hpp>
#include <tables/guess_columns.hpp>
#include <tables/guess_values.hpp>
#include <tables/heading_row.hpp>
#include <tables/mapping.hpp>
#include <tables/row_words.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace settled::tables {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string amount(std::string_view cell, const AmountForm& form = {}) {
    const auto read = decimal_of(cell, form);
    if (!read) return "refused";
    return *read ? (*read)->text() : "none";
}

TEST(CellText, AnAmountIsReadHoweverPeopleWriteIt) {
    EXPECT_EQ(amount("1,234.50"), "1234.5");
    EXPECT_EQ(amount("１，２３４．５０"), "1234.5");
    EXPECT_EQ(amount("(1,000.50)"), "-1000.5");
    EXPECT_EQ(amount("（１０）"), "-10");
    EXPECT_EQ(amount("12.30-"), "-12.3");
    EXPECT_EQ(amount("-12.30"), "-12.3");
    EXPECT_EQ(amount("￥100元"), "100");
    EXPECT_EQ(amount("¥ 100.05"), "100.05");
    EXPECT_EQ(amount("-¥5"), "-5") << "the sign before the currency";
    EXPECT_EQ(amount("—"), "none");
    EXPECT_EQ(amount("  "), "none");
    EXPECT_EQ(amount("\x1E"
                     "1234.5"),
              "1234.5");
    EXPECT_EQ(amount("1.234,50", {",", ".", 1}), "1234.5");
    EXPECT_EQ(amount("12.5", {".", ",", 10000}), "125000");
    EXPECT_EQ(amount("1.234,50"), "refused");
    EXPECT_EQ(amount("约100"), "refused");
    EXPECT_EQ(amount("99999999999999999999"), "refused");
}

TEST(CellText, ADayIsReadByItsPatternAndASerialNumberByItsEpoch) {
    const auto day = [](std::string_view cell, std::vector<std::string> patterns = {}, bool epoch_1904 = false) {
        const auto read = iso_day_of(cell, patterns, epoch_1904);
        return read ? *read : "refused";
    };
    EXPECT_EQ(day("2026年11月1日"), "2026-11-01");
    EXPECT_EQ(day("２０２６／１１／０１"), "2026-11-01");
    EXPECT_EQ(day("2026-11-01 00:00:00"), "2026-11-01");
    EXPECT_EQ(day("31.10.2026", {"D.M.YYYY"}), "2026-10-31");
    EXPECT_EQ(day("31.10.2026"), "refused");
    EXPECT_EQ(day("\x1E"
                  "46326"),
              "2026-10-31");
    EXPECT_EQ(day("\x1E"
                  "44864.75",
                  {}, true),
              "2026-10-31");
    EXPECT_EQ(day("46326", {"serial"}), "2026-10-31");
    EXPECT_EQ(day("44864", {"serial1904"}), "2026-10-31");
    EXPECT_EQ(day("\x1E"
                  "20261031"),
              "2026-10-31")
        << "a number that is the day's digits";
    EXPECT_EQ(day("-"), "");
    EXPECT_EQ(day("2026-02-30"), "refused");
}

TEST(CellText, AnIdThatASpreadsheetHasCutIsRefused) {
    EXPECT_FALSE(text_of_cell("2.6442E+19"));
    EXPECT_FALSE(text_of_cell("\x1E"
                              "26442000001234500000"));
    EXPECT_EQ(*text_of_cell("26442000001234567890"), "26442000001234567890");
    EXPECT_EQ(*text_of_cell("\x1E"
                            "10023"),
              "10023");
    EXPECT_EQ(*text_of_cell("12E4"), "12E4") << "a product's code";
}

TEST(CellText, APeriodIsAMonth) {
    for (const char* text : {"2026-11", "202611", "2026/11", "2026年11月", "2026-11-01", "2026.11"})
        EXPECT_EQ(period_of(text), "2026-11") << text;
    EXPECT_EQ(period_of("2026年3月"), "2026-03");
    EXPECT_EQ(period_of("2026Q4"), "2026Q4");
    EXPECT_EQ(list_of("INV-1、INV-2，INV-3"), "INV-1;INV-2;INV-3");
}

TEST(HeadingRow, TwoRowsMakeOneHeadingAndTwinsAreNumbered) {
    const HeadRow above{4, {"客户", "金 额", "", "备注", "金额"}};
    const HeadRow below{5, {"", "应收", "已收", "", ""}};
    EXPECT_THAT(heading_texts(&above, below), ElementsAre("客户", "金额/应收", "金额/已收", "备注", "金额"));
    EXPECT_THAT(heading_texts(nullptr, HeadRow{1, {"Amount", "Amount", "Due  date"}}),
                ElementsAre("Amount", "Amount#2", "Due date"));
}

TEST(HeadingRow, AHeadingIsFoundByItsTextOrItsLowerPartButNeverOfSeveral) {
    const std::vector<std::string> headings = {"客户", "金额/应收", "金额/已收", "本币(元)", "税额/应收"};
    EXPECT_EQ(find_heading(headings, "金额/已收"), 2U);
    EXPECT_EQ(find_heading(headings, "已收"), 2U);
    EXPECT_EQ(find_heading(headings, "本币"), 3U);
    EXPECT_EQ(find_heading(headings, "应收"), std::nullopt);
    EXPECT_EQ(find_heading(headings, "单号"), std::nullopt);
}

TEST(RowWords, TotalsAreKnownHoweverTheyAreSpaced) {
    for (const char* word : {"合计", "合 计：", "小计", "Total", "Grand Total", "TOTAL:", "Summe"})
        EXPECT_TRUE(says_total(word)) << word;
    for (const char* word : {"Total S.A.", "合计机械厂", "INV-1", ""}) EXPECT_FALSE(says_total(word)) << word;
    EXPECT_TRUE(says_subtotal("华远机械 汇总"));
}

HeadingGuess guessed(const std::vector<HeadRow>& rows, std::vector<std::string_view> names = {}) {
    return guess_headings(rows, nullptr, names);
}

std::string source_of(const HeadingGuess& guess, std::string_view column) {
    for (const HeadingMatch& match : guess.matches)
        if (match.field->name == column) {
            std::string text;
            for (const std::size_t one : match.plus) text += guess.headings[one];
            for (const std::size_t one : match.minus) text += "-" + guess.headings[one];
            return text;
        }
    return "";
}

TEST(GuessColumns, TablesAreToldApartByTheirHeadings) {
    const auto entity_of = [](std::vector<std::string> headings) {
        const HeadingGuess guess = guessed({{1, {"某公司"}}, {2, std::move(headings)}});
        return guess.entity == nullptr ? "" : std::string(guess.entity->name);
    };
    EXPECT_EQ(entity_of({"客户编码", "客户名称", "税号", "邮箱", "信用额度"}), "customers");
    EXPECT_EQ(entity_of({"客户名称", "发票号码", "开票日期", "到期日", "价税合计", "未收金额"}), "open_items");
    EXPECT_EQ(entity_of({"Customer No.", "Customer", "Invoice No.", "Invoice Date", "Due Date", "Amount", "Outstanding"}),
              "open_items");
    EXPECT_EQ(entity_of({"Kundennummer", "Kunde", "Belegnummer", "Belegdatum", "Fälligkeit", "Betrag", "Offener Betrag"}),
              "open_items");
    EXPECT_EQ(entity_of({"收款单号", "收款日期", "客户名称", "收款金额", "结算方式"}), "receipts");
    EXPECT_EQ(entity_of({"票据号码", "票据种类", "承兑人", "票面金额", "到期日", "状态"}), "bills");
    EXPECT_EQ(entity_of({"合同号", "付款节点", "付款比例", "验收日期"}), "terms");
    EXPECT_EQ(entity_of({"付款通知号", "付款方", "付款日期", "发票号", "实付金额", "扣款", "扣款原因"}), "advices");
    EXPECT_EQ(entity_of({"月份", "客户名称", "销售额"}), "sales");
    EXPECT_EQ(entity_of({"月份", "客户名称", "回款计划"}), "plan");
    EXPECT_EQ(entity_of({"姓名", "工号", "部门"}), "");
}

TEST(GuessColumns, AnOpenAmountMayBeADifferenceUnderAMergedHeading) {
    const HeadingGuess guess =
        guessed({{1, {"应收账款明细表"}}, {2, {"客户", "发票号码", "金额", "", "备注"}}, {3, {"", "", "应收", "已收", ""}}});
    EXPECT_EQ(guess.rows, 2);
    EXPECT_EQ(guess.row, 2U);
    EXPECT_EQ(source_of(guess, "open_amount"), "金额/应收-金额/已收");
    EXPECT_EQ(source_of(guess, "item_id"), "发票号码");
    EXPECT_EQ(source_of(guess, "customer_id"), "客户");
}

TEST(GuessValues, DaysThatCanBeReadTwoWaysAreSaid) {
    const std::vector<std::string> clear = {"13/10/2026", "01/11/2026"}, doubtful = {"01/10/2026", "02/11/2026"};
    EXPECT_THAT(guess_days(clear).patterns, ElementsAre("D/M/YYYY"));
    EXPECT_EQ(guess_days(clear).other, "");
    EXPECT_EQ(guess_days(doubtful).other, "M/D/YYYY");
    EXPECT_TRUE(guess_days(std::vector<std::string>{"2026-10-01", "20261001"}).patterns.empty());
    EXPECT_EQ(guess_amounts(std::vector<std::string>{"1.234,50", "12,00"}).form.decimal, ",");
    EXPECT_TRUE(guess_amounts(std::vector<std::string>{"1.234", "2.000"}).unseen);
    EXPECT_FALSE(guess_amounts(std::vector<std::string>{"1,234.50"}).unseen);
}

TEST(Mapping, WhatIsWrittenIsReadAgain) {
    const char* const text = R"(settled-mapping = 1
home_currency = "CNY"
[[open_items]]
file = "应收.xlsx"
heading_rows = 2
days = ["D.M.YYYY", "serial"]
decimal = ","
grouping = ". "
unit = 1000
newest = true
fill_down = "customer_id"
[open_items.columns]
item_id = ["单号", "期次"]
open_amount = { plus = "应\"收", minus = ["已收", "折让"] }
[open_items.constants]
doc_type = "invoice"
[open_items.words.doc_type]
"发票" = "invoice"
)";
    const auto first = read_mapping(text, "m.toml");
    ASSERT_TRUE(first) << first.error().message;
    const std::string written = mapping_text(*first);
    const auto again = read_mapping(written, "m.toml");
    ASSERT_TRUE(again) << again.error().message << written;
    EXPECT_EQ(mapping_text(*again), written);
    const TableMapping& table = again->tables.front();
    EXPECT_THAT(table.columns.at("open_amount").minus, ElementsAre("已收", "折让"));
    EXPECT_EQ(table.columns.at("open_amount").plus.front(), "应\"收");
    EXPECT_EQ(table.amounts.unit, 1000);
    EXPECT_TRUE(table.newest);
}

TEST(Mapping, ErrorsNameTheLineAndTheNearestWord) {
    const auto error = [](const std::string& rest) {
        const auto read = read_mapping("settled-mapping = 1\n" + rest, "m.toml");
        return read ? "" : read.error().message;
    };
    EXPECT_THAT(error("[[open_items]]\nfile = \"x\"\nshet = \"a\"\n"),
                HasSubstr("m.toml:4: unknown key \"shet\"; did you mean \"sheet\"?"));
    EXPECT_THAT(error("[[open_items]]\nfile = \"x\"\n[open_items.columns]\nitem = \"a\"\n"),
                HasSubstr("m.toml:5: open_items has no column \"item\""));
    EXPECT_THAT(error("[[open_items]]\nfile = \"x\"\n"), HasSubstr("needs [open_items.columns]"));
    EXPECT_THAT(error("home_currency = \"Yuan\"\n"), HasSubstr("not an ISO 4217 code"));
    EXPECT_THAT(error("[[open_items]]\nfile = \"x\"\n[open_items.columns]\nitem_id = { minus = \"a\" }\n"),
                HasSubstr("only an amount"));
    EXPECT_FALSE(read_mapping("x = 1", "m.toml"));
    EXPECT_FALSE(read_mapping("= nonsense", "m.toml"));
}

} // namespace
} // namespace settled::tables
