#include "service/timetable.hpp"

#include "service/retry.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace settled::service {
namespace {

using ::testing::ElementsAre;

world::Moment at(const char* text) { return *world::parse_moment(text); }

std::string next(const Plan& plan, const char* now) {
    const auto found = next_due(plan, at(now)).value();
    return found ? world::local_time(*found, plan.time_zone)->text : "never";
}
std::string latest(const Plan& plan, const char* now) {
    const auto found = latest_due(plan, at(now)).value();
    return found ? world::local_time(*found, plan.time_zone)->text : "never";
}

Plan plan(const std::string& zone, std::vector<int> minutes) {
    return {"p", "cycle", "demo", zone, std::move(minutes), false, {}};
}

config::Settings settings_of(config::ScheduleEntry entry) {
    config::Settings settings;
    for (const auto& [name, zone] : {std::pair("huayuan", "Asia/Shanghai"), std::pair("trade", "Europe/Berlin")}) {
        config::Company company;
        company.name = name, company.time_zone = zone;
        settings.companies.push_back(company);
    }
    settings.schedule = {std::move(entry)};
    return settings;
}

TEST(Timetable, EveryCompanyHasItsOwnClock) {
    config::ScheduleEntry entry;
    entry.name = "morning", entry.job = "cycle", entry.at = {"07:30"};
    const std::vector<Plan> plans = plans_of(settings_of(entry)).value();
    ASSERT_EQ(plans.size(), 3u);
    EXPECT_EQ(plans[0].name, "morning/huayuan");
    EXPECT_EQ(next(plans[0], "2026-11-20T00:00:00+00:00"), "2026-11-21T07:30:00+08:00");
    EXPECT_EQ(plans[1].name, "morning/trade");
    EXPECT_EQ(next(plans[1], "2026-11-20T00:00:00+00:00"), "2026-11-20T07:30:00+01:00");
    EXPECT_EQ(plans[2].name, health_plan) << "how the agent feels needs no entry";
}

TEST(Timetable, ABackupIsOfTheWholeInstallation) {
    config::ScheduleEntry entry;
    entry.name = "night", entry.job = "backup", entry.at = {"02:00"};
    const std::vector<Plan> plans = plans_of(settings_of(entry)).value();
    ASSERT_EQ(plans.size(), 2u);
    EXPECT_EQ(plans[0].name, "night");
    EXPECT_EQ(plans[0].company, "");
}

TEST(Timetable, AnIntervalKeepsToItsHoursAndMayPassMidnight) {
    config::ScheduleEntry entry;
    entry.name = "bank", entry.job = "import", entry.every_minutes = 30, entry.between = {"22:30", "00:45"};
    entry.companies = {"huayuan"};
    const std::vector<Plan> plans = plans_of(settings_of(entry)).value();
    EXPECT_THAT(plans[0].minutes_of_day, ElementsAre(0, 30, 22 * 60 + 30, 23 * 60, 23 * 60 + 30));
}

TEST(Timetable, WorkingDaysAreTheCalendars) {
    Plan working = plan("Asia/Shanghai", {450});
    working.working_days_only = true;
    working.calendar.add_holiday(*Date::of(2026, 10, 1));
    working.calendar.add_working_day(*Date::of(2026, 10, 3)); // a Saturday that is worked (调休)
    EXPECT_EQ(next(working, "2026-09-30T08:00:00+08:00"), "2026-10-02T07:30:00+08:00");
    EXPECT_EQ(next(working, "2026-10-02T08:00:00+08:00"), "2026-10-03T07:30:00+08:00");
    EXPECT_EQ(next(working, "2026-10-03T08:00:00+08:00"), "2026-10-05T07:30:00+08:00");
    EXPECT_EQ(latest(working, "2026-10-05T07:00:00+08:00"), "2026-10-03T07:30:00+08:00");
}

TEST(Timetable, ATimeThatSummerTimeSkipsIsTheMomentOfTheJump) {
    const Plan berlin = plan("Europe/Berlin", {150}); // 02:30
    EXPECT_EQ(next(berlin, "2026-03-28T12:00:00+01:00"), "2026-03-29T03:00:00+02:00");
    EXPECT_EQ(next(berlin, "2026-03-29T03:00:00+02:00"), "2026-03-30T02:30:00+02:00");
}

TEST(Timetable, ATimeThatComesTwiceIsTheFirstOfThem) {
    const Plan berlin = plan("Europe/Berlin", {150});
    EXPECT_EQ(next(berlin, "2026-10-24T12:00:00+02:00"), "2026-10-25T02:30:00+02:00");
    EXPECT_EQ(next(berlin, "2026-10-25T02:30:00+02:00"), "2026-10-26T02:30:00+01:00");
}

TEST(Timetable, WhatWasMissedIsOneOccurrence) {
    const Plan daily = plan("Asia/Shanghai", {450, 720});
    EXPECT_EQ(latest(daily, "2026-11-20T11:59:00+08:00"), "2026-11-20T07:30:00+08:00");
    EXPECT_EQ(latest(daily, "2026-11-20T07:29:00+08:00"), "2026-11-19T12:00:00+08:00");
}

// Whatever the zone and the day, a plan's times follow each other: none is lost and none comes twice.
TEST(Timetable, OverThreeYearsNoOccurrenceIsLostOrComesTwice) {
    int days = 0, jumps = 0;
    for (const char* zone : {"Europe/Berlin", "America/Santiago", "Asia/Shanghai", "Pacific/Kiritimati", "Pacific/Pago_Pago",
                             "Australia/Lord_Howe", "Africa/Cairo"}) {
        const Plan daily = plan(zone, {30, 150});
        world::Moment now = at("2026-01-01T00:00:00+00:00");
        Date last = world::local_time(*next_due(daily, now).value(), zone)->day;
        for (int turn = 0; turn < 2 * 365 * 3; ++turn) {
            const world::Moment found = next_due(daily, now).value().value();
            ASSERT_GT(found, now) << zone;
            ASSERT_EQ(latest_due(daily, found).value(), found) << zone;
            ASSERT_EQ(latest_due(daily, found - std::chrono::milliseconds(1)).value().value_or(found) < found, true) << zone;
            const auto local = world::local_time(found, zone).value();
            ASSERT_LE(local.day.days() - last.days(), std::chrono::days(1)) << zone << " " << local.text;
            days += local.day != last, jumps += local.minute_of_day != 30 && local.minute_of_day != 150;
            last = local.day, now = found;
        }
    }
    std::printf("7 zones: %d days, %d times at a jump of the clocks\n", days, jumps);
    EXPECT_GT(jumps, 0);
}

class Chance final : public world::Random {
  public:
    std::uint64_t next() override { return value; }
    std::uint64_t value = 0;
};

TEST(Retry, WaitsLongerEachTimeAndNeverBeyondFiveMinutes) {
    Chance chance;
    world::Moment now = at("2026-11-20T10:00:00+08:00");
    Retry retry;
    std::vector<std::int64_t> waits;
    for (int failure = 0; failure < 12; ++failure) {
        const auto again = retry.ended(Outcome::killed, now, chance);
        ASSERT_TRUE(again) << failure;
        waits.push_back((*again - now).count());
        now += std::chrono::minutes(11); // far apart: no quarantine
    }
    EXPECT_THAT(waits, ElementsAre(1000, 2000, 4000, 8000, 16000, 32000, 64000, 128000, 256000, 300000, 300000, 300000));
    chance.value = ~std::uint64_t{0};
    const auto with_chance = retry.ended(Outcome::killed, now, chance);
    EXPECT_LE(*with_chance - now, std::chrono::milliseconds(450000));
}

TEST(Retry, FiveFailuresInTenMinutesAreLeftAloneForAnHour) {
    Chance chance;
    world::Moment now = at("2026-11-20T10:00:00+08:00");
    Retry retry;
    for (int failure = 1; failure < 5; ++failure) EXPECT_TRUE(retry.ended(Outcome::could_not_run, now, chance)) << failure;
    EXPECT_FALSE(retry.ended(Outcome::could_not_run, now, chance));
    EXPECT_TRUE(retry.in_quarantine());
    EXPECT_FALSE(retry.may_run(now + std::chrono::minutes(59)));
    now += std::chrono::minutes(61);
    EXPECT_TRUE(retry.may_run(now));
    EXPECT_FALSE(retry.ended(Outcome::killed, now, chance)) << "one try, then another hour";
    EXPECT_FALSE(retry.may_run(now));
    EXPECT_FALSE(retry.ended(Outcome::done, now + std::chrono::hours(2), chance));
    EXPECT_FALSE(retry.in_quarantine());
}

TEST(Retry, WhatAnotherAgentDoesIsLookedAtAgainWithinTenSecondsHoweverOften) {
    const world::Moment now = *world::parse_moment("2026-11-20T10:00:00+08:00");
    world::SeededRandom random(7);
    Retry retry;
    for (int look = 0; look < 100; ++look) {
        const auto again = retry.ended(Outcome::elsewhere, now, random);
        ASSERT_TRUE(again);
        EXPECT_GE(*again - now, limit::look_at_other_agent);
        EXPECT_LT(*again - now, 2 * limit::look_at_other_agent);
    }
    EXPECT_EQ(retry.failures(), 0u);
    EXPECT_FALSE(retry.in_quarantine());
}

TEST(Retry, AWrongConfigurationIsNotTriedAgain) {
    Chance chance;
    Retry retry;
    EXPECT_FALSE(retry.ended(Outcome::wrong, at("2026-11-20T10:00:00+08:00"), chance));
    EXPECT_TRUE(retry.in_quarantine());
}

} // namespace
} // namespace settled::service
