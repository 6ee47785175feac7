#include "jobs/accept_statement.hpp"

#include <settled/text.hpp>

#include <gtest/gtest.h>

namespace settled::jobs {
namespace {

std::size_t times(std::string_view text, std::string_view word) {
    std::size_t count = 0;
    for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + word.size())) ++count;
    return count;
}

std::string refusal_of(const std::string& diagnostic) {
    ReadFile file;
    file.name = "sum.sta";
    statement::Diagnostic found;
    found.severity = statement::Severity::error;
    found.line = 7;
    found.message = diagnostic;
    file.diagnostics.push_back(found);
    const auto accepted = accept(config::Settings{}, file);
    EXPECT_FALSE(accepted);
    return accepted ? "" : accepted.error().message;
}

TEST(AcceptStatement, WhatDoesNotAddUpIsRefusedWithItsNextStep) {
    EXPECT_EQ(
        refusal_of("entries add up to 11.00 CNY but closing - opening is 10.00 CNY"),
        "statement sum.sta:7: entries add up to 11.00 CNY but closing - opening is 10.00 CNY; not imported. Ask the bank for "
        "the file again");
}

TEST(AcceptStatement, TheNextStepIsSaidOnceAlsoWhereTheParserSaysIt) {
    const std::string said =
        refusal_of("entries add up to 11.00 CNY but closing - opening is 10.00 CNY; ask the bank for the file again");
    EXPECT_EQ(times(ascii_lower(said), "ask the bank"), 1u) << said;
    EXPECT_TRUE(said.contains("not imported")) << said;
}

} // namespace
} // namespace settled::jobs
