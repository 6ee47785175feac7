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

TEST(Template, ALineOfOneSectionTagLeavesNoLineBehindShownOrHidden) {
    const Values values = {{"note", ""}, {"name", "ACME"}, {"items", std::vector<Values>{{{"n", "1"}}, {{"n", "2"}}}}};
    EXPECT_EQ(*fill("a\n{{#note}}\nhidden {{note}}\n{{/note}}\nb\n", values, Escape::none), "a\nb\n");
    EXPECT_EQ(*fill("a\r\n  {{^note}}\t\r\nshown\r\n  {{/note}}\r\nb", values, Escape::none), "a\r\nshown\r\nb");
    EXPECT_EQ(*fill("{{#items}}\n\n- {{n}}\n{{/items}}\nend", values, Escape::none), "\n- 1\n\n- 2\nend")
        << "an empty line in a section stays";
    EXPECT_EQ(*fill("a {{! a remark\nof two lines }}\n{{! and one alone }}\nb", values, Escape::none), "a \nb");
    EXPECT_EQ(*fill("{{name}}\n{{#name}}{{name}}{{/name}}\n", values, Escape::none), "ACME\nACME\n");
    EXPECT_EQ(*fill("{{#name}}\n{{name}}\n{{/name}}", {{"name", "<\n>"}}, Escape::none), "<\n>\n");
    EXPECT_EQ(*fill("p {\ncolor:x;\n}\n{{name}}", {{"name", "ab"}}, Escape::none), "p {\ncolor:x;\n}\nab");
}

TEST(Template, OneReadingServesManyFillings) {
    const auto letter = Template::read("{{#items}}{{n}}{{#own}} {{own}} of {{all}}{{/own}};{{/items}}{{^items}}none{{/items}}");
    ASSERT_TRUE(letter);
    const Values two = {{"all", "2"}, {"items", std::vector<Values>{{{"n", "1"}, {"own", "a"}}, {{"n", "2"}, {"own", ""}}}}};
    EXPECT_EQ(*letter->fill(two, Escape::none), "1 a of 2;2;");
    EXPECT_EQ(*letter->fill({{"items", std::vector<Values>()}}, Escape::none), "none");
    EXPECT_FALSE(letter->fill({{"all", "2"}, {"items", std::vector<Values>{{{"n", "1"}}}}}, Escape::none))
        << "\"own\" is not known";
}

TEST(Template, WhatIsWrongIsToldWithItsLineAlsoAfterLinesThatGo) {
    const Values values = {{"x", "1"}, {"y", false}};
    EXPECT_EQ(refused("{{! of\ntwo }}\n{{#x}}\n{{/x}}\n{{nobody}}", values),
              "template, line 5: \"nobody\" is not known; known names: x y");
    EXPECT_EQ(refused("a\n{{#y}}\n{{y}}\n{{/y}}", values), "template, line 3: \"y\" is not a text; expected {{#y}}");
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
