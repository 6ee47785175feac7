#include <formats/ledger_days.hpp>

#include <gtest/gtest.h>

namespace settled::formats {
namespace {

TEST(LedgerDays, ADayIsReadInEveryShapeThatCanBeReadOneWayOnly) {
    for (const char* text : {"2026-11-05", "2026/11/05", "2026.11.05", "2026-11-5", "20261105", "2026年11月5日", "2026年11月05日",
                             "Nov 5 2026", "Nov  5 2026 12:00AM", "2026-11-05 00:00:00", "2026-11-05T10:59:00+08:00",
                             "20261105 235959", "2026-11-05 10:59:00.123"})
        EXPECT_EQ(date_of(text), 20261105) << text;
}

TEST(LedgerDays, WhatMayBeReadTwoWaysIsNoDay) {
    for (const char* text : {"05.11.2026", "11/05/2026", "2026-11/05", "2026-11-05x", "2026-02-30", "2026-13-01", "202611",
                             "Now 5 2026", "Nov 5, 2026", "2026年11月", "20261105x", "1"})
        EXPECT_EQ(date_of(text), std::nullopt) << text;
}

TEST(LedgerDays, EveryDatabasesEmptyDayIsNone) {
    for (const char* text : {"", "0000-00-00", "00000000", "0001-01-01T00:00:00", "1753-01-01", "1899-12-30",
                             "1900-01-01 00:00:00.000", "9999-12-31", "Jan  1 1900 12:00AM"})
        EXPECT_EQ(date_of(text), 0) << text;
}

TEST(LedgerDays, AMomentHasOneShapeWhoeverWroteIt) {
    EXPECT_EQ(moment_of("2026-11-05"), "2026-11-05");
    EXPECT_EQ(moment_of("2026-11-05 00:00:00.000000"), "2026-11-05");
    EXPECT_EQ(moment_of("20261105"), "2026-11-05");
    EXPECT_EQ(moment_of("2026-11-05T10:59:00"), "2026-11-05 10:59:00");
    EXPECT_EQ(moment_of("2026-11-05 10:59:00.250000"), "2026-11-05 10:59:00.25");
    EXPECT_EQ(moment_of("2026-11-05 10:59:00.000"), "2026-11-05 10:59:00");
    EXPECT_EQ(moment_of("2026-11-05T10:59:00Z"), "2026-11-05 10:59:00Z");
    EXPECT_EQ(moment_of("1900-01-01"), "");
    for (const char* text : {"2026-11-05", "2026-11-05 10:59:00"})
        EXPECT_TRUE(is_moment(text) && moment_of(text) == text) << text;
    for (const char* text :
         {"2026-11-05 00:00:00", "2026-13-05", "2026-00-05", "2026-11-00", "2026-02-30", "1900-01-01", "2026-11-05T10:59:00", ""})
        EXPECT_FALSE(is_moment(text)) << text;
    EXPECT_EQ(moment_of("0x00000000000007D3"), std::nullopt) << "a row version is no moment";
}

} // namespace
} // namespace settled::formats
