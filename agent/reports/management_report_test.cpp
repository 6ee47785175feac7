#include "reports/management_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace settled::reports {
namespace {

using testing::HasSubstr;
using testing::Not;

Date day(std::string_view iso) { return *Date::parse_iso(iso); }
const Currency cny = *Currency::parse("CNY");

std::string layout(const std::string& name) {
    std::ostringstream text;
    text << std::ifstream(SETTLED_SOURCE_DIR "/config/reports/" + name).rdbuf();
    return std::move(text).str();
}

// October: 1,000.00 open, of it 250.00 overdue by 1 to 30 days; in September 600.00, nothing overdue.
ManagementFacts october(const std::string& language) {
    ManagementFacts facts;
    facts.company = "华远机械有限公司", facts.language = language;
    facts.from = day("2026-10-01"), facts.to = facts.known_on = day("2026-10-31");
    AgedTotals totals{cny, {}, credit::Buckets()};
    totals.now.total = 100'000, totals.now.not_due = 75'000, totals.now.days_1_30 = 25'000;
    totals.before->total = totals.before->not_due = 60'000;
    facts.by_due_date = facts.by_document_date = {totals};
    MonthsOf months{cny, {}};
    months.months.resize(2);
    months.months[0].end = day("2026-09-30"), months.months[0].open = 60'000;
    months.months[1].end = day("2026-10-31"), months.months[1].invoiced = 140'000, months.months[1].collected = 100'000;
    months.months[1].open = 100'000, months.months[1].dso_simple = 365, months.months[1].collection_effectiveness = 559;
    facts.measures = {months};
    facts.owed = {{ManagementView::customer, {{"北方钢铁 <b>", cny, 100'000, 25'000, 60'000, 0}}}};
    facts.plans = {{false, {{"北方钢铁", cny, 200'000, 150'000}}}};
    facts.steps = {{"overdue-7", "email", 8, 6}};
    facts.success_days = 10;
    facts.matching = {90, 8, 2, 1};
    facts.missing = {MissingInput::regions};
    return facts;
}

TEST(ManagementReport, ChangesRatesAndWhatIsMissingStandInTheMail) {
    const auto mail = management_mail(october("en"), layout("management.html"), layout("management.txt"));
    ASSERT_TRUE(mail) << mail.error().message;
    EXPECT_EQ(mail->subject, "Receivables in 2026-10 · 华远机械有限公司");
    EXPECT_THAT(mail->text, HasSubstr("1–30 days · CNY · 250.00 · 0.00 · 250.00"));
    EXPECT_THAT(mail->text, HasSubstr("Total · CNY · 1,000.00 · 600.00 · 400.00"));
    // Collected 1,000.00 of 600.00 open before and 1,400.00 invoiced: 50 %.
    EXPECT_THAT(mail->text, HasSubstr("2026-10 · CNY · 1,400.00 · 1,000.00 · 50.0 · 55.9 · 36.5"));
    EXPECT_THAT(mail->text, HasSubstr("北方钢铁 · CNY · 2,000.00 · 1,500.00 · 75.0 · 500.00"));
    EXPECT_THAT(mail->text, HasSubstr("7 days overdue · email · 8 · 6 · 75.0"));
    EXPECT_THAT(mail->text, HasSubstr("settled by itself · 90 · 90.0"));
    EXPECT_THAT(mail->text, HasSubstr("wrong, of those settled by itself · 1 · 1.1")); // 1 of 91
    EXPECT_THAT(mail->text, HasSubstr("no customer has a region"));
    EXPECT_THAT(mail->text, Not(HasSubstr("2026-09 ·"))); // only what October is measured against
    EXPECT_THAT(mail->html, HasSubstr("北方钢铁 &lt;b&gt;"));
    EXPECT_THAT(mail->html, Not(HasSubstr("<script")));
    EXPECT_THAT(mail->html, Not(HasSubstr("http://")));
}

TEST(ManagementReport, HowTheWorkFlowedWhatLatePaymentCostAndWhyDebtsWentBad) {
    ManagementFacts facts = october("en");
    facts.flow = {20, 1, 4, 12, 3, 2, 1, 3, 3};
    facts.cost_of_money_basis_points = 345;
    facts.late_money = {{cny, {0, 5'647'049'692, 16'012'867}}};
    facts.bad_debts = {{"bankrupt", cny, 3, 900'000, 100, 4, 1, 2, 2}};
    const auto mail = management_mail(facts, layout("management.html"), layout("management.txt"));
    ASSERT_TRUE(mail) << mail.error().message;
    EXPECT_THAT(mail->text, HasSubstr("half of them at most · 1 · 20\n"));
    EXPECT_THAT(mail->text, HasSubstr("nine of ten at most · 4 · 20\n"));
    EXPECT_THAT(mail->text, HasSubstr("applied elsewhere in the ERP · 3 · 12 · 25.0"));
    EXPECT_THAT(mail->text, HasSubstr("do not agree with their bank book · 1 · 2 · 50.0"));
    EXPECT_THAT(mail->text, HasSubstr("do not agree with the open items · 0 · 3 · 0.0"));
    EXPECT_THAT(mail->text, HasSubstr("CNY · 56,470,496.92 · 160,128.67"));
    EXPECT_THAT(mail->text, HasSubstr("at 3.45 % a year"));
    EXPECT_THAT(mail->text, HasSubstr("bankrupt · CNY · 3 · 9,000.00 · 33 · 1.3 · 1 · 1 · 2"));
}

TEST(ManagementReport, SpeaksThreeLanguages) {
    const auto german = management_mail(october("de"), layout("management.html"), layout("management.txt"));
    ASSERT_TRUE(german) << german.error().message;
    EXPECT_THAT(german->text, HasSubstr("Summe · CNY · 1.000,00 · 600,00 · 400,00"));
    const auto chinese = management_mail(october("zh-CN"), layout("management.html"), layout("management.txt"));
    ASSERT_TRUE(chinese) << chinese.error().message;
    EXPECT_EQ(chinese->subject, "2026-10 应收账款月报 · 华远机械有限公司");
    EXPECT_THAT(chinese->text, HasSubstr("按地区：客户均无地区"));
}

TEST(ManagementReport, WithoutAReadingBeforeNoChangeIsMadeUp) {
    ManagementFacts facts = october("en");
    for (auto* totals : {&facts.by_due_date, &facts.by_document_date}) totals->front().before.reset();
    facts.owed.front().lines.front().overdue_before.reset();
    facts.missing = {MissingInput::reading_before};
    facts.is_quarter = true, facts.to = day("2026-09-30");
    const auto mail = management_mail(facts, layout("management.html"), layout("management.txt"));
    ASSERT_TRUE(mail) << mail.error().message;
    EXPECT_THAT(mail->subject, HasSubstr("2026-Q3"));
    EXPECT_THAT(mail->text, HasSubstr("1–30 days · CNY · 250.00\n"));
    EXPECT_THAT(mail->text, HasSubstr("Changes: the ledger was not read"));
}

} // namespace
} // namespace settled::reports
