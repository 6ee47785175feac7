#include "cli/acts.hpp"

#include "cli/act_wire.hpp"
#include "cli/through_service.hpp"

#include <settled/text.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <thread>

#include <sys/socket.h>
#include <unistd.h>

namespace settled::cli {
namespace {

using ::testing::HasSubstr;

class ActsTest : public ::testing::Test {
  protected:
    // One run of the command line, as `caller` or as whoever runs the test; what it printed.
    int run_words(const std::vector<std::string>& words) {
        std::vector<std::string> texts = {"settled"};
        texts.insert(texts.end(), words.begin(), words.end());
        printed_.clear();
        return run(std::move(texts), tools_);
    }

    world::SystemClock clock_;
    world::SystemRandom random_;
    std::atomic<bool> interrupted_ = false;
    std::string printed_;
    Tools tools_{.executable = "settled",
                 .share_folder = {},
                 .plugin_folders = {},
                 .clock = clock_,
                 .random = random_,
                 .interrupted = interrupted_,
                 .out = [this](std::string_view bytes) { printed_ += bytes; },
                 .err = [this](std::string_view bytes) { printed_ += bytes; },
                 .environment = [](const std::string&) { return std::nullopt; },
                 .read_secret = [] { return fail(SETTLED_UNSUPPORTED, ""); },
                 .user = "tester",
                 .host = "here",
                 .open_store = [](const store::StoreOptions&) { return fail(SETTLED_UNSUPPORTED, ""); },
                 .copy_store = {},
                 .run_service = {}};
};

TEST_F(ActsTest, EveryCommandOfTheListIsACommand) {
    for (const std::string_view command : commands_for_people()) {
        std::vector<std::string> words;
        for (const std::string_view word : split(command, ' ')) words.emplace_back(word);
        if (command == "log add") words.insert(words.begin() + 1, "C1"); // settled log CUSTOMER add
        words.emplace_back("--help");
        EXPECT_EQ(run_words(words), 0) << command;
        EXPECT_THAT(printed_, HasSubstr("Usage: settled " + std::string(split(command, ' ').front()))) << command;
        EXPECT_THAT(printed_, HasSubstr(std::string(split(command, ' ').back()) + " [OPTIONS]")) << command;
    }
}

TEST_F(ActsTest, WhatTouchesFilesSecretsOrTheServiceIsDoneForNobody) {
    for (const char* command :
         {"run", "act", "job", "secret set", "secret list", "service stop", "store restore", "init", "parse", "plugins",
          "config show", "case", "compare customer", "banks learn", "connectors new", ""})
        EXPECT_FALSE(act_of(command)) << command;
    EXPECT_TRUE(is_persons_word("outbox release"));
    EXPECT_FALSE(is_persons_word("pull"));
}

TEST_F(ActsTest, AnOptionThatNamesAFileIsFound) {
    CLI::App app{"", "settled"};
    std::string config, pdf, until, file;
    app.add_option("--config", config)->type_name("FILE");
    CLI::App& group = *app.add_subcommand("letters", "");
    CLI::App& preview = *group.add_subcommand("preview", "");
    preview.add_option("--pdf", pdf)->type_name("FILE");
    preview.add_option("--until", until)->type_name("DATE");
    CLI::App& import = *app.add_subcommand("import", "");
    import.add_option("file", file)->type_name("FILE")->check(CLI::Validator([](std::string&) { return ""; }, "CSV"));
    const auto parsed = [&](const std::string& line) {
        app.clear();
        app.parse(line);
        return std::pair(chosen_command(app), given_file(app));
    };
    EXPECT_EQ(parsed("--config x letters preview --until y"), std::pair(std::string("letters preview"), std::string()));
    EXPECT_EQ(parsed("letters preview --pdf /etc/passwd"), std::pair(std::string("letters preview"), std::string("--pdf")));
    EXPECT_EQ(parsed("import /etc/shadow"), std::pair(std::string("import"), std::string("file")));
    EXPECT_EQ(parsed("import"), std::pair(std::string("import"), std::string()));
}

// Two ends of one connection, as the service and a person have them.
class WireTest : public ActsTest {
  protected:
    static std::array<int, 2> two_ends() {
        std::array<int, 2> made{};
        EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, made.data()), 0);
        return made;
    }

    // What the service's side answers to whatever was sent before: all its texts and the exit status.
    std::pair<std::string, int> answered() {
        int status = -1;
        const std::jthread serving([&] { serve_person(ours_, {}, tools_, [] {}); });
        std::string text;
        for (;;) {
            auto piece = receive_piece(theirs_);
            if (!piece) break;
            if (piece->kind == Piece::status) {
                status = static_cast<unsigned char>(piece->bytes.front());
                break;
            }
            text += piece->bytes;
        }
        return {text, status};
    }
    std::array<int, 2> ends_ = two_ends();
    world::LocalConnection theirs_{ends_[0]}, ours_{ends_[1]};
};

TEST_F(WireTest, LongTextsPassInPiecesAndTheStatusComesLast) {
    const std::string text(3 * limit::piece_bytes_max + 7, 'x');
    const std::jthread sender([&] {
        EXPECT_TRUE(send_piece(ours_, Piece::out, text));
        EXPECT_TRUE(send_piece(ours_, Piece::status, std::string(1, '\3')));
    });
    std::string got;
    for (;;) {
        auto piece = receive_piece(theirs_);
        ASSERT_TRUE(piece);
        EXPECT_LE(piece->bytes.size(), limit::piece_bytes_max);
        if (piece->kind == Piece::status) break;
        got += piece->bytes;
    }
    EXPECT_EQ(got, text);
}

TEST_F(WireTest, WhatIsNoRequestIsRefusedAndNothingRuns) {
    for (const std::string& bytes : {std::string("GET / HTTP/1.1\r\n\r\n"), std::string("q\xff\xff\xff\xff", 5),
                                     std::string("o\1\0\0\0x", 6), std::string("q\2\0\0\0-1", 7), std::string("q\0\0\0\0", 5)}) {
        ASSERT_EQ(::send(theirs_.descriptor(), bytes.data(), bytes.size(), 0), static_cast<ssize_t>(bytes.size()));
        const auto [text, status] = answered();
        EXPECT_EQ(status, 1) << visible(bytes);
        EXPECT_THAT(text, HasSubstr("what came through the socket")) << visible(bytes);
        std::array<char, 64> rest{}; // of the nonsense
        while (::recv(ours_.descriptor(), rest.data(), rest.size(), MSG_DONTWAIT) > 0) {
        }
    }
    EXPECT_FALSE(send_request(theirs_, {0, std::vector<std::string>(limit::request_words_max + 1, "x")}));
    EXPECT_FALSE(send_request(theirs_, {0, {std::string(limit::request_bytes_max, 'x')}}));
}

TEST_F(WireTest, AnotherConfigurationIsNotTakenFromACaller) {
    for (const char* word : {"--config", "--config=/tmp/mine.toml"}) {
        ASSERT_TRUE(send_request(theirs_, {80, {word, "status"}}));
        const auto [text, status] = answered();
        EXPECT_EQ(status, 3);
        EXPECT_THAT(text, HasSubstr("leave --config out"));
    }
}

} // namespace
} // namespace settled::cli
