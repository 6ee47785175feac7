#include "json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace settled::ledger_http {
namespace {

using ::testing::HasSubstr;

Pointer place(std::string_view text) { return *Pointer::parse(text); }

TEST(Json, NumbersKeepTheTextTheyWereWrittenWith) {
    const auto json = parse_json(R"({"a": [12939.72, 1e15, 123456789012345678.91, -5, 18446744073709551615, 0.10]})");
    ASSERT_TRUE(json) << json.error().message;
    const auto text = [&](int i) { return json->at(place("/a/" + std::to_string(i)))->text; };
    EXPECT_EQ(text(0), "12939.72");
    EXPECT_EQ(text(1), "1e15");
    EXPECT_EQ(text(2), "123456789012345678.91");
    EXPECT_EQ(text(3), "-5");
    EXPECT_EQ(text(4), "18446744073709551615");
    EXPECT_EQ(text(5), "0.10");
}

TEST(Json, PlacesAreFoundByNameAndIndexAndEscapes) {
    const auto json = parse_json(R"([[{"odata.count": "7", "a/b": {"~": true}, "x": null}]])");
    ASSERT_TRUE(json);
    EXPECT_EQ(json->at(place("/0/0/odata.count"))->text, "7");
    EXPECT_EQ(json->at(place("/0/0/a~1b/~0"))->text, "true");
    EXPECT_EQ(json->at(place("/0/0/x"))->kind, Json::Kind::null);
    EXPECT_EQ(json->at(place("")), &*json);
    for (const char* absent : {"/1", "/0/0/y", "/0/0/x/y", "/00a", "/-1"}) EXPECT_EQ(json->at(place(absent)), nullptr) << absent;
    EXPECT_FALSE(Pointer::parse("value"));
}

TEST(Json, AnAnswerThatEndsEarlyIsCalledCut) {
    const std::string whole = R"({"value": [{"id": 1}, {"id": 2}]})";
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const auto json = parse_json(std::string_view(whole).substr(0, size));
        ASSERT_FALSE(json) << size;
        EXPECT_THAT(json.error().message, HasSubstr("cut")) << size;
    }
    EXPECT_TRUE(parse_json(whole));
}

TEST(Json, WhatIsNoJsonIsRefusedWhereItStopsBeingOne) {
    for (const char* text : {"<html>", "{'a': 1}", "[1,]", "{\"a\" 1}", "[1] [2]", "\"\xff\"", "nul"})
        EXPECT_FALSE(parse_json(text)) << text;
    EXPECT_THAT(parse_json("{\"a\": tru}").error().message, HasSubstr("is no JSON at byte"));
}

TEST(Json, NestingIsLimited) {
    EXPECT_TRUE(parse_json(std::string(json_depth_max, '[') + std::string(json_depth_max, ']')));
    const auto deep = parse_json(std::string(100'000, '['));
    ASSERT_FALSE(deep);
    EXPECT_THAT(deep.error().message, HasSubstr("nested deeper than 64"));
}

TEST(Json, QuotedTextIsOneJsonString) {
    EXPECT_EQ(json_quoted("a\"b\\c\n"), R"("a\"b\\c\n")");
    EXPECT_EQ(json_quoted("云"), "\"云\"");
}

} // namespace
} // namespace settled::ledger_http
