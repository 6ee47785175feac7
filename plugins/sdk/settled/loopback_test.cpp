#include "settled/loopback.hpp"

#include <gtest/gtest.h>

namespace settled {
namespace {

TEST(Loopback, TheHostOfAUrlIsBetweenItsUserAndItsPort) {
    EXPECT_EQ(host_of_url("smtp://mail.corp.test:25"), "mail.corp.test");
    EXPECT_EQ(host_of_url("https://mail.corp.test/inbox?from=a@b"), "mail.corp.test");
    EXPECT_EQ(host_of_url("smtp://[::1]:25/x"), "[::1]");
    EXPECT_EQ(host_of_url("smtp://localhost@evil.test:25"), "evil.test");
    EXPECT_EQ(host_of_url("smtp://a:b@c@evil.test"), "evil.test");
    EXPECT_EQ(host_of_url("https://evil.test#@localhost"), "evil.test");
    EXPECT_EQ(host_of_url("localhost:2525"), "localhost");
    EXPECT_EQ(host_of_url("smtp://[::1"), "[");
    EXPECT_EQ(host_of_url(""), "");
}

TEST(Loopback, AHostIsThisMachineByItsNumbersOnly) {
    for (const char* host : {"localhost", "LocalHost", "127.0.0.1", "127.255.0.9", "::1", "[::1]"})
        EXPECT_TRUE(is_loopback_host(host)) << host;
    for (const char* host :
         {"", "127.0.0.1.corp.test", "127.0.0", "127.1", "127.0.0.256", "127.0.0.1.", "127..0.1", "127.0.0.0001", "128.0.0.1",
          "0127.0.0.1", "localhost.corp.test", "localhost.", "[::2]", "::", "0.0.0.0"})
        EXPECT_FALSE(is_loopback_host(host)) << host;
}

TEST(Loopback, AUrlWithAUserPartNeverStaysOnThisMachine) {
    for (const char* url : {"smtp://127.0.0.1:2525", "http://localhost/x", "smtp://[::1]:25", "http://127.0.0.1?x"})
        EXPECT_TRUE(is_loopback_url(url)) << url;
    for (const char* url : {"smtp://localhost@evil.test", "smtp://me@localhost", "http://127.0.0.1:80@evil.test/",
                            "http://localhost/@x", "http://evil.test\\@localhost", "http://localhost\\.evil.test",
                            "http://evil.test/localhost", "smtp://127.0.0.1.corp.test:25"})
        EXPECT_FALSE(is_loopback_url(url)) << url;
}

} // namespace
} // namespace settled
