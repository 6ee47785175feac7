#include <formats/fixed_record.hpp>
#include <formats/fixed_record_reader.hpp>

#include <settled/testing_statement.hpp>

#include <gtest/gtest.h>

namespace settled::formats {
namespace {

constexpr FixedField kind = {"record", 1, 2};
constexpr FixedField name = {"name", 3, 8};
constexpr FixedField day = {"booking date", 9, 14};
constexpr FixedField amount = {"amount", 15, 20};
constexpr std::size_t width = 24;

const Currency eur = *Currency::parse("EUR"), jpy = *Currency::parse("JPY"), kwd = *Currency::parse("KWD");

FixedRecord record(std::string_view text) {
    FixedRecord made(width);
    EXPECT_TRUE(made.assign({text, 7}));
    return made;
}

TEST(FixedRecord, FieldsStandInTheirColumns) {
    const FixedRecord found = record("22ACME  011026001234");
    EXPECT_EQ(found.text(kind), "22");
    EXPECT_EQ(found.raw(name), "ACME  ");
    EXPECT_EQ(found.text(name), "ACME");
    EXPECT_EQ(found.date(day, "DDMMYY")->iso(), "2026-10-01");
    EXPECT_EQ(found.amount(amount, 2, eur), (DecimalAmount{1234, 0}));
    EXPECT_EQ(found.columns(), 20U);
    EXPECT_EQ(found.line(), 7);
}

TEST(FixedRecord, ColumnsAreCharacters) {
    const FixedRecord found = record("22MÜLLÉR011026001234");
    EXPECT_EQ(found.text(name), "MÜLLÉR");
    EXPECT_EQ(found.text(day), "011026");
    EXPECT_EQ(found.text(amount), "001234");
    EXPECT_EQ(found.columns(), 20U);
}

TEST(FixedRecord, ALineOfItsWidthInBytesWasLaidOutByBytes) {
    const FixedRecord found = record("22MÜLLE011026001234    "); // 23 characters, 24 bytes
    EXPECT_EQ(found.text(name), "MÜLLE");
    EXPECT_EQ(found.text(day), "011026");
}

TEST(FixedRecord, ColumnsThatAreNotThereAreBlank) {
    const FixedRecord found = record("22AC");
    EXPECT_EQ(found.raw(name), "AC");
    EXPECT_EQ(found.text(amount), "");
    EXPECT_TRUE(found.blank(amount));
    EXPECT_TRUE(found.date(day, "DDMMYY")->none());
    std::string text;
    found.append_to(text, name);
    found.append_to(text, day);
    EXPECT_EQ(text, "AC          ");
}

TEST(FixedRecord, ALongerLineIsRefusedUnlessTheRestIsBlank) {
    FixedRecord found(width);
    EXPECT_TRUE(found.assign({std::string(24, '1') + "      ", 1}));
    const Status refused = found.assign({std::string(25, '1'), 3});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().line, 3);
    EXPECT_EQ(refused.error().message.find("the line has more than 24 columns"), 0U);
    EXPECT_FALSE(found.assign({"É" + std::string(24, '1'), 3}));
    EXPECT_TRUE(found.assign({"É" + std::string(23, '1'), 3}));
}

TEST(FixedRecord, ARefusalNamesColumnsFieldAndBothTexts) {
    const auto refused = record("22ACME  011026 12A34").amount(amount, 2, eur);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().message, "columns 15-20 (amount): found \" 12A34\", expected 6 digits");
    EXPECT_EQ(refused.error().line, 7);
    EXPECT_EQ(record("22ACME  311126").date(day, "DDMMYY").error().message,
              "columns 9-14 (booking date): found \"311126\", expected a day as DDMMYY, or zeros for none");
    EXPECT_EQ(record("22").refuse({"version", 24, 24}, "1 or 2").error().message,
              "column 24 (version): found \"\", expected 1 or 2");
}

TEST(FixedRecordReader, BlankLinesAndMarksOfOldSystemsArePassedOver) {
    testing::MemoryFile file{.left = "\n22ACME\r\n   \r\n33ACME\r\n\x1A"};
    const settled_input input = file.abi();
    FixedRecordReader reader(Input(input), std::nullopt, width);
    EXPECT_EQ(reader.next(), Result<bool>(true));
    EXPECT_EQ(reader.record().line(), 2);
    EXPECT_EQ(reader.next(), Result<bool>(true));
    EXPECT_EQ(reader.record().text(kind), "33");
    EXPECT_EQ(reader.record().line(), 4);
    EXPECT_EQ(reader.next(), Result<bool>(false));
    EXPECT_EQ(reader.line_number(), 5);
}

TEST(FixedRecordReader, TheFirstRecordOfAHead) {
    EXPECT_EQ(first_record("\r\n  \r\n0000\r\n1111"), "0000");
    EXPECT_EQ(first_record("\xEF\xBB\xBF"
                           "0000"),
              "0000");
    EXPECT_EQ(first_record(std::string_view("\xFF\xFE"
                                            "0\0000\0",
                                            6)),
              "00");
    EXPECT_EQ(first_record(""), "");
}

TEST(FixedRecord, DecimalsThatAreNotWritten) {
    EXPECT_EQ(with_decimals(1234500, 3, eur), (DecimalAmount{123450, 0}));
    EXPECT_EQ(with_decimals(1234567, 3, eur), (DecimalAmount{1234567, 1})) << "a tenth of a cent is kept";
    EXPECT_EQ(with_decimals(1234567, 3, kwd), (DecimalAmount{1234567, 0}));
    EXPECT_EQ(with_decimals(1234000, 3, jpy), (DecimalAmount{1234, 0}));
    EXPECT_EQ(with_decimals(12, 0, eur), (DecimalAmount{1200, 0}));
    EXPECT_EQ(with_decimals(-1230, 3, eur), (DecimalAmount{-123, 0}));
    EXPECT_EQ(with_decimals(INT64_MAX / 2, 0, eur), std::nullopt);
}

TEST(FixedRecord, RatesWithoutAPointInTheFile) {
    EXPECT_EQ(rate_text(108500, 5), "1.085");
    EXPECT_EQ(rate_text(100, 2), "1");
    EXPECT_EQ(rate_text(5, 3), "0.005");
    EXPECT_EQ(rate_text(0, 8), "0");
    EXPECT_EQ(rate_text(655957, 0), "655957");
}

} // namespace
} // namespace settled::formats
