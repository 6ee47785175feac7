// What the agent itself asks of servers, tried on openssl's own.
#include "world/web.hpp"

#include "support/certificates.hpp"
#include "support/child.hpp"
#include "support/free_port.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

namespace settled::world {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Web : public ::testing::Test {
  protected:
    // A web server with one of the certificates, until the test ends.
    std::string serve(const std::string& certificate) {
        const support::Certificates& made = support::Certificates::of_this_program();
        EXPECT_EQ(made.trouble(), "");
        const std::string file = (made.folder() / certificate).string(), port = std::to_string(support::free_port());
        support::Command command;
        command.arguments = {"/usr/bin/openssl", "s_server", "-www",       "-quiet", "-accept", port, "-cert",
                             file + ".pem",      "-key",     file + ".key"};
        auto started = support::Child::start(command);
        EXPECT_TRUE(started);
        if (started) server_.emplace(std::move(*started));
        return "https://localhost:" + port;
    }
    // Until the server listens.
    template <class Ask> auto patiently(Ask ask) {
        auto answer = ask();
        for (int i = 0; i < 200 && !answer && answer.error().message.contains("connect"); ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
            answer = ask();
        }
        return answer;
    }
    static WayOut trusting() { return {{}, {}, (support::Certificates::of_this_program().folder() / "ca.pem").string()}; }

    std::optional<support::Child> server_;
};

TEST_F(Web, TheLastDayOfACertificateIsReadFromTheServerThatShowsIt) {
    const std::string url = serve("good");
    const auto day = patiently([&] { return certificate_end(url, trusting()); });
    ASSERT_TRUE(day) << day.error().message;
    support::Command command;
    const auto file = support::Certificates::of_this_program().folder() / "good.pem";
    command.arguments = {"/usr/bin/openssl", "x509", "-noout", "-enddate", "-dateopt", "iso_8601", "-in", file.string()};
    const auto said = support::run(command);
    ASSERT_TRUE(said) << said.error().message;
    EXPECT_THAT(*said, HasSubstr(day->iso()));
}

TEST_F(Web, ACertificateThatIsNotBelievedIsNoAnswer) {
    const std::string url = serve("foreign");
    const auto day = patiently([&] { return certificate_end(url, trusting()); });
    ASSERT_FALSE(day);
    EXPECT_EQ(day.error().code, SETTLED_UNAVAILABLE);
    EXPECT_THAT(day.error().message, HasSubstr("localhost"));
}

TEST_F(Web, AServerOfAnotherKindIsNotAsked) {
    EXPECT_EQ(certificate_end("sftp://bank.example", {}).error().code, SETTLED_UNSUPPORTED);
    EXPECT_EQ(certificate_end("file:///etc/passwd", {}).error().code, SETTLED_UNSUPPORTED);
}

TEST_F(Web, AnAddressIsCalledAndNeverShownWhole) {
    const std::string url = serve("good") + "/ping/a-secret";
    const auto called = patiently([&] { return call_address(url, trusting()); });
    EXPECT_TRUE(called) << called.error().message;
    server_.reset();
    const auto gone = call_address(url, trusting());
    ASSERT_FALSE(gone);
    EXPECT_THAT(gone.error().message, Not(HasSubstr("a-secret")));
}

} // namespace
} // namespace settled::world
