#include "dunning/every_language.hpp"

#include <gtest/gtest.h>

namespace settled::dunning {
namespace {

std::string greeting(std::string_view language) {
    return language == "zh-CN" ? "逾期 1 笔" : language == "de" ? "1 Posten überfällig" : "1 item overdue";
}

TEST(EveryLanguage, EachReaderHasTheSentenceInHers) {
    const std::string kept = in_every_language(greeting);
    EXPECT_EQ(in_language(kept, "zh-CN"), "逾期 1 笔");
    EXPECT_EQ(in_language(kept, "zh"), "逾期 1 笔");
    EXPECT_EQ(in_language(kept, "de-AT"), "1 Posten überfällig");
    EXPECT_EQ(in_language(kept, "en"), "1 item overdue");
    EXPECT_EQ(in_language(kept, "fr"), "1 item overdue");
}

TEST(EveryLanguage, WhatWasKeptInOneComesBackAsItIs) {
    EXPECT_EQ(in_language("逾期 1 笔", "en"), "逾期 1 笔");
    EXPECT_EQ(in_language("", "en"), "");
}

TEST(EveryLanguage, ASentenceCannotPassItselfOffAsAnother) {
    const std::string kept = in_every_language([](std::string_view) { return std::string("said: \x1ezh-CN\x1fother"); });
    EXPECT_EQ(in_language(kept, "zh-CN"), "said: zh-CNother");
}

} // namespace
} // namespace settled::dunning
