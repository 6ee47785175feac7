#include "support/ledger_caller.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <xlsxwriter.h>

#include <fstream>
#include <functional>

namespace settled {
namespace {

using support::Ledger;
using support::Options;
using testing::Columns;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// A sheet being written: texts, numbers, days.
class Sheet {
  public:
    Sheet(lxw_workbook* book, const char* name) : book_(book), sheet_(workbook_add_worksheet(book, name)) {}
    lxw_worksheet* operator*() const { return sheet_; }
    void row(lxw_row_t row, const std::vector<std::string>& cells) {
        for (std::size_t i = 0; i < cells.size(); ++i)
            if (!cells[i].empty()) worksheet_write_string(sheet_, row, static_cast<lxw_col_t>(i), cells[i].c_str(), nullptr);
    }
    void number(lxw_row_t row, lxw_col_t column, double value) { worksheet_write_number(sheet_, row, column, value, nullptr); }
    void day(lxw_row_t row, lxw_col_t column, double serial) {
        lxw_format* const format = workbook_add_format(book_);
        format_set_num_format(format, "yyyy/m/d");
        worksheet_write_number(sheet_, row, column, serial, format);
    }

  private:
    lxw_workbook* book_;
    lxw_worksheet* sheet_;
};

class MappedFilesTest : public ::testing::Test {
  protected:
    void write(const std::string& name, const std::string& text) { std::ofstream(folder_ / name, std::ios::binary) << text; }
    void workbook(const std::string& name, const std::function<void(lxw_workbook*)>& fill) {
        lxw_workbook* const book = workbook_new((folder_ / name).c_str());
        fill(book);
        ASSERT_EQ(workbook_close(book), LXW_NO_ERROR);
    }
    std::string pull(Options options = {}) {
        options.emplace_back("folder", folder_.path().string());
        ledger_ = std::make_unique<Ledger>(options);
        return ledger_->trouble().empty() ? ledger_->pull() : ledger_->trouble();
    }
    const std::vector<Columns>& rows(const std::string& table) { return ledger_->got.rows[table]; }

    support::TemporaryFolder folder_;
    std::unique_ptr<Ledger> ledger_;
};

constexpr const char* receivables_mapping = R"(settled-mapping = 1
home_currency = "CNY"
[currencies]
"美金账户" = "USD"
[[customers]]
file = "应收.xlsx"
sheet = "应收明细"
fill_down = "customer_id"
distinct = true
[customers.columns]
customer_id = "客户"
name = "客户"
[[open_items]]
file = "应收.xlsx"
sheet = "应收明细"
fill_down = ["customer_id"]
[open_items.columns]
item_id = "发票号码"
document_number = "发票号码"
customer_id = "客户"
doc_type = "类型"
document_date = "开票日期"
due_date = "到期日"
currency = "币种"
amount = "金额/应收"
open_amount = { plus = "金额/应收", minus = "金额/已收" }
[open_items.constants]
doc_type = "invoice"
[open_items.words.doc_type]
"发票" = "invoice"
"红字发票" = "credit_note"
)";

// A title, headings in two rows with merged cells, a merged customer column, totals and a note below.
void fill_receivables(lxw_workbook* book) {
    Sheet notes(book, "说明"), sheet(book, "应收明细");
    notes.row(0, {"请勿修改"});
    worksheet_merge_range(*sheet, 0, 0, 0, 6, "华东公司应收账款明细表", nullptr);
    sheet.row(1, {"截止 2026年10月31日"});
    sheet.row(3, {"客户", "发票号码", "类型", "开票日期", "到期日", "币种"});
    worksheet_merge_range(*sheet, 3, 6, 3, 7, "金 额", nullptr);
    worksheet_merge_range(*sheet, 3, 8, 4, 8, "备注", nullptr);
    sheet.row(4, {"", "", "", "", "", "", "应收", "已收"});
    sheet.row(5, {"华远机械", "26442000001234567890", "发票", "", "", "人民币", "", ""});
    sheet.day(5, 3, 46296), sheet.number(5, 4, 46326); // 2026-10-01, and 2026-10-31 as a plain number
    sheet.number(5, 6, 1234.56), sheet.number(5, 7, 234.56);
    sheet.row(6, {"", "INV-2", "红字发票", "2026/10/02", "2026年11月1日", "", "（1，000.50）"});
    sheet.row(7, {"Total", "INV-3", "发票", "２０２６-10-03", "20261102", "美金账户", "¥2,000.00", "—"});
    worksheet_write_formula_num(*sheet, 8, 6, "=SUM(G6:G8)", nullptr, 2234.06);
    sheet.row(8, {"合 计"});
    sheet.row(9, {"制表人：王芳", "", "审核：李"});
}

TEST_F(MappedFilesTest, ASheetAsPeopleKeepItBecomesItemsAndTheirCustomers) {
    workbook("应收.xlsx", fill_receivables);
    write("mapping.toml", receivables_mapping);
    ASSERT_EQ(pull(), "");
    ASSERT_EQ(rows("open_items").size(), 3U);
    const Columns& first = rows("open_items")[0];
    EXPECT_EQ(first.at("document_number"), "26442000001234567890") << "a number kept as text has all its digits";
    EXPECT_EQ(first.at("document_date"), "20261001");
    EXPECT_EQ(first.at("due_date"), "20261031");
    EXPECT_EQ(first.at("amount"), "123456");
    EXPECT_EQ(first.at("open_amount"), "100000");
    EXPECT_EQ(first.at("currency"), "CNY");
    const Columns& second = rows("open_items")[1];
    EXPECT_EQ(second.at("customer_id"), "华远机械") << "an empty cell of the merged column continues the one above";
    EXPECT_EQ(second.at("doc_type"), "credit_note");
    EXPECT_EQ(second.at("open_amount"), "-100050");
    EXPECT_EQ(second.at("due_date"), "20261101");
    EXPECT_EQ(second.at("currency"), "CNY");
    const Columns& third = rows("open_items")[2];
    EXPECT_EQ(third.at("customer_id"), "Total") << "a customer may be called so";
    EXPECT_EQ(third.at("document_date"), "20261003");
    EXPECT_EQ(third.at("currency"), "USD");
    EXPECT_EQ(third.at("open_amount"), "200000");
}

TEST_F(MappedFilesTest, TwoRowsOfOneIdAreAnErrorThatNamesBoth) {
    write("customers.csv", "customer_id\nC1\n");
    write("mapping.toml", "settled-mapping = 1\nhome_currency = \"CNY\"\n[[open_items]]\nfile = \"*应收.csv\"\n"
                          "[open_items.columns]\nitem_id = \"单号\"\ndocument_number = \"单号\"\ncustomer_id = \"客户\"\n"
                          "open_amount = \"余额\"\n[open_items.constants]\ndoc_type = \"invoice\"\n");
    write("1应收.csv", "十月应收\n单号,客户,余额\nA,C1,1\nB,C1,2\n");
    write("2应收.csv", "单号,客户,余额\nC,C1,1\nB,C1,2\n");
    EXPECT_THAT(pull(),
                HasSubstr("open_items: item_id \"B\" stands in 1应收.csv, row 4 and in 2应收.csv, row 3; an id names one row"));
    EXPECT_EQ(ledger_->code, SETTLED_BAD_DATA);
    write("2应收.csv", "单号,客户,余额\nC,C1,1\n");
    EXPECT_EQ(pull(), "");
    EXPECT_EQ(rows("open_items").size(), 3U);
}

TEST_F(MappedFilesTest, ANewestFileTakesThePlaceOfTheOneBefore) {
    write("customers.csv", "customer_id\nC1\n");
    write("mapping.toml", "settled-mapping = 1\nhome_currency = \"CNY\"\n[[open_items]]\nfile = \"ar*.csv\"\nnewest = true\n"
                          "[open_items.columns]\nitem_id = \"No\"\ndocument_number = \"No\"\ncustomer_id = \"Customer\"\n"
                          "open_amount = \"Open\"\n[open_items.constants]\ndoc_type = \"invoice\"\n");
    write("ar-10.csv", "No;Customer;Open\nA;C1;1\n");
    write("ar-11.csv", "No;Customer;Open\nB;C1;1\n");
    const auto now = std::filesystem::last_write_time(folder_ / "ar-11.csv");
    std::filesystem::last_write_time(folder_ / "ar-10.csv", now - std::chrono::hours(24));
    ASSERT_EQ(pull(), "");
    ASSERT_EQ(rows("open_items").size(), 1U);
    EXPECT_EQ(rows("open_items")[0].at("item_id"), "B");
}

TEST_F(MappedFilesTest, AWorkbookNamedAfterItsTableNeedsNoMapping) {
    write("customers.csv", "customer_id\nC1\n");
    workbook("open_items.xlsx", [](lxw_workbook* book) {
        Sheet sheet(book, "Sheet1");
        sheet.row(0, {"item_id", "customer_id", "doc_type", "document_number", "currency", "open_amount", "due_date"});
        sheet.row(1, {"7", "C1", "invoice", "INV-7", "CNY"});
        sheet.number(1, 5, 12.3), sheet.day(1, 6, 46326);
    });
    ASSERT_EQ(pull(), "");
    EXPECT_EQ(rows("open_items")[0].at("open_amount"), "1230");
    EXPECT_EQ(rows("open_items")[0].at("due_date"), "20261031");
    write("open_items.csv", "item_id,customer_id,doc_type,document_number,currency,open_amount\n");
    EXPECT_THAT(pull(), HasSubstr("both say what open_items are; remove one of them"));
}

TEST_F(MappedFilesTest, EveryTableComesTheSameWay) {
    write("customers.csv", "customer_id\nC1\n");
    write("open_items.csv", "item_id,customer_id,doc_type,document_number,currency,open_amount\n");
    workbook("其他.xlsx", [](lxw_workbook* book) {
        Sheet bills(book, "票据"), terms(book, "付款条件"), sales(book, "销售"), bank(book, "日记账"), hidden(book, "旧票据");
        bills.row(0, {"票据号码", "种类", "金额", "到期日", "状态", "追索"});
        bills.row(1, {"130458100001120261001", "银行承兑汇票", "10万", "2026-12-31", "在手", "是"});
        worksheet_write_string(*bills, 1, 2, "100,000.00", nullptr);
        terms.row(0, {"合同号", "节点", "比例", "天数"});
        terms.row(1, {"HT-1", "质保金", "", "365天"});
        terms.number(1, 2, 0.05);
        sales.row(0, {"月份", "客户", "销售额(万元)"});
        sales.row(1, {"", "C1", "12.5"});
        sales.day(1, 0, 46296);
        bank.row(0, {"凭证号", "日期", "借方", "贷方"});
        bank.row(1, {"记-1", "2026-10-09", "500.00", ""});
        bank.row(2, {"记-2", "2026-10-10", "", "20.00"});
        hidden.row(0, {"票据号码"});
        worksheet_hide(*hidden);
    });
    write("mapping.toml", R"(settled-mapping = 1
home_currency = "CNY"
[[bills]]
file = "其他.xlsx"
sheet = "*票据"
[bills.columns]
bill_id = "票据号码"
kind = "种类"
amount = "金额"
due_date = "到期日"
status = "状态"
recourse = "追索"
[bills.words.kind]
"银行承兑汇票" = "bank_acceptance"
[bills.words.status]
"在手" = "held"
[[terms]]
file = "其他.xlsx"
sheet = "付款条件"
fractions = "percent"
[terms.columns]
contract_number = "合同号"
kind = "节点"
percent = "比例"
days = "天数"
[terms.words.kind]
"质保金" = "retention"
[[sales]]
file = "其他.xlsx"
sheet = "销售"
unit = 10000
[sales.columns]
period = "月份"
customer_id = "客户"
amount = "销售额"
[[bank_book]]
file = "其他.xlsx"
sheet = "日记账"
[bank_book.columns]
entry_id = "凭证号"
date = "日期"
amount = { plus = "借方", minus = "贷方" }
[bank_book.constants]
bank_account = "1002"
)");
    ASSERT_EQ(pull(), "");
    EXPECT_EQ(rows("bills")[0].at("amount"), "10000000");
    EXPECT_EQ(rows("bills")[0].at("kind"), "bank_acceptance");
    EXPECT_EQ(rows("bills")[0].at("recourse"), "1");
    EXPECT_EQ(rows("terms")[0].at("percent"), "5");
    EXPECT_EQ(rows("terms")[0].at("days"), "365");
    EXPECT_EQ(rows("sales")[0].at("period"), "2026-10");
    EXPECT_EQ(rows("sales")[0].at("amount"), "12500000");
    EXPECT_EQ(rows("bank_book")[0].at("amount"), "50000");
    EXPECT_EQ(rows("bank_book")[1].at("amount"), "-2000");
    EXPECT_EQ(rows("bank_book")[1].at("bank_account"), "1002");
}

TEST_F(MappedFilesTest, WhatTheMappingNamesAndTheFileHasNotIsSaidWithTheNearest) {
    workbook("应收.xlsx", fill_receivables);
    std::string mapping = receivables_mapping;
    mapping.replace(mapping.find("item_id = \"发票号码\""), std::string("item_id = \"发票号码\"").size(), "item_id = \"发票号\"");
    write("mapping.toml", mapping);
    EXPECT_THAT(pull(), HasSubstr("应收.xlsx, sheet 应收明细: there is no heading (or more than one) \"发票号\""));
    EXPECT_EQ(ledger_->code, SETTLED_INVALID_CONFIG);
    write("mapping.toml", "settled-mapping = 1\n[[open_item]]\nfile = \"x\"\n");
    EXPECT_THAT(pull(), HasSubstr("mapping.toml:2: unknown table \"open_item\"; did you mean \"open_items\"?"));
    write("mapping.toml", "settled-mapping = 1\n[[open_items]]\nfile = \"../x.csv\"\n[open_items.columns]\nitem_id = \"A\"\n");
    EXPECT_THAT(pull(), HasSubstr("leads out of the folder"));
}

TEST_F(MappedFilesTest, ANumberThatASpreadsheetHasCutIsRefused) {
    write("customers.csv", "customer_id\nC1\n");
    write("mapping.toml", "settled-mapping = 1\nhome_currency = \"CNY\"\n[[open_items]]\nfile = \"ar.csv\"\n"
                          "[open_items.columns]\nitem_id = \"No\"\ndocument_number = \"No\"\ncustomer_id = \"Customer\"\n"
                          "open_amount = \"Open\"\n[open_items.constants]\ndoc_type = \"invoice\"\n");
    write("ar.csv", "No,Customer,Open\n2.6442E+19,C1,1\n");
    EXPECT_THAT(pull(),
                HasSubstr("ar.csv, row 2: open_items, column document_number (\"No\"): \"2.6442E+19\" was made a number"));
}

TEST_F(MappedFilesTest, CheckSaysWhatIsReadAndWhatIsLeftOut) {
    workbook("应收.xlsx", fill_receivables);
    write("mapping.toml", receivables_mapping);
    Ledger ledger({{"folder", folder_.path().string()}});
    ASSERT_EQ(ledger.trouble(), "");
    EXPECT_EQ(ledger.check(), "");
    EXPECT_THAT(
        ledger.findings,
        ElementsAre("folder: " + folder_.path().string(),
                    "应收.xlsx, sheet 应收明细: 2 rows of customers; left out: row 5 (应收), row 9 (合 计), row 10 (制表人:王芳)",
                    "应收.xlsx, sheet 应收明细: 3 rows of open_items; left out: row 9 (合 计), row 10 (制表人:王芳)"));
}

// An old workbook of a Macintosh: days count from 1904, as days and as plain numbers; merged title and customer.
TEST_F(MappedFilesTest, AnOldWorkbookKeepsItsOwnCountOfDays) {
    std::filesystem::copy_file(SETTLED_SOURCE_DIR "/connectors/ledger_files/testdata/receivables_1904.xls", folder_ / "应收.xls");
    std::string mapping = receivables_mapping;
    for (std::size_t at = 0; (at = mapping.find("xlsx", at)) != std::string::npos;) mapping.replace(at, 4, "xls");
    const std::size_t amounts = mapping.find("amount = \"");
    mapping.replace(amounts, mapping.find("[open_items.constants]") - amounts, "open_amount = \"未收金额\"\n");
    mapping.erase(mapping.find("doc_type = \"类型\""), std::string_view("doc_type = \"类型\"\n").size());
    mapping.erase(mapping.find("[open_items.words"));
    write("mapping.toml", mapping);
    ASSERT_EQ(pull(), "");
    ASSERT_EQ(rows("open_items").size(), 3U);
    const Columns &first = rows("open_items")[0], &second = rows("open_items")[1];
    EXPECT_EQ(first.at("document_date"), "20261001");
    EXPECT_EQ(first.at("due_date"), "20261031") << "a plain number counts from the workbook's own first day";
    EXPECT_EQ(first.at("open_amount"), "123456");
    EXPECT_EQ(second.at("customer_id"), "华远机械");
    EXPECT_EQ(second.at("due_date"), "20261101");
    EXPECT_EQ(rows("open_items")[2].at("currency"), "USD");
    EXPECT_EQ(rows("customers").size(), 2U);
}

TEST_F(MappedFilesTest, TheLimitsOfTheConfigurationHoldForWorkbooks) {
    workbook("应收.xlsx", fill_receivables);
    write("mapping.toml", receivables_mapping);
    EXPECT_THAT(pull({{"limit_parts", "3"}}), HasSubstr("parts; at most 3"));
    EXPECT_EQ(pull({{"limit_parts", "0"}}), "");
}

TEST_F(MappedFilesTest, AHalfWrittenWorkbookIsNoLedger) {
    workbook("应收.xlsx", fill_receivables);
    write("mapping.toml", receivables_mapping);
    std::filesystem::resize_file(folder_ / "应收.xlsx", std::filesystem::file_size(folder_ / "应收.xlsx") / 2);
    EXPECT_THAT(pull(), HasSubstr("it was cut off or damaged"));
    EXPECT_TRUE(ledger_->got.committed.empty());
}

TEST_F(MappedFilesTest, AConnectorsFolderBringsTheMapping) {
    workbook("应收.xlsx", fill_receivables);
    const auto connector = folder_ / "erp" / "our_sheets";
    std::filesystem::create_directories(connector);
    std::ofstream(connector / "connector.toml") << "settled-connector = 1\nname = \"our_sheets\"\nplugin = \"ledger_files\"\n";
    std::ofstream(connector / "mapping.toml") << receivables_mapping;
    EXPECT_EQ(pull({{"connector", "our_sheets"}, {"connector_folder", (folder_ / "erp").string()}}), "");
    EXPECT_EQ(rows("open_items").size(), 3U);
}

} // namespace
} // namespace settled
