// What stands in Authentication-Results, by the examples of RFC 8601 and by what a stranger can put there.
#include <imap/mail_authentication.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace settled::imap {
namespace {

using ::testing::HasSubstr;

std::string verdict(const std::vector<std::string>& results, const std::string& from = "no-reply@bank.example") {
    std::vector<Header> headers;
    for (const std::string& value : results) headers.push_back({"authentication-results", value});
    const Status done = check_authentication(headers, "mail.corp.example", from);
    return done ? "proved" : done.error().message;
}

TEST(AuthenticationResults, AreReadAsTheStandardWritesThem) {
    // RFC 8601, appendix B.6, with folding, comments and a version.
    const auto made =
        parse_authentication_results(" example.com 1;\r\n dkim=pass reason=\"good signature\"\r\n"
                                     "  header.i=@mail-router.example.net;\r\n dkim=fail (bad (nested) \\) key)\r\n"
                                     "  header.i=@newyork.example.com;\r\n spf/1=pass smtp.mailfrom=\"a b\"@x.test");
    ASSERT_TRUE(made);
    EXPECT_EQ(made->server, "example.com");
    ASSERT_EQ(made->methods.size(), 3u);
    EXPECT_EQ(made->methods[0].result, "pass");
    EXPECT_EQ(made->methods[0].properties[1].second, "@mail-router.example.net");
    EXPECT_EQ(made->methods[1].result, "fail");
    EXPECT_EQ(made->methods[2].method, "spf");
    EXPECT_EQ(made->methods[2].properties[0].second, "a b@x.test");
    EXPECT_TRUE(parse_authentication_results("example.org 1; none"));
    EXPECT_FALSE(parse_authentication_results("example.org; dkim=pass (unclosed"));
    EXPECT_FALSE(parse_authentication_results("example.org; dkim pass"));
}

TEST(AuthenticationResults, PassForTheSendersDomainOrOneAboveItIsProof) {
    EXPECT_EQ(verdict({"mail.corp.example; dkim=pass header.d=bank.example header.s=k1 header.b=\"AbC=\""}), "proved");
    EXPECT_EQ(verdict({"MAIL.corp.example; dkim=PASS header.d=Bank.Example"}), "proved");
    EXPECT_EQ(verdict({"mail.corp.example; dkim=pass header.i=@bank.example"}), "proved");
    EXPECT_EQ(verdict({"mail.corp.example; dkim=fail header.d=list.example; dkim=pass header.d=bank.example"}), "proved");
    EXPECT_EQ(verdict({"mail.corp.example; dkim=pass header.d=bank.example"}, "x@mail.bank.example"), "proved");
    EXPECT_EQ(verdict({"other.example; dkim=none", "mail.corp.example; dkim=pass header.d=bank.example"}), "proved");
}

TEST(AuthenticationResults, EverythingElseIsNoProof) {
    EXPECT_THAT(verdict({}), HasSubstr("holds no Authentication-Results of mail.corp.example"));
    EXPECT_THAT(verdict({"mail.corp.example; dkim=pass header.d=mail.bank.example"}), HasSubstr("for mail.bank.example"));
    EXPECT_THAT(verdict({"mail.corp.example; dkim=pass header.d=evilbank.example"}), HasSubstr("for evilbank.example"));
    EXPECT_THAT(verdict({"mail.corp.example; dkim=pass header.d=example"}), HasSubstr("expected dkim=pass"));
    EXPECT_THAT(verdict({"mail.corp.example; dkim=policy header.d=bank.example"}), HasSubstr("dkim=policy"));
    EXPECT_THAT(verdict({"mail.corp.example; dkim=pass"}), HasSubstr("expected dkim=pass"));
    EXPECT_THAT(verdict({"mail.corp.example; spf=pass smtp.mailfrom=bank.example; dmarc=pass header.from=bank.example"}),
                HasSubstr("no DKIM signature"));
}

TEST(AuthenticationResults, WhatAStrangerCanPutIntoThemProvesNothing) {
    // Only the topmost line of our server counts, also where it is empty or spoilt.
    EXPECT_THAT(verdict({"mail.corp.example; dkim=none", "mail.corp.example; dkim=pass header.d=bank.example"}),
                HasSubstr("dkim=none"));
    EXPECT_THAT(verdict({"mail.corp.example; spf=pass (unclosed", "mail.corp.example; dkim=pass header.d=bank.example"}),
                HasSubstr("cannot be read"));
    // In a comment, a quoted address, a value.
    EXPECT_THAT(verdict({"mail.corp.example; spf=pass (x; dkim=pass header.d=bank.example)"}), HasSubstr("no DKIM signature"));
    EXPECT_THAT(verdict({"mail.corp.example; spf=pass smtp.mailfrom=\"x; dkim=pass header.d=bank.example\"@evil.example"}),
                HasSubstr("no DKIM signature"));
    EXPECT_THAT(verdict({"mail.corp.example; spf=pass smtp.helo=dkim=pass"}), HasSubstr("no DKIM signature"));
    EXPECT_THAT(verdict({"mail.corp.example.evil.example; dkim=pass header.d=bank.example"}), HasSubstr("holds no"));
    EXPECT_THAT(verdict({"(mail.corp.example;) evil.example; dkim=pass header.d=bank.example"}), HasSubstr("holds no"));
}

} // namespace
} // namespace settled::imap
