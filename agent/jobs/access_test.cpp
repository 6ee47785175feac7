#include "jobs/access.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

namespace settled::jobs {
namespace {

using ::testing::HasSubstr;

constexpr std::array all_acts = {Act::status, Act::view, Act::decide, Act::release, Act::operate, Act::decide_or_release};

config::Access rules() {
    config::Access access;
    access.view = {"group:readers"}, access.decide = {"group:finance-ar", "user:wang"};
    access.release = {"group:finance-head"}, access.operate = {"group:it"};
    return access;
}

TEST(Access, EachActHasItsOwnPeople) {
    struct Case {
        world::Account who;
        std::array<bool, 6> may; // status, view, decide, release, operate, decide or release
    };
    const std::array<Case, 7> cases = {{{{"vic", {"vic", "readers"}}, {true, true, false, false, false, false}},
                                        {{"ana", {"finance-ar"}}, {true, true, true, false, false, true}},
                                        {{"wang", {"wang"}}, {true, true, true, false, false, true}},
                                        {{"ben", {"finance-head"}}, {true, true, false, true, false, true}},
                                        {{"ida", {"it"}}, {true, false, false, false, true, false}},
                                        {{"root", {"root"}}, {false, false, false, false, false, false}},
                                        {{"finance-ar", {"user:wang", "group:it"}}, {false, false, false, false, false, false}}}};
    for (const Case& each : cases)
        for (const Act act : all_acts)
            EXPECT_EQ(may(rules(), each.who, act), each.may[static_cast<std::size_t>(act) - 1])
                << each.who.name << " " << name(act);
}

TEST(Access, AnEmptyListIsNobody) {
    EXPECT_FALSE(names_anybody({}));
    EXPECT_TRUE(names_anybody(rules()));
    for (const Act act : all_acts) EXPECT_FALSE(may({}, {"", {""}}, act));
    EXPECT_THAT(refusal({}, {"vic", {}}, Act::release, false), HasSubstr("names nobody"));
}

TEST(Access, ARefusalSaysWhoMay) {
    EXPECT_EQ(refusal(rules(), {"vic", {"readers"}}, Act::decide, false),
              "vic may not do this (decide); who may: group:finance-ar, user:wang ([access] decide)");
    EXPECT_EQ(refusal(rules(), {"vic", {"readers"}}, Act::release, true),
              "vic 无权执行（release）；有权者：group:finance-head（[access] release）");
}

} // namespace
} // namespace settled::jobs
