#include <formats/table_csv.hpp>

#include <settled/testing_statement.hpp>

#include <gtest/gtest.h>

#include <string>

namespace settled::formats {
namespace {

// Rows as "line:cell|cell", refusals as "!message@line".
std::string rows(std::string_view bytes, char delimiter = ',', std::size_t read_bytes = 5, CsvLimits limits = {}) {
    testing::MemoryFile file{.left = bytes, .read_bytes = read_bytes};
    const settled_input abi = file.abi();
    const Input input(abi);
    TableCsv table(input, std::nullopt, limits);
    table.start(0, delimiter);
    std::string seen;
    for (CsvRow row;;) {
        auto got = table.next(row);
        if (!got) return seen + "!" + got.error().message + "@" + std::to_string(got.error().line);
        if (!*got) return seen;
        seen += std::to_string(row.line) + ":";
        for (std::size_t i = 0; i < row.cells.size(); ++i) seen.append(i == 0 ? "" : "|").append(row.cells[i]);
        seen += "\n";
    }
}

TEST(TableCsv, SplitsRowsAndCells) { EXPECT_EQ(rows("a,b\r\nc,,d\n,\ne"), "1:a|b\n2:c||d\n3:|\n4:e\n"); }

TEST(TableCsv, QuotedCellsHoldDelimitersQuotesAndLineBreaks) {
    EXPECT_EQ(rows("\"a,1\",\"say \"\"hi\"\"\"\n\"two\nlines\",x\nend"), "1:a,1|say \"hi\"\n2:two\nlines|x\n4:end\n");
}

TEST(TableCsv, GivesTheSameForEverySizeOfRead) {
    const std::string bytes = "a;\"x\"\"y\";\"p;q\r\nr\"\r\n\t b ; \"c\" ;=\"0012\"\r\n";
    const std::string whole = rows(bytes, ';', 1000);
    EXPECT_EQ(whole, "1:a|x\"y|p;q\r\nr\n3:b|c|0012\n");
    for (std::size_t size = 1; size < 20; ++size) EXPECT_EQ(rows(bytes, ';', size), whole) << size;
}

TEST(TableCsv, DropsTheBlanksThatPadACell) {
    EXPECT_EQ(rows(" a\t,\tb ,\" c \"\n"), "1:a|b|c\n");
    EXPECT_EQ(rows("a\t \tb\n", '\t'), "1:a||b\n");
    EXPECT_EQ(rows("\xE3\x80\x80"
                   "a\xE3\x80\x80,b\n"),
              "1:a|b\n");
}

TEST(TableCsv, AQuoteInsideACellIsACharacter) {
    EXPECT_EQ(rows("5\" pipe,\"7\"\" pipe\",\"a\"b\nnext\n"), "1:5\" pipe|7\" pipe|ab\n2:next\n");
}

TEST(TableCsv, UnwrapsDigitsThatWereKeptFromASpreadsheet) {
    EXPECT_EQ(rows("=\"6222020201099000123\",\"=\"\"007\"\"\",=1\n"), "1:6222020201099000123|007|=1\n");
}

TEST(TableCsv, RefusesAQuoteThatIsNeverClosed) {
    EXPECT_EQ(rows("a\n\"b,c\nd\ne\n"), "1:a\n!a quote is opened and never closed; the file was cut off or damaged@2");
}

TEST(TableCsv, TheLastRowNeedsNoLineFeedEvenWhenItHoldsOne) { EXPECT_EQ(rows("a\n\"b\nc\""), "1:a\n2:b\nc\n"); }

TEST(TableCsv, LimitsRowsAndCells) {
    const CsvLimits limits{.row_bytes = 100, .cells = 3};
    EXPECT_EQ(rows("a,b,c\n", ',', 5, limits), "1:a|b|c\n");
    EXPECT_EQ(rows("a,b,c,d\n", ',', 5, limits), "!a row of more than 3 cells@1");
    EXPECT_EQ(rows("x\n" + std::string(200, 'y') + "\n", ',', 1000, limits),
              "1:x\n!a row of more than 100 bytes; is a quote never closed?@2");
}

TEST(TableCsv, ReadsGbkAndStartsWhereItIsTold) {
    const std::string bytes = "\xD5\xCB\xBA\xC5\xA3\xBA 1\n\xC8\xD5\xC6\xDA;x\n1;2\n"; // 账号： 1 / 日期;x
    testing::MemoryFile file{.left = bytes};
    const settled_input abi = file.abi();
    const Input input(abi);
    TableCsv table(input);
    auto head = table.head();
    ASSERT_TRUE(head);
    EXPECT_EQ(*head, "账号： 1\n日期;x\n1;2\n");
    table.start(head->find('\n') + 1, ';');
    CsvRow row;
    ASSERT_TRUE(table.next(row));
    EXPECT_EQ(row.cells[0], "日期");
    EXPECT_EQ(row.line, 2);
}

} // namespace
} // namespace settled::formats
