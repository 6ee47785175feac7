#include "letters/reminder.hpp"

#include <settled/text.hpp>

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <variant>

namespace settled::letters {
namespace {

using dunning::PlannedItem;
using dunning::PlannedMessage;

Date day(std::string_view iso) { return *Date::parse_iso(iso); }
const Currency cny = *Currency::parse("CNY");
const Currency eur = *Currency::parse("EUR");

constexpr std::array<const char*, 3> languages = {"zh-CN", "en", "de"};
constexpr std::array<const char*, 6> names = {"before_due",    "friendly",      "reminder",
                                              "formal_letter", "account_check", "thank_you"};

// The letters as they are shipped, or texts of the test's own.
class Templates final : public TemplateSource {
  public:
    std::map<std::string, std::string> own;

    std::optional<std::string> find(std::string_view language, std::string_view file_name) const override {
        const std::string path = std::string(language) + '/' + std::string(file_name);
        if (const auto hit = own.find(path); hit != own.end()) return hit->second;
        const std::ifstream file(std::string(SETTLED_SOURCE_DIR "/config/letters/") + path, std::ios::binary);
        if (!file) return std::nullopt;
        std::ostringstream text;
        text << file.rdbuf();
        return std::move(text).str();
    }
};

struct Scene {
    ledger::Book book;
    PlannedMessage message;
    config::Company company;
    std::vector<config::BankAccount> accounts;
    Templates templates;
    ReminderInput input;

    Scene(std::string language, std::string template_name) {
        ledger::CustomerRow customer;
        customer.name = book.text.add("宏达重工集团有限公司");
        book.ledgers.push_back({"u8", 1, {}, {}});
        book.customers.push_back(customer);
        message.customer = 0;
        message.language = std::move(language);
        message.template_name = std::move(template_name);
        company.name = "huayuan";
        company.legal_name = {{"zh-CN", "华远机械有限公司"}, {"en", "Huayuan Machinery Co., Ltd."}};
        add_account("main", "中国工商银行上海分行", "1202020109900012345", cny, true);
        add_account("hidden", "招商银行", "6214850000001234", cny, false);
        add_account("euro", "Musterbank", "DE89370400440532013000", eur, true);
        input.today = day("2026-11-20");
        input.signature = {"王芳", "wang.fang@huayuan.example", "+86 21 5555 0100"};
    }
    void add_account(std::string name, std::string bank, std::string number, Currency currency, bool shown) {
        config::BankAccount account;
        account.name = std::move(name);
        account.company = "huayuan";
        account.bank = std::move(bank);
        account.account = std::move(number);
        account.currency = currency;
        account.show_in_letters = shown;
        accounts.push_back(account);
    }
    PlannedItem& item(std::string_view number, std::string_view due, std::int64_t open, Currency currency = cny) {
        ledger::ItemRow row;
        row.customer = 0;
        row.document_number = book.text.add(number);
        row.amount = open;
        row.currency = currency;
        book.items.push_back(row);
        PlannedItem planned;
        planned.item = static_cast<ledger::Row>(book.items.size() - 1);
        planned.due = day(due);
        planned.days_overdue = days_between(planned.due, day("2026-11-20"));
        planned.open = open;
        message.items.push_back(planned);
        for (Money& total : message.totals)
            if (total.currency == currency) {
                total.minor_units += open;
                return message.items.back();
            }
        message.totals.push_back({open, currency});
        return message.items.back();
    }
    void show_accounts() {
        input.accounts.clear();
        for (const config::BankAccount& account : accounts) input.accounts.push_back(&account);
    }
    Result<Letter> written() {
        input.book = &book;
        input.message = &message;
        input.company = &company;
        show_accounts();
        return reminder(input, templates);
    }
    Letter letter() {
        Result<Letter> made = written();
        EXPECT_TRUE(made) << made.error().message;
        return made.value_or(Letter{});
    }
};

Scene full(const char* language, const char* name) {
    Scene scene(language, name);
    PlannedItem& first = scene.item("XSFP-202610-00017", "2026-10-16", 12345050);
    first.paid_not_booked = 2000000;
    ledger::ItemRow& row = scene.book.items.back();
    row.amount = 14345050;
    row.tax_invoice_numbers = scene.book.text.add("26312000000123456789;26312000000123456790");
    row.contract_number = scene.book.text.add("HT-2026-0815");
    row.po_number = scene.book.text.add("PO-77120");
    scene.item("XSFP-202611-00003", "2026-11-19", 98500).disputed = 1500;
    scene.item("XSFP-202611-00021", "2026-11-23", 560000);
    scene.item("EXP-2026-044", "2026-11-10", 1800000, eur);
    scene.message.unapplied = {{700000, cny}};
    return scene;
}

TEST(Letter, EveryShippedLetterIsWrittenInEveryLanguage) {
    for (const char* language : languages)
        for (const char* name : names) {
            const Letter letter = full(language, name).letter();
            for (const std::string& text : {letter.subject, letter.text, letter.html}) {
                EXPECT_FALSE(text.empty()) << language << name;
                EXPECT_FALSE(text.contains("{{")) << language << name;
            }
            EXPECT_FALSE(letter.subject.contains('\n'));
            for (const std::string& text : {letter.text, letter.html}) {
                EXPECT_TRUE(text.contains("XSFP-202610-00017")) << language << name;
                EXPECT_TRUE(text.contains("26312000000123456789")) << language << name;
                EXPECT_TRUE(text.contains("HT-2026-0815")) << language << name;
                EXPECT_TRUE(text.contains("1202020109900012345")) << language << name;
                EXPECT_FALSE(text.contains("6214")) << "an account that is not for letters";
            }
        }
}

TEST(Letter, SpeaksTheCustomersLanguage) {
    const Letter chinese = full("zh-CN", "reminder").letter();
    EXPECT_EQ(chinese.subject, "逾期付款提示函：117,435.50 CNY + 18,000.00 EUR（华远机械有限公司）");
    EXPECT_TRUE(chinese.text.contains("截至2026年11月20日"));
    EXPECT_TRUE(chinese.text.contains("到期日 2026年10月16日（已逾期 35 天）"));
    const Letter english = full("en", "reminder").letter();
    EXPECT_TRUE(english.text.contains("16 October 2026 (35 days overdue)"));
    EXPECT_TRUE(english.text.contains("19 November 2026 (1 day overdue)"));
    const Letter german = full("de", "reminder").letter();
    EXPECT_TRUE(german.text.contains("123.450,50 CNY"));
    EXPECT_TRUE(german.text.contains("16.10.2026 (seit 35 Tagen überfällig)"));
    EXPECT_TRUE(german.text.contains("seit 1 Tag überfällig"));
}

TEST(Letter, ShowsWhatWasReceivedAndWhatIsStillToComeApart) {
    const Letter letter = full("en", "reminder").letter();
    EXPECT_TRUE(letter.text.contains("20,000.00 received, being booked"));
    EXPECT_TRUE(letter.text.contains("15.00 queried by you, not included"));
    EXPECT_TRUE(letter.text.contains("Received, purpose to be confirmed: 7,000.00 CNY"));
    EXPECT_TRUE(letter.text.contains("Balance due after that: 117,435.50 CNY"));
    EXPECT_TRUE(letter.text.contains("Total due: 124,435.50 CNY"));
    EXPECT_TRUE(letter.text.contains("Total due soon: 5,600.00 CNY"));
    const std::size_t soon = letter.text.find("Due soon");
    ASSERT_NE(soon, std::string::npos);
    EXPECT_LT(soon, letter.text.find("XSFP-202611-00021"));
    EXPECT_FALSE(letter.text.substr(letter.text.find("XSFP-202611-00021"), 60).contains("overdue"));
}

TEST(Letter, BeforeTheFormalLetterThereIsNoInterestNoLawAndNoThreatAndNeverAnInternalWord) {
    for (const char* name : names) {
        const Letter letter = full("zh-CN", name).letter();
        for (const std::string_view word : {"清欠", "催收", "利息", "滞纳金", "律师", "法律", "诉讼"})
            EXPECT_FALSE(letter.text.contains(word) || letter.html.contains(word)) << name << ": " << word;
        EXPECT_TRUE(letter.text.contains("忽略本") || std::string_view(name) == "thank_you") << name;
        EXPECT_TRUE(letter.text.contains("贵司") && letter.text.contains("我司")) << name;
        if (std::string_view(name) != "formal_letter") {
            EXPECT_FALSE(letter.text.contains("催款函")) << name;
            EXPECT_FALSE(letter.text.contains("保留")) << name;
        }
    }
    for (const char* name : {"before_due", "friendly", "reminder"})
        for (const std::string_view word : {"Zinsen", "Gebühr", "Anwalt", "Gericht", "§", "interest", "legal", "court"})
            for (const char* language : {"en", "de"})
                EXPECT_FALSE(full(language, name).letter().text.contains(word)) << name << word;
    EXPECT_TRUE(full("zh-CN", "formal_letter").letter().text.contains("未用印无效"));
}

TEST(Letter, LoadsNothingFromElsewhereAndIsSafeAgainstHostileNames) {
    Scene scene = full("en", "friendly");
    scene.book.customers[0].contact = scene.book.text.add("<img src=x onerror=alert(1)>\r\nBcc: x@y.example");
    scene.book.items[0].document_number = scene.book.text.add("\"><script>alert(1)</script>");
    scene.company.legal_name = {{"en", "A & B <c>"}};
    const Letter letter = scene.letter();
    EXPECT_FALSE(letter.html.contains("<script"));
    EXPECT_FALSE(letter.html.contains("<img"));
    EXPECT_TRUE(letter.html.contains("&lt;img src=x"));
    EXPECT_FALSE(letter.html.contains("http://") || letter.html.contains("https://"));
    EXPECT_FALSE(letter.subject.contains('\r'));
}

TEST(Letter, AsksInItsSubjectForWhatItsTableEndsWith) {
    for (const char* language : languages)
        for (const char* name : names) {
            const Letter letter = full(language, name).letter();
            const bool german = std::string_view(language) == "de";
            for (const std::string& text : {letter.subject, letter.text})
                EXPECT_TRUE(text.contains(german ? "117.435,50 CNY" : "117,435.50 CNY")) << language << name;
            EXPECT_FALSE(letter.subject.contains(german ? "124.435" : "124,435")) << letter.subject;
        }
    Scene coming("en", "before_due");
    coming.item("INV-9", "2026-11-23", 560000);
    coming.message.unapplied = {{160000, cny}};
    EXPECT_TRUE(coming.letter().subject.contains("4,000.00 CNY"));
    EXPECT_TRUE(coming.letter().text.contains("Balance due after that: 4,000.00 CNY"));
    Scene covered("en", "friendly");
    covered.item("INV-9", "2026-11-10", 560000);
    covered.message.unapplied = {{560000, cny}};
    EXPECT_TRUE(covered.letter().subject.contains("5,600.00 CNY")) << "a subject is never without its figure";
    EXPECT_FALSE(covered.letter().text.contains("Balance due after that"));
}

TEST(Letter, WritesEveryAccountNumberAsItIsWrittenAndAnIbanInBlocksOfFour) {
    Scene scene = full("en", "reminder");
    scene.accounts[0].account = "TEST-0001";
    const Letter letter = scene.letter();
    for (const std::string& text : {letter.text, letter.html}) {
        EXPECT_TRUE(text.contains("TEST-0001"));
        EXPECT_TRUE(text.contains("DE89 3704 0044 0532 0130 00"));
    }
}

TEST(Letter, IsReadableOnAPhoneAndInTheDark) {
    for (const char* language : languages) {
        const std::string html = full(language, "friendly").letter().html;
        EXPECT_TRUE(html.contains("<meta name=\"viewport\""));
        EXPECT_TRUE(html.contains("@media (max-width:480px) {\n.cell {"));
        EXPECT_TRUE(html.contains("@media (prefers-color-scheme:dark) {\n.page {"));
        EXPECT_EQ(html.contains("lang=\"" + std::string(language) + "\""), true);
    }
}

TEST(Letter, TakesMoneyWithoutAPurposeOffOnce) {
    const std::string text = full("en", "reminder").letter().text;
    const std::size_t first = text.find("Received, purpose to be confirmed");
    ASSERT_NE(first, std::string::npos);
    EXPECT_EQ(text.find("Received, purpose to be confirmed", first + 1), std::string::npos);
}

TEST(Letter, IsTheSameTextInItsPlainPart) {
    Scene scene("en", "friendly");
    scene.item("INV-1", "2026-11-19", 98500, eur);
    scene.input.signature = {};
    EXPECT_EQ(scene.letter().text, R"(Payment reminder

Dear Sir or Madam,

Thank you for your business.

According to our records the following had fallen due by 20 November 2026 and we have not seen the payment yet. It may simply be on its way; we would be grateful if you could check and arrange payment.

Due for payment (EUR)
- INV-1: 985.00 EUR, Due date 19 November 2026 (1 day overdue)
Total due: 985.00 EUR

If you have already paid, please disregard this reminder and let us know the date and amount, so that we can trace the payment. Thank you.

Where to pay (EUR)
  Account holder: Huayuan Machinery Co., Ltd.
  Bank: Musterbank
  Account: DE89 3704 0044 0532 0130 00

Should you have any question about these items, simply reply to this mail.

Yours sincerely

Huayuan Machinery Co., Ltd.
20 November 2026
)");
}

TEST(Letter, NamesTheTemplateThatIsAbsentOrWrong) {
    Scene scene("en", "no_such_letter");
    scene.item("INV-1", "2026-11-10", 100);
    EXPECT_EQ(scene.written().error().message,
              "letters/en/no_such_letter.txt: there is no such file; expected it beside the other letters");
    scene = full("en", "friendly");
    scene.templates.own["en/friendly.txt"] = "Subject: a\nTitle: b\n\nDear all,\n\nyou owe {{custmer}}\n\n{{items}}\n";
    EXPECT_TRUE(
        scene.written().error().message.starts_with("letters/en/friendly.txt: template, line 6: \"custmer\" is not known"))
        << scene.written().error().message;
    scene = full("en", "friendly");
    scene.templates.own["en/words.txt"] = "language = en\n";
    EXPECT_EQ(scene.written().error().message, "letters/frame.txt: line 3: \"greeting\" is not among the words of the language");
}

TEST(Letter, ACompanyMayReplaceALetterTheWordsOrTheFrame) {
    Scene scene = full("en", "friendly");
    scene.templates.own["en/friendly.txt"] =
        "Subject: Ours\r\nTitle: Our title\r\n\r\nTom & <b>Jerry</b>\r\nsay {{customer_name}}\r\n\r\n{{items}}\r\n\r\nBye.\r\n";
    const Letter letter = scene.letter();
    EXPECT_EQ(letter.subject, "Ours");
    EXPECT_TRUE(letter.text.contains("\n\nTom & <b>Jerry</b>\nsay 宏达重工集团有限公司\n\nDue for payment"));
    EXPECT_TRUE(letter.html.contains("Tom &amp; &lt;b&gt;Jerry&lt;/b&gt;<br>say 宏达重工集团有限公司"))
        << "a letter is words; its look is the frame's";
    scene.templates.own["en/friendly.html"] = "<p>{{title}}</p>";
    EXPECT_EQ(scene.letter().html, "<p>Our title</p>") << "a letter with a look of its own";
    scene.templates.own["/frame.txt"] = "{{#closing}}{{#lines}}{{line}}{{/lines}}{{/closing}}";
    EXPECT_EQ(scene.letter().text, "Bye.");
    scene.templates.own["en/frame.txt"] = "{{>font}}";
    EXPECT_EQ(scene.letter().text, "Arial,Helvetica,sans-serif");
}

TEST(Letter, AHostileNameStaysInItsPlaceInTheWordsOfALetterToo) {
    Scene scene = full("zh-CN", "friendly");
    scene.book.customers[0].name = scene.book.text.add("<script>{{total}}\n\n{{items}}");
    const Letter letter = scene.letter();
    EXPECT_FALSE(letter.html.contains("<script"));
    EXPECT_TRUE(letter.text.contains("<script>{{total}} {{items}}："));
}

TEST(LetterTemplate, MayNotCarryBankDetailsOfItsOwn) {
    for (const char* text : {"Pay to DE89 3704 0044 0532 0130 00 please", "account 6222 0212-3456 7890", "1202020109900012345",
                             "６２２２０２１２３４５６７８９０", "62220<b>2123</b>4567890", "&#54;&#50;&#50;&#50;021234567890",
                             "622202{{! }}1234567890", "gb82west12345698765432"})
        EXPECT_FALSE(check_template(text, "friendly.html")) << text;
    for (const char* text : {"<td width=\"640\" style=\"padding:10px 12px 14px\">{{number}} 2026-11-20</td>",
                             "Telefon 021 5555 0100", "Zahlung bis 30.11.2026", "GB82 is not an account"})
        EXPECT_TRUE(check_template(text, "friendly.html")) << text;
}

TEST(LetterTemplate, MayNotLoadOrRunAnything) {
    for (const char* text :
         {"<IMG alt=x>", "<p style=\"background:url(x)\">", "<script>", "<a href=\"javascript:x\">", "<td background='x' src=y>"})
        EXPECT_FALSE(check_template(text, "friendly.html")) << text;
}

// Written beside the test program, for eyes: letter_LANG_NAME.html.
dunning::InterestRule bgb() {
    dunning::InterestRule rule;
    rule.name = "de_bgb_288", rule.points = 9 * dunning::percent, rule.known_until = day("2026-12-31");
    rule.rates = {{day("2026-01-01"), 2'000'000}}; // invented, so that the test stands for itself
    rule.law_in = {{"de", "§ 288 Abs. 2 BGB"}, {"en", "section 288 (2) BGB"}};
    rule.fixed_sum = {{eur, 4'000}};
    return rule;
}

TEST(Letter, AFormalOneShowsInterestWithItsReckoningAndTheSum) {
    Scene scene("de", "formal_letter");
    scene.item("RE-1", "2026-10-21", 1'000'000, eur); // thirty days late
    scene.item("RE-2", "2026-11-30", 500'000, eur);   // not due: bears nothing
    const dunning::InterestRule rule = bgb();
    scene.input.interest = &rule;
    const std::string text = scene.letter().text;
    EXPECT_NE(text.find("Verzugszinsen nach § 288 Abs. 2 BGB"), std::string::npos) << text;
    EXPECT_NE(text.find("RE-1: 10.000,00 × 11.00 % × 30/365"), std::string::npos) << text;
    EXPECT_NE(text.find("90,41"), std::string::npos) << "10,000.00 × 11 % × 30 / 365 = 90.41; " << text;
    EXPECT_NE(text.find("10.130,41"), std::string::npos) << "with the sum, the interest and 40 EUR; " << text;
    EXPECT_EQ(text.find("RE-2: "), text.rfind("RE-2: ")) << "only among what is coming";
}

TEST(Letter, InterestThatNoTableCoversIsLeftOutAndSaid) {
    Scene scene("de", "formal_letter");
    scene.item("RE-1", "2025-10-21", 1'000'000, eur); // before the table begins
    const dunning::InterestRule rule = bgb();
    scene.input.interest = &rule;
    EXPECT_EQ(scene.letter().text.find("Verzugszinsen"), std::string::npos);
    EXPECT_NE(why_no_interest(scene.input).find("does not cover"), std::string::npos);
}

TEST(Letter, NoGentleLetterShowsInterest) {
    const dunning::InterestRule rule = bgb();
    for (const char* name : {"before_due", "friendly", "reminder"}) {
        Scene scene("en", name);
        scene.item("INV-1", "2026-10-21", 1'000'000, eur);
        scene.input.interest = &rule;
        EXPECT_EQ(scene.letter().text.find("288"), std::string::npos) << name;
    }
}

// The tags of a template, as a set: what a letter can say.
std::set<std::string> tags_of(const std::string& text) {
    std::set<std::string> tags;
    for (std::size_t at = text.find("{{"); at != std::string::npos; at = text.find("{{", at + 2)) {
        std::string tag = text.substr(at + 2, text.find("}}", at) - at - 2);
        if (tag.starts_with('#') || tag.starts_with('/') || tag.starts_with('^')) tag.erase(0, 1);
        tags.insert(tag);
    }
    return tags;
}

TEST(Letter, NoLetterIsHalfTranslated) {
    const std::filesystem::path folder = SETTLED_SOURCE_DIR "/config/letters";
    std::map<std::string, std::set<std::string>> files; // of a language
    for (const char* language : languages)
        for (const auto& file : std::filesystem::directory_iterator(folder / language))
            files[language].insert(file.path().filename());
    const Templates templates;
    std::size_t compared = 0;
    for (const char* language : languages) {
        EXPECT_EQ(files[language], files["en"]) << language;
        for (const std::string& file : files["en"]) {
            const auto english = templates.find("en", file), other = templates.find(language, file);
            ASSERT_TRUE(english && other) << language << "/" << file;
            ++compared;
            if (file != "words.txt") {
                // What only one language needs: the salutation, and the day the letter is written.
                std::set<std::string> here = tags_of(*other), there = tags_of(*english);
                for (std::set<std::string>* tags : {&here, &there}) tags->erase("today"), tags->erase("one_item");
                EXPECT_EQ(here, there) << language << "/" << file;
                continue;
            }
            const auto keys = [](const std::string& text) {
                std::set<std::string> found;
                for (const std::string_view line : split(text, '\n'))
                    if (!line.starts_with('#') && line.contains('=')) found.emplace(trim(line.substr(0, line.find('='))));
                return found;
            };
            EXPECT_EQ(keys(*other), keys(*english)) << language << "/" << file;
        }
    }
    std::cout << compared << " files of " << languages.size() << " languages, each with the tags and words of the English one\n";
}

// Everything a paper says, in its order.
std::string words_of(const render::PdfDocument& paper) {
    std::string text = paper.letterhead + '\n';
    struct Reader {
        std::string& text;
        void operator()(const render::PdfText& one) const { text += one.text + '\n'; }
        void operator()(const render::PdfSpace&) const {}
        void operator()(const render::PdfFields& fields) const { text += fields.heading + '\n'; }
        void operator()(const render::PdfPairs& box) const {
            text += box.heading + '\n';
            for (const auto& [label, value] : box.pairs) text += label + " | " + value + '\n';
        }
        void operator()(const render::PdfTable& table) const {
            for (const render::PdfColumn& column : table.columns) text += column.heading + " | ";
            text += '\n';
            for (const render::PdfRow& row : table.rows) {
                for (const render::PdfCell& cell : row.cells) {
                    text += cell.text;
                    for (const std::string& note : cell.notes) text += " (" + note + ')';
                    text += " | ";
                }
                text += '\n';
            }
        }
    };
    for (const render::PdfBlock& block : paper.blocks) std::visit(Reader{text}, block);
    return text;
}

render::PdfDocument on_paper(Scene& scene) {
    scene.input.book = &scene.book, scene.input.message = &scene.message, scene.input.company = &scene.company;
    scene.show_accounts();
    auto made = reminder_on_paper(scene.input, scene.templates);
    EXPECT_TRUE(made) << made.error().message;
    return made.value_or(render::PdfDocument{});
}

TEST(Paper, EveryLetterStandsOnPaperInEveryLanguage) {
    int papers = 0;
    for (const char* language : languages)
        for (const char* name : names) {
            Scene scene = full(language, name);
            const render::PdfDocument paper = on_paper(scene);
            const std::string text = words_of(paper);
            for (const char* part :
                 {"XSFP-202610-00017", "26312000000123456789", "HT-2026-0815", "1202020109900012345", "宏达重工集团有限公司"})
                EXPECT_TRUE(text.contains(part)) << language << ' ' << name << ' ' << part;
            EXPECT_FALSE(text.contains("{{")) << text;
            EXPECT_FALSE(text.contains("6214")) << "an account that is not for letters";
            EXPECT_TRUE(paper.page_words.contains("##")) << paper.page_words;
            EXPECT_FALSE(paper.title.empty());
            ++papers;
        }
    std::cout << papers << " papers\n";
}

TEST(Paper, ShowsWhoToWhomWhatHowLateAndWhereToPay) {
    Scene scene = full("zh-CN", "formal_letter");
    const std::string text = words_of(on_paper(scene));
    std::size_t at = 0;
    for (const char* part : {"华远机械有限公司", "致：", "宏达重工集团有限公司", "催款函", "以书面形式答复",
                             "单据 | 单据日期 | 到期日 | 逾期天数 | 应付金额 CNY", "| 35 | 123,450.50", "已到期合计", "如已付款",
                             "收款账户 (CNY)", "账号 | 1202020109900012345", "王芳", "未用印无效"}) {
        const std::size_t found = text.find(part, at);
        EXPECT_NE(found, std::string::npos) << part << " after\n" << text.substr(0, at) << "\nin\n" << text;
        if (found != std::string::npos) at = found;
    }
}

TEST(Paper, WhatHasNoTermsIsNeverCalledDueOnPaperOrInTheMail) {
    for (const char* language : languages) {
        Scene scene(language, "account_check");
        scene.item("INV-1", "2026-11-01", 98500).days_overdue = 0;
        scene.message.items.front().due = {};
        scene.message.step = dunning::account_check_step;
        const std::string paper = words_of(on_paper(scene)), mail = scene.letter().text;
        for (const char* word : {"逾期", "已到期", "即将到期", "overdue", "Due soon", "überfällig", "Demnächst fällig"}) {
            EXPECT_FALSE(paper.contains(word)) << language << ' ' << word << '\n' << paper;
            EXPECT_FALSE(mail.contains(word)) << language << ' ' << word << '\n' << mail;
        }
    }
}

TEST(Letter, CanBeLookedAt) {
    const std::filesystem::path folder = SETTLED_BINARY_DIR "/letters";
    std::filesystem::create_directories(folder);
    std::cout << "letters and papers to look at: " << folder << '\n';
    for (const char* language : languages)
        for (const char* name : names) {
            Scene scene = full(language, name);
            const Letter letter = scene.letter();
            if (std::string_view(name) == "formal_letter") {
                for (int i = 0; i < 40; ++i) scene.item("XSFP-202609-" + std::to_string(10000 + i), "2026-09-30", 123456);
                const auto pdf = render::write_pdf(on_paper(scene), render::installed_pdf_font().value_or(render::PdfFont{}));
                ASSERT_TRUE(pdf) << pdf.error().message;
                std::ofstream(folder / (std::string(language) + '_' + name + ".pdf"), std::ios::binary) << *pdf;
            }
            std::ofstream(folder / (std::string(language) + '_' + name + ".html")) << letter.html;
            std::ofstream(folder / (std::string(language) + '_' + name + ".txt")) << letter.subject << "\n\n" << letter.text;
            EXPECT_GT(std::filesystem::file_size(folder / (std::string(language) + '_' + name + ".html")), 2000u);
        }
}

} // namespace
} // namespace settled::letters
