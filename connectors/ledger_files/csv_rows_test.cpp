#include "csv_rows.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace settled::ledger_files {
namespace {

using Table = std::vector<std::vector<std::string>>;

struct Outcome {
    Table rows;
    std::string error;
    std::int64_t line = 0;
};

Outcome read(const std::string& text) {
    std::istringstream in(text);
    CsvRows rows(in);
    Outcome outcome;
    while (true) {
        const auto more = rows.next();
        if (!more) {
            outcome.error = more.error().message, outcome.line = more.error().line;
            return outcome;
        }
        if (!*more) return outcome;
        outcome.rows.emplace_back(rows.values().begin(), rows.values().end());
        outcome.line = rows.line();
    }
}

TEST(CsvRows, FindsTheMarkInTheFirstLine) {
    EXPECT_EQ(read("a,b\n1,2\n").rows, (Table{{"a", "b"}, {"1", "2"}}));
    EXPECT_EQ(read("a;b\n1,5;2\n").rows, (Table{{"a", "b"}, {"1,5", "2"}}));
    EXPECT_EQ(read("a\tb;c\td\n1\t2\t3\n").rows, (Table{{"a", "b;c", "d"}, {"1", "2", "3"}}));
    EXPECT_EQ(read("\"a,b,c\";d\n1;2\n").rows, (Table{{"a,b,c", "d"}, {"1", "2"}}));
}

TEST(CsvRows, DropsAByteOrderMarkAndUnderstandsBothLineEnds) {
    EXPECT_EQ(read("\xEF\xBB\xBF"
                   "a,b\r\n1,2\r\n")
                  .rows,
              (Table{{"a", "b"}, {"1", "2"}}));
    EXPECT_EQ(read("a,b\n1,2").rows, (Table{{"a", "b"}, {"1", "2"}}));
}

TEST(CsvRows, AQuotedValueMayHoldMarksQuotesAndLineBreaks) {
    const Outcome outcome = read("a,b\n\"x,\"\"y\"\"\nz\",2\n3,4\n");
    EXPECT_EQ(outcome.rows, (Table{{"a", "b"}, {"x,\"y\"\nz", "2"}, {"3", "4"}}));
    EXPECT_EQ(outcome.line, 4) << "the last row begins on the fourth line";
}

TEST(CsvRows, KeepsEmptyValuesAndSkipsEmptyLines) {
    EXPECT_EQ(read("a,b,c\n\n,,\r\n\"\",2,\n\n").rows, (Table{{"a", "b", "c"}, {"", "", ""}, {"", "2", ""}}));
    EXPECT_EQ(read("").rows, Table{});
}

TEST(CsvRows, ARefusalNamesTheLine) {
    const Outcome open_quote = read("a,b\n1,2\n\"3,4\n5,6\n");
    EXPECT_EQ(open_quote.error, "a quoted value begins here and never ends; was the file cut off?");
    EXPECT_EQ(open_quote.line, 3);
    EXPECT_EQ(read("a,b\n\"1\"x,2\n").line, 2);
    const Outcome utf16 = read(std::string("a,b\n\0001,2\n", 9));
    EXPECT_EQ(utf16.error, "holds a NUL byte, so it is not UTF-8 text; save it as CSV UTF-8");
    EXPECT_EQ(utf16.line, 2);
}

TEST(CsvRows, NeverGrowsBeyondItsLimits) {
    EXPECT_NE(read("a\n" + std::string(CsvRows::row_bytes_max + 2, 'x')).error, "");
    EXPECT_NE(read(std::string(CsvRows::columns_max + 2, ',')).error, "");
}

} // namespace
} // namespace settled::ledger_files
