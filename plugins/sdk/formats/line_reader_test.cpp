#include <formats/line_reader.hpp>

#include <settled/testing_statement.hpp>

#include <gtest/gtest.h>

namespace settled::formats {
namespace {

using namespace std::string_view_literals;

struct Reading {
    std::vector<std::string> lines;
    std::optional<Error> error;
};

Reading read_lines(std::string_view bytes, std::size_t read_bytes = 7, std::size_t line_bytes_max = line_bytes_max_default,
                   std::optional<Encoding> chosen = std::nullopt, std::size_t record_characters = 0) {
    settled::testing::MemoryFile file{.left = bytes, .read_bytes = read_bytes};
    const settled_input input = file.abi();
    LineReader reader(Input(input), chosen, line_bytes_max, record_characters);
    Reading found;
    Line line;
    for (;;) {
        const auto more = reader.next(line);
        if (!more) found.error = more.error();
        if (!more || !*more) return found;
        EXPECT_EQ(line.number, static_cast<std::int64_t>(found.lines.size()) + 1);
        found.lines.emplace_back(line.text);
    }
}

using Lines = std::vector<std::string>;

TEST(LineReader, EveryKindOfLineEnd) {
    EXPECT_EQ(read_lines("a\nb\n").lines, (Lines{"a", "b"}));
    EXPECT_EQ(read_lines("a\r\nb\r\n").lines, (Lines{"a", "b"}));
    EXPECT_EQ(read_lines("a\r\r\nb\r\r\n").lines, (Lines{"a", "b"}));
    EXPECT_EQ(read_lines("a\rb\r").lines, (Lines{"a", "b"}));
    EXPECT_EQ(read_lines("a\n\n\nb").lines, (Lines{"a", "", "", "b"}));
    EXPECT_EQ(read_lines("").lines, Lines{});
}

TEST(LineReader, LinesOfSeveralChunks) {
    std::string text;
    Lines wanted;
    for (int i = 0; i < 20000; ++i) {
        wanted.push_back(std::string(static_cast<std::size_t>(i % 97), 'x') + std::to_string(i));
        text += wanted.back() + (i % 2 == 0 ? "\r\n" : "\n");
    }
    EXPECT_EQ(read_lines(text, 100'000).lines, wanted);
    EXPECT_EQ(read_lines(text, 4093).lines, wanted);
}

TEST(LineReader, ALineAboveTheLimitIsRefusedWithItsNumber) {
    EXPECT_FALSE(read_lines("0123456789\n0123456789", 7, 10).error);
    const Reading found = read_lines("ok\n01234567890\nnever seen\n", 7, 10);
    ASSERT_TRUE(found.error);
    EXPECT_EQ(found.error->code, SETTLED_BAD_DATA);
    EXPECT_EQ(found.error->line, 2);
    EXPECT_TRUE(read_lines(std::string(300'000, 'x'), 4096, 100'000).error);
}

TEST(LineReader, AFileOfFixedRecordsNeedsNoLineEnds) {
    const auto records = [](std::string_view bytes) { return read_lines(bytes, 7, 100, std::nullopt, 4).lines; };
    EXPECT_EQ(records("11112222333"), (Lines{"1111", "2222", "333"}));
    EXPECT_EQ(records("M\xDCLL\xC9R\xC9S"), (Lines{"MÜLL", "ÉRÉS"})) << "characters, not bytes";
    EXPECT_EQ(records("11112222"), (Lines{"1111", "2222"}));
    EXPECT_EQ(records(""), Lines{});
    EXPECT_EQ(records("1111\n222233\n"), (Lines{"1111", "222233"})) << "a file with line ends is read by them";
    EXPECT_EQ(records("1111\r2222\r"), (Lines{"1111", "2222"}));
    const Lines many = records(std::string(1'000'000, 'x'));
    EXPECT_EQ(many.size(), 250'000U);
    EXPECT_EQ(many.back(), "xxxx");
}

TEST(LineReader, ABrokenInputIsUnavailableNotShort) {
    settled::testing::MemoryFile file{.left = "a\nb\n", .broken = true};
    const settled_input input = file.abi();
    LineReader reader{Input(input)};
    Line line;
    const auto more = reader.next(line);
    ASSERT_FALSE(more.has_value());
    EXPECT_EQ(more.error().code, SETTLED_UNAVAILABLE);
}

TEST(LineReader, TheFirstForeignByteMayComeLate) {
    std::string late(200'000, 'x');
    for (std::size_t at = 99; at < late.size(); at += 100) late[at] = '\n';
    const std::string latin = late + "M\xFCller\n", chinese = late + "\xBB\xF5\xBF\xEE\n", unicode = late + "Müller\n";
    EXPECT_EQ(read_lines(latin).lines.back(), "Müller");
    EXPECT_EQ(read_lines(chinese).lines.back(), "货款");
    EXPECT_EQ(read_lines(unicode).lines.back(), "Müller");
}

TEST(LineReader, MarksAndUtf16) {
    EXPECT_EQ(read_lines("\xEF\xBB\xBF"
                         "ü\n")
                  .lines,
              Lines{"ü"});
    EXPECT_EQ(read_lines("\xFF\xFE"
                         "a\0\r\0\n\0b\0"sv)
                  .lines,
              (Lines{"a", "b"}));
    EXPECT_EQ(read_lines("a\0b\0c\0\r\0\n\0d\0"sv).lines, (Lines{"abc", "d"}));
}

TEST(LineReader, TheConfiguredEncodingIsUsed) {
    EXPECT_EQ(read_lines("\xB1\n", 7, 100, Encoding::latin2).lines, Lines{"ą"});
    EXPECT_EQ(read_lines("\xEF\xBB\xBF"
                         "ü\n",
                         7, 100, Encoding::latin2)
                  .lines,
              Lines{"ü"})
        << "a mark outranks it";
}

TEST(LineReader, BadBytesAreNamedWithTheirLine) {
    std::string text(80'000, 'x');
    for (std::size_t at = 99; at < text.size(); at += 100) text[at] = '\n';
    const Reading found = read_lines(text + "fine: ü\n" + text + "bad: \xC3(\n", 5000);
    ASSERT_TRUE(found.error);
    EXPECT_EQ(found.error->code, SETTLED_BAD_DATA);
    EXPECT_EQ(found.error->line, 1602);
}

} // namespace
} // namespace settled::formats
