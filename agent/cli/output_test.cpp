#include "cli/output.hpp"

#include <gtest/gtest.h>

namespace settled::cli {
namespace {

std::string printed(const Table& table, Format format) {
    std::string bytes;
    table.print(format, [&](std::string_view piece) { bytes += piece; }, "nothing");
    return bytes;
}

TEST(Table, ChineseNamesLineUpWithLatinOnes) {
    Table table({{"customer"}, {"open_amount", Align::right}});
    table.add({"华远机械", "1,200.00"});
    table.add({"Acme", "5.00"});
    EXPECT_EQ(printed(table, Format::table), "customer  open amount\n"
                                             "华远机械     1,200.00\n"
                                             "Acme             5.00\n");
}

TEST(Table, AnEmptyCellIsNullForPrograms) {
    Table table({{"item"}, {"until"}});
    table.add({"INV-7", ""});
    EXPECT_EQ(printed(table, Format::json), "{\"rows\":[{\"item\":\"INV-7\",\"until\":null}]}\n");
}

TEST(Table, AColumnThatSaysNothingIsNotShownToPeople) {
    Table table({{"message", Align::right}, {"state"}, {"refused_because"}});
    table.add({"7", "due", ""});
    EXPECT_EQ(printed(table, Format::table), "message  state\n      7  due\n");
    EXPECT_TRUE(printed(table, Format::json).contains("\"refused_because\":null"));
}

TEST(Table, ARowThatNoLineOfTheTerminalHoldsIsABlockAndWholeAlsoInChinese) {
    Table table({{"customer"}, {"currency"}, {"not_due", Align::right}, {"1-30", Align::right}, {"why"}});
    table.add({"华远机械有限公司华东分公司", "CNY", "123,456,789.00", "987,654,321.00", "the number stands in the text"});
    table.add({"Acme", "EUR", "", "5.00", ""});
    const auto lines = [&](std::size_t columns) {
        std::string bytes;
        table.print(Format::table, [&](std::string_view piece) { bytes += piece; }, "", columns);
        return bytes;
    };
    EXPECT_EQ(lines(40), "customer  华远机械有限公司华东分公司\n"
                         "currency  CNY\n"
                         "not due   123,456,789.00\n"
                         "1-30      987,654,321.00\n"
                         "why       the number stands in the text\n"
                         "\n"
                         "customer  Acme\n"
                         "currency  EUR\n"
                         "1-30      5.00\n");
    EXPECT_TRUE(lines(30).starts_with("customer  华远机械有限公司华东\n          分公司\n")) << lines(30);
    EXPECT_TRUE(lines(30).contains("why       the number stands in\n          the text\n"));
    EXPECT_TRUE(lines(0).starts_with("customer "));
    EXPECT_TRUE(lines(120).starts_with("customer "));
    EXPECT_EQ(lines(0), lines(200)) << "a pipe has no width: plain and whole";
}

TEST(Table, ATerminalsLineIsNotBrokenTheWidestTextsAreCutAndNeverAnAmount) {
    Table table({{"customer"}, {"open_amount", Align::right}, {"why"}});
    table.add({"Northgate Valve Works Inc.", "123,456,789.00", "the number stands in the text and the amount is exact"});
    std::string bytes;
    table.print(Format::table, [&](std::string_view piece) { bytes += piece; }, "", 50);
    EXPECT_EQ(bytes, "customer             open amount  why\n"
                     "Northgate Valve…  123,456,789.00  the number stan…\n");
}

TEST(Table, TextThatReordersTheLineIsShownAndNotObeyed) {
    Table table({{"name"}});
    table.add({"evil\xE2\x80\xAEtxt\n"});
    EXPECT_EQ(printed(table, Format::table), "name\nevil\\u{202E}txt\\u{0A}\n");
}

TEST(Table, NoRowsSayWhatThatMeans) { EXPECT_EQ(printed(Table({{"name"}}), Format::table), "nothing\n"); }

} // namespace
} // namespace settled::cli
