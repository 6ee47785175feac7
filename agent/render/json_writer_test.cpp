#include "render/json_writer.hpp"

#include <gtest/gtest.h>

namespace settled::render {
namespace {

std::string written(const std::function<void(JsonWriter&)>& write) {
    std::string bytes;
    {
        JsonWriter json([&](std::string_view piece) { bytes += piece; });
        write(json);
    }
    return bytes;
}

TEST(JsonWriter, ObjectsAndListsGetTheirCommas) {
    EXPECT_EQ(written([](JsonWriter& json) {
                  json.begin_object().text("a", "x").key("rows").begin_array().number(1).null().boolean(true).end_array();
                  json.text_or_null("none", "").number("n", -5).end_object();
              }),
              "{\"a\":\"x\",\"rows\":[1,null,true],\"none\":null,\"n\":-5}\n");
}

TEST(JsonWriter, ForeignTextCannotBreakOutOfItsQuotes) {
    EXPECT_EQ(written([](JsonWriter& json) { json.begin_array().text("a\"b\\c\nd\x01 货款").end_array(); }),
              "[\"a\\\"b\\\\c\\nd\\u0001 货款\"]\n");
}

TEST(JsonWriter, LongListsLeaveInPieces) {
    std::size_t pieces = 0;
    {
        JsonWriter json([&](std::string_view) { ++pieces; });
        json.begin_array();
        for (int i = 0; i < 100000; ++i) json.begin_object().number("i", i).end_object();
        json.end_array();
    }
    EXPECT_GT(pieces, 10U);
}

} // namespace
} // namespace settled::render
