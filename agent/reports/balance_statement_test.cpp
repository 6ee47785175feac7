#include "reports/balance_paper.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace settled::reports {
namespace {

using matching::BankReconciliation;
using matching::Doubt;
using matching::DoubtKind;
using matching::Transit;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

Date day(std::int32_t yyyymmdd) { return Date::from_abi(yyyymmdd); }
const Currency cny = *Currency::parse("CNY");

class BalanceForms : public testing::Test {
  protected:
    BalanceForms() {
        company_.name = "demo";
        company_.legal_name = {{"en", "Demo Trading Ltd."}, {"zh", "示范贸易有限公司"}};
        account_.name = "main", account_.account = "DE89370400440532013000", account_.bank = "Test Bank", account_.currency = cny;
        result_.bank_balance = 15000, result_.book_balance = 12000;
        result_.bank_adjusted = result_.book_adjusted = 16700;
        result_.items = {{Transit::bank_received, 0, 5000, 2},
                         {Transit::bank_paid, 1, -300, 1},
                         {Transit::booked_received, 0, 3000, 3, true},
                         {Transit::booked_paid, 1, -1300, 0, false, day(20261102)}};
        lines_ = {{day(20261029), 5000, cny, "R1", "货款", "华远"},
                  {day(20261030), -300, cny, "", "fee", ""},
                  {day(20261028), 3000, cny, "K1", "", ""},
                  {day(20261031), -1300, cny, "K2", "", "北方"}};
    }
    BalanceForm form(std::string_view language) const {
        BalanceStatementView view{&company_, &account_, day(20261031), day(20261104), &result_, {}};
        for (const auto& line : lines_) view.lines.push_back(&line);
        return balance_form(view, language);
    }
    static std::vector<std::string> labels(const std::vector<FormLine>& lines) {
        std::vector<std::string> all;
        for (const FormLine& line : lines) all.push_back(line.label + " = " + line.amount);
        return all;
    }
    config::Company company_;
    config::BankAccount account_;
    BankReconciliation result_;
    std::vector<matching::two_sided::Line> lines_;
};

TEST_F(BalanceForms, TheChineseFormHasTheUsualLines) {
    const BalanceForm made = form("zh-CN");
    EXPECT_EQ(made.title, "银行存款余额调节表");
    EXPECT_THAT(made.heading, ElementsAre("编制单位：示范贸易有限公司", HasSubstr("DE89 3704 0044 0532 0130 00（Test Bank）"),
                                          HasSubstr("2026年10月31日（数据知悉至 2026年11月4日）")));
    EXPECT_THAT(labels(made.book), ElementsAre("企业银行存款日记账余额 = 120.00", "加：银行已收、企业未收 = 50.00",
                                               "2026-10-29 (2 天) 华远 R1 货款 = 50.00", "减：银行已付、企业未付 = 3.00",
                                               "2026-10-30 (1 天) fee = 3.00", "调节后的存款余额 = 167.00"));
    EXPECT_THAT(labels(made.bank),
                ElementsAre("银行对账单余额 = 150.00", "加：企业已收、银行未收 = 30.00",
                            "2026-10-28 (3 天, 同额多笔之一) K1 = 30.00", "减：企业已付、银行未付 = 13.00",
                            "2026-10-31 (0 天, 已于 2026-11-02 到达) 北方 K2 = 13.00", "调节后的存款余额 = 167.00"));
    EXPECT_THAT(made.verdict.front(), HasSubstr("相符"));
    EXPECT_THAT(made.signatures, ElementsAre("编制人", "复核人", "财务主管"));
}

TEST_F(BalanceForms, GermanWritesItsOwnAmounts) {
    const BalanceForm made = form("de");
    EXPECT_EQ(made.bank.front().amount, "150,00");
    EXPECT_THAT(made.heading.front(), HasSubstr("Demo Trading Ltd."));
}

TEST_F(BalanceForms, AMissingBalanceIsSaidAndNeverZero) {
    result_.book_balance.reset(), result_.book_adjusted.reset();
    result_.doubts = {{.kind = DoubtKind::book_balance_missing}};
    const BalanceForm made = form("en");
    EXPECT_EQ(made.book.front().amount, "not known");
    EXPECT_EQ(made.book.back().amount, "not known");
    EXPECT_EQ(made.verdict.front(), "NOT confirmed as agreeing:");
    EXPECT_THAT(made.verdict, Contains(HasSubstr("ledger_account")));
}

TEST_F(BalanceForms, EveryDoubtHasWordsInEveryLanguage) {
    for (int kind = 1; kind <= static_cast<int>(DoubtKind::sums_not_searched); ++kind)
        for (const char* language : {"zh-CN", "en", "de"}) {
            const Doubt doubt{static_cast<DoubtKind>(kind), day(20261001), day(20261003), 1234, 5, 91};
            const std::string said = words(doubt, cny, language);
            EXPECT_GT(said.size(), 30U) << kind << language;
            EXPECT_EQ(said.find('{'), std::string::npos) << said;
        }
    const Doubt gap{.kind = DoubtKind::bank_gap, .from = day(20261001), .to = day(20261003), .amount = 1234};
    EXPECT_EQ(words(gap, cny, "en"),
              "bank statements are missing between 1 October 2026 and 3 October 2026: entries of 12.34 CNY are "
              "not there; import them");
}

// Both sides on one paper: sums stand at one height, with the side of fewer items waiting.
TEST_F(BalanceForms, ThePaperHasBothSidesBesideEachOtherAndRoomToSign) {
    result_.items.insert(result_.items.begin() + 1, {Transit::bank_received, 0, 2000, 1});
    lines_.insert(lines_.begin() + 1, {day(20261030), 2000, cny, "R2", "", ""});
    BalanceStatementView view{&company_, &account_, day(20261031), day(20261104), &result_, {}};
    for (const auto& line : lines_) view.lines.push_back(&line);
    const render::PdfDocument paper = balance_paper(view, "zh-CN");
    EXPECT_EQ(paper.title, "银行存款余额调节表");
    EXPECT_EQ(paper.author, "示范贸易有限公司");
    const render::PdfTable* table = nullptr;
    const render::PdfFields* fields = nullptr;
    for (const render::PdfBlock& block : paper.blocks) {
        if (const auto* one = std::get_if<render::PdfTable>(&block)) table = one;
        if (const auto* one = std::get_if<render::PdfFields>(&block)) fields = one;
    }
    ASSERT_TRUE(table && fields);
    EXPECT_EQ(table->parted_after, 2U);
    std::vector<std::string> rows;
    for (const render::PdfRow& row : table->rows) {
        ASSERT_EQ(row.cells.size(), 4U);
        rows.push_back(row.cells[1].text + " | " + row.cells[3].text);
    }
    EXPECT_THAT(rows, ElementsAre("120.00 | 150.00", "70.00 | 30.00", "50.00 | 30.00", "20.00 | ", "3.00 | 13.00", "3.00 | 13.00",
                                  "167.00 | 167.00"));
    EXPECT_TRUE(table->rows.back().total);
    ASSERT_EQ(fields->rows.size(), 2U);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(fields->rows[0][i].label, (std::vector{"编制人", "复核人", "财务主管"})[i]);
        EXPECT_EQ(fields->rows[1][i].label, "日期");
    }
    EXPECT_TRUE(render::write_pdf(paper));
}

} // namespace
} // namespace settled::reports
