#include "render/template.hpp"

#include <gtest/gtest.h>

namespace settled::render {
namespace {

std::string refused(std::string_view text, const Values& values) {
    const Result<std::string> made = fill(text, values, Escape::html);
    EXPECT_FALSE(made) << *made;
    return made ? "" : made.error().message;
}

TEST(Template, FillsNamesSectionsAndLists) {
    const Values values = {{"customer", "ACME & Co"},
                           {"note", ""},
                           {"items", std::vector<Values>{{{"number", "INV-1"}}, {{"number", "INV-2"}}}},
                           {"overdue", true}};
    const Result<std::string> made =
        fill("Dear {{customer}}{{#note}} note {{note}}{{/note}}:{{#items}} {{number}}{{/items}}{{^overdue}}!{{/overdue}}", values,
             Escape::html);
    ASSERT_TRUE(made) << made.error().message;
    EXPECT_EQ(*made, "Dear ACME &amp; Co: INV-1 INV-2");
    EXPECT_EQ(*fill("{{customer}}", values, Escape::none), "ACME & Co");
}

TEST(Template, AValueIsNeverReadAsATemplate) {
    EXPECT_EQ(*fill("{{customer}}", {{"customer", "{{secret}} {{{x}}}"}}, Escape::html), "{{secret}} {{{x}}}");
}

TEST(Template, WhatIsNotKnownIsRefusedWithItsLine) {
    EXPECT_EQ(refused("a\nb {{custmer}}", {{"customer", "ACME"}}),
              "template, line 2: \"custmer\" is not known; known names: customer");
}

TEST(Template, UnescapedTagsPartialsAndOtherDelimitersAreRefused) {
    const Values values = {{"x", "1"}};
    for (const char* text : {"{{{x}}}", "{{&x}}", "{{>x}}", "{{=<% %>=}}", "{{}}", "{{x", "{{#x}}", "{{/x}}", "{{#x}}{{/y}}"})
        EXPECT_NE(refused(text, values).find("template, line 1"), std::string::npos) << text;
}

TEST(Template, DepthAndSizeHaveLimits) {
    const Values values = {{"x", "1"}};
    std::string deep;
    for (int i = 0; i < 9; ++i) deep += "{{#x}}";
    for (int i = 0; i < 9; ++i) deep += "{{/x}}";
    EXPECT_NE(refused(deep, values).find("nested deeper than 8"), std::string::npos);
    EXPECT_NE(refused(std::string(template_bytes_max + 1, 'a'), values).find("expected at most"), std::string::npos);
}

} // namespace
} // namespace settled::render
