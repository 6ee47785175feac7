#include "world/secrets.hpp"

#include "support/temporary_folder.hpp"
#include "world/files.hpp"

#include <gtest/gtest.h>

#include <map>
#include <utility>

#include <sys/stat.h>

namespace settled::world {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view canary = "cAnArY-7f3";

class SecretsTest : public ::testing::Test {
  protected:
    fs::path credentials() const { return folder_.path() / "credentials"; }
    fs::path secrets_folder() const { return folder_.path() / "secrets"; }
    SecretSources sources() const { return {credentials(), secrets_folder()}; }
    SecretSources sources_with_environment(std::map<std::string, std::string> environment) const {
        SecretSources made = sources();
        made.environment = [environment = std::move(environment)](const std::string& variable) {
            const auto hit = environment.find(variable);
            return hit == environment.end() ? std::nullopt : std::optional<std::string>(hit->second);
        };
        return made;
    }
    void credential(const char* name, std::string_view value) const {
        ASSERT_TRUE(make_folder(credentials()));
        ASSERT_TRUE(write_file(credentials() / name, value));
    }
    // The error of asking for it; and that no error ever shows a value.
    std::string refusal(const Secrets& secrets, std::string_view name) const {
        const auto found = secrets.get(name);
        EXPECT_FALSE(found) << name;
        const std::string message = found ? "" : found.error().message;
        EXPECT_EQ(message.find(canary), std::string::npos) << message;
        return message;
    }
    support::TemporaryFolder folder_;
};

TEST_F(SecretsTest, WhatIsSetIsFoundAndOnlyItsOwnerCanReadIt) {
    const Secrets secrets(sources());
    ASSERT_TRUE(secrets.set("mail_password", canary));
    EXPECT_EQ(secrets.get("mail_password").value(), canary);
    EXPECT_EQ(secrets.resolve("secret:mail_password").value(), canary);
    EXPECT_EQ(secrets.resolve("ar@huayuan.example").value(), "ar@huayuan.example");
    struct stat facts{};
    ASSERT_EQ(::stat((secrets_folder() / "mail_password").c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777, 0600u);
    ASSERT_EQ(::stat(secrets_folder().c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777, 0700u);
}

TEST_F(SecretsTest, ALineBreakTypedAtTheEndIsNotPartOfIt) {
    const Secrets secrets(sources());
    ASSERT_TRUE(secrets.set("a", "word\r\n"));
    EXPECT_EQ(secrets.get("a").value(), "word");
    credential("key", "-----BEGIN KEY-----\nAAAA\n-----END KEY-----\n");
    EXPECT_EQ(secrets.get("key").value(), "-----BEGIN KEY-----\nAAAA\n-----END KEY-----");
}

TEST_F(SecretsTest, OneThatIsNotSetSaysHowToSetIt) {
    EXPECT_EQ(refusal(Secrets(sources()), "u8_password"), "secret:u8_password is not set; run: settled secret set u8_password");
}

TEST_F(SecretsTest, AFileThatOthersCanReadIsRefusedWithTheCommandThatMendsIt) {
    const Secrets secrets(sources());
    ASSERT_TRUE(secrets.set("u8_password", canary));
    const fs::path file = secrets_folder() / "u8_password";
    for (const mode_t mode : {0640, 0604, 0660, 0602}) {
        ASSERT_EQ(::chmod(file.c_str(), mode), 0);
        const std::string message = refusal(secrets, "u8_password");
        EXPECT_TRUE(message.ends_with("run: chmod 600 '" + file.string() + "'")) << message;
    }
}

TEST_F(SecretsTest, ALinkIsNotFollowed) {
    const Secrets secrets(sources());
    ASSERT_TRUE(secrets.set("real", canary));
    fs::create_symlink(secrets_folder() / "real", secrets_folder() / "alias");
    EXPECT_NE(refusal(secrets, "alias").find("is not an ordinary file"), std::string::npos);
}

TEST_F(SecretsTest, TheSameSecretInTwoSourcesIsAnErrorThatNamesBoth) {
    const Secrets secrets(sources());
    credential("mail_password", canary);
    EXPECT_EQ(secrets.get("mail_password").value(), canary);
    ASSERT_TRUE(secrets.set("mail_password", canary));
    EXPECT_EQ(refusal(secrets, "mail_password"), "secret:mail_password has two sources, " +
                                                     (credentials() / "mail_password").string() + " and " +
                                                     (secrets_folder() / "mail_password").string() + "; remove one");
}

TEST_F(SecretsTest, TheEnvironmentCountsOnlyWhereItIsAllowed) {
    EXPECT_EQ(Secrets(sources_with_environment({{"SETTLED_SECRET_CMB_SFTP_KEY", "value"}})).get("cmb-sftp.key").value(), "value");
    ::setenv("SETTLED_SECRET_OF_TEST", "value", 1);
    EXPECT_FALSE(Secrets(process_secret_sources(folder_.path(), false)).get("of_test"));
    EXPECT_EQ(Secrets(process_secret_sources(folder_.path(), true)).get("of_test").value(), "value");
    ::unsetenv("SETTLED_SECRET_OF_TEST");
}

TEST_F(SecretsTest, TheEnvironmentBesideAFileIsTwoSources) {
    const Secrets secrets(sources_with_environment({{"SETTLED_SECRET_A", std::string(canary)}}));
    ASSERT_TRUE(secrets.set("a", canary));
    EXPECT_NE(refusal(secrets, "a").find("the environment variable SETTLED_SECRET_A"), std::string::npos);
}

TEST_F(SecretsTest, ANameThatIsAPathIsRefusedEverywhere) {
    const Secrets secrets(sources());
    for (const char* name : {"", "../settled.toml", "a/b", ".hidden", "a b", "密码", "a\n"}) {
        EXPECT_NE(refusal(secrets, name).find("is not a secret's name"), std::string::npos) << name;
        EXPECT_FALSE(secrets.set(name, "x")) << name;
        EXPECT_FALSE(secrets.remove(name)) << name;
    }
    EXPECT_FALSE(secrets.get(std::string(65, 'a')));
}

TEST_F(SecretsTest, AnEmptyOrEndlessValueIsNotKept) {
    const Secrets secrets(sources());
    EXPECT_FALSE(secrets.set("a", ""));
    EXPECT_FALSE(secrets.set("a", "\n"));
    const auto refused = secrets.set("a", std::string(limit::secret_value_bytes_max + 1, 'x'));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().message, "secret:a: the value is longer than 16384 bytes; nothing is changed");
    EXPECT_TRUE(secrets.list()->empty());
    credential("empty", "\n");
    EXPECT_NE(refusal(secrets, "empty").find("is empty in"), std::string::npos);
}

TEST_F(SecretsTest, TheListSaysWhereEachOneIsAndNoValue) {
    const Secrets secrets(sources());
    EXPECT_TRUE(secrets.list()->empty());
    credential("store_password", canary);
    ASSERT_TRUE(secrets.set("mail_password", canary));
    const auto listed = secrets.list();
    ASSERT_TRUE(listed);
    ASSERT_EQ(listed->size(), 2u);
    EXPECT_EQ((*listed)[0].name + " " + (*listed)[0].source, "mail_password file");
    EXPECT_EQ((*listed)[1].name + " " + (*listed)[1].source, "store_password credential");
}

TEST_F(SecretsTest, ARemovedSecretIsGoneAndTwiceIsSaid) {
    const Secrets secrets(sources());
    ASSERT_TRUE(secrets.set("a", "x"));
    ASSERT_TRUE(secrets.remove("a"));
    EXPECT_FALSE(secrets.get("a"));
    EXPECT_EQ(secrets.remove("a").error().message,
              "secret:a is not in " + secrets_folder().string() + "; see: settled secret list");
}

} // namespace
} // namespace settled::world
