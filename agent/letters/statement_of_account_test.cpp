#include "letters/statement_of_account.hpp"

#include "letters/sample.hpp"

#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <map>
#include <sstream>
#include <variant>

namespace settled::letters {
namespace {

Date day(std::string_view iso) { return *Date::parse_iso(iso); }
const Currency cny = *Currency::parse("CNY");
constexpr std::array<const char*, 3> languages = {"zh-CN", "en", "de"};

// The words as they are shipped, or texts of the test's own.
class Templates final : public TemplateSource {
  public:
    std::map<std::string, std::string> own;

    std::optional<std::string> find(std::string_view language, std::string_view file_name) const override {
        const std::string path = (language.empty() ? "" : std::string(language) + '/') + std::string(file_name);
        if (const auto hit = own.find(path); hit != own.end()) return hit->second;
        const std::ifstream file(std::string(SETTLED_SOURCE_DIR "/config/letters/") + path, std::ios::binary);
        if (!file) return std::nullopt;
        std::ostringstream text;
        text << file.rdbuf();
        return std::move(text).str();
    }
};

// October of a customer: 600.00 at first, an invoice of 500.00, a bill of 300.00; 800.00 at its end. By November 5 the invoice is
// overdue, 90.00 are retention, 50.00 a red invoice, and 120.00 are at the bank and not booked yet.
class StatementOfAccount : public ::testing::Test {
  protected:
    StatementOfAccount() {
        company_.name = "huayuan", company_.legal_name = {{"zh-CN", "华远机械有限公司"}, {"en", "Huayuan Machinery Co., Ltd."}};
        bank_.company = company_.name, bank_.bank = "Bank", bank_.account = "TEST-0001", bank_.currency = cny;
        bank_.show_in_letters = true;
        account_ = {"u8", "C1", "宏达重工集团有限公司", "李会计", "", day("2026-10-01"), day("2026-10-31"), day("2026-11-05"),
                    {}};
        CurrencyAccount& one = account_.currencies.emplace_back();
        one.currency = cny;
        one.statement = {account_.from, account_.to, account_.known_on, 60'000, 80'000, {}};
        one.statement.lines = {
            {{ledger::PostingKind::invoice, day("2026-10-10"), day("2026-11-03"), 50'000, "INV-2", "26110000000000000002"},
             110'000},
            {{ledger::PostingKind::bill, day("2026-10-15"), {}, -30'000, "HP-7", ""}, 80'000}};
        one.split = {10'000, 50'000, 9'000, 0, -5'000, 12'000};
        one.open = {{"INV-2", day("2026-10-10"), day("2026-11-03"), 50'000, 2}};
    }
    StatementInput input(const std::string& language, StatementText text = StatementText::reconcile) const {
        return {&account_, &company_, {&bank_}, language, text, "ar@huayuan.example"};
    }
    // Everything that stands on the paper, in its order.
    std::string printed(const StatementInput& input) const {
        const auto paper = statement_of_account(input, templates_);
        EXPECT_TRUE(paper) << paper.error().message;
        std::string all;
        const auto add = [&](const std::string& text) { all += text + "\n"; };
        if (paper)
            for (const render::PdfBlock& block : paper->blocks) {
                if (const auto* text = std::get_if<render::PdfText>(&block)) add(text->text);
                if (const auto* pairs = std::get_if<render::PdfPairs>(&block))
                    for (const auto& [label, value] : pairs->pairs) add(label + " = " + value);
                if (const auto* fields = std::get_if<render::PdfFields>(&block))
                    for (const auto& row : fields->rows)
                        for (const render::PdfField& field : row) add(field.label);
                if (const auto* table = std::get_if<render::PdfTable>(&block))
                    for (const render::PdfRow& row : table->rows) {
                        std::string line;
                        for (const render::PdfCell& cell : row.cells) line += cell.text + '|';
                        add(line);
                    }
            }
        return all;
    }
    static void expect_all(const std::string& text, const std::vector<std::string>& parts) {
        std::size_t at = 0;
        for (const std::string& part : parts) {
            const std::size_t found = text.find(part, at);
            EXPECT_NE(found, std::string::npos) << part << "\nis not, or not in its place, in\n" << text;
            if (found != std::string::npos) at = found;
        }
    }
    config::Company company_;
    config::BankAccount bank_;
    CustomerAccount account_;
    Templates templates_;
};

TEST_F(StatementOfAccount, TheChinesePaperHasTheUsualPartsInTheirOrder) {
    expect_all(printed(input("zh-CN")), {"致：",
                                         "宏达重工集团有限公司",
                                         "往来对账单",
                                         "对账期间：2026年10月1日 至 2026年10月31日",
                                         "期初余额",
                                         "600.00",
                                         "发票 INV-2|500.00||1,100.00",
                                         "收到承兑汇票 HP-7||300.00|800.00",
                                         "本期发生额合计|500.00|300.00||",
                                         "期末余额|||800.00",
                                         "未到期 = 100.00",
                                         "已逾期 = 500.00",
                                         "未到期质保金 = 90.00",
                                         "红字发票及待核销收款 = -50.00",
                                         "账面未结清合计 = 640.00",
                                         "已收到、入账中 = 120.00",
                                         "INV-2|2026年10月10日|2026年11月3日|2|500.00",
                                         "未收到回复不视为核对相符",
                                         "信息证明无误",
                                         "信息不符，差异列明如下",
                                         "经办人",
                                         "日期",
                                         "盖章处",
                                         "不是审计询证函"});
}

TEST_F(StatementOfAccount, APureReconciliationAsksForNoMoney) {
    for (const char* language : languages) {
        const std::string text = printed(input(language));
        EXPECT_FALSE(text.contains("TEST-0001")) << language;
        for (const char* asks : {"请支付", "Please pay", "Bitte zahlen"}) EXPECT_FALSE(text.contains(asks)) << language;
    }
}

TEST_F(StatementOfAccount, TheRequestAsksForWhatIsOverdueLessWhatIsThereAlready) {
    EXPECT_EQ(account_.currencies.front().split.to_pay(), 33'000); // 500.00 − 50.00 − 120.00
    const std::string text = printed(input("de", StatementText::request));
    expect_all(text, {"Bitte zahlen Sie = 330,00", "TEST-0001"});
    account_.currencies.front().split.on_its_way = 60'000; // the customer has paid
    const std::string paid = printed(input("de", StatementText::request));
    EXPECT_FALSE(paid.contains("Bitte zahlen Sie")) << paid;
    EXPECT_FALSE(paid.contains("TEST-0001"));
}

TEST_F(StatementOfAccount, WhereNothingTellsTheOpeningBalanceThePaperSaysSo) {
    CurrencyAccount& one = account_.currencies.front();
    one.statement.opening.reset();
    for (ledger::AccountLine& line : one.statement.lines) line.balance.reset();
    const std::string text = printed(input("en"));
    expect_all(text, {"do not reach back before this period", "Invoice INV-2|500.00|||", "Closing balance|||800.00"});
    EXPECT_FALSE(text.contains("Opening balance"));
}

TEST_F(StatementOfAccount, TheMailSaysTheBalanceAndAsksForAnAnswerInThreeLanguages) {
    const std::array<std::vector<std::string>, 3> wanted = {{{"往来对账单 2026年10月1日", "截至 2026年10月31日 余额：800.00 CNY"},
                                                             {"Statement of account", "Balance on 31 October 2026: 800.00 CNY"},
                                                             {"Kontoauszug 01.10.2026", "Saldo am 31.10.2026: 800,00 CNY"}}};
    for (std::size_t i = 0; i < languages.size(); ++i) {
        const auto mail = statement_mail(input(languages[i]), templates_);
        ASSERT_TRUE(mail) << mail.error().message;
        EXPECT_TRUE(mail->subject.contains(wanted[i].front())) << mail->subject;
        EXPECT_TRUE(mail->text.contains(wanted[i].back())) << mail->text;
        EXPECT_TRUE(mail->html.contains(wanted[i].back()));
        EXPECT_FALSE(mail->text.contains("{{"));
    }
}

TEST_F(StatementOfAccount, ACustomersNameIsOnlyEverText) {
    account_.customer_name = "<b>{{to_pay}}</b>\nBcc: x@evil.example";
    const auto mail = statement_mail(input("en"), templates_);
    ASSERT_TRUE(mail) << mail.error().message;
    EXPECT_FALSE(mail->html.contains("<b>{{"));
    EXPECT_FALSE(mail->subject.contains('\n'));
}

TEST_F(StatementOfAccount, BrokenWordsAreToldWithTheirFileAndBankDetailsInThemAreRefused) {
    for (const char* language : languages) EXPECT_TRUE(try_letter(language, "statement", templates_)) << language;
    const std::string shipped = *templates_.find("en", "statement.txt");
    templates_.own["en/statement.txt"] = shipped + "\nclosing = Pay to DE89 3704 0044 0532 0130 00\n";
    EXPECT_FALSE(try_letter("en", "statement", templates_));
    templates_.own["en/statement.txt"] = "title = Statement {{iban}}\n";
    const Status broken = try_letter("en", "statement", templates_);
    ASSERT_FALSE(broken);
    EXPECT_TRUE(broken.error().message.starts_with("letters/en/statement.txt")) << broken.error().message;
}

} // namespace
} // namespace settled::letters
