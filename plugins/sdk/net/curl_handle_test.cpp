// Servers that speak too old a TLS, on a machine whose own OpenSSL would still take it: those of Debian do not, others do.
#include <net/curl_handle.hpp>

#include "support/certificates.hpp"
#include "support/child.hpp"
#include "support/free_port.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <thread>

namespace settled::net {
namespace {

using ::testing::HasSubstr;

// OpenSSL reads its settings once in a process, when it is first used: before any test.
class LenientMachine : public ::testing::Environment {
  public:
    void SetUp() override {
        const std::string file = folder_ / "openssl.cnf";
        std::ofstream(file) << "openssl_conf = all\n[all]\nssl_conf = tls\n[tls]\nsystem_default = lenient\n"
                               "[lenient]\nMinProtocol = TLSv1\nCipherString = DEFAULT:@SECLEVEL=0\n";
        ::setenv("OPENSSL_CONF", file.c_str(), 1);
    }

  private:
    support::TemporaryFolder folder_;
};
const auto* const lenient_machine = ::testing::AddGlobalTestEnvironment(new LenientMachine);

struct Ended {
    CURLcode result = CURLE_OK;
    std::string words;
    std::optional<Error> failure;
};

// Only the connection: what is said to the server afterwards is no matter here.
Ended reached(const std::string& scheme, const std::string& version) {
    const support::Certificates& made = support::Certificates::of_this_program();
    EXPECT_EQ(made.trouble(), "");
    const std::string file = (made.folder() / "good").string(), port = std::to_string(support::free_port());
    support::Command command;
    command.arguments = {"/usr/bin/openssl", "s_server", "-quiet", version,       "-cipher", "DEFAULT:@SECLEVEL=0",
                         "-accept",          port,       "-cert",  file + ".pem", "-key",    file + ".key"};
    const auto server = support::Child::start(command);
    EXPECT_TRUE(server);
    const Server asked{
        .url = scheme + "://localhost:" + port, .ca_file = (made.folder() / "ca.pem").string(), .timeout_seconds = 2};
    Ended ended;
    for (int i = 0; i < 200; ++i) {
        const CurlHandle handle(asked, scheme.c_str());
        curl_easy_setopt(handle.get(), CURLOPT_CONNECT_ONLY, 1L);
        ended.result = curl_easy_perform(handle.get());
        ended.words = handle.words(ended.result);
        if (ended.result != CURLE_COULDNT_CONNECT) break;
        std::this_thread::sleep_for(std::chrono::milliseconds(20)); // until the server listens
    }
    ended.failure = common_failure(asked, ended.result, ended.words);
    return ended;
}

class OldTls : public ::testing::TestWithParam<const char*> {};

TEST_P(OldTls, AServerThatSpeaksOnlyTlsBeforeVersion12IsRefused) {
    for (const char* version : {"-tls1", "-tls1_1"}) {
        const Ended ended = reached(GetParam(), version);
        EXPECT_EQ(ended.result, CURLE_SSL_CONNECT_ERROR) << version << ": " << ended.words;
        ASSERT_TRUE(ended.failure) << version << ": " << ended.words;
        EXPECT_EQ(ended.failure->code, SETTLED_ACCESS_DENIED);
        EXPECT_THAT(ended.failure->message, HasSubstr("speaks no TLS 1.2 or newer"));
        EXPECT_THAT(ended.failure->message, HasSubstr("have TLS 1.2 switched on there"));
    }
}

TEST_P(OldTls, OneThatSpeaksVersion12Or13IsReached) {
    for (const char* version : {"-tls1_2", "-tls1_3"}) {
        const Ended ended = reached(GetParam(), version);
        EXPECT_NE(ended.result, CURLE_SSL_CONNECT_ERROR)
            << version << ": " << ended.words; // mail servers greet first; this one is silent
        EXPECT_FALSE(ended.failure) << ended.failure->message;
    }
}

INSTANTIATE_TEST_SUITE_P(Protocols, OldTls, ::testing::Values("https", "imaps", "smtps"),
                         [](const auto& info) { return std::string(info.param); });

} // namespace
} // namespace settled::net
