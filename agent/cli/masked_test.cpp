#include "cli/masked.hpp"

#include <gtest/gtest.h>

namespace settled::cli {
namespace {

TEST(Masked, OfAnAddressTheDomainStays) {
    EXPECT_EQ(masked("to = [\"wang.fang@demo.example\", \"王芳@公司.cn\"]"), "to = [\"…@demo.example\", \"…@公司.cn\"]");
    EXPECT_EQ(masked("a @ b and @c"), "a @ b and @c");
}

TEST(Masked, OfALongNumberTheLastFourDigitsStay) {
    EXPECT_EQ(masked("account DE89370400440532013000 of 6222020000001234567,"), "account …3000 of …4567,");
    EXPECT_EQ(masked("phone +8613800138000"), "phone +…8000");
    EXPECT_EQ(masked("since 2026-11-20T10:00:00+08:00, 1234567 bytes, process 4711"),
              "since 2026-11-20T10:00:00+08:00, 1234567 bytes, process 4711");
    EXPECT_EQ(masked("sha256:9f86d081884c7d659a2feaa0c55ad015"), "sha256:9f86d081884c7d659a2feaa0c55ad015");
}

TEST(Masked, PeopleHaveNoNameAndCompaniesKeepTheirs) {
    EXPECT_EQ(masked("[person]\nwang = { name = \"Wang Fang\" }\n[company.demo]\nname = \"Demo\"\n"),
              "[person]\nwang = { name = \"…\" }\n[company.demo]\nname = \"Demo\"\n");
}

} // namespace
} // namespace settled::cli
