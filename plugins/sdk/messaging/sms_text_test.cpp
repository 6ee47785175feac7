#include <messaging/chat_text.hpp>
#include <messaging/provider.hpp>
#include <messaging/sms_text.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace settled::messaging {
namespace {

using ::testing::HasSubstr;

std::string times(int count, std::string_view piece) {
    std::string made;
    for (int i = 0; i < count; ++i) made += piece;
    return made;
}

TEST(SmsParts, AreCountedAsTheNetworkDoes) {
    struct Case {
        std::string text;
        bool unicode;
        int units, parts;
    };
    const std::vector<Case> cases = {
        {"", false, 0, 1},
        {times(160, "a"), false, 160, 1},
        {times(161, "a"), false, 161, 2},
        {times(306, "a"), false, 306, 2},
        {times(307, "a"), false, 307, 3},
        {times(80, "€"), false, 160, 1},                          // the extension counts two
        {times(152, "a") + "€" + times(153, "a"), false, 307, 3}, // a letter of two is not cut
        {times(70, "字"), true, 70, 1},
        {times(71, "字"), true, 71, 2},
        {times(134, "字"), true, 134, 2},
        {times(135, "字"), true, 135, 3},
        {times(150, "字"), true, 150, 3},
        {times(35, "😀"), true, 70, 1}, // two UTF-16 units each
        {times(66, "字") + "😀" + times(66, "字"), true, 134, 3},
        {times(159, "a") + "字", true, 160, 3}, // one letter changes the alphabet of all
        {"ÄÖÜß@ñ", false, 6, 1},
        {"ê", true, 1, 1},
    };
    for (const Case& one : cases) {
        const SmsParts seen = sms_parts(one.text);
        EXPECT_EQ(seen.unicode, one.unicode) << one.text;
        EXPECT_EQ(seen.units, one.units) << one.text;
        EXPECT_EQ(seen.parts, one.parts) << one.text;
    }
}

TEST(MobileNumber, IsReadAsPeopleWriteIt) {
    for (const char* written : {"13800000000", "138-0000-0000", "+86 138 0000 0000", "0086 13800000000", "8613800000000"})
        EXPECT_EQ(mobile_number(written, "86").value_or("?"), "+8613800000000") << written;
    EXPECT_EQ(mobile_number("0171 2345678", "49").value_or("?"), "+491712345678");
    EXPECT_EQ(mobile_number("+44 (7700) 900123", "").value_or("?"), "+447700900123");
    for (const char* written : {"021-55556666", "1380000000", "12000000000", "13800000000x", "", "+", "13800000000;13900000000"})
        EXPECT_FALSE(mobile_number(written, "86")) << written;
    EXPECT_FALSE(mobile_number("13800000000", "")) << "whose country it is nobody says";
}

TEST(ChatText, HoldsNoMentionNoLinkAndNoMarkup) {
    EXPECT_EQ(chat_text("@all <!channel> [pay](https://evil.example/x) *now*"),
              "＠all ＜!channel＞ ［pay］(https：//evil．example/x) ＊now＊");
    EXPECT_EQ(chat_text("3.5 days\nINV-1.\r\nA\x07"
                        "B"),
              "3.5 days\nINV-1.\nA＼u{07}B");
}

TEST(Provider, EveryShippedFileIsRead) {
    int read = 0;
    for (const auto& file : std::filesystem::directory_iterator(SETTLED_SOURCE_DIR "/config/gateways")) {
        if (file.path().extension() != ".toml") continue;
        const auto provider = read_provider(file.path());
        ASSERT_TRUE(provider) << provider.error().message;
        EXPECT_EQ(provider->name + ".toml", file.path().filename().string());
        EXPECT_FALSE(provider->source.empty()) << provider->name << " says which document it was written from";
        EXPECT_FALSE(provider->title_zh.empty()) << provider->name;
        ++read;
    }
    EXPECT_GE(read, 10);
}

TEST(Provider, OfSeveralNumbersEveryOneMustBeTaken) {
    const auto tencent = read_provider(SETTLED_SOURCE_DIR "/config/gateways/tencent.toml");
    ASSERT_TRUE(tencent);
    const std::string fine = R"({"Code":"Ok","Message":"send success","SerialNo":"1"})";
    const auto answer = [](const std::string& list) { return R"({"Response":{"SendStatusSet":[)" + list + "]}}"; };
    EXPECT_EQ(judge(*tencent, 200, answer(fine + "," + fine)).meaning, Meaning::sent);
    const Verdict mixed =
        judge(*tencent, 200, answer(fine + R"(,{"Code":"LimitExceeded.PhoneNumberDailyLimit","Message":"daily limit"})"));
    EXPECT_EQ(mixed.meaning, Meaning::later);
    EXPECT_EQ(mixed.words, "daily limit");
    EXPECT_EQ(judge(*tencent, 200, answer("")).meaning, Meaning::unknown);
    EXPECT_EQ(judge(*tencent, 200, R"({"Response":{"Error":{"Code":"AuthFailure.SignatureExpire","Message":"m"}}})").meaning,
              Meaning::gateway);
    EXPECT_EQ(judge(*tencent, 200, "{}").meaning, Meaning::unknown);
}

} // namespace
} // namespace settled::messaging
