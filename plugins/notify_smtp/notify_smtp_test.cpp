// The notifier against a real SMTP server on this machine that behaves well or badly. What matters:
// nobody is ever told that a mail did not leave when it may have, and no password or mail goes to a
// server that is not who it should be.
#include <settled/plugin.hpp>
#include <settled/testing.hpp>

#include "support/certificates.hpp"
#include "support/child.hpp"
#include "support/script_server.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <functional>
#include <optional>
#include <thread>

extern "C" const settled_plugin SETTLED_PLUGIN_SYMBOL;

namespace settled {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Options = std::vector<std::pair<std::string, std::string>>;

constexpr std::string_view letter = "From: ar@corp.test\r\nTo: ap@acme.test\r\nSubject: =?UTF-8?B?6LSm5Y2V?=\r\n"
                                    "Message-ID: <k1@corp.test>\r\n\r\nDear customer,\r\n.\r\n..two dots\r\nBank charge 0.05\r\n";

const auto& operations() { return *static_cast<const settled_notify_operations*>(SETTLED_PLUGIN_SYMBOL.operations); }

using support::Certificates;

struct Sent {
    settled_code code = SETTLED_OK;
    std::string words;
    settled_send_outcome outcome{};
    int asked = 0; // how often hand_over was called
};

class NotifySmtp : public ::testing::Test {
  protected:
    void SetUp() override { ASSERT_EQ(Certificates::of_this_program().trouble(), ""); }
    void TearDown() override { close(); }

    void start_server(const std::string& behaviour) {
        for (const auto& file : std::filesystem::directory_iterator(Certificates::of_this_program().folder()))
            std::filesystem::copy(file.path(), folder_.path() / file.path().filename());
        auto server = support::Child::start({.arguments = {"/usr/bin/python3", SETTLED_SOURCE_DIR "/tests/support/smtp_server.py",
                                                           folder_.path().string(), behaviour},
                                             .user = {},
                                             .input = {},
                                             .output = folder_ / "words"});
        ASSERT_TRUE(server) << server.error().message;
        server_.emplace(std::move(*server));
        ASSERT_TRUE(comes(folder_ / "port", "")) << support::text_of(folder_ / "words");
    }

    // Until the file is there and holds the words; the server has noted it by then or never will.
    bool comes(const std::filesystem::path& file, std::string_view words) {
        constexpr int looks_max = 3000;
        for (int i = 0; i < looks_max && server_ && server_->running(); ++i) {
            if (std::filesystem::exists(file) && support::text_of(file).find(words) != std::string::npos) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        return false;
    }

    Options account(const std::string& password = "right") {
        return {{"url", "smtp://localhost:" + support::text_of(folder_ / "port")},
                {"user", "ar@corp.test"},
                {"password", password},
                {"ca_file", folder_ / "ca.pem"},
                {"timeout_seconds", "60"}};
    }

    std::string open(const Options& options) {
        close();
        const testing::TestSettings settings(SETTLED_PLUGIN_SYMBOL, options);
        lent_ = host_.abi();
        const settled_settings abi = settings.abi();
        settled_error error{};
        error.size = sizeof error;
        self_ = operations().open(&lent_, &abi, &error);
        code_ = static_cast<settled_code>(error.code);
        return error.message;
    }
    void close() {
        if (self_ != nullptr) operations().close(self_);
        self_ = nullptr;
    }

    Sent send(
        std::string_view content = letter, const std::vector<std::string>& to = {"ap@acme.test"},
        const std::string& from = "ar@corp.test", const std::function<bool()>& release = [] { return true; }) {
        struct Gate {
            int asked = 0;
            const std::function<bool()>* release;
        } gate{0, &release};
        const settled_hand_over hand_over{sizeof hand_over, 0, &gate, [](void* context) -> std::int32_t {
                                              auto& asked = *static_cast<Gate*>(context);
                                              ++asked.asked;
                                              return (*asked.release)() ? 0 : 1;
                                          }};
        const std::vector<settled_text> recipients(to.begin(), to.end());
        settled_message message{};
        message.size = sizeof message, message.recipient_count = static_cast<std::uint32_t>(recipients.size());
        message.key = "k1", message.sender = from, message.recipients = recipients.data(), message.content = content;
        Sent sent;
        sent.outcome.size = sizeof sent.outcome;
        settled_error error{};
        error.size = sizeof error;
        sent.code = static_cast<settled_code>(operations().send(self_, &message, &hand_over, &sent.outcome, &error));
        sent.words = error.message, sent.asked = gate.asked;
        return sent;
    }
    Sent open_and_send(std::string_view content = letter) {
        EXPECT_EQ(open(account()), "");
        return send(content);
    }

    std::string log() const { return support::text_of(folder_ / "log"); }
    bool arrived(int number) const { return std::filesystem::exists(folder_ / ("message-" + std::to_string(number))); }
    // As the server stored it, the dots that SMTP doubles made single again.
    std::string mail(int number) const {
        std::string bytes = support::text_of(folder_ / ("message-" + std::to_string(number)));
        for (std::size_t at = bytes.find("\r\n.."); at != std::string::npos; at = bytes.find("\r\n..", at + 1))
            bytes.erase(at + 2, 1);
        return bytes;
    }
    // What the server said of us after we are gone: nothing of it is still on the way.
    std::string log_to_the_end() {
        close();
        EXPECT_TRUE(comes(folder_ / "log", "closed"));
        return log();
    }
    static std::ptrdiff_t count(const std::string& text, std::string_view words) {
        std::ptrdiff_t found = 0;
        for (std::size_t at = text.find(words); at != std::string::npos; at = text.find(words, at + words.size())) ++found;
        return found;
    }

    support::TemporaryFolder folder_{"settled-smtp"};
    std::optional<support::Child> server_;
    testing::TestHost host_;
    settled_host lent_{}; // the plugin keeps its address
    void* self_ = nullptr;
    settled_code code_ = SETTLED_OK;
};

TEST_F(NotifySmtp, AnAcceptedMailArrivesByteForByte) {
    start_server("accept");
    const Sent sent = open_and_send();
    EXPECT_EQ(sent.code, SETTLED_OK) << sent.words;
    EXPECT_EQ(sent.outcome.reply_code, 250);
    EXPECT_EQ(sent.outcome.after_hand_over, 0);
    EXPECT_EQ(mail(1), letter);
    EXPECT_THAT(log(), HasSubstr("MAIL FROM:<ar@corp.test>"));
    EXPECT_THAT(log(), HasSubstr("RCPT TO:<ap@acme.test>"));
}

TEST_F(NotifySmtp, EveryRecipientStandsOnTheEnvelope) {
    start_server("accept");
    open(account());
    EXPECT_EQ(send(letter, {"ap@acme.test", "archive@corp.test"}).code, SETTLED_OK);
    EXPECT_EQ(count(log(), "RCPT TO:"), 2);
    EXPECT_FALSE(arrived(2));
}

TEST_F(NotifySmtp, TheReleaseIsAskedForOnceAndBeforeTheServerHasTheMail) {
    start_server("accept");
    open(account());
    bool there_already = false;
    const Sent sent = send(letter, {"ap@acme.test"}, "ar@corp.test", [&] { return there_already = arrived(1), true; });
    EXPECT_EQ(sent.code, SETTLED_OK) << sent.words;
    EXPECT_EQ(sent.asked, 1);
    EXPECT_FALSE(there_already);
    EXPECT_TRUE(arrived(1));
}

TEST_F(NotifySmtp, AMailThatIsNotReleasedNeverReachesTheServer) {
    start_server("accept");
    open(account());
    const Sent sent = send(letter, {"ap@acme.test"}, "ar@corp.test", [] { return false; });
    EXPECT_EQ(sent.code, SETTLED_STOPPED);
    EXPECT_EQ(sent.outcome.after_hand_over, 0);
    EXPECT_EQ(sent.asked, 1);
    EXPECT_THAT(log_to_the_end(), HasSubstr("cut"));
    EXPECT_FALSE(arrived(1));
}

TEST_F(NotifySmtp, AMailThatWasNotReleasedDoesNotSpoilTheNextOne) {
    start_server("accept");
    open(account());
    EXPECT_EQ(send(letter, {"ap@acme.test"}, "ar@corp.test", [] { return false; }).code, SETTLED_STOPPED);
    EXPECT_EQ(send().code, SETTLED_OK);
    EXPECT_EQ(mail(1), letter);
    EXPECT_FALSE(arrived(2));
}

TEST_F(NotifySmtp, ABusyServerIsAskedAgainLater) {
    start_server("rcpt450");
    const Sent sent = open_and_send();
    EXPECT_EQ(sent.code, SETTLED_UNAVAILABLE);
    EXPECT_EQ(sent.outcome.reply_code, 450);
    EXPECT_EQ(sent.asked, 0);
}

TEST_F(NotifySmtp, AnUnknownMailboxIsARefusal) {
    start_server("rcpt550");
    const Sent sent = open_and_send();
    EXPECT_EQ(sent.code, SETTLED_REJECTED);
    EXPECT_EQ(sent.outcome.reply_code, 550);
    EXPECT_EQ(sent.asked, 0);
    EXPECT_THAT(sent.words, HasSubstr("<ap@acme.test> is refused for good"));
    EXPECT_THAT(sent.words, HasSubstr("550 5.1.1 no such mailbox"));
}

TEST_F(NotifySmtp, AMailboxUnknownWithoutAnEnhancedCodeIsARefusalToo) {
    start_server("rcpt550plain");
    const Sent sent = open_and_send();
    EXPECT_EQ(sent.code, SETTLED_REJECTED);
    EXPECT_THAT(sent.words, HasSubstr("<ap@acme.test> is refused for good"));
}

TEST_F(NotifySmtp, AServerThatDoesNotRelayIsNoWordAboutTheRecipient) {
    for (const char* behaviour : {"rcpt554", "rcpt550policy", "mail550"}) {
        SCOPED_TRACE(behaviour);
        std::filesystem::remove_all(folder_ / "port");
        start_server(behaviour);
        const Sent sent = open_and_send();
        EXPECT_EQ(sent.code, SETTLED_ACCESS_DENIED) << sent.words;
        EXPECT_EQ(sent.asked, 0);
        EXPECT_THAT(sent.words, HasSubstr("a reason that is not its recipient"));
        EXPECT_THAT(sent.words, ::testing::Not(HasSubstr("right"))) << "the password is never shown";
        TearDown();
        server_.reset();
        for (const auto& file : std::filesystem::directory_iterator(folder_.path())) std::filesystem::remove_all(file.path());
    }
}

TEST_F(NotifySmtp, ARefusalAfterTheLastByteMeansThatItDidNotArrive) {
    start_server("end552");
    const Sent sent = open_and_send();
    EXPECT_EQ(sent.code, SETTLED_REJECTED);
    EXPECT_EQ(sent.outcome.reply_code, 552);
    EXPECT_EQ(sent.asked, 1);
    EXPECT_EQ(sent.outcome.after_hand_over, 0);
}

TEST_F(NotifySmtp, ATemporaryRefusalAfterTheLastByteIsTriedAgain) {
    start_server("end451");
    const Sent sent = open_and_send();
    EXPECT_EQ(sent.code, SETTLED_UNAVAILABLE);
    EXPECT_EQ(sent.outcome.reply_code, 451);
    EXPECT_EQ(sent.outcome.after_hand_over, 0);
}

TEST_F(NotifySmtp, ALinkLostAfterTheFinalDotLeavesTheMailUnknown) {
    start_server("end_drop");
    const Sent sent = open_and_send();
    EXPECT_EQ(sent.code, SETTLED_UNAVAILABLE);
    EXPECT_EQ(sent.outcome.after_hand_over, 1);
    EXPECT_THAT(sent.words, HasSubstr("may have arrived"));
    EXPECT_TRUE(arrived(1)); // it did, and only the server knows
}

TEST_F(NotifySmtp, ALinkLostInTheMiddleOfAMailIsTriedAgain) {
    start_server("drop_in_data");
    std::string long_letter(letter);
    const std::string line(76, 'x');
    for (int i = 0; i < 400'000; ++i) long_letter += line + "\r\n"; // more than any socket buffer takes
    const Sent sent = open_and_send(long_letter);
    EXPECT_EQ(sent.code, SETTLED_UNAVAILABLE) << sent.words;
    EXPECT_EQ(sent.outcome.after_hand_over, 0);
    EXPECT_EQ(sent.asked, 0);
    EXPECT_FALSE(arrived(1));
}

// ---- the table of outcomes ------------------------------------------------------------------------------

struct Outcome {
    const char* behaviour; // of the server, see tests/support/smtp_server.py
    settled_code code;
    int reply_code;
    bool unknown; // nobody can know whether it arrived
    int arrived;  // mails that the server kept
    const char* says;
};

std::string in_words(settled_code code, int reply_code, bool unknown, int arrived) {
    const char* const fate = unknown                         ? "unknown"
                             : code == SETTLED_OK            ? "sent"
                             : code == SETTLED_UNAVAILABLE   ? "tried again"
                             : code == SETTLED_REJECTED      ? "refused for good"
                             : code == SETTLED_ACCESS_DENIED ? "gateway's trouble"
                             : code == SETTLED_BAD_DATA      ? "cannot be sent"
                                                             : "?";
    return std::string(fate) + " (" + std::to_string(reply_code) + ", " + std::to_string(arrived) + " arrived)";
}

// Each against a server that works with and without PIPELINING, for the same words must mean the same in both.
constexpr Outcome outcomes[] = {
    {"accept", SETTLED_OK, 250, false, 1, ""},
    {"end_multi", SETTLED_OK, 250, false, 1, ""},
    {"greeting421", SETTLED_UNAVAILABLE, 0, false, 0, "421"},
    {"greeting554", SETTLED_ACCESS_DENIED, 0, false, 0, "554"},
    {"greeting_hang", SETTLED_UNAVAILABLE, 0, false, 0, ""},
    {"greeting_drop", SETTLED_UNAVAILABLE, 0, false, 0, ""},
    {"greeting_trickle", SETTLED_UNAVAILABLE, 0, false, 0, ""},
    {"greeting_noise", SETTLED_UNAVAILABLE, 0, false, 0, ""},
    {"no_starttls", SETTLED_ACCESS_DENIED, 0, false, 0, "no TLS"},
    {"starttls454", SETTLED_ACCESS_DENIED, 0, false, 0, "no TLS"},
    {"untrusted", SETTLED_ACCESS_DENIED, 0, false, 0, "certificate"},
    {"wrong_host", SETTLED_ACCESS_DENIED, 0, false, 0, "certificate"},
    {"expired", SETTLED_ACCESS_DENIED, 0, false, 0, "certificate"},
    {"auth535", SETTLED_ACCESS_DENIED, 0, false, 0, "login"},
    {"auth454", SETTLED_UNAVAILABLE, 0, false, 0, "login"},
    {"mail421", SETTLED_UNAVAILABLE, 421, false, 0, "421"},
    {"mail451", SETTLED_UNAVAILABLE, 451, false, 0, "451"},
    {"mail550", SETTLED_ACCESS_DENIED, 550, false, 0, "not its recipient"},
    {"rcpt450", SETTLED_UNAVAILABLE, 450, false, 0, "450"},
    {"rcpt452", SETTLED_UNAVAILABLE, 452, false, 0, "452"},
    {"rcpt550", SETTLED_REJECTED, 550, false, 0, "<ap@acme.test>"},
    {"rcpt550plain", SETTLED_REJECTED, 550, false, 0, "<ap@acme.test>"},
    {"rcpt550policy", SETTLED_ACCESS_DENIED, 550, false, 0, "not its recipient"},
    {"rcpt554", SETTLED_ACCESS_DENIED, 554, false, 0, "not its recipient"},
    {"rcpt_hang", SETTLED_UNAVAILABLE, 0, false, 0, "nothing was sent"},
    {"rcpt_drop", SETTLED_UNAVAILABLE, 0, false, 0, "nothing was sent"},
    {"second550", SETTLED_REJECTED, 550, false, 0, "<copy@acme.test>"},
    {"data451", SETTLED_UNAVAILABLE, 451, false, 0, "451"},
    {"data554", SETTLED_ACCESS_DENIED, 554, false, 0, "not its recipient"},
    {"drop_in_data", SETTLED_UNAVAILABLE, 0, false, 0, "nothing was sent"},
    {"hang_in_data", SETTLED_UNAVAILABLE, 0, false, 0, "nothing was sent"},
    {"end451", SETTLED_UNAVAILABLE, 451, false, 0, "451"},
    {"end552", SETTLED_REJECTED, 552, false, 0, "552"},
    {"end554", SETTLED_REJECTED, 554, false, 0, "554"},
    {"end_drop", SETTLED_UNAVAILABLE, 0, true, 1, "may have arrived"},
    {"end_hang", SETTLED_UNAVAILABLE, 0, true, 1, "may have arrived"},
    {"end_noise", SETTLED_UNAVAILABLE, 0, true, 1, "may have arrived"},
    {"end_long", SETTLED_UNAVAILABLE, 0, true, 1, "may have arrived"},
    {"accept+size", SETTLED_BAD_DATA, 0, false, 0, "bytes"},
};

TEST_F(NotifySmtp, EveryOutcomeOfAServerIsToldAsItIs) {
    int as_expected = 0, shown = 0;
    for (const Outcome& expected : outcomes) {
        const std::string behaviour = expected.behaviour;
        const bool before_a_mail =
            behaviour.starts_with("greeting") || (expected.code == SETTLED_ACCESS_DENIED && expected.reply_code == 0);
        for (const std::string offers : {"", "+pipelining"}) {
            if (before_a_mail && !offers.empty()) continue;
            std::filesystem::remove_all(folder_.path());
            std::filesystem::create_directory(folder_.path());
            start_server(behaviour + offers);
            Options options = account();
            options.back() = {
                "timeout_seconds",
                behaviour.contains("hang") || behaviour == "greeting_trickle" || behaviour == "greeting_noise" ? "1" : "30"};
            ASSERT_EQ(open(options), "");
            std::string content(letter);
            if (behaviour.contains("_in_data") || behaviour.contains("+size")) // more than any socket buffer takes
                for (int i = 0; i < 400'000; ++i) content += "0123456789012345678901234567890123456789\r\n";
            std::vector<std::string> to = {"ap@acme.test"};
            if (behaviour == "second550") to.emplace_back("copy@acme.test");
            const Sent sent = send(content, to);
            int arrived_mails = 0;
            while (arrived(arrived_mails + 1)) ++arrived_mails;
            const std::string wanted = in_words(expected.code, expected.reply_code, expected.unknown, expected.arrived);
            const std::string seen =
                in_words(sent.code, sent.outcome.reply_code, sent.outcome.after_hand_over != 0, arrived_mails);
            std::printf("%-28s expected %-42s seen %s\n", (behaviour + offers).c_str(), wanted.c_str(), seen.c_str());
            ++shown, as_expected += wanted == seen;
            EXPECT_EQ(seen, wanted) << behaviour << offers << ": " << sent.words;
            EXPECT_THAT(sent.words, HasSubstr(expected.says)) << behaviour << offers;
            EXPECT_THAT(sent.words, Not(HasSubstr("right"))) << "the password is never shown";
            EXPECT_EQ(sent.asked, sent.code == SETTLED_OK || expected.unknown || behaviour.starts_with("end") ? 1 : 0);
            close();
            server_.reset();
        }
    }
    std::printf("%d SMTP outcomes, %d as expected\n", shown, as_expected);
}

TEST_F(NotifySmtp, AMailAfterAFailedOneGoesOutOnTheSameConnectionOrAnother) {
    for (const char* behaviour : {"second550", "second550+pipelining", "close_after_mail", "close_after_mail+pipelining"}) {
        SCOPED_TRACE(behaviour);
        std::filesystem::remove_all(folder_.path());
        std::filesystem::create_directory(folder_.path());
        start_server(behaviour);
        open(account());
        const bool closes = std::string_view(behaviour).starts_with("close");
        const Sent first = closes ? send() : send(letter, {"ap@acme.test", "copy@acme.test"});
        EXPECT_EQ(first.code, closes ? SETTLED_OK : SETTLED_REJECTED) << first.words;
        const Sent second = send();
        EXPECT_EQ(second.code, SETTLED_OK) << second.words;
        EXPECT_EQ(second.asked, 1);
        EXPECT_EQ(mail(closes ? 2 : 1), letter);
        EXPECT_FALSE(arrived(closes ? 3 : 2));
        close();
        server_.reset();
    }
}

TEST_F(NotifySmtp, AnAccessTokenLogsInInsteadOfAPassword) {
    start_server("accept+xoauth2");
    Options options = account();
    std::erase_if(options, [](const auto& option) { return option.first == "password"; });
    options.emplace_back("access_token", "good-token");
    ASSERT_EQ(open(options), "");
    const Sent sent = send();
    EXPECT_EQ(sent.code, SETTLED_OK) << sent.words;
    EXPECT_THAT(log(), HasSubstr("command AUTH XOAUTH2"));
    options.back().second = "old-token";
    ASSERT_EQ(open(options), "");
    const Sent refused = send();
    EXPECT_EQ(refused.code, SETTLED_ACCESS_DENIED) << refused.words;
    EXPECT_THAT(refused.words, Not(HasSubstr("old-token")));
}

// The account of a program that gets its own tokens.
class NotifySmtpWithTokens : public NotifySmtp {
  protected:
    void SetUp() override {
        NotifySmtp::SetUp();
        auto started = support::ScriptServer::start("token_server.py", tokens_.path());
        ASSERT_TRUE(started) << started.error().message;
        token_server_.emplace(std::move(*started));
    }

    Options with(const Options& more) {
        Options options = account("");
        options.emplace_back("token_url", "http://127.0.0.1:" + std::to_string(token_server_->port()) + "/token");
        options.emplace_back("client_id", "app-1");
        options.insert(options.end(), more.begin(), more.end());
        return options;
    }
    static void write(const std::filesystem::path& file, const std::string& text) {
        std::ofstream out(file);
        out << text;
    }
    void tokens(const std::string& file, const std::string& text) const { write(tokens_ / file, text); }
    void server_takes(const std::string& token) const { write(folder_ / "bearer", token); }
    std::string asked() const { return token_server_->text("log"); }

  private:
    support::TemporaryFolder tokens_{"settled-tokens"};
    std::optional<support::ScriptServer> token_server_;
};

TEST_F(NotifySmtpWithTokens, OneTokenServesUntilItEnds) {
    start_server("accept+xoauth2");
    ASSERT_EQ(open(with({{"client_secret", "s3cret:/?&="}, {"token_scope", "https://outlook.example/.default"}})), "");
    for (int mail = 0; mail < 3; ++mail) EXPECT_EQ(send().code, SETTLED_OK);
    EXPECT_EQ(asked(), "/token grant_type=client_credentials client_id client_secret scope=https://outlook.example/.default\n");
    EXPECT_THAT(log(), HasSubstr("command AUTH XOAUTH2"));
}

TEST_F(NotifySmtpWithTokens, APersonsConsentIsGivenAgainAndAgain) {
    start_server("accept+xoauth2");
    ASSERT_EQ(open(with({{"refresh_token", "for-the-bank"}})), "");
    EXPECT_EQ(send().code, SETTLED_OK);
    EXPECT_EQ(asked(), "/token grant_type=refresh_token client_id refresh_token\n");
}

TEST_F(NotifySmtpWithTokens, ATokenThatTheServerRefusesIsGotAnewOnce) {
    start_server("close_after_mail+xoauth2");
    ASSERT_EQ(open(with({{"refresh_token", "for-the-bank"}})), "");
    ASSERT_EQ(send().code, SETTLED_OK);
    tokens("token", "newer-token"), server_takes("newer-token"); // the first one was taken back before its time
    const Sent second = send();
    EXPECT_EQ(second.code, SETTLED_OK) << second.words;
    EXPECT_EQ(count(asked(), "/token"), 2);
    server_takes("another-one");
    const Sent third = send();
    EXPECT_EQ(third.code, SETTLED_ACCESS_DENIED) << third.words;
    EXPECT_THAT(third.words, HasSubstr("token_scope"));
    EXPECT_THAT(third.words, Not(HasSubstr("newer-token")));
    EXPECT_EQ(count(asked(), "/token"), 3) << "a new token that is refused is not asked for again";
}

TEST_F(NotifySmtpWithTokens, ATokenIsNotUsedToItsLastSecond) {
    start_server("close_after_mail+xoauth2");
    tokens("seconds", "0");
    ASSERT_EQ(open(with({{"refresh_token", "for-the-bank"}})), "");
    for (int mail = 0; mail < 2; ++mail) ASSERT_EQ(send().code, SETTLED_OK);
    EXPECT_EQ(count(asked(), "/token"), 2);
}

TEST_F(NotifySmtpWithTokens, WhereNoneIsGivenTheServersWordsAreSaidAndNoSecret) {
    start_server("accept+xoauth2");
    ASSERT_EQ(open(with({{"client_secret", "another-secret"}})), "");
    const Sent refused = send();
    EXPECT_EQ(refused.code, SETTLED_ACCESS_DENIED);
    EXPECT_THAT(refused.words, ::testing::AllOf(HasSubstr("invalid_grant: The token or the secret is not valid any longer."),
                                                HasSubstr("settled secret set"), Not(HasSubstr("another-secret"))));
    tokens("status", "503");
    const Sent later = send();
    EXPECT_EQ(later.code, SETTLED_UNAVAILABLE) << later.words;
    EXPECT_THAT(later.words, HasSubstr("HTTP 503"));
    EXPECT_EQ(later.asked, 0);
}

TEST_F(NotifySmtpWithTokens, WhatDoesNotGoTogetherIsRefused) {
    start_server("accept+xoauth2");
    const Options good = with({{"client_secret", "x"}});
    const auto changed = [&](const std::string& key, const std::string& value) {
        Options options = good;
        std::erase_if(options, [&](const auto& option) { return option.first == key; });
        options.emplace_back(key, value);
        return open(options);
    };
    EXPECT_EQ(open(good), "");
    EXPECT_THAT(changed("token_url", "http://login.corp.test/token"), HasSubstr("expected https://"));
    EXPECT_THAT(changed("token_url", ""), HasSubstr("of use with token_url only"));
    EXPECT_THAT(changed("client_id", ""), HasSubstr("token_url needs client_id"));
    EXPECT_THAT(changed("client_secret", ""), HasSubstr("client_secret or refresh_token"));
    EXPECT_THAT(changed("password", "right"), HasSubstr("no password"));
    EXPECT_THAT(changed("user", ""), HasSubstr("write user"));
    EXPECT_THAT(changed("access_token", "one"), HasSubstr("one of the two"));
}

TEST_F(NotifySmtp, ReportsAreAskedForWhereTheServerGivesThem) {
    start_server("accept+dsn+pipelining");
    Options options = account();
    open(options);
    EXPECT_EQ(send().code, SETTLED_OK);
    EXPECT_THAT(log(), HasSubstr("MAIL FROM:<ar@corp.test> RET=HDRS ENVID=k1"));
    EXPECT_THAT(log(), HasSubstr("RCPT TO:<ap@acme.test> NOTIFY=FAILURE,DELAY ORCPT=rfc822;ap@acme.test"));
    options.emplace_back("reports", "off");
    open(options);
    EXPECT_EQ(send().code, SETTLED_OK);
    EXPECT_EQ(count(log(), "NOTIFY="), 1);
}

TEST_F(NotifySmtp, ALineEndThatIsNotCrLfNeverReachesTheWire) {
    start_server("accept");
    open(account());
    for (const char* smuggled : {"a\n.\nMAIL FROM:<evil@thief.test>\r\n", "a\r.\r\n", "a\r\n.\n\r\n", "no line end"}) {
        const Sent sent = send(smuggled);
        EXPECT_EQ(sent.code, SETTLED_INTERNAL) << smuggled;
        EXPECT_EQ(sent.asked, 0);
    }
    EXPECT_EQ(log(), "");
}

TEST_F(NotifySmtp, TwoMailsGoOverOneConnection) {
    start_server("accept");
    open(account());
    EXPECT_EQ(send().code, SETTLED_OK);
    EXPECT_EQ(send("Subject: second\r\n\r\nwords\r\n").code, SETTLED_OK);
    EXPECT_EQ(count(log(), "connected"), 1);
    EXPECT_EQ(count(log(), "command AUTH"), 1);
    EXPECT_EQ(mail(2), "Subject: second\r\n\r\nwords\r\n");
}

TEST_F(NotifySmtp, AServerWithoutTlsGetsNeitherPasswordNorMail) {
    for (const char* behaviour : {"no_starttls", "starttls454"}) {
        SCOPED_TRACE(behaviour);
        std::filesystem::remove_all(folder_.path());
        std::filesystem::create_directory(folder_.path());
        start_server(behaviour);
        const Sent sent = open_and_send();
        EXPECT_EQ(sent.code, SETTLED_ACCESS_DENIED) << sent.words;
        EXPECT_EQ(sent.asked, 0);
        const std::string seen = log_to_the_end();
        EXPECT_THAT(seen, Not(HasSubstr("command AUTH")));
        EXPECT_THAT(seen, Not(HasSubstr("command MAIL")));
        server_.reset();
    }
}

TEST_F(NotifySmtp, ACertificateOfAnUnknownAuthorityIsRefused) {
    start_server("untrusted");
    const Sent sent = open_and_send();
    EXPECT_EQ(sent.code, SETTLED_ACCESS_DENIED);
    EXPECT_THAT(sent.words, HasSubstr("certificate"));
    EXPECT_THAT(log_to_the_end(), Not(HasSubstr("command AUTH")));
}

TEST_F(NotifySmtp, ACertificateOfAnotherHostIsRefused) {
    start_server("wrong_host");
    const Sent sent = open_and_send();
    EXPECT_EQ(sent.code, SETTLED_ACCESS_DENIED);
    EXPECT_THAT(log_to_the_end(), Not(HasSubstr("command AUTH")));
}

TEST_F(NotifySmtp, AWrongPasswordIsSaidWithoutShowingIt) {
    start_server("accept");
    open(account("not-the-right-one"));
    const Sent sent = send();
    EXPECT_EQ(sent.code, SETTLED_ACCESS_DENIED);
    EXPECT_EQ(sent.asked, 0);
    EXPECT_THAT(sent.words, HasSubstr("settled secret set"));
    EXPECT_THAT(sent.words, Not(HasSubstr("not-the-right-one")));
}

TEST_F(NotifySmtp, ALineBreakInAnAddressNeverReachesTheWire) {
    start_server("accept");
    open(account());
    for (const std::string address :
         {"ap@acme.test>\r\nRCPT TO:<evil@thief.test", "ap@acme.test\n", "ap\r@acme.test", "a b@acme.test", ""}) {
        const Sent sent = send(letter, {"ap@acme.test", address});
        EXPECT_EQ(sent.code, SETTLED_REJECTED) << address;
        EXPECT_EQ(sent.asked, 0);
    }
    EXPECT_EQ(send(letter, {"ap@acme.test"}, "ar@corp.test>\r\nRSET").code, SETTLED_INVALID_CONFIG);
    EXPECT_EQ(log(), "");
}

TEST_F(NotifySmtp, AServerThatIsNotThereIsTriedAgain) {
    start_server("accept");
    const Options gone = account();
    server_->stop(SIGKILL);
    open(gone);
    const Sent sent = send();
    EXPECT_EQ(sent.code, SETTLED_UNAVAILABLE);
    EXPECT_EQ(sent.outcome.after_hand_over, 0);
    EXPECT_EQ(sent.asked, 0);
}

TEST_F(NotifySmtp, MailWithoutTlsStaysOnThisMachine) {
    const auto without_tls = [&](const std::string& url) { return open({{"url", url}, {"tls", "none"}}); };
    for (const char* foreign : {"smtp://mail.corp.test:25", "smtp://192.0.2.1:25", "smtp://127.0.0.1.corp.test:25",
                                "smtp://localhost.corp.test", "smtp://[2001:db8::1]:25"}) {
        EXPECT_THAT(without_tls(foreign), HasSubstr("this machine")) << foreign;
        EXPECT_EQ(code_, SETTLED_INVALID_CONFIG) << foreign;
    }
    for (const char* here : {"smtp://localhost:25", "smtp://127.0.0.1:25", "smtp://[::1]:25"})
        EXPECT_EQ(without_tls(here), "") << here;
}

TEST_F(NotifySmtp, AnAddressOfTheServerThatIsNoneIsRefusedAtOnce) {
    for (const char* url : {"http://mail.corp.test", "mail.corp.test:25", "smtp://user:word@mail.corp.test", ""}) {
        EXPECT_NE(open({{"url", url}}), "") << url;
        EXPECT_EQ(code_, SETTLED_INVALID_CONFIG) << url;
    }
}

TEST_F(NotifySmtp, ACheckLogsInAndSendsNothing) {
    start_server("accept");
    open(account());
    std::string found; // NOLINT(misc-const-correctness): written through the sink
    const settled_check_sink sink = {sizeof sink, 0, &found, [](void* context, const settled_finding* finding) {
                                         *static_cast<std::string*>(context) += std::string_view(finding->found);
                                     }};
    settled_error error{.size = sizeof error}; // NOLINT(misc-const-correctness): filled by the call
    EXPECT_EQ(operations().check(self_, &sink, &error), SETTLED_OK) << error.message;
    EXPECT_THAT(found, HasSubstr("login accepted"));
    EXPECT_THAT(log(), HasSubstr("command AUTH"));
    EXPECT_THAT(log(), Not(HasSubstr("command MAIL")));
    EXPECT_EQ(send().code, SETTLED_OK); // and the same connection then sends
    EXPECT_EQ(mail(1), letter);
}

} // namespace
} // namespace settled
