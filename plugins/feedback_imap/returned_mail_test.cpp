// What comes back, read: reports of servers of several makes, receipts, answers, machines' answers, our own mail. What
// matters: only what names a message of ours counts, and a machine's answer is never taken for a person's.
#include "returned_mail.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace settled::feedback {
namespace {

constexpr std::string_view our_id = "<settled.demo_2ebooks_2eC01_2eoverdue-7_2eemail_2e2026-11-18@corp.test>";
constexpr std::string_view our_key = "demo.books.C01.overdue-7.email.2026-11-18";

std::string crlf(std::string text) {
    for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 2)) text.replace(at, 1, "\r\n");
    return text;
}

std::string report(const std::string& status, const std::string& original, const std::string& head = "") {
    return crlf(head +
                "From: MAILER-DAEMON@mail.acme.test (Mail Delivery System)\nTo: ar@corp.test\nSubject: Undelivered Mail\n"
                "Auto-Submitted: auto-replied\nMIME-Version: 1.0\n"
                "Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\n\n"
                "--b\nContent-Type: text/plain\n\nI'm sorry to have to inform you.\n\n"
                "--b\nContent-Type: message/delivery-status\n\n" +
                status + "\n--b\n" + original + "\n--b--\n");
}
std::string returned_headers() {
    return "Content-Type: text/rfc822-headers\n\nReceived: by mail.acme.test\nMessage-ID: " + std::string(our_id) +
           "\nSubject: x\n";
}
std::string returned_mail() {
    return "Content-Type: message/rfc822\n\nMessage-ID: " + std::string(our_id) + "\nSubject: x\n\nDear customer\n";
}

std::string plain_mail(const std::string& head, const std::string& body = "Hello\n") {
    return crlf("From: Ann <ann@acme.test>\nTo: ar@corp.test\nMessage-ID: <1@acme.test>\n" + head + "\n" + body);
}
std::string in_reply() { return "In-Reply-To: " + std::string(our_id) + "\n"; }

std::vector<Event> read(const std::string& mail) {
    auto events = events_of(mail);
    EXPECT_TRUE(events) << events.error().message;
    return events.value_or(std::vector<Event>());
}

void expect_one(const std::vector<Event>& events, settled_feedback_kind kind, std::string_view address, std::string_view text) {
    ASSERT_EQ(events.size(), 1u);
    EXPECT_EQ(events[0].kind, kind);
    EXPECT_EQ(events[0].message_key, our_key);
    EXPECT_EQ(events[0].address, address);
    EXPECT_THAT(events[0].text, ::testing::HasSubstr(text));
}

TEST(ReturnedMail, AFailureNamesTheMessageTheAddressAndTheStatus) {
    const std::string postfix = "Reporting-MTA: dns; mail.acme.test\nX-Postfix-Queue-ID: 4\n\n"
                                "Final-Recipient: rfc822; ap@acme.test\nOriginal-Recipient: rfc822;ap@acme.test\nAction: failed\n"
                                "Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 <ap@acme.test>: Recipient address rejected:\n"
                                "    User unknown in virtual mailbox table\n";
    expect_one(read(report(postfix, returned_headers())), SETTLED_FEEDBACK_FAILED, "ap@acme.test", "5.1.1 550 5.1.1");
    expect_one(read(report(postfix, returned_mail())), SETTLED_FEEDBACK_FAILED, "ap@acme.test", "User unknown in virtual");
}

TEST(ReturnedMail, AnEnvelopeIdDoesWhereNothingOfTheMailCameBack) {
    const std::string exchange = "Reporting-MTA: dns;EX01\nOriginal-Envelope-Id: demo.books.C01.overdue-7.email.2026-11-18\n\n"
                                 "Final-recipient: RFC822;AP@acme.test\nAction: Failed\nstatus: 5.1.10\n"
                                 "X-Display-Name: Ann\n";
    expect_one(read(report(exchange, "Content-Type: text/plain\n\nnothing\n")), SETTLED_FEEDBACK_FAILED, "AP@acme.test",
               "5.1.10");
}

TEST(ReturnedMail, EveryRecipientIsTold) {
    const std::string two = "Reporting-MTA: dns; m\n\nFinal-Recipient: rfc822; a@acme.test\nAction: failed\nStatus: 5.1.1\n\n"
                            "Final-Recipient: rfc822; b@acme.test\nAction: delivered\nStatus: 2.0.0\n";
    const auto events = read(report(two, returned_headers()));
    ASSERT_EQ(events.size(), 2u);
    EXPECT_EQ(events[0].kind, SETTLED_FEEDBACK_FAILED);
    EXPECT_EQ(events[1].kind, SETTLED_FEEDBACK_DELIVERED);
    EXPECT_EQ(events[1].address, "b@acme.test");
}

TEST(ReturnedMail, ADelayIsNoFailure) {
    const std::string delayed = "Reporting-MTA: dns; m\n\nFinal-Recipient: rfc822; ap@acme.test\nAction: delayed\nStatus: 4.4.1\n"
                                "Will-Retry-Until: Mon, 23 Nov 2026 08:00:00 +0000\n";
    expect_one(read(report(delayed, returned_headers())), SETTLED_FEEDBACK_DELAYED, "ap@acme.test", "4.4.1");
}

TEST(ReturnedMail, AReportOnAnotherMailIsNoneOfOurs) {
    const std::string failed = "Reporting-MTA: dns; m\n\nFinal-Recipient: rfc822; ap@acme.test\nAction: failed\nStatus: 5.1.1\n";
    EXPECT_TRUE(read(report(failed, "Content-Type: text/rfc822-headers\n\nMessage-ID: <77@corp.test>\n")).empty());
    EXPECT_TRUE(read(report(failed, "Content-Type: text/plain\n\n" + std::string(our_id) + "\n")).empty())
        << "an id in words for people proves nothing";
}

TEST(ReturnedMail, AReceiptOfReadingIsADelivery) {
    const std::string mail = crlf("From: ap@acme.test\nTo: ar@corp.test\nSubject: Read: Payment\nMIME-Version: 1.0\n"
                                  "Content-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n--b\n"
                                  "Content-Type: text/plain\n\nread\n--b\nContent-Type: message/disposition-notification\n\n"
                                  "Final-Recipient: rfc822;ap@acme.test\nOriginal-Message-ID: " +
                                  std::string(our_id) + "\nDisposition: manual-action/MDN-sent-manually; displayed\n\n--b--\n");
    expect_one(read(mail), SETTLED_FEEDBACK_DELIVERED, "ap@acme.test", "displayed");
}

TEST(ReturnedMail, OurOwnCopySaysThatTheMailLeft) {
    expect_one(read(crlf("From: ar@corp.test\nTo: ap@acme.test\nMessage-ID: " + std::string(our_id) +
                         "\nSubject: x\n\nDear customer\n")),
               SETTLED_FEEDBACK_DELIVERED, "", "our own copy");
}

TEST(ReturnedMail, APersonsAnswerIsAnAnswer) {
    expect_one(read(plain_mail(in_reply() + "Subject: =?UTF-8?B?5Zue5aSN?=: paid on Monday\n")), SETTLED_FEEDBACK_ANSWERED, "",
               "回复: paid on Monday");
    expect_one(read(plain_mail("References: <0@x> " + std::string(our_id) + "\n <2@acme.test>\nSubject: Re: x\n")),
               SETTLED_FEEDBACK_ANSWERED, "", "Re: x");
    EXPECT_TRUE(read(plain_mail("Subject: New order\n")).empty());
    EXPECT_TRUE(read(plain_mail("In-Reply-To: <0@corp.test>\nSubject: Re: lunch\n")).empty());
}

TEST(ReturnedMail, MachinesAreNotTakenForPeople) {
    for (const char* head :
         {"Auto-Submitted: auto-replied\n", "Auto-Submitted: auto-generated; x\n", "X-Autoreply: yes\n",
          "Precedence: auto_reply\n", "Precedence: bulk\n", "X-Auto-Response-Suppress: All\n", "List-Id: <all.acme.test>\n",
          "Return-Path: <>\n", "Subject: Automatic reply: Payment\n", "Subject: Out of Office\n",
          "Subject: Automatische Antwort: Zahlung\n", "Subject: =?UTF-8?B?6Ieq5Yqo5Zue5aSN77ya5Lil5q+N?=\n"}) {
        const auto events = read(plain_mail(in_reply() + std::string(head), "退订\n"));
        ASSERT_EQ(events.size(), 1u) << head;
        EXPECT_EQ(events[0].kind, SETTLED_FEEDBACK_AUTOMATIC) << head;
    }
    const auto no = read(plain_mail(in_reply() + "Auto-Submitted: no\nSubject: Re\n"));
    ASSERT_EQ(no.size(), 1u);
    EXPECT_EQ(no[0].kind, SETTLED_FEEDBACK_ANSWERED);
}

TEST(ReturnedMail, OnlyTheWordAloneEndsTheMails) {
    for (const char* body : {"退订\n", "\n  STOP \nregards\n", "unsubscribe\n", "拒收\n"}) {
        const auto events = read(plain_mail(in_reply() + "Content-Type: text/plain; charset=utf-8\nSubject: Re\n", body));
        ASSERT_EQ(events.size(), 1u);
        EXPECT_EQ(events[0].kind, SETTLED_FEEDBACK_OPTED_OUT) << body;
    }
    const auto talk = read(plain_mail(in_reply() + "Subject: Re\n", "Please stop the delivery of part 4.\n"));
    EXPECT_EQ(talk.at(0).kind, SETTLED_FEEDBACK_ANSWERED);
}

TEST(ReturnedMail, AKeyIsReadBackAsItWas) {
    EXPECT_EQ(key_of(our_id), our_key);
    EXPECT_EQ(key_of("<settled.a_20b_5f@x>"), "a b_");
    EXPECT_EQ(key_of("<other.a@x>"), "");
    EXPECT_EQ(key_of(""), "");
}

TEST(ReturnedMail, WhatIsNoMailOrIsBuiltToHurtEndsInWords) {
    std::string deep = "From: a@x\nMIME-Version: 1.0\n";
    std::string close;
    for (int i = 0; i < 60; ++i) {
        deep += "Content-Type: multipart/mixed; boundary=\"b" + std::to_string(i) + "\"\n\n--b" + std::to_string(i) + "\n";
        close.insert(0, "\n--b" + std::to_string(i) + "--\n");
    }
    static_cast<void>(events_of(crlf(deep + "Content-Type: text/plain\n\nx" + close)));
    for (const std::string& bytes :
         {std::string(), std::string("\0\0\xff", 3), std::string(100'000, 'a'), std::string(5'000, '\n'), report("", ""),
          report("Action: failed\n", ""), report(std::string(50'000, '\n'), returned_headers())})
        static_cast<void>(events_of(bytes));
    std::string mutated =
        report("Reporting-MTA: dns; m\n\nFinal-Recipient: rfc822; a@x\nAction: failed\nStatus: 5.1.1\n", returned_mail());
    for (std::size_t i = 0; i < mutated.size(); ++i) {
        std::string one = mutated;
        one[i] = static_cast<char>(one[i] ^ 0x2A);
        for (const Event& event : events_of(one).value_or(std::vector<Event>())) EXPECT_FALSE(event.message_key.empty());
        static_cast<void>(events_of(mutated.substr(0, i)));
    }
}

} // namespace
} // namespace settled::feedback
