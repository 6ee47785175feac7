// Whatever a value says, it stays a value.
#include "text_template.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace settled::ledger_http {
namespace {

using ::testing::HasSubstr;

const Bindings& values() {
    static const Bindings all = {{"name", {"O'Neill"}},
                                 {"hostile", {"x' or '1' = '1"}},
                                 {"path", {"../Save?x=1#"}},
                                 {"number", {"12", true, false, false}},
                                 {"accounts", {"1122; 11'31 ;", false, true, false}},
                                 {"ids", {"1;2", true, true, false}},
                                 {"password", {"hunter2 ' \n", false, false, true}}};
    return all;
}

std::string filled(std::string_view text, Surroundings surroundings = Surroundings::filter) {
    auto made = TextTemplate::parse(text, surroundings);
    if (!made) return "refused: " + made.error().message;
    auto done = made->fill(values());
    return done ? *done : "unfit: " + done.error().message;
}

std::string json(std::string_view text) {
    auto done = TextTemplate::parse(text, Surroundings::filter)->fill_json(values());
    return done ? *done : "unfit: " + done.error().message;
}

TEST(TextTemplate, AValueInsideAFilterMustBeGuarded) {
    EXPECT_EQ(filled("CardCode gt {name:quoted}"), "CardCode gt 'O''Neill'");
    EXPECT_EQ(filled("a = {hostile:quoted}"), "a = 'x'' or ''1'' = ''1'");
    EXPECT_EQ(filled("a in ({accounts:quoted_list})"), "a in ('1122','11''31')");
    EXPECT_EQ(filled("FID > {number:number}"), "FID > 12");
    EXPECT_THAT(filled("a = '{hostile}'"), HasSubstr("refused: "));
    EXPECT_THAT(filled("a = {hostile}"), HasSubstr("write {hostile:quoted}"));
    EXPECT_THAT(filled("FID > {hostile:number}"), HasSubstr("unfit: the value of {hostile}"));
    EXPECT_THAT(filled("{hostile:name} ASC"), HasSubstr("expected a name"));
    EXPECT_EQ(filled("{hostile}"), "x' or '1' = '1") << "alone it is the whole value";
}

TEST(TextTemplate, APathIsPercentEncoded) {
    EXPECT_EQ(filled("/b1s/v1/Items('{path}')/x", Surroundings::path), "/b1s/v1/Items('..%2FSave%3Fx%3D1%23')/x");
    EXPECT_EQ(percent_encoded("云 a"), "%E4%BA%91%20a");
}

TEST(TextTemplate, JsonValuesAreOfTheirKindAndNeverMore) {
    EXPECT_EQ(json("{hostile}"), "\"x' or '1' = '1\"");
    EXPECT_EQ(json("{number}"), "12");
    EXPECT_EQ(json("{accounts}"), "[\"1122\",\"11'31\"]");
    EXPECT_EQ(json("{ids}"), "[1,2]");
    EXPECT_EQ(json("FID > {number:number}"), "\"FID > 12\"");
    EXPECT_EQ(json("plain \"text\""), "\"plain \\\"text\\\"\"");
}

TEST(TextTemplate, LineBreaksNeverReachAHeaderAndSecretsNoMessage) {
    const std::string words = filled("token {password}", Surroundings::header);
    EXPECT_THAT(words, HasSubstr("without control characters"));
    EXPECT_THAT(words, ::testing::Not(HasSubstr("hunter2")));
}

TEST(TextTemplate, MistakesAreNamed) {
    EXPECT_THAT(filled("a { b"), HasSubstr("a brace stands alone"));
    EXPECT_THAT(filled("a } b"), HasSubstr("a brace stands alone"));
    EXPECT_THAT(filled("{name:sql}"), HasSubstr("known: number, quoted, quoted_list, name"));
    EXPECT_THAT(filled("{}"), HasSubstr("names no value"));
    EXPECT_THAT(filled("{nobody}"), HasSubstr("{nobody} has no value here"));
    EXPECT_EQ(filled("{{{name}}}").find("refused"), 0u) << "a brace beside a value is other text";
    EXPECT_EQ(filled("{{a}}"), "{a}");
}

} // namespace
} // namespace settled::ledger_http
