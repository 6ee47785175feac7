#include "reports/daily_mail.hpp"

#include "reports/daily_charts.hpp"
#include "reports/headline.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace settled::reports {
namespace {

const Currency cny = *Currency::parse("CNY");

std::string layout(const std::string& name) {
    const std::ifstream file(SETTLED_SOURCE_DIR "/config/reports/" + name);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

DailyFacts facts(std::string language) {
    DailyFacts made;
    made.company = "huayuan", made.legal_name = "华远 <机械> & Co.", made.language = std::move(language), made.mode = "approve";
    made.as_of = *Date::of(2026, 11, 20), made.made_at = "2026-11-20T10:00:00+08:00", made.sending_window = "09:00–18:00";
    made.ledgers.push_back({"u8", "2026-11-20T07:30:00+08:00", 3, ""});
    EntryLine question;
    question.match = 12, question.entry = 7, question.date = *Date::of(2026, 11, 18), question.counterparty = "=HYPERLINK(\"x\")";
    question.amount = {880000, cny}, question.state = matching::State::question, question.documents = "INV-7";
    question.reasons = {"9 open items have this amount"};
    made.entries.push_back(question);
    AgingLine aging;
    aging.currency = cny, aging.buckets.total = 123456789, aging.buckets.days_1_30 = 100000000, aging.buckets.not_due = 23456789;
    made.aging.push_back(aging);
    return made;
}

DailyMail mail(const DailyFacts& about) {
    auto made = daily_mail(about, layout("daily.html"), layout("daily.txt"));
    EXPECT_TRUE(made.has_value()) << (made ? "" : made.error().message);
    return made ? *made : DailyMail{};
}

TEST(DailyMail, TheSubjectSaysHowMuchNeedsAPerson) {
    EXPECT_EQ(mail(facts("zh-CN")).subject, "应收对账日报 · 华远 <机械> & Co. · 2026-11-20 · 需您处理 1");
    EXPECT_EQ(mail(facts("en")).subject, "Receivables today · 华远 <机械> & Co. · 2026-11-20 · Needs you 1");
}

TEST(DailyMail, WhatWasPaidTwiceIsSaidOnceWithTheReason) {
    for (const auto& [language, heading] :
         {std::pair("en", "Paid twice or too much: the customer's money"), std::pair("zh-CN", "重复或多付：应退或抵的款项"),
          std::pair("de", "Doppelt oder zu viel gezahlt: Geld des Kunden")}) {
        DailyFacts about = facts(language);
        EXPECT_EQ(mail(about).text.find(heading), std::string::npos);
        about.refunds.push_back(
            {14, 9, *Date::of(2026, 11, 19), "u8:C1", "Northwind", "Northwind", "entry 8 paid it", {1200000, cny}});
        const DailyMail made = mail(about);
        EXPECT_NE(made.text.find(heading), std::string::npos) << made.text;
        EXPECT_NE(made.text.find("2026-11-19 · Northwind · "), std::string::npos) << made.text;
        EXPECT_NE(made.text.find("entry 8 paid it"), std::string::npos) << made.text;
        EXPECT_NE(made.html.find("entry 8 paid it"), std::string::npos);
    }
}

TEST(DailyMail, SafetyThatIsSwitchedOffIsSaidInEveryReportInItsLanguage) {
    for (const auto& [language, heading] :
         {std::pair("en", "Safety that is switched off"), std::pair("zh-CN", "已关闭的安全检查"),
          std::pair("de", "Abgeschaltete Sicherungen")}) {
        DailyFacts about = facts(language);
        EXPECT_EQ(mail(about).text.find(heading), std::string::npos);
        about.unguarded.push_back({"[ledger.u8] insecure_plain_sql", "the line may be without TLS"});
        const DailyMail made = mail(about);
        EXPECT_NE(made.text.find(heading), std::string::npos) << made.text;
        EXPECT_NE(made.text.find("[ledger.u8] insecure_plain_sql · the line may be without TLS"), std::string::npos) << made.text;
        EXPECT_NE(made.html.find(heading), std::string::npos);
    }
}

TEST(DailyMail, AQuestionStandsWithItsReasonAndTheCommandThatAnswersIt) {
    const DailyMail made = mail(facts("en"));
    EXPECT_NE(made.text.find("8,800.00 CNY · INV-7 · 9 open items have this amount · settled review accept 12"),
              std::string::npos)
        << made.text;
    EXPECT_NE(made.html.find("settled review accept 12"), std::string::npos);
}

TEST(DailyMail, MoneyToBeClaimedSaysWhoseItMayBeAndWhenItHasWaitedTooLong) {
    DailyFacts about = facts("en");
    EntryLine claimed;
    claimed.match = 13, claimed.date = *Date::of(2026, 11, 13), claimed.counterparty = "Nobody Known";
    claimed.amount = {150000, cny}, claimed.remittance = "thanks for November", claimed.waiting_days = escalated_after_days - 1;
    claimed.likely = {"Blue Harbour Ltd. (u8:C1): the amount is that of INV-3"};
    about.entries.push_back(claimed);
    const std::string line = "1,500.00 CNY · 4 · Blue Harbour Ltd. (u8:C1): the amount is that of INV-3 · thanks for November";
    const std::string text = mail(about).text;
    EXPECT_NE(text.find("Money to be claimed (1)"), std::string::npos) << text;
    EXPECT_NE(text.find(line + "\n"), std::string::npos) << text;
    about.entries.back().waiting_days = escalated_after_days;
    EXPECT_NE(mail(about).text.find("5 working days and more: escalate"), std::string::npos);
    about.entries.back().customer = "u8:C1"; // known: nobody has to claim it
    EXPECT_EQ(mail(about).text.find("Money to be claimed"), std::string::npos);
}

TEST(DailyMail, WhatDoesNotTieStandsInTheHeadlineAndEveryComparisonBelow) {
    DailyFacts about = facts("en");
    about.controls.push_back({"u8", "1122", {500000, cny}, {500000, cny}});
    about.controls.push_back({"u8", "2203", {0, cny}, {-700, cny}, true});
    about.balances.push_back({"icbc", cny, true, 10000, 10000, {}, {}});
    EXPECT_NE(mail(about).text.find("Books and figures: agrees"), std::string::npos) << "both accounts together agree";
    about.balances.push_back({"ccb", cny, false, 10000, 9000, {"the adjusted balances differ by 10.00 CNY"}, {}});
    about.balances.push_back({"boc", cny, false, 10000, std::nullopt, {"no bank book"}, {}});
    about.controls.front().items.minor_units = 499900;
    const std::string text = mail(about).text;
    EXPECT_NE(text.find("Books and figures: 1122 differs by 1.00 CNY · ccb differs by 10.00 CNY · boc not confirmed as agreeing"),
              std::string::npos)
        << text;
    EXPECT_NE(text.find("Bank statement and bank book, boc · 100.00 CNY · not known · no bank book"), std::string::npos) << text;
}

TEST(DailyMail, ForeignTextStaysText) {
    const DailyMail made = mail(facts("en"));
    EXPECT_NE(made.html.find("华远 &lt;机械&gt; &amp; Co."), std::string::npos);
    EXPECT_EQ(made.html.find("<机械>"), std::string::npos);
}

TEST(DailyMail, NothingIsFetchedFromElsewhere) {
    const DailyMail made = mail(facts("zh-CN"));
    for (const std::string_view remote : {"http:", "https:", "<img", "<script", "<link", "@import", "url("})
        EXPECT_EQ(made.html.find(remote), std::string::npos) << remote;
}

TEST(DailyMail, ATestClockIsSaid) {
    DailyFacts about = facts("en");
    EXPECT_EQ(mail(about).text.find("test clock"), std::string::npos);
    about.test_clock = true;
    EXPECT_NE(mail(about).text.find("test clock"), std::string::npos);
}

TEST(DailyMail, AQuietDayIsShortAndComplete) {
    DailyFacts about;
    about.company = about.legal_name = "quiet", about.mode = "shadow", about.as_of = *Date::of(2026, 11, 20);
    const DailyMail made = mail(about);
    EXPECT_NE(made.text.find("Needs you: nothing"), std::string::npos) << made.text;
    EXPECT_EQ(made.text.find("Questions"), std::string::npos);
}

DailyFacts with_charts(std::string language) {
    DailyFacts made = facts(std::move(language));
    made.cash = {cny,
                 {{*Date::of(2026, 11, 9), 1234500, 0, 0}, {*Date::of(2026, 11, 16), 200000, 0, 0}},
                 {{*Date::of(2026, 11, 20), 900000, 500000, 1300000}},
                 true};
    made.dso = {{*Date::of(2026, 9, 30), 412}, {*Date::of(2026, 10, 31), 455}};
    return made;
}

TEST(DailyMail, WhatAChartShowsStandsInWordsToo) {
    const auto made = daily_mail(with_charts("en"), layout("daily.html"), layout("daily.txt"), render::installed_pdf_font());
    ASSERT_TRUE(made) << made.error().message;
    EXPECT_NE(made->text.find("- 2026-11-09 received 12,345.00 CNY"), std::string::npos) << made->text;
    EXPECT_NE(made->text.find("- 2026-11-20 expected 9,000.00 CNY (5,000.00 CNY – 13,000.00 CNY)"), std::string::npos);
    EXPECT_NE(made->text.find("2026-10: 45.5 days"), std::string::npos);
    ASSERT_EQ(made->images.size(), 2U) << "fonts-wqy-microhei is not installed";
    EXPECT_EQ(made->images.front().content_id, "cash");
    EXPECT_EQ(page_with_images(*made).find("cid:"), std::string::npos) << "the page by itself holds its pictures";
    EXPECT_TRUE(mail(with_charts("en")).images.empty()) << "no font, no pictures";
    EXPECT_EQ(mail(with_charts("en")).html.find("<img"), std::string::npos);
}

// What mail programs show alike: nothing fetched, no script, at most 640 pixels wide, words for every picture.
TEST(DailyMail, KeepsTheRulesOfMailPrograms) {
    for (const char* language : {"en", "zh-CN", "de"}) {
        DailyFacts about = with_charts(language);
        about.entries.front().counterparty = "<script src=http://x.example></script><img src=x onerror=y>";
        const auto made = daily_mail(about, layout("daily.html"), layout("daily.txt"), render::installed_pdf_font());
        ASSERT_TRUE(made) << made.error().message;
        const std::string& html = made->html;
        for (const char* forbidden :
             {"<script", "<link", "<iframe", "<form", "src=\"http", "url(", "@import", "javascript:", "onerror=y>"})
            EXPECT_EQ(html.find(forbidden), std::string::npos) << language << ": " << forbidden;
        EXPECT_LT(html.size(), 100'000U);
        for (std::size_t at = html.find("<img"); at != std::string::npos; at = html.find("<img", at + 1)) {
            const std::string tag = html.substr(at, html.find('>', at) - at);
            EXPECT_NE(tag.find("src=\"cid:"), std::string::npos) << tag;
            EXPECT_NE(tag.find("alt=\""), std::string::npos) << tag;
            EXPECT_EQ(tag.find("alt=\"\""), std::string::npos) << tag;
        }
        for (std::size_t at = html.find("max-width:"); at != std::string::npos; at = html.find("max-width:", at + 1))
            EXPECT_LE(std::stoi(html.substr(at + 10)), 640);
        for (std::size_t at = html.find(" width=\""); at != std::string::npos; at = html.find(" width=\"", at + 1))
            EXPECT_LE(std::stoi(html.substr(at + 8)), 640);
    }
}

TEST(DailyMail, AxisAmountsAreShort) {
    EXPECT_EQ(short_amount(123456789, cny, "en"), "1.2M");
    EXPECT_EQ(short_amount(2000000000, cny, "zh-CN"), "2000万");
    EXPECT_EQ(short_amount(50000, cny, "de"), "500");
    EXPECT_EQ(short_amount(150000, cny, "de"), "1,5 Tsd");
    EXPECT_EQ(short_amount(25, *Currency::parse("JPY"), "en"), "25");
}

TEST(Headline, ChineseAmountsAreInTenThousandsRounded) {
    EXPECT_EQ(headline_amount({123456789, cny}, "zh-CN"), "123.46万元");
    EXPECT_EQ(headline_amount({-123456789, cny}, "zh-CN"), "−123.46万元");
    EXPECT_EQ(headline_amount({999999, cny}, "zh-CN"), "9,999.99 CNY");
    EXPECT_EQ(headline_amount({50000, *Currency::parse("JPY")}, "zh-CN"), "5.00万 JPY");
    EXPECT_EQ(headline_amount({123456789, cny}, "en"), "1,234,567.89 CNY");
}

TEST(Headline, StaleDataIsRed) {
    DailyFacts about = facts("en");
    EXPECT_FALSE(headline(about).front().alarming);
    about.ledgers.front().stale = "last complete pull three days ago";
    EXPECT_TRUE(headline(about).front().alarming);
}

TEST(Headline, ADifferenceIsNamed) {
    DailyFacts about = facts("en");
    about.differences.push_back({5, "u8:C1", "Acme", "R-1", "INV-7", "INV-6", {100, cny}});
    EXPECT_EQ(headline(about).back().text, "Acme: The ERP applied INV-6, settled decided INV-7");
    EXPECT_TRUE(headline(about).back().alarming);
}

} // namespace
} // namespace settled::reports
