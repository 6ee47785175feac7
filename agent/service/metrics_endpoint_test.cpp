// Figures by HTTP in the service's one thread, and its lines in the system's log.
#include "service/metrics_endpoint.hpp"
#include "service/system_log.hpp"
#include "support/free_port.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace settled::service {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

int connected(std::uint16_t port) {
    const int made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{.sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
    if (made < 0) throw std::runtime_error("no socket is left");
    EXPECT_EQ(::connect(made, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    return made;
}

// Lets the endpoint work until this caller has its whole answer.
std::string asked(MetricsEndpoint& endpoint, std::uint16_t port, std::string_view request) {
    const int caller = connected(port);
    EXPECT_EQ(::send(caller, request.data(), request.size(), MSG_NOSIGNAL), static_cast<ssize_t>(request.size()));
    std::string answer;
    std::array<char, 4096> piece{};
    for (;;) {
        std::vector<world::Awaited> watched = {{caller}};
        endpoint.watch(watched);
        world::wait_for_any(watched, std::chrono::seconds(1));
        endpoint.serve();
        const ssize_t got = ::recv(caller, piece.data(), piece.size(), MSG_DONTWAIT);
        if (got > 0) answer.append(piece.data(), static_cast<std::size_t>(got));
        if (got == 0) break;
    }
    ::close(caller);
    return answer;
}

TEST(MetricsEndpoint, AnswersWhoAsksForFiguresAndNobodyElse) {
    const std::uint16_t port = support::free_port();
    int made = 0;
    const std::string long_text(300'000, 'x'); // more than a socket holds at once
    auto endpoint =
        MetricsEndpoint::open("127.0.0.1:" + std::to_string(port), [&] { return ++made, "settled_up 1\n" + long_text; });
    ASSERT_TRUE(endpoint) << endpoint.error().message;
    const std::string figures = asked(*endpoint, port, "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_THAT(figures, StartsWith("HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4"));
    EXPECT_THAT(figures, HasSubstr("\r\n\r\nsettled_up 1\n"));
    EXPECT_TRUE(figures.ends_with(long_text));
    EXPECT_THAT(asked(*endpoint, port, "GET / HTTP/1.1\r\n\r\n"), StartsWith("HTTP/1.1 404"));
    EXPECT_THAT(asked(*endpoint, port, "POST /metrics HTTP/1.1\r\n\r\n"), StartsWith("HTTP/1.1 405"));
    EXPECT_EQ(asked(*endpoint, port, std::string(limit::request_bytes_max + 1, 'a')), "") << "dropped";
    EXPECT_EQ(made, 1);
}

TEST(MetricsEndpoint, CallersWhoSayNothingHoldNobodyUp) {
    const std::uint16_t port = support::free_port();
    auto endpoint = MetricsEndpoint::open("127.0.0.1:" + std::to_string(port), [] { return std::string("settled_up 1\n"); });
    ASSERT_TRUE(endpoint) << endpoint.error().message;
    std::vector<int> silent;
    for (std::size_t i = 0; i + 1 < limit::callers_max; ++i) silent.push_back(connected(port));
    EXPECT_THAT(asked(*endpoint, port, "GET /metrics HTTP/1.1\r\n\r\n"), HasSubstr("settled_up 1"));
    for (const int one : silent) ::close(one);
}

TEST(MetricsEndpoint, OnlyAPortOfThisMachineIsTaken) {
    const auto nothing = [] { return std::string(); };
    for (const char* wrong : {"0.0.0.0:9464", "9464", "192.168.1.1:9464", "127.0.0.1:0", "127.0.0.1:99999", "[::]:9464"})
        EXPECT_EQ(MetricsEndpoint::open(wrong, nothing).error().code, SETTLED_INVALID_CONFIG) << wrong;
    const std::string listen = "127.0.0.1:" + std::to_string(support::free_port());
    const auto first = MetricsEndpoint::open(listen, nothing);
    ASSERT_TRUE(first) << first.error().message;
    EXPECT_THAT(MetricsEndpoint::open(listen, nothing).error().message, HasSubstr("choose another port"));
}

TEST(SystemLog, WithoutAJournalALineIsADatagramWithItsWeight) {
    const support::TemporaryFolder folder;
    const std::string path = (folder / "log").string();
    const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    ASSERT_GE(socket, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.data(), path.size());
    ASSERT_EQ(::bind(socket, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    const SystemLog log([](const std::string&) { return std::nullopt; }, path);
    log.write(Level::error, "morning/demo: failed");
    std::array<char, 200> read{};
    const ssize_t size = ::recv(socket, read.data(), read.size(), 0);
    EXPECT_EQ(std::string(read.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0))),
              "<27>settled[" + std::to_string(::getpid()) + "]: morning/demo: failed");
    EXPECT_EQ(log.mark(Level::error), "");
    ::close(socket);
}

TEST(SystemLog, UnderSystemdTheMarkOnStandardErrorIsEnough) {
    const SystemLog log(
        [](const std::string& name) { return name == "JOURNAL_STREAM" ? std::optional<std::string>("8:1") : std::nullopt; },
        "/nowhere");
    EXPECT_EQ(log.mark(Level::error), "<3>");
    EXPECT_EQ(log.mark(Level::warning), "<4>");
    EXPECT_EQ(log.mark(Level::info), "<6>");
}

} // namespace
} // namespace settled::service
