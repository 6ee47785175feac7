#include "dunning/calendar.hpp"
#include "dunning/language.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace settled::dunning {
namespace {

Date day(std::string_view iso) { return *Date::parse_iso(iso); }

Calendar golden_week() { // October 2026: 1-7 free, the 10th (Saturday) works instead
    Calendar calendar;
    calendar.name = "CN";
    calendar.add_year(2026);
    for (const char* free : {"2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07"})
        calendar.add_holiday(day(free));
    calendar.add_working_day(day("2026-10-10"));
    return calendar;
}

TEST(Calendar, KnowsWeekendsHolidaysAndTheSaturdaysWorkedForThem) {
    const Calendar calendar = golden_week();
    EXPECT_TRUE(calendar.is_working_day(day("2026-09-30")));
    EXPECT_FALSE(calendar.is_working_day(day("2026-10-01")));
    EXPECT_FALSE(calendar.is_working_day(day("2026-10-04"))); // Sunday
    EXPECT_TRUE(calendar.is_working_day(day("2026-10-10")));
    EXPECT_EQ(calendar.working_day_on_or_after(day("2026-10-01")), day("2026-10-08"));
    EXPECT_EQ(calendar.plus_working_days(day("2026-09-30"), 3), day("2026-10-10"));
    EXPECT_EQ(calendar.working_days_between(day("2026-09-30"), day("2026-10-09")), 2);
    EXPECT_EQ(calendar.working_days_between(day("2026-10-09"), day("2026-09-30")), 0);
}

TEST(Calendar, WarnsOfAYearItDoesNotKnowOrKnowsInPart) {
    Calendar calendar = golden_week();
    EXPECT_EQ(calendar.warning(2026), "");
    EXPECT_EQ(calendar.warning(2029),
              "calendar CN has no table for 2029: only weekends count as free days; public holidays are not known");
    calendar.note_incomplete(2027, "the notice is not out");
    EXPECT_EQ(calendar.warning(2027), "calendar CN for 2027 is not complete: the notice is not out");
    EXPECT_TRUE(Calendar().warning(2026).starts_with("no calendar is configured"));
}

TEST(Calendar, AFreeFridayWeekIsPossible) {
    Calendar calendar;
    calendar.set_free_weekday(std::chrono::Friday, true);
    calendar.set_free_weekday(std::chrono::Sunday, false);
    EXPECT_FALSE(calendar.is_working_day(day("2026-11-20")));
    EXPECT_TRUE(calendar.is_working_day(day("2026-11-22")));
}

TEST(LetterLanguage, IsTheCustomersElseTheCountrysElseOurs) {
    const std::array<std::string, 3> all = {"zh-CN", "en", "de"};
    EXPECT_EQ(letter_language("de", "CN", all, "zh-CN"), "de");
    EXPECT_EQ(letter_language("zh_CN", "", all, "en"), "zh-CN");
    EXPECT_EQ(letter_language("EN", "", all, "zh-CN"), "en");
    EXPECT_EQ(letter_language("中文", "", all, "en"), "zh-CN");
    EXPECT_EQ(letter_language("de-AT", "", all, "en"), "de");
    EXPECT_EQ(letter_language("fr", "", all, "zh-CN"), "en");
    EXPECT_EQ(letter_language("", "DE", all, "zh-CN"), "de");
    EXPECT_EQ(letter_language("", "FR", all, "zh-CN"), "zh-CN");
}

} // namespace
} // namespace settled::dunning
