#include <settled/mail_address.hpp>

#include <gtest/gtest.h>

namespace settled {
namespace {

TEST(MailAddress, OrdinaryOnesAreKnown) {
    for (const char* good : {"ap@acme.example", "first.last+tag@sub.acme.example", "a@b.cn", "o'neil@x-y.de"})
        EXPECT_TRUE(is_mail_address(good)) << good;
}

TEST(MailAddress, WhatCouldCarryASecondRecipientOrAHeaderIsRefused) {
    for (const char* bad :
         {"", "acme.example", "@acme.example", "a@", "a@localhost", "a b@acme.example", "a@acme.example\r\nRCPT TO:<e@x.y>",
          "<a@acme.example>", "a@acme.example,b@acme.example", "\"a b\"@acme.example", "a@[127.0.0.1]", "a..b@acme.example",
          ".a@acme.example", "a@-acme.example", "张@acme.example", "a@acme..example", "a@@acme.example", "a@acme.example\n"})
        EXPECT_FALSE(is_mail_address(bad)) << bad;
    EXPECT_FALSE(is_mail_address(std::string(65, 'a') + "@acme.example"));
    EXPECT_FALSE(is_mail_address("a@" + std::string(250, 'b') + ".example"));
}

TEST(MailAddress, ALedgersFieldMayHoldSeveral) {
    const MailAddresses found = split_mail_addresses("a@acme.example; b@acme.example，A@ACME.example、无  c＠acme.example");
    EXPECT_EQ(found.good, (std::vector<std::string>{"a@acme.example", "b@acme.example", "c@acme.example"}));
    EXPECT_EQ(found.refused, std::vector<std::string>{"无"});
}

TEST(MailAddress, ABoxHasANameBesideTheAddress) {
    EXPECT_EQ(parse_mail_box("华远应收账款 <ar@huayuan.example>")->name, "华远应收账款");
    EXPECT_EQ(parse_mail_box("\"Huayuan, AR\" <ar@huayuan.example>")->name, "Huayuan, AR");
    EXPECT_EQ(parse_mail_box(" ar@huayuan.example ")->address, "ar@huayuan.example");
    EXPECT_FALSE(parse_mail_box("Huayuan"));
    EXPECT_FALSE(parse_mail_box("a\r\nb <ar@huayuan.example>"));
    EXPECT_FALSE(parse_mail_box("<<ar@huayuan.example>"));
}

} // namespace
} // namespace settled
