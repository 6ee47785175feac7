#include "config/check.hpp"

#include "config/fixture_test.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace settled::config {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string with(std::string_view more) { return std::string(smallest_file) + std::string(more); }

std::string changed(std::string_view old_text, std::string_view new_text) {
    std::string text(smallest_file);
    const std::size_t at = text.find(old_text);
    EXPECT_NE(at, std::string::npos) << old_text;
    return text.replace(at, old_text.size(), new_text);
}

std::vector<std::string> findings(std::string_view text) {
    const Checked checked = check(test_request(text));
    const bool has_errors = std::ranges::any_of(checked.findings, &Finding::is_error);
    EXPECT_NE(checked.settings.has_value(), has_errors) << "Settings are there exactly when there is no error";
    std::vector<std::string> texts = texts_of(checked);
    for (std::string& line : texts)
        if (line.starts_with("/etc/settled/")) line.erase(0, 13);
    return texts;
}

Settings settings(std::string_view text) {
    const Checked checked = check(test_request(text));
    EXPECT_THAT(texts_of(checked), IsEmpty());
    return checked.settings.value_or(Settings());
}

// ---- what loads ----------------------------------------------------------------------------------------

TEST(Check, TheSmallestUsefulFileLoads) {
    const Settings loaded = settings(smallest_file);
    EXPECT_EQ(loaded.folder, "/etc/settled");
    EXPECT_EQ(loaded.store.url, "sqlite:/etc/settled/state/settled.db");
    ASSERT_NE(loaded.company("demo"), nullptr);
    EXPECT_EQ(loaded.company("demo")->mode, Mode::shadow);
    EXPECT_EQ(loaded.company("demo")->procedure, "standard");
    ASSERT_EQ(loaded.ledgers_of("demo").size(), 1u);
    EXPECT_EQ(loaded.ledgers_of("demo")[0]->opening_day.iso(), "2026-10-01");
    ASSERT_EQ(loaded.accounts_of("demo").size(), 1u);
    ASSERT_NE(loaded.source("inbox"), nullptr);
    EXPECT_EQ(loaded.source("inbox")->then, "leave");
    EXPECT_FALSE(loaded.source("inbox")->require_balances);
    ASSERT_EQ(loaded.matching.residuals.size(), 1u);
    EXPECT_EQ(loaded.matching.residuals[0].limit, 5000);
    EXPECT_THAT(loaded.matching.early_payment_discount_percent, ElementsAre("2", "3"));
    ASSERT_NE(loaded.procedure("standard"), nullptr);
    EXPECT_EQ(loaded.procedure("standard")->steps.front().day, -3);
}

TEST(Check, TheReferenceFileLoadsWithoutAFinding) {
    const Settings loaded = settings(read_text("config/settled.sample.toml"));
    EXPECT_EQ(loaded.companies.size(), 2u);
    EXPECT_EQ(loaded.ledgers.size(), 2u);
    EXPECT_EQ(loaded.company("huayuan")->go_live.iso(), "2026-12-01");
    EXPECT_EQ(loaded.company("huayuan")->mode, Mode::approve);
    EXPECT_EQ(loaded.company("huayuan")->gateways.at("sms"), "aliyun-sms");
    EXPECT_EQ(loaded.gateway("mail")->from.at("zh-CN"), "华远应收账款 <ar@huayuan.example>");
    EXPECT_EQ(loaded.people.size(), 3u);
    EXPECT_EQ(loaded.people[0].limits.at(*Currency::parse("CNY")), 5'000'000);
    EXPECT_EQ(loaded.procedure("standard")->steps.size(), 7u);
    EXPECT_TRUE(loaded.procedure("standard")->steps[5].needs_release);
    EXPECT_EQ(loaded.sending.quiet_from_minute, 22 * 60);
    EXPECT_EQ(loaded.schedule.size(), 4u);
    EXPECT_EQ(loaded.feedbacks.size(), 1u);
    EXPECT_TRUE(loaded.source("db-mail")->require_balances) << "the default of a mail source";
    EXPECT_THAT(loaded.source("icbc-folder")->parser_options,
                ElementsAre(std::pair<std::string, std::string>("layout", "icbc"),
                            std::pair<std::string, std::string>("encoding", "auto")));
}

TEST(Check, ABuildWithoutPapersRefusesAStepThatAttachesOneWithItsLine) {
    CheckRequest request = test_request(with(R"([procedure.own]
step = [
  { name = "early", day = 1, kind = "message", channel = "email", template = "friendly", role = "ar_clerk" },
  { name = "formal", day = 60, kind = "message", channel = "email", template = "formal_letter", attach = ["pdf"], role = "finance_head" },
]
)"));
    EXPECT_TRUE(check(request).settings);
    request.makes_papers = false;
    const Checked refused = check(request);
    EXPECT_FALSE(refused.settings);
    const std::vector<std::string> texts = texts_of(refused);
    ASSERT_EQ(texts.size(), 1U);
    const auto line = std::ranges::count(request.text.substr(0, request.text.find("attach")), '\n') + 1;
    EXPECT_EQ(texts.front(),
              "/etc/settled/settled.toml:" + std::to_string(line) +
                  ": [procedure.own], step 2: attach = [\"pdf\"]: this build of settled makes no PDF; expected a step "
                  "without it, whose letter goes as HTML, or a Linux agent");
}

TEST(Check, TheFilesProcedureReplacesTheShippedOneWhole) {
    const Settings loaded = settings(with(R"([procedure.standard]
step = [ { name = "late", day = 40, kind = "task", task = "phone", role = "sales" }, { name = "early", day = 2, kind = "message", template = "friendly", role = "ar_manager" } ]
)"));
    ASSERT_EQ(loaded.procedure("standard")->steps.size(), 2u);
    EXPECT_EQ(loaded.procedure("standard")->steps[0].name, "early") << "steps stand in order of day";
    EXPECT_EQ(loaded.procedure("standard")->collaboration, "centralised");
    EXPECT_EQ(std::ranges::count(loaded.procedures, "standard", &dunning::Procedure::name), 1);
    EXPECT_NE(loaded.procedure("de_mahnung"), nullptr);
}

TEST(Check, ACompanyWorksByItsCalendar) {
    const Settings loaded =
        settings(changed("time_zone = \"Asia/Shanghai\"", "time_zone = \"Asia/Shanghai\"\ncalendar = \"CN\""));
    const auto& calendar = loaded.calendar_of(*loaded.company("demo"));
    EXPECT_FALSE(calendar.is_working_day(*Date::parse_iso("2026-10-01")));
    EXPECT_TRUE(calendar.is_working_day(*Date::parse_iso("2026-10-10"))) << "a working Saturday";
    EXPECT_TRUE(calendar.is_silent(*Date::parse_iso("2026-02-20")));
    EXPECT_TRUE(calendar.knows(2026));
    EXPECT_FALSE(calendar.knows(2027)) << "the table says that it is not complete";
    EXPECT_TRUE(loaded.calendars.contains("DE")) << "a country's, for customers there";
    EXPECT_FALSE(loaded.calendars.contains("DE-HE")) << "of a region, that no company uses";
    const Settings without = settings(smallest_file);
    EXPECT_FALSE(without.calendar_of(*without.company("demo")).is_working_day(*Date::parse_iso("2026-11-21"))) << "a Saturday";
}

TEST(Check, OptionsReachThePluginWithDefaultsAndAbsolutePaths) {
    const Settings loaded = settings(changed("then = \"leave\"", "then = \"leave\"\nfiles = [\"*.csv\", \"*.xls\"]"));
    using Option = std::pair<std::string, std::string>;
    EXPECT_THAT(loaded.source("inbox")->block.options,
                ElementsAre(Option("folder", "/etc/settled/inbox"), Option("files", "*.csv;*.xls"),
                            Option("settle_seconds", "30"), Option("then", "leave"),
                            Option("rejected", "/etc/settled/rejected")));
    EXPECT_EQ(loaded.source("inbox")->block.where, "[statement_source.inbox]");
    EXPECT_EQ(loaded.source("inbox")->block.plugin, "fetch_folder");
}

TEST(Check, TheNetworkBlockReachesThePluginsThatKnowItsKeys) {
    using Option = std::pair<std::string, std::string>;
    const std::string network =
        "[network]\nproxy = \"http://proxy.corp.test:3128\"\nno_proxy = [\".corp.test\", \"10.0.0.0/8\"]\n"
        "ca_file = \"corp-ca.pem\"\n";
    const std::string ledger = "[ledger.b]\ncompany = \"demo\"\nplugin = \"ledger_http\"\nurl = \"https://erp.corp.test\"\n";
    EXPECT_THAT(
        settings(with(network + ledger)).ledgers[1].block.options,
        ::testing::IsSupersetOf({Option("proxy", "http://proxy.corp.test:3128"), Option("no_proxy", ".corp.test;10.0.0.0/8"),
                                 Option("ca_file", "/etc/settled/corp-ca.pem")}));
    EXPECT_THAT(settings(with(network + ledger + "proxy = \"http://other.corp.test:8080\"\n")).ledgers[1].block.options,
                ::testing::Contains(Option("proxy", "http://other.corp.test:8080")))
        << "the block's own word goes before";
    const Settings folders = settings(with(network));
    EXPECT_THAT(folders.source("inbox")->block.options, ::testing::Not(::testing::Contains(::testing::Key("proxy"))));
}

TEST(Check, TablesOfAPluginBecomeNamedOptions) {
    const Settings loaded = settings(read_text("config/settled.sample.toml"));
    const auto& options = loaded.ledgers[0].block.options;
    using Option = std::pair<std::string, std::string>;
    EXPECT_THAT(options,
                ::testing::IsSupersetOf({Option("parameters.account_set", "001"),
                                         Option("parameters.control_accounts", "1122;2203"), Option("connector", "yonyou_u8"),
                                         Option("statement_timeout_seconds", "120"), Option("password", "secret:u8_password")}));
    EXPECT_THAT(loaded.gateway("aliyun-sms")->block.options,
                ::testing::IsSupersetOf({Option("templates.sms-overdue.code", "SMS_000000001"),
                                         Option("templates.sms-overdue.parameters.amount", "total")}));
}

TEST(Check, AnEntrysNameMayHoldPoints) {
    const std::string ledger = "[ledger.b]\ncompany = \"demo\"\nplugin = \"ledger_odbc\"\n";
    const auto flat = settings(with(ledger + "parameters = { \"open_items.due_date\" = \"到期日\" }\n")).ledgers[1].block.options;
    const auto nested = settings(with(ledger + "parameters.open_items.due_date = \"到期日\"\n")).ledgers[1].block.options;
    EXPECT_EQ(flat, nested);
    EXPECT_THAT(flat, ::testing::Contains(std::pair<std::string, std::string>("parameters.open_items.due_date", "到期日")));
    EXPECT_THAT(findings(with(ledger + "parameters = { \"a..b\" = 1 }\n")),
                ElementsAre("settled.toml:27: [ledger.b]: parameters: \"a..b\" is no name; expected one without empty parts"));
}

TEST(Check, WindowsPathsStayAsTheyAre) {
    const Settings loaded = settings(changed("folder = \"inbox\"", "folder = '\\\\fs01\\finance\\bank'"));
    EXPECT_EQ(loaded.source("inbox")->block.options[0].second, "\\\\fs01\\finance\\bank");
}

TEST(Check, ABlockThatIsSwitchedOffIsCheckedAndLeftOut) {
    EXPECT_EQ(settings(changed("folder = \"inbox\"", "folder = \"inbox\"\nenabled = false")).source("inbox"), nullptr);
    EXPECT_THAT(findings(changed("folder = \"inbox\"", "foldr = \"inbox\"\nenabled = false")).size(), 2u);
}

TEST(Check, WithoutPluginsTheirKeysGoUnchecked) {
    CheckRequest request = test_request(changed("folder = \"inbox\"", "anything = 1"));
    request.plugins = {};
    EXPECT_TRUE(check(request).settings.has_value());
}

// ---- one test per kind of mistake, with its whole line --------------------------------------------------

TEST(Check, AMisspeltKeyOfABlock) {
    EXPECT_THAT(
        findings(changed("currency = \"CNY\"\ntime", "currncy = \"CNY\"\ntime")),
        ElementsAre("settled.toml:4: [company.demo]: required key \"currency\" is missing: home currency",
                    "settled.toml:5: [company.demo]: unknown key \"currncy\"; did you mean \"currency\"? Known keys: calendar, "
                    "cost_of_money_basis_points, country, currency, gateways, go_live, legal_name, mode, pilot_customers, "
                    "procedure, time_zone"));
}

TEST(Check, AMisspeltKeyOfAPlugin) {
    EXPECT_THAT(
        findings(changed("folder = \"ledger\"", "folder = \"ledger\"\nencodng = \"gbk\"")),
        ElementsAre("settled.toml:11: [ledger.files]: unknown key \"encodng\"; did you mean \"encoding\"? Known keys: company, "
                    "connector, enabled, encoding, folder, max_age_hours, opening_day, plugin, reread_after_minutes"));
}

TEST(Check, AKeyThatResemblesNothing) {
    EXPECT_THAT(findings(with("[metrics]\nport = 9464\n")),
                ElementsAre("settled.toml:25: [metrics]: unknown key \"port\"; Known keys: heartbeat_url, listen"));
}

TEST(Check, AMisspeltBlockAndAKeyAtTheTop) {
    EXPECT_THAT(
        findings("langage = \"en\"\n" + with("[matchng]\nx = 1\n")),
        ElementsAre("settled.toml:1: unknown key \"langage\"; did you mean \"language\"? Known keys: language, schema",
                    "settled.toml:25: [matchng]: unknown block; did you mean \"matching\"? Known blocks: access, alerts, "
                    "assignment, bank_account, company, customer_link, feedback, gateway, ledger, limits, log, matching, "
                    "metrics, network, person, plugins, procedure, report, schedule, sending, statement_source, store, test"));
}

TEST(Check, ABlockWithoutItsName) {
    EXPECT_THAT(
        findings(with("[gateway]\nplugin = \"notify_folder\"\n")),
        ElementsAre(
            "settled.toml:25: [gateway]: \"plugin\" is a text in quotes; each gateway has a name: write [gateway.NAME] and "
            "its keys below"));
    EXPECT_THAT(findings(with("[[matching]]\nx = 1\n")).size(), 1u);
    EXPECT_THAT(findings(with("[assignment]\ncompany = \"demo\"\n")),
                ElementsAre("settled.toml:24: [assignment]: is a table; expected [[assignment]] with its keys below"));
}

TEST(Check, ABlockWhoseNameCannotBeTyped) {
    EXPECT_THAT(
        findings(with("[gateway.\"a b\"]\nplugin = \"notify_folder\"\nfolder = \"out\"\n")),
        ElementsAre("settled.toml:24: [gateway.\"a b\"]: \"a b\" is no name; expected 1 to 60 letters a-z, digits, '-' and '_', "
                    "because it is typed in commands and stands in file names"));
}

TEST(Check, ValuesOfTheWrongKind) {
    EXPECT_THAT(
        findings(changed("currency = \"CNY\"\ntime", "currency = 156\ntime")),
        ElementsAre("settled.toml:5: [company.demo]: currency is a whole number; expected a text in quotes such as \"CNY\""));
    EXPECT_THAT(
        findings(changed("opening_day = 2026-10-01", "opening_day = \"2026-10-01\"")),
        ElementsAre("settled.toml:11: [ledger.files]: opening_day is a text in quotes; expected a date without quotes such as "
                    "2026-12-01"));
    EXPECT_THAT(
        findings(changed("opening_day = 2026-10-01", "max_age_hours = \"24\"")),
        ElementsAre(
            "settled.toml:11: [ledger.files]: max_age_hours is a text in quotes; expected a whole number without quotes"));
    EXPECT_THAT(findings(changed("source = \"inbox\"", "source = \"inbox\"\nshow_in_letters = \"yes\"")),
                ElementsAre("settled.toml:17: [bank_account.main]: show_in_letters is a text in quotes; expected true or false"));
    EXPECT_THAT(findings(with("[alerts]\nto = \"it@demo.example\"\n")),
                ElementsAre("settled.toml:25: [alerts]: to is a text in quotes; expected a list such as [\"…\"]"));
}

TEST(Check, ANumberOutOfRange) {
    EXPECT_THAT(findings(changed("opening_day = 2026-10-01", "max_age_hours = 0")),
                ElementsAre("settled.toml:11: [ledger.files]: max_age_hours is 0; expected 1 to 8760"));
}

TEST(Check, AWrongCurrency) {
    EXPECT_THAT(findings(changed("currency = \"CNY\"\ntime", "currency = \"RMB\"\ntime")),
                ElementsAre("settled.toml:5: [company.demo]: currency \"RMB\" is not a currency code; write \"CNY\""));
    EXPECT_THAT(
        findings(changed("currency = \"CNY\"\ntime", "currency = \"cny\"\ntime")),
        ElementsAre("settled.toml:5: [company.demo]: currency \"cny\" is not a currency code; expected three capital letters of "
                    "ISO 4217 such as \"CNY\""));
    EXPECT_THAT(findings(changed("bank_fee = { CNY", "bank_fee = { YEN")),
                ElementsAre("settled.toml:22: [matching]: bank_fee: \"YEN\" is not a currency code; write \"JPY\""));
}

TEST(Check, AWrongAmount) {
    EXPECT_THAT(
        findings(changed("CNY = \"50.00\"", "CNY = \"50,00\"")),
        ElementsAre(
            "settled.toml:22: [matching]: bank_fee.CNY: \"50,00\" is not an amount; expected digits with an optional sign "
            "and point, such as -1234.50"));
    EXPECT_THAT(
        findings(changed("CNY = \"50.00\"", "JPY = \"50.5\"")),
        ElementsAre("settled.toml:22: [matching]: bank_fee.JPY: \"50.5\" is not an amount; expected at most 0 decimals for JPY"));
    EXPECT_THAT(
        findings(changed("CNY = \"50.00\"", "CNY = 50.00")),
        ElementsAre(
            "settled.toml:22: [matching]: bank_fee.CNY is a decimal number; expected an amount in quotes such as \"30.00\""));
    EXPECT_THAT(findings(changed("CNY = \"50.00\"", "CNY = \"-1\"")),
                ElementsAre("settled.toml:22: [matching]: bank_fee.CNY: an amount below zero; expected 0 or more"));
    EXPECT_THAT(findings(with("[[matching.residual]]\nreason = \"withholding\"\ncurrency = \"JPY\"\nlimit = \"0.5\"\n")),
                ElementsAre("settled.toml:27: [matching]: limit: \"0.5\" is not an amount; expected at most 0 decimals for JPY"));
    EXPECT_THAT(
        findings(changed("[\"2\", \"3\"]", "[\"2\", \"101\"]")),
        ElementsAre(
            "settled.toml:23: [matching]: an entry of early_payment_discount_percent \"101\" is no percentage; expected 0 "
            "to 100 such as \"2.5\""));
}

TEST(Check, AWrongTimeZone) {
    EXPECT_THAT(findings(changed("Asia/Shanghai", "Asia/Shanghia")),
                ElementsAre("settled.toml:6: [company.demo]: time_zone \"Asia/Shanghia\" is not a time zone; did you mean "
                            "\"Asia/Shanghai\"? Expected an IANA name such as \"Asia/Shanghai\""));
    EXPECT_THAT(findings(changed("Asia/Shanghai", "Asia/Beijing")),
                ElementsAre("settled.toml:6: [company.demo]: time_zone \"Asia/Beijing\" is not a time zone; did you mean "
                            "\"Asia/Shanghai\"? Expected an IANA name such as \"Asia/Shanghai\""));
}

TEST(Check, AWrongChoice) {
    EXPECT_THAT(
        findings(changed("currency = \"CNY\"\ntime", "mode = \"aprove\"\ncurrency = \"CNY\"\ntime")),
        ElementsAre(
            "settled.toml:5: [company.demo]: mode \"aprove\" is not known; did you mean \"approve\"? Choices: approve, auto, "
            "shadow"));
    EXPECT_THAT(
        findings(with("[person.a]\nname = \"A\"\nemail = \"a@b.example\"\nroles = [\"ar_manger\"]\n")),
        ElementsAre(
            "settled.toml:27: [person.a]: an entry of roles \"ar_manger\" is not known; did you mean \"ar_manager\"? Choices: "
            "ar_clerk, ar_manager, auditor, cashier, credit, finance_head, legal, sales"));
}

TEST(Check, AWrongTimeOfDay) {
    EXPECT_THAT(findings(with("[schedule.morning]\njob = \"cycle\"\nat = [\"7:30\"]\n")),
                ElementsAre("settled.toml:26: [schedule.morning]: an entry of at \"7:30\" is not a time; expected \"HH:MM\""));
    EXPECT_THAT(
        findings(with("[sending]\nwindow = [\"09:00\"]\n")),
        ElementsAre("settled.toml:25: [sending]: window has 1 entries; expected two times such as [\"09:00\", \"18:00\"]"));
    EXPECT_THAT(findings(with("[sending]\nwindow = [\"09:00\", \"25:00\"]\n")),
                ElementsAre("settled.toml:25: [sending]: window: expected two times such as [\"09:00\", \"18:00\"]"));
}

TEST(Check, ARetentionThatChangesNothing) {
    EXPECT_THAT(
        findings(changed("[company.demo]", "retention_years = 5\n[company.demo]\ncountry = \"DE\"")),
        ElementsAre("settled.toml:4: [store]: warning: retention_years = 5 lengthens nothing: every period of the companies' "
                    "law is 6 years or more, and no law is shortened; leave it out"));
    EXPECT_THAT(findings(changed("[company.demo]", "retention_years = 12\n[company.demo]\ncountry = \"DE\"")), IsEmpty());
    EXPECT_THAT(findings(changed("[company.demo]", "[company.demo]\ncountry = \"DR\"")),
                ElementsAre("settled.toml:5: [company.demo]: country \"DR\" is not known; did you mean \"DE\"? Choices: CN, DE"));
}

TEST(Check, AReferenceToWhatIsNotThere) {
    EXPECT_THAT(
        findings(changed("company = \"demo\"\nplugin", "company = \"dmo\"\nplugin")),
        ElementsAre("settled.toml:8: [ledger.files]: company \"dmo\" does not exist; did you mean \"demo\"? Companies: demo"));
    EXPECT_THAT(findings(with("[alerts]\ngateway = \"mail\"\n")),
                ElementsAre("settled.toml:25: [alerts]: gateway \"mail\" does not exist; Gateways: none"));
    EXPECT_THAT(
        findings(changed("source = \"inbox\"", "source = \"imbox\"")),
        ElementsAre(
            "settled.toml:16: [bank_account.main]: source \"imbox\" does not exist; did you mean \"inbox\"? Sources: inbox",
            "settled.toml:17: [statement_source.inbox]: warning: no [bank_account] has source = \"inbox\", so everything "
            "it brings is refused"));
    EXPECT_THAT(
        findings(changed("time_zone", "procedure = \"standrd\"\ntime_zone")),
        ElementsAre(
            "settled.toml:6: [company.demo]: procedure \"standrd\" does not exist; did you mean \"standard\"? Procedures: "
            "de_mahnung, eu_standard, gentle, key_accounts, public_sector, standard"));
    EXPECT_THAT(findings(changed("time_zone", "calendar = \"FR\"\ntime_zone")),
                ElementsAre("settled.toml:6: [company.demo]: calendar \"FR\" does not exist; Calendars: CN, DE, DE-HE"));
    EXPECT_THAT(findings(changed("time_zone", "gateways = { email = \"mail\", telex = \"mail\" }\ntime_zone")).size(), 3u);
}

TEST(Check, APluginThatIsNotInstalled) {
    EXPECT_THAT(
        findings(changed("plugin = \"ledger_files\"", "plugin = \"ledger_file\"")),
        ElementsAre("settled.toml:9: [ledger.files]: plugin \"ledger_file\" is not installed; did you mean \"ledger_files\"? "
                    "Installed: ledger_files, ledger_http, ledger_odbc"));
    EXPECT_THAT(findings(changed("plugin = \"fetch_folder\"", "plugin = \"ledger_files\"")).size(), 1u) << "of another kind";
    EXPECT_THAT(
        findings(changed("then = \"leave\"", "parser = \"mt940\"")),
        ElementsAre("settled.toml:20: [statement_source.inbox]: parser \"mt940\" is not installed; Installed: statement_camt, "
                    "statement_csv, statement_mt940"));
}

TEST(Check, ARequiredOptionThatIsMissing) {
    EXPECT_THAT(findings(changed("folder = \"ledger\"\n", "")),
                ElementsAre("settled.toml:7: [ledger.files]: ledger_files needs \"folder\": where the tables are"));
}

TEST(Check, AnOptionOfTheWrongShape) {
    EXPECT_THAT(findings(changed("folder = \"ledger\"", "folder = { a = 1 }")),
                ElementsAre("settled.toml:10: [ledger.files]: folder is a table; expected a path in quotes"));
    EXPECT_THAT(findings(changed("folder = \"ledger\"", "folder = 1.5")),
                ElementsAre("settled.toml:10: [ledger.files]: folder is a decimal number; expected a path in quotes"));
    EXPECT_THAT(
        findings(with("[ledger.b]\ncompany = \"demo\"\nplugin = \"ledger_odbc\"\nconnection = 1.5\n")),
        ElementsAre("settled.toml:27: [ledger.b]: connection is a decimal number; write it in quotes, so that no digit is "
                    "lost"));
    EXPECT_THAT(
        findings(changed("folder = \"inbox\"", "folder = \"inbox\"\nfiles = [\"*.csv;*.xls\"]")),
        ElementsAre(
            "settled.toml:20: [statement_source.inbox]: files: \"*.csv;*.xls\" holds a ';', which separates entries; write "
            "two entries"));
    EXPECT_THAT(
        findings(with("[ledger.b]\ncompany = \"demo\"\nplugin = \"ledger_odbc\"\nparameters = \"x\"\n")),
        ElementsAre("settled.toml:27: [ledger.b]: parameters is a text in quotes; expected a table such as { name = \"…\" }"));
}

TEST(Check, AKeyOfAPluginHasTheTypeOfItsDefault) {
    const auto timeout = [](const std::string& value) {
        return findings(changed("folder = \"inbox\"", "folder = \"inbox\"\nsettle_seconds = " + value));
    };
    EXPECT_THAT(timeout("60"), IsEmpty());
    EXPECT_THAT(
        timeout("\"soon\""),
        ElementsAre("settled.toml:20: [statement_source.inbox]: settle_seconds is a text in quotes; expected a whole number "
                    "without quotes, such as 30"));
    EXPECT_THAT(timeout("true").size(), 1u);
    EXPECT_THAT(findings(changed("folder = \"inbox\"", "folder = 7")),
                ElementsAre("settled.toml:19: [statement_source.inbox]: folder is a whole number; expected a path in quotes"));
    const std::string ledger = "[ledger.b]\ncompany = \"demo\"\nplugin = \"ledger_odbc\"\n";
    EXPECT_THAT(findings(with(ledger + "integrated = true\n")), IsEmpty());
    EXPECT_THAT(
        findings(with(ledger + "integrated = \"yes\"\n")),
        ElementsAre("settled.toml:27: [ledger.b]: integrated is a text in quotes; expected true or false, without quotes"));
}

TEST(Check, APluginThatIsThereAndCannotBeAskedSaysWhy) {
    CheckRequest request = test_request(with(""));
    request.plugins.options = [](settled_kind, const std::string&) -> Result<std::optional<std::vector<OptionRow>>> {
        return fail(SETTLED_UNSUPPORTED, "ledger_files.so: needs libodbc.so.2, which is not installed");
    };
    const std::vector<std::string> found = texts_of(check(request));
    ASSERT_FALSE(found.empty());
    EXPECT_THAT(found.front(), testing::HasSubstr("plugin \"ledger_files\" cannot be used: ledger_files.so: needs libodbc.so.2"));
}

TEST(Check, APasswordNeverStandsInTheFileNorInAFinding) {
    const std::string ledger = "[ledger.b]\ncompany = \"demo\"\nplugin = \"ledger_odbc\"\n";
    EXPECT_THAT(findings(with(ledger + "connection = \"Driver=x;UID=sa;PWD=hunter2\"\n")),
                ElementsAre("settled.toml:27: [ledger.b]: connection holds a password (PWD=); leave it out and write password = "
                            "\"secret:NAME\""));
    EXPECT_THAT(findings(with(ledger + "connection = \"Driver=x; Password = {hunter2}\"\n")).size(), 1u);
    EXPECT_THAT(
        findings(with(ledger + "password = \"hunter2\"\n")),
        ElementsAre(
            "settled.toml:27: [ledger.b]: password stands in the file; secrets never do. Write password = \"secret:NAME\" "
            "and run: settled secret set NAME"));
    EXPECT_THAT(
        findings(changed("sqlite:state/settled.db", "postgresql://settled:hunter2@db01/settled")),
        ElementsAre("settled.toml:3: [store]: url holds a password; write the URL without it and password = \"secret:NAME\""));
    EXPECT_THAT(findings(changed("sqlite:state/settled.db", "postgresql://db01/settled?user=a&password=hunter2")).size(), 1u);
    EXPECT_THAT(
        findings(changed("\"sqlite:state/settled.db\"", "\"postgresql://db01/s\"\npassword = \"hunter2\"")),
        ElementsAre(
            "settled.toml:4: [store]: password stands in the file; secrets never do. Write password = \"secret:NAME\" and "
            "run: settled secret set NAME"));
    for (const std::string& line :
         findings(with(ledger + "password = \"hunter2\"\ntoken = \"hunter2\"\ndsn = \"http://a:hunter2@b\"\n")))
        EXPECT_FALSE(line.contains("hunter2")) << line;
}

TEST(Check, AStoreThatIsNone) {
    EXPECT_THAT(findings(changed("sqlite:state/settled.db", "mysql://db01/settled")),
                ElementsAre("settled.toml:3: [store]: url \"mysql://db01/settled\" is no store; expected \"sqlite:FILE\" or "
                            "\"postgresql://USER@HOST/DATABASE\""));
    EXPECT_THAT(findings(changed("settled.db\"", "settled.db\"\npassword = \"secret:x\"")),
                ElementsAre("settled.toml:4: [store]: password belongs to a postgresql:// url; a sqlite file has none"));
}

TEST(Check, AWindowsPathThatReadAsEscapes) {
    EXPECT_THAT(
        findings(changed("folder = \"inbox\"", "folder = \"C:\\temp\\new\"")),
        ElementsAre(
            "settled.toml:19: [statement_source.inbox]: folder holds a control character; a backslash in \"double quotes\" "
            "begins an escape: write a Windows path in 'single quotes'"));
}

TEST(Check, TheFormOfTheFileIsOlderNewerOrUnsaid) {
    EXPECT_THAT(
        findings(changed("schema = 1", "schema = 2\nnew_key = 1")),
        ElementsAre(
            "settled.toml:1: schema is 2, newer than this settled reads (1); install the newer package, or write the file "
            "for schema 1"));
    EXPECT_THAT(findings(changed("schema = 1", "schema = 0")),
                ElementsAre("settled.toml:1: warning: schema is 0, older than 1; run: settled config migrate"));
    EXPECT_THAT(findings(changed("schema = 1\n", "")),
                ElementsAre("settled.toml:1: required key \"schema\" is missing: version of this file's form"));
}

TEST(Check, AFileWithoutACompanyOrALedger) {
    EXPECT_THAT(findings("schema = 1\n"), ElementsAre("settled.toml: there is no [company.NAME]; at least one company is needed",
                                                      "settled.toml: there is no [ledger.NAME]; at least one ledger is needed"));
}

TEST(Check, StepsThatCannotBe) {
    EXPECT_THAT(
        findings(with(R"([procedure.own]
step = [
  { name = "a", day = 1, kind = "message", role = "sales" },
  { name = "a", day = 400000, kind = "task", role = "seles", task = "phone" },
  { name = "b", day = 5, kind = "letter", role = "sales", dy = 1 },
  "c",
]
)")),
        ElementsAre("settled.toml:26: [procedure.own], step 1: required key \"template\" is missing: the letter of a message",
                    "settled.toml:27: [procedure.own], step 2: day is 400000; expected -365 to 3650",
                    "settled.toml:27: [procedure.own], step 2: role \"seles\" is not known; did you mean \"sales\"? Choices: "
                    "ar_clerk, ar_manager, auditor, cashier, credit, finance_head, legal, sales",
                    "settled.toml:27: [procedure.own], step 2: name \"a\" stands twice; steps are told apart by it",
                    "settled.toml:28: [procedure.own], step 3: kind \"letter\" is not known; Choices: message, task",
                    "settled.toml:28: [procedure.own], step 3: unknown key \"dy\"; did you mean \"day\"? Known keys: approval, "
                    "attach, channel, copy, day, deadline_days, escalate_to, fallback, grace, kind, name, role, task, template",
                    "settled.toml:29: [procedure.own], step 4: is a text in quotes; expected a table in braces"));
}

TEST(Check, RulesBetweenKeys) {
    EXPECT_THAT(
        findings(with(
            "[schedule.a]\njob = \"cycle\"\n[schedule.b]\njob = \"pull\"\nat = [\"01:00\"]\nbetween = [\"01:00\", \"02:00\"]\n")),
        ElementsAre("settled.toml:24: [schedule.a]: expected either at = [\"07:30\"] or every_minutes = 30",
                    "settled.toml:29: [schedule.b]: between belongs to every_minutes; at names its times itself"));
    EXPECT_THAT(
        findings(with("[bank_account.twin]\ncompany = \"demo\"\naccount = \"TEST-00 01\"\ncurrency = \"CNY\"\n")),
        ElementsAre(
            "settled.toml:26: [bank_account.twin]: the same account and currency as [bank_account.main]; each stands once"));
    EXPECT_THAT(findings(with("[bank_account.twin]\ncompany = \"demo\"\naccount = \"TEST-0001\"\ncurrency = \"USD\"\n")),
                IsEmpty())
        << "one number may hold several currencies";
    EXPECT_THAT(
        findings(with(
            "[gateway.mail]\nplugin = \"notify_folder\"\nfolder = \"out\"\nenabled = false\n[alerts]\ngateway = \"mail\"\n")),
        ElementsAre("settled.toml:29: [alerts]: gateway \"mail\" stands with enabled = false; name another, or none"));
    EXPECT_THAT(findings(with("[person.a]\nname = \"A\"\nemail = \"a@b.example\"\nroles = [\"sales\"]\nsubstitute = \"a\"\n")),
                ElementsAre("settled.toml:28: [person.a]: substitute is the person itself; name another"));
}

TEST(Check, PeopleAndCustomersThatAreNone) {
    EXPECT_THAT(
        findings(with("[access]\nview = [\"finance\"]\n")),
        ElementsAre(
            "settled.toml:25: [access]: an entry of view \"finance\" names nobody; expected \"group:NAME\" or \"user:NAME\""));
    EXPECT_THAT(
        findings(with("[report.daily]\ncompany = \"demo\"\nto = [\"role:boss\", \"somebody\"]\n")),
        ElementsAre(
            "settled.toml:26: [report.daily]: an entry of to names the role \"boss\", which is not known; Roles: ar_clerk, "
            "ar_manager, auditor, cashier, credit, finance_head, legal, sales",
            "settled.toml:26: [report.daily]: an entry of to \"somebody\" is no address; expected one, or \"role:NAME\""));
    EXPECT_THAT(findings(with("[[customer_link]]\ncustomers = [\"files:C1\", \"u9:C1\"]\n")),
                ElementsAre("settled.toml:25: [[customer_link]]: the ledger of \"u9:C1\" \"u9\" does not exist; Ledgers: files"));
    EXPECT_THAT(
        findings(with("[[customer_link]]\ncustomers = [\"C1\"]\n")),
        ElementsAre("settled.toml:25: [[customer_link]]: customers needs at least two entries such as \"u8:C0017\", \"odoo:412\"",
                    "settled.toml:25: [[customer_link]]: an entry of customers \"C1\" is no customer; expected ledger:id such as "
                    "\"u8:C0017\""));
}

TEST(Check, AFingerprintThatIsNone) {
    EXPECT_THAT(
        findings(with("[plugins]\nallow = { ledger_files = \"sha256:12\" }\n")),
        ElementsAre(
            "settled.toml:25: [plugins]: allow.ledger_files is no fingerprint; expected \"sha256:\" and 64 digits 0-9, a-f"));
}

TEST(Check, ATextThatIsNotTomlIsOneFinding) {
    EXPECT_THAT(
        findings("schema = 1\nlanguage = en\n"),
        ElementsAre(
            "settled.toml:2:12: a quote is missing; a text stands in \"quotes\" (only numbers, dates, true and false stand "
            "bare)"));
}

TEST(Check, AShippedTextThatIsWrongIsNamedByItsOwnFile) {
    CheckRequest request = test_request(smallest_file);
    request.procedures = {{"odd.toml", "[procedure.standard]\nstep = []\n[company.x]\n"}};
    request.calendars = {{"FR.toml", "name = \"FR\"\n[year.2026]\nholidays = [2027-01-01]\nholyday = []\n"}};
    EXPECT_THAT(
        texts_of(check(request)),
        ElementsAre("odd.toml:2: [procedure.standard]: step is an empty list; a procedure needs at least one",
                    "odd.toml:3: [company.x]: is not expected here; only [procedure.NAME] is",
                    "FR.toml:3: [year.2026]: an entry is no day of 2026; expected one such as 2026-01-01",
                    "FR.toml:4: [year.2026]: unknown or misshapen key \"holyday\"; did you mean \"holidays\"? Known keys: "
                    "complete, holidays, note, silence, source, working_days"));
}

TEST(Check, AllErrorsAreSaidAtOnceInOrderOfLines) {
    const auto said = findings(R"(schema = 1
[company.demo]
currency = "RMB"
tme_zone = "UTC"
[ledger.a]
company = "dem"
plugin = "ledger_fils"
)");
    EXPECT_EQ(said.size(), 4u);
    EXPECT_TRUE(std::ranges::is_sorted(said, {}, [](const std::string& line) { return line.substr(0, 15); }));
}

} // namespace
} // namespace settled::config
