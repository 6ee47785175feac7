// Is the bank's data fresh enough to write to customers? Twelve mornings as a table: what is expected, what is seen.
#include "jobs/freshness.hpp"

#include "config/shipped.hpp"
#include "world/files.hpp"

#include <gtest/gtest.h>

#include <array>
#include <iostream>

namespace settled::jobs {
namespace {

Date day(std::string_view iso) { return iso.empty() ? Date() : *Date::parse_iso(iso); }

struct Case {
    std::string_view what, last_closing, last_entry, today;
    int days_allowed;
    bool fresh;
};

// China 2026: 1 to 7 October are free, Saturday 10 October is worked (调休); 26 September is a Saturday like others.
constexpr std::array<Case, 12> cases = {{
    {"a statement of yesterday", "2026-09-15", "2026-09-15", "2026-09-16", 1, true},
    {"a statement of today", "2026-09-16", "2026-09-16", "2026-09-16", 1, true},
    {"Monday, the statement is Friday's", "2026-09-11", "2026-09-11", "2026-09-14", 1, true},
    {"Monday, the statement is Thursday's", "2026-09-10", "2026-09-10", "2026-09-14", 1, false},
    {"Tuesday, the statement is Friday's", "2026-09-11", "2026-09-11", "2026-09-15", 1, false},
    {"in Golden Week, the statement is of the day before", "2026-09-30", "2026-09-30", "2026-10-05", 1, true},
    {"the first day after Golden Week", "2026-09-30", "2026-09-30", "2026-10-08", 1, true},
    {"the second day after Golden Week", "2026-09-30", "2026-09-30", "2026-10-09", 1, false},
    {"a worked Saturday counts as a banking day", "2026-10-08", "2026-10-08", "2026-10-10", 1, false},
    {"a worked Saturday, the statement is Friday's", "2026-10-09", "2026-10-09", "2026-10-10", 1, true},
    {"an account without movement that sends its balance", "2026-09-15", "2026-08-03", "2026-09-16", 1, true},
    {"an account that never sent a statement", "", "", "2026-09-16", 1, false},
}};

TEST(Freshness, WhereAnEmptyDayBringsNoFileALookCoversTheDayBefore) {
    config::BankAccount account;
    account.name = "icbc";
    store::AccountCoverage covered;
    covered.account = "icbc", covered.last_closing = day("2026-09-09");
    const dunning::Calendar calendar;
    EXPECT_NE(stale_account(calendar, account, {covered}, day("2026-09-16")), "");
    EXPECT_EQ(stale_account(calendar, account, {covered}, day("2026-09-16"), day("2026-09-16")), "");
    EXPECT_EQ(stale_account(calendar, account, {}, day("2026-09-16"), day("2026-09-16")), "");
    EXPECT_NE(stale_account(calendar, account, {covered}, day("2026-09-16"), day("2026-09-14")), ""); // nobody looked since
}

TEST(Freshness, TwelveMorningsAreSeenAsTheCalendarHasThem) {
    auto text = world::read_file(std::filesystem::path(SETTLED_SOURCE_DIR) / "config/calendars/CN.toml", 1 << 16);
    ASSERT_TRUE(text.has_value());
    config::Findings findings("CN.toml");
    const config::ShippedText shipped{"CN", *text};
    const auto calendars = config::shipped_calendars(std::span(&shipped, 1), findings);
    ASSERT_TRUE(calendars.contains("CN"));

    config::Settings settings;
    settings.calendars = calendars;
    config::Company company;
    company.name = "huayuan", company.calendar = "CN";
    std::size_t as_expected = 0;
    for (const Case& each : cases) {
        config::BankAccount account;
        account.name = "icbc", account.max_age_banking_days = each.days_allowed;
        store::AccountCoverage covered;
        covered.account = "icbc", covered.last_closing = day(each.last_closing), covered.last_entry = day(each.last_entry);
        const std::vector<store::AccountCoverage> coverage =
            each.last_closing.empty() ? std::vector<store::AccountCoverage>() : std::vector{covered};
        const std::string stale = stale_account(settings.calendar_of(company), account, coverage, day(each.today));
        std::cout << (each.fresh ? "fresh  " : "stale  ") << (stale.empty() ? "fresh  " : "stale  ") << each.what << '\n';
        EXPECT_EQ(stale.empty(), each.fresh) << each.what << ": " << stale;
        as_expected += stale.empty() == each.fresh ? 1 : 0;
    }
    std::cout << as_expected << " of " << cases.size() << " as expected\n";
}

} // namespace
} // namespace settled::jobs
