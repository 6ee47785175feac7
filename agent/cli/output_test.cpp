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
