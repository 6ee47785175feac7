// The notifier against a real SMTP server on this machine that behaves well or badly. What matters:
// nobody is ever told that a mail did not leave when it may have, and no password or mail goes to a
// server that is not who it should be.
#include <settled/plugin.hpp>
#include <settled/testing.hpp>

#include "support/certificates.hpp"
#include "support/child.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
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
        auto server = support::Child::start(
            {.arguments = {"/usr/bin/python3", SETTLED_SOURCE_DIR "/plugins/notify_smtp/testdata/smtp_server.py",
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
        const settled_host host = host_.abi();
        const settled_settings abi = settings.abi();
        settled_error error{};
        error.size = sizeof error;
        self_ = operations().open(&host, &abi, &error);
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
    start_server("data552");
    const Sent sent = open_and_send();
    EXPECT_EQ(sent.code, SETTLED_REJECTED);
    EXPECT_EQ(sent.outcome.reply_code, 552);
    EXPECT_EQ(sent.asked, 1);
    EXPECT_EQ(sent.outcome.after_hand_over, 0);
}

TEST_F(NotifySmtp, ATemporaryRefusalAfterTheLastByteIsTriedAgain) {
    start_server("data451");
    const Sent sent = open_and_send();
    EXPECT_EQ(sent.code, SETTLED_UNAVAILABLE);
    EXPECT_EQ(sent.outcome.reply_code, 451);
    EXPECT_EQ(sent.outcome.after_hand_over, 0);
}

TEST_F(NotifySmtp, ALinkLostAfterTheFinalDotLeavesTheMailUnknown) {
    start_server("drop_after_dot");
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
