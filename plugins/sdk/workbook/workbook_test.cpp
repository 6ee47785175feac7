#include "spreadsheet_number.hpp"
#include <workbook/workbook.hpp>

#include <formats/headed_input.hpp>

#include <gtest/gtest.h>
#include <xlsxwriter.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>

#include <unistd.h>

namespace settled::workbook {
namespace {

namespace fs = std::filesystem;

// The marks as people can read them: | between cells, # before native ones.
std::string readable(std::string text) {
    for (char& c : text) c = c == sheet_delimiter ? '|' : c == '\x1E' ? '#' : c;
    return text;
}

std::string told(Workbook& book, std::size_t sheet = 0) {
    auto source = book.sheet(sheet);
    if (!source) return source.error().message;
    std::string text;
    for (;;) {
        auto more = (*source)->append_next(text);
        if (!more) return more.error().message;
        if (!*more) return readable(text);
    }
}

Result<std::unique_ptr<Workbook>> opened(std::string_view bytes, const WorkbookLimits& limits = {}) {
    const formats::HeadedInput input(bytes);
    return open_workbook(container_of(bytes), input.input(), limits);
}

std::string bytes_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

// A workbook that libxlsxwriter writes.
std::string written(const std::function<void(lxw_workbook*)>& fill) {
    const fs::path path = fs::temp_directory_path() / ("settled_workbook_" + std::to_string(::getpid()) + ".xlsx");
    lxw_workbook* const book = workbook_new(path.c_str());
    fill(book);
    EXPECT_EQ(workbook_close(book), LXW_NO_ERROR);
    std::string bytes = bytes_of(path);
    fs::remove(path);
    return bytes;
}

TEST(SpreadsheetNumber, IsTheDecimalThatASpreadsheetShows) {
    EXPECT_EQ(plain_number("1234.5599999999999"), "1234.56");
    EXPECT_EQ(plain_number("-33.5"), "-33.5");
    EXPECT_EQ(plain_number("0.10000000000000001"), "0.1");
    EXPECT_EQ(plain_number("1E-2"), "0.01");
    EXPECT_EQ(plain_number("6.22202123456789E+18"), "6222021234567890000");
    EXPECT_EQ(plain_number("999999999999999.99"), "1000000000000000");
    EXPECT_EQ(plain_number("0"), "0");
    EXPECT_EQ(plain_number("100"), "100");
    for (const char* wrong : {"", "1.2.3", "abc", "1E", "--1", "1e999"}) EXPECT_FALSE(plain_number(wrong)) << wrong;
}

TEST(SpreadsheetNumber, ReadsBinary64WithoutFloatingPoint) {
    EXPECT_EQ(plain_number_of_bits(0), "0");
    EXPECT_EQ(plain_number_of_bits(0x3FF0000000000000), "1");
    EXPECT_EQ(plain_number_of_bits(0xC040C00000000000), "-33.5");
    EXPECT_EQ(plain_number_of_bits(0x3F847AE147AE147B), "0.01");
    EXPECT_EQ(plain_number_of_bits(0x40934A3D70A3D70A), "1234.56");
    EXPECT_EQ(plain_number_of_bits(0x416312CFFFFFFFAE), "9999999.99999985");
    EXPECT_EQ(plain_number_of_bits(0x43E56312C4A5F2E1 & ~0xFFFULL), plain_number_of_bits(0x43E56312C4A5F000));
    EXPECT_FALSE(plain_number_of_bits(0x7FF0000000000000)); // infinity
    EXPECT_FALSE(plain_number_of_bits(1));
}

TEST(SpreadsheetNumber, CountsDaysFromBothEpochs) {
    EXPECT_EQ(day_of_serial("43449", false), "2018-12-15");
    EXPECT_EQ(day_of_serial("43449.75", false), "2018-12-15");
    EXPECT_EQ(day_of_serial("61", false), "1900-03-01");
    EXPECT_EQ(day_of_serial("59", false), "1900-02-28");
    EXPECT_EQ(day_of_serial("41987", true), "2018-12-15");
    EXPECT_FALSE(day_of_serial("60", false)) << "1900 had no 29 February";
    EXPECT_EQ(day_of_serial("60", true), "1904-03-01");
    EXPECT_FALSE(day_of_serial("0.5", false));
    EXPECT_FALSE(day_of_serial("9999999", false));
}

TEST(SpreadsheetNumber, KnowsFormatsOfDays) {
    EXPECT_TRUE(is_day_format(14, ""));
    EXPECT_TRUE(is_day_format(58, ""));
    EXPECT_FALSE(is_day_format(4, ""));
    EXPECT_FALSE(is_day_format(20, "")); // h:mm
    EXPECT_TRUE(is_day_format(164, "yyyy\"年\"m\"月\"d\"日\""));
    EXPECT_TRUE(is_day_format(164, "[$-804]DD/MM/YYYY"));
    EXPECT_FALSE(is_day_format(164, "0.00\"day\""));
    EXPECT_FALSE(is_day_format(164, "[Red]#,##0.00"));
    EXPECT_FALSE(is_day_format(164, "h:mm:ss"));
}

TEST(Xlsx, TellsTextNumbersAndDays) {
    const std::string bytes = written([](lxw_workbook* book) {
        lxw_worksheet* const sheet = workbook_add_worksheet(book, "明细");
        lxw_format* const day = workbook_add_format(book);
        format_set_num_format(day, "yyyy-mm-dd");
        worksheet_write_string(sheet, 0, 0, "交易日期", nullptr);
        worksheet_write_string(sheet, 0, 1, "say \"hi\"\nthere", nullptr);
        worksheet_write_number(sheet, 2, 0, 46316, day);
        worksheet_write_number(sheet, 2, 1, 1234.56, nullptr);
        worksheet_write_number(sheet, 2, 3, -0.1, nullptr);
        worksheet_write_boolean(sheet, 3, 0, 1, nullptr);
    });
    const auto book = opened(bytes);
    ASSERT_TRUE(book) << book.error().message;
    ASSERT_EQ((*book)->sheets(), 1u);
    EXPECT_EQ((*book)->name(0), "明细");
    EXPECT_EQ(told(**book), "交易日期|\"say \"\"hi\"\" there\"\n\n#2026-10-21|#1234.56||#-0.1\n#1\n");
}

TEST(Xlsx, ReadsEverySheetAndTheWidestRow) {
    const std::string bytes = written([](lxw_workbook* book) {
        worksheet_write_string(workbook_add_worksheet(book, "first"), 0, 0, "a", nullptr);
        worksheet_write_string(workbook_add_worksheet(book, "second"), 1, 2, "b", nullptr);
    });
    const auto book = opened(bytes);
    ASSERT_TRUE(book) << book.error().message;
    EXPECT_EQ(told(**book, 0), "a\n");
    EXPECT_EQ(told(**book, 1), "\n||b\n");
}

TEST(Xlsx, KeepsToItsLimitsAndNamesThem) {
    const std::string bytes = written([](lxw_workbook* book) {
        lxw_worksheet* const sheet = workbook_add_worksheet(book, "x");
        for (unsigned row = 0; row < 20000; ++row) worksheet_write_number(sheet, row, 0, 7, nullptr);
    });
    EXPECT_TRUE(opened(bytes));
    const auto message = [&](WorkbookLimits limits) {
        const auto book = opened(bytes, limits);
        return book ? "read" : book.error().message;
    };
    EXPECT_NE(message({.parts = 3}).find("(limit parts)"), std::string::npos) << message({.parts = 3});
    EXPECT_NE(message({.unpacked_bytes = 1 << 19}).find("(limit unpacked_mb)"), std::string::npos);
    EXPECT_NE(message({.unpack_ratio = 2}).find("(limit unpack_ratio)"), std::string::npos) << message({.unpack_ratio = 2});
}

TEST(Xlsx, RefusesWhatIsNoWorkbookOrIsCut) {
    const std::string bytes =
        written([](lxw_workbook* book) { worksheet_write_string(workbook_add_worksheet(book, "x"), 0, 0, "a", nullptr); });
    for (const std::size_t size : {bytes.size() / 4, bytes.size() / 2, bytes.size() - 10}) {
        const auto cut = opened(std::string_view(bytes).substr(0, size));
        ASSERT_FALSE(cut) << size;
        EXPECT_EQ(cut.error().code, SETTLED_BAD_DATA);
    }
    EXPECT_FALSE(opened("PK\x03\x04rubbish"));
}

TEST(Xls, RefusesWhatIsCut) {
    std::string bytes("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
    EXPECT_FALSE(opened(bytes));
    bytes.resize(2048);
    EXPECT_FALSE(opened(bytes));
}

TEST(Html, IsATableUnderTheNameOfAWorkbook) {
    const auto book = opened("<html><head><meta charset=gb2312></head><body><table border=1>\r\n"
                             "<tr><th colspan=2>\xD5\xCB\xBA\xC5</th><th>c</th></tr><tr><td>1,5&nbsp;0<br>x<td>&amp;&#20803;</td>"
                             "<td style='a>b'>2</td></tr></table></body></html>");
    ASSERT_TRUE(book) << book.error().message;
    EXPECT_EQ(told(**book).substr(0, 9), "账号||c");
}

TEST(Container, IsKnownByItsFirstBytes) {
    EXPECT_EQ(container_of("PK\x03\x04..."), Container::zip);
    EXPECT_EQ(container_of("\n <!DOCTYPE html><html>"), Container::html);
    EXPECT_EQ(container_of("<?xml version=\"1.0\"?><Document/>"), Container::text);
    EXPECT_EQ(container_of("a,b\n<table>"), Container::text);
}

} // namespace
} // namespace settled::workbook
