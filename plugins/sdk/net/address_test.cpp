#include <net/address.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

namespace settled::net {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::array<Scheme, 2> schemes = {{{"imaps", 993}, {"imap", 143}}};

std::string refusal(std::string_view url) {
    auto made = parse_address(url, schemes);
    if (made) return "taken";
    EXPECT_EQ(made.error().code, SETTLED_INVALID_CONFIG);
    return made.error().message;
}

TEST(Address, IsTakenApart) {
    const auto made = parse_address("imaps://mail.corp.test:1993/INBOX/%E9%93%B6%E8%A1%8C a", schemes);
    ASSERT_TRUE(made) << made.error().message;
    EXPECT_EQ(made->scheme, "imaps");
    EXPECT_EQ(made->host, "mail.corp.test");
    EXPECT_EQ(made->port, 1993);
    EXPECT_EQ(made->path, "/INBOX/银行 a");
    EXPECT_EQ(made->server(), "imaps://mail.corp.test:1993");
}

TEST(Address, HasTheSchemesPortWhereItNamesNone) {
    const auto made = parse_address("imap://[::1]/", schemes);
    ASSERT_TRUE(made) << made.error().message;
    EXPECT_EQ(made->port, 143);
    EXPECT_EQ(made->server(), "imap://[::1]:143");
}

TEST(Address, AnotherSchemeSaysWhatIsExpected) {
    EXPECT_THAT(refusal("http://mail.corp.test/"), HasSubstr("expected imaps://HOST:993 or imap://HOST:143"));
    EXPECT_THAT(refusal("imaps://"), HasSubstr("is no URL"));
    EXPECT_THAT(refusal("imaps://mail.corp.test:99999/"), HasSubstr("is no URL"));
    EXPECT_THAT(refusal("imaps://mail.corp.test/a%0Ab"), HasSubstr("control character"));
    EXPECT_THAT(refusal("imaps://mail.corp.test/a?b"), HasSubstr("%3F"));
}

TEST(Address, APasswordInsideIsRefusedAndNotRepeated) {
    EXPECT_THAT(refusal("imaps://bank:hunter2@mail.corp.test/"), HasSubstr("secret:NAME"));
    EXPECT_THAT(refusal("imaps://bank:hunter2@mail.corp.test/"), Not(HasSubstr("hunter2")));
}

} // namespace
} // namespace settled::net
