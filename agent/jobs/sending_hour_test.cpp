// When a message may leave: 60 moments and more on the clocks of the world, each with what is expected and what is seen.
#include "jobs/deliver.hpp"
#include "jobs/sending_hour.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>

namespace settled::jobs {
namespace {

constexpr const char* may_leave = "leaves";

dunning::Calendar china() {
    dunning::Calendar made;
    made.name = "CN", made.add_year(2026), made.add_year(2028);
    for (const int day : {1, 2, 5, 6, 7}) made.add_holiday(*Date::of(2026, 10, day));
    made.add_working_day(*Date::of(2026, 10, 10)); // 调休
    made.add_working_day(*Date::of(2026, 9, 20));
    made.add_silence(*Date::of(2026, 2, 16), *Date::of(2026, 2, 23));
    return made;
}

dunning::Calendar germany() {
    dunning::Calendar made;
    made.name = "DE", made.add_year(2026);
    made.add_holiday(*Date::of(2026, 5, 14));
    made.add_holiday(*Date::of(2026, 12, 25));
    return made;
}

config::Settings world_of_two() {
    config::Settings made;
    config::Company company;
    company.name = "huayuan", company.time_zone = "Asia/Shanghai", company.calendar = "CN";
    made.companies.push_back(company);
    company.name = "trade", company.time_zone = "Europe/Berlin", company.calendar = "DE";
    made.companies.push_back(company);
    company.name = "kiritimati", company.time_zone = "Pacific/Kiritimati", company.calendar = "";
    made.companies.push_back(company);
    company.name = "pago", company.time_zone = "Pacific/Pago_Pago";
    made.companies.push_back(company);
    company.name = "santiago", company.time_zone = "America/Santiago";
    made.companies.push_back(company);
    made.calendars = {{"CN", china()}, {"DE", germany()}};
    return made;
}

struct Case {
    const char *company, *country, *moment, *expected, *why;
};

constexpr Case cases[] = {
    // At home, an ordinary Wednesday.
    {"huayuan", "", "2026-11-18T07:59:59+08:00", "quiet_hours", "a second before eight"},
    {"huayuan", "", "2026-11-18T08:00:00+08:00", "outside_window", "eight, the window opens at nine"},
    {"huayuan", "", "2026-11-18T08:59:59+08:00", "outside_window", "a second before nine"},
    {"huayuan", "", "2026-11-18T09:00:00+08:00", may_leave, "nine sharp"},
    {"huayuan", "", "2026-11-18T17:59:59+08:00", may_leave, "a second before six"},
    {"huayuan", "", "2026-11-18T18:00:00+08:00", "outside_window", "six sharp"},
    {"huayuan", "", "2026-11-18T21:59:59+08:00", "outside_window", "a second before ten"},
    {"huayuan", "", "2026-11-18T22:00:00+08:00", "quiet_hours", "ten sharp"},
    {"huayuan", "", "2026-11-18T23:59:59+08:00", "quiet_hours", "a second before midnight"},
    {"huayuan", "", "2026-11-19T00:00:00+08:00", "quiet_hours", "midnight"},
    {"huayuan", "", "2026-11-18T01:00:00+00:00", may_leave, "the same nine o'clock, written as UTC"},
    {"huayuan", "CN", "2026-11-18T10:00:00+08:00", may_leave, "a customer at home"},
    // Weekends, public holidays, working Saturdays, the silence of Spring Festival.
    {"huayuan", "", "2026-11-21T10:00:00+08:00", "no_working_day", "Saturday"},
    {"huayuan", "", "2026-11-22T10:00:00+08:00", "no_working_day", "Sunday"},
    {"huayuan", "", "2026-11-23T10:00:00+08:00", may_leave, "Monday"},
    {"huayuan", "", "2026-10-01T10:00:00+08:00", "no_working_day", "National Day"},
    {"huayuan", "", "2026-10-07T10:00:00+08:00", "no_working_day", "the last day of Golden Week"},
    {"huayuan", "", "2026-10-08T10:00:00+08:00", may_leave, "the day after it"},
    {"huayuan", "", "2026-10-10T10:00:00+08:00", may_leave, "a Saturday worked for it (调休)"},
    {"huayuan", "", "2026-09-20T10:00:00+08:00", may_leave, "a Sunday worked for it (调休)"},
    {"huayuan", "", "2026-10-10T19:00:00+08:00", "outside_window", "that Saturday, in the evening"},
    {"huayuan", "", "2026-02-18T10:00:00+08:00", "no_working_day", "between New Year's Eve and the seventh day"},
    {"huayuan", "", "2026-02-24T10:00:00+08:00", may_leave, "after the silence"},
    // The leap day.
    {"huayuan", "", "2028-02-29T10:00:00+08:00", may_leave, "29 February, a Tuesday"},
    {"huayuan", "", "2028-02-28T23:30:00+08:00", "quiet_hours", "the night into it"},
    {"huayuan", "", "2028-02-29T16:30:00+00:00", "quiet_hours", "in UTC it is still the 29th, here it is March"},
    // Berlin: summer time begins on 29 March and ends on 25 October 2026, both Sundays.
    {"trade", "", "2026-03-27T08:00:00+00:00", may_leave, "nine in winter time is eight UTC"},
    {"trade", "", "2026-03-27T07:00:00+00:00", "outside_window", "seven UTC is eight"},
    {"trade", "", "2026-03-29T00:59:59+00:00", "quiet_hours", "a second before the clocks go forward"},
    {"trade", "", "2026-03-29T01:00:00+00:00", "quiet_hours", "three o'clock at once"},
    {"trade", "", "2026-03-30T07:00:00+00:00", may_leave, "nine in summer time is seven UTC"},
    {"trade", "", "2026-03-30T06:59:59+00:00", "outside_window", "a second before"},
    {"trade", "", "2026-10-23T07:00:00+00:00", may_leave, "the last Friday of summer time"},
    {"trade", "", "2026-10-25T00:30:00+00:00", "quiet_hours", "half past two, for the first time"},
    {"trade", "", "2026-10-25T01:30:00+00:00", "quiet_hours", "half past two, for the second time"},
    {"trade", "", "2026-10-26T07:00:00+00:00", "outside_window", "seven UTC is eight again"},
    {"trade", "", "2026-10-26T08:00:00+00:00", may_leave, "and eight UTC nine"},
    {"trade", "", "2026-05-14T10:00:00+02:00", "no_working_day", "Ascension Day"},
    {"trade", "", "2026-12-25T10:00:00+01:00", "no_working_day", "Christmas"},
    // Santiago: summer time ends on 5 April and begins on 6 September 2026, at midnight.
    {"santiago", "", "2026-04-03T12:00:00+00:00", may_leave, "nine at UTC-3"},
    {"santiago", "", "2026-04-06T12:00:00+00:00", "outside_window", "eight at UTC-4"},
    {"santiago", "", "2026-04-06T13:00:00+00:00", may_leave, "nine at UTC-4"},
    {"santiago", "", "2026-09-04T12:30:00+00:00", "outside_window", "half past eight at UTC-4"},
    {"santiago", "", "2026-09-07T12:30:00+00:00", may_leave, "half past nine at UTC-3"},
    {"santiago", "", "2026-09-06T04:00:00+00:00", "quiet_hours", "the midnight that is one o'clock"},
    // The ends of the world: UTC+14 and UTC-11.
    {"kiritimati", "", "2026-11-19T00:00:00+00:00", may_leave, "Thursday 14:00 there"},
    {"kiritimati", "", "2026-11-20T20:00:00+00:00", "no_working_day", "Friday in UTC, Saturday there"},
    {"kiritimati", "", "2026-11-22T20:00:00+00:00", may_leave, "Sunday in UTC, Monday there"},
    {"pago", "", "2026-11-21T00:00:00+00:00", may_leave, "Saturday in UTC, Friday 13:00 there"},
    {"pago", "", "2026-11-23T00:00:00+00:00", "no_working_day", "Monday in UTC, Sunday there"},
    // The customer's clock, not ours.
    {"huayuan", "DE", "2026-11-18T10:00:00+08:00", "quiet_hours", "ten here is three in Berlin"},
    {"huayuan", "DE", "2026-11-18T16:00:00+08:00", may_leave, "16:00 here is nine there"},
    {"huayuan", "DE", "2026-11-18T21:00:00+08:00", may_leave, "21:00 here is 14:00 there, and nobody sleeps"},
    {"huayuan", "DE", "2026-11-18T22:30:00+08:00", "quiet_hours", "our own quiet hours hold all the same"},
    {"huayuan", "DE", "2026-07-15T15:00:00+08:00", may_leave, "nine there in summer"},
    {"huayuan", "DE", "2026-07-15T14:59:00+08:00", "outside_window", "a minute before"},
    {"huayuan", "DE", "2026-10-02T16:00:00+08:00", may_leave, "our Golden Week is an ordinary Friday there"},
    {"huayuan", "DE", "2026-05-14T16:00:00+08:00", "no_working_day", "their holiday is an ordinary Thursday here"},
    {"huayuan", "DE", "2026-10-10T16:00:00+08:00", "no_working_day", "our working Saturday is none of theirs"},
    {"trade", "CN", "2026-10-01T09:00:00+02:00", "no_working_day", "National Day there"},
    {"trade", "CN", "2026-11-18T09:30:00+01:00", may_leave, "half past nine here, half past four there"},
    {"trade", "CN", "2026-11-18T11:30:00+01:00", "outside_window", "half past six there"},
    {"trade", "US", "2026-11-18T15:30:00+01:00", "quiet_hours", "nine thirty in New York, four thirty in Honolulu"},
    {"trade", "US", "2026-11-18T20:30:00+01:00", may_leave, "half past two in New York, half past nine in Honolulu"},
    {"trade", "GB", "2026-11-18T09:30:00+01:00", "outside_window", "half past eight in London"},
    {"trade", "GB", "2026-11-18T10:30:00+01:00", may_leave, "half past nine in London"},
    {"huayuan", "IN", "2026-11-18T11:29:00+08:00", "outside_window", "08:59 at UTC+5:30"},
    {"huayuan", "IN", "2026-11-18T11:30:00+08:00", may_leave, "09:00 at UTC+5:30"},
    {"huayuan", "ZZ", "2026-11-18T10:00:00+08:00", may_leave, "a country that nobody knows lives by our clock"},
};

TEST(SendingHour, IsTheHourWhereTheCustomerIs) {
    const config::Settings settings = world_of_two();
    int as_expected = 0;
    for (const Case& one : cases) {
        const auto found = hour_obstacle(settings, *settings.company(one.company), one.country, *world::parse_moment(one.moment));
        ASSERT_TRUE(found) << found.error().message;
        const std::string seen = *found ? (*found)->reason : may_leave;
        std::printf("%-10s %-2s %s  expected %-14s seen %-14s %s\n", one.company, one.country, one.moment, one.expected,
                    seen.c_str(), one.why);
        as_expected += seen == one.expected;
        EXPECT_EQ(seen, one.expected) << one.company << ' ' << one.country << ' ' << one.moment << ": " << one.why;
    }
    std::printf("%zu clock cases, %d as expected\n", std::size(cases), as_expected);
}

TEST(SendingHour, EveryZoneOfEveryCountryIsOneThatThisSystemKnows) {
    const std::vector<std::string> known = world::time_zone_names();
    for (const char* country : {"CN", "DE", "US", "CA", "BR", "AU", "RU", "ID", "ES", "PT", "KI", "AS", "UA", "IN"})
        for (const std::string_view zone : zones_of_country(country))
            EXPECT_TRUE(world::local_time(*world::parse_moment("2026-11-18T10:00:00+08:00"), zone)) << country << ' ' << zone;
    EXPECT_TRUE(zones_of_country("ZZ").empty());
    EXPECT_FALSE(known.empty());
}

} // namespace
} // namespace settled::jobs
