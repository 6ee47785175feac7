// Papers as poppler reads and draws them: what stands in the file is what a person sees.
#include "render/pdf.hpp"

#include "support/child.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

namespace settled::render {
namespace {

namespace fs = std::filesystem;

struct Press {
    support::TemporaryFolder folder;
    PdfDocument paper;

    Press() {
        paper.title = "催款函", paper.author = paper.letterhead = "华远机械有限公司", paper.foot = "华远机械有限公司 · 催款函";
        paper.page_words = "第 # 页，共 ## 页", paper.day = *Date::parse_iso("2026-11-20");
    }
    std::string bytes() {
        const auto font = installed_pdf_font();
        EXPECT_TRUE(font) << "fonts-wqy-microhei is not installed";
        if (!font) return {};
        auto made = write_pdf(paper, *font);
        EXPECT_TRUE(made) << made.error().message;
        return made.value_or("");
    }
    fs::path printed() {
        std::ofstream(folder / "paper.pdf", std::ios::binary) << bytes();
        return folder / "paper.pdf";
    }
    std::string text(const std::vector<std::string>& options = {}) {
        std::vector<std::string> words{"/usr/bin/pdftotext", "-q"};
        words.insert(words.end(), options.begin(), options.end());
        words.insert(words.end(), {printed().string(), (folder / "text").string()});
        const auto run = support::run({words, {}, {}, {}});
        EXPECT_TRUE(run) << run.error().message;
        std::ostringstream read;
        read << std::ifstream(folder / "text").rdbuf();
        return std::move(read).str();
    }
};

std::size_t count(std::string_view text, std::string_view part) {
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) ++found;
    return found;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream read(text);
    for (std::string line; std::getline(read, line);) lines.push_back(line);
    return lines;
}

TEST(Pdf, ChineseGermanAndEnglishReadAsWritten) {
    Press press;
    press.paper.blocks = {PdfText{"逾期款项：未结清。"}, PdfText{"Überfällige Beträge, größte Straße: 1.234,50 €"},
                          PdfText{"Amounts – “due”"},
                          PdfPairs{"收款账户", {{"户名", "华远机械有限公司"}, {"账号", "1202020109900012345"}}}};
    const std::string text = press.text();
    for (const char* part : {"华远机械有限公司", "逾期款项：未结清。", "Überfällige Beträge, größte Straße: 1.234,50 €",
                             "Amounts – “due”", "1202020109900012345", "第 1 页，共 1 页"})
        EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
}

TEST(Pdf, TheSameInputGivesTheSameBytes) {
    Press press;
    press.paper.blocks = {PdfText{"逾期款项"}};
    const std::string once = press.bytes(), again = press.bytes();
    EXPECT_FALSE(once.empty());
    EXPECT_EQ(once, again);
}

TEST(Pdf, ALongTableGoesOnOverPagesWithItsHeadingsAndItsSumIsNotAlone) {
    std::size_t tables = 0;
    for (const int rows : {1, 21, 22, 23, 24, 300}) {
        Press press;
        PdfTable table;
        table.columns = {{"单据", 3, false}, {"到期日", 2, false}, {"应付金额", 2, true}};
        for (int i = 0; i < rows; ++i)
            table.rows.push_back(
                {{{"INV-" + std::to_string(i) + "X", {"发票 1"}, false}, {"2026-11-01", {}, false}, {"1.00", {}, false}}, false});
        table.rows.push_back({{{"合计", {}, false}, {}, {"300.00", {}, false}}, true});
        press.paper.blocks = {table};
        const std::string text = press.text({"-layout"});
        std::vector<std::string> pages;
        std::istringstream read(text);
        for (std::string page; std::getline(read, page, '\f');)
            if (page.find_first_not_of(" \n") != std::string::npos) pages.push_back(page);
        for (std::size_t i = 0; i < pages.size(); ++i) {
            EXPECT_EQ(count(pages[i], "到期日"), 1u) << rows << " rows, page " << i + 1;
            EXPECT_NE(pages[i].find("第 " + std::to_string(i + 1) + " 页，共 " + std::to_string(pages.size()) + " 页"),
                      std::string::npos);
        }
        for (int i = 0; i < rows; ++i) EXPECT_EQ(count(text, "INV-" + std::to_string(i) + "X"), 1u) << i;
        EXPECT_NE(pages.back().find("合计"), std::string::npos);
        EXPECT_NE(pages.back().find("INV-"), std::string::npos) << rows << " rows: the sum stands with the last row";
        ++tables;
    }
    std::cout << tables << " tables, of 1 to 300 rows\n";
}

// Most Chinese characters are composed of others; a part that is missing in the file leaves holes on paper.
TEST(Pdf, EveryCharacterOfTheLettersIsDrawn) {
    std::set<std::string> characters;
    for (const auto& entry : fs::directory_iterator(SETTLED_SOURCE_DIR "/config/letters/zh-CN")) {
        std::ostringstream read;
        read << std::ifstream(entry.path()).rdbuf();
        const std::string text = read.str();
        for (std::size_t i = 0; i < text.size(); ++i)
            if ((static_cast<unsigned char>(text[i]) & 0xF0U) == 0xE0U && text.compare(i, 3, "\xE4\xB8\x80") >= 0 &&
                text.compare(i, 3, "\xE9\xBE\xA5") <= 0)
                characters.insert(text.substr(i, 3));
    }
    ASSERT_GT(characters.size(), 150u);
    Press press;
    press.paper.letterhead.clear(), press.paper.title.clear(), press.paper.foot.clear(), press.paper.page_words.clear();
    for (const std::string& one : characters) press.paper.blocks.emplace_back(PdfText{one});
    const std::string boxes = press.text({"-bbox"});
    constexpr int dots = 100; // an inch
    const auto drawn = support::run({{"/usr/bin/pdftoppm", "-q", "-r", std::to_string(dots), "-gray",
                                      (press.folder / "paper.pdf").string(), (press.folder / "page").string()},
                                     {},
                                     {},
                                     {}});
    ASSERT_TRUE(drawn) << drawn.error().message;
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(press.folder.path()))
        if (entry.path().extension() == ".pgm") files.push_back(entry.path());
    std::ranges::sort(files);
    std::size_t page = 0, seen = 0;
    std::vector<std::vector<unsigned char>> pictures;
    int width = 0, height = 0;
    for (const fs::path& file : files) {
        std::ifstream picture(file, std::ios::binary);
        std::string magic;
        int most = 0;
        picture >> magic >> width >> height >> most;
        picture.get();
        std::vector<unsigned char>& grey = pictures.emplace_back(static_cast<std::size_t>(width * height));
        picture.read(reinterpret_cast<char*>(grey.data()), static_cast<std::streamsize>(grey.size()));
    }
    const std::regex word(R"re(<word xMin="([0-9.]+)" yMin="([0-9.]+)" xMax="([0-9.]+)" yMax="([0-9.]+)">([^<]*)</word>)re");
    std::map<std::string, int> ink; // of 100 dots in its box
    for (const std::string& line : lines_of(boxes)) {
        if (line.find("</page>") != std::string::npos) ++page;
        std::smatch found;
        if (!std::regex_search(line, found, word) || page >= pictures.size()) continue;
        const auto at = [&](std::size_t i) { return static_cast<int>(std::stod(found[i].str()) * dots / 72); };
        int dark = 0, all = 0;
        for (int y = at(2); y < std::min(at(4), height); ++y)
            for (int x = at(1); x < std::min(at(3), width); ++x, ++all)
                dark += pictures[page][static_cast<std::size_t>(y * width + x)] < 160 ? 1 : 0;
        ink[found[5].str()] = all == 0 ? 0 : dark * 100 / all;
        ++seen;
    }
    EXPECT_EQ(seen, characters.size());
    int thin = 0;
    for (const auto& [character, share] : ink) {
        if (character == "一" || character == "二" || character == "十" || character == "卜") continue;
        EXPECT_GE(share, 4) << character << " has hardly any ink";
        thin += share < 4 ? 1 : 0;
    }
    std::cout << ink.size() << " characters drawn, " << thin << " without ink\n";
}

TEST(Pdf, ForeignTextIsOnlyDrawn) {
    Press press;
    press.paper.blocks = {PdfText{"A\u202EB\u200BC\x01"
                                  "D"},
                          PdfText{"smile \U0001F600 rare \U00020BB7"}, PdfText{std::string("bad \xFF byte")}};
    const std::string text = press.text();
    EXPECT_NE(text.find("ABCD"), std::string::npos) << text;
    EXPECT_NE(text.find("smile ? rare ?"), std::string::npos) << text;
    EXPECT_EQ(text.find('\x01'), std::string::npos);
}

TEST(Pdf, NoLineBeginsWithAClosingMark) {
    Press press;
    std::string paragraph;
    for (int i = 0; i < 200; ++i) paragraph += i % 7 == 3 ? "，" : i % 11 == 5 ? "。" : "款";
    press.paper.blocks = {PdfText{paragraph}};
    int lines = 0;
    for (const std::string& line : lines_of(press.text())) {
        EXPECT_FALSE(line.starts_with("，") || line.starts_with("。")) << line;
        lines += line.find("款") != std::string::npos ? 1 : 0;
    }
    EXPECT_GE(lines, 4);
}

TEST(Pdf, MorePagesThanAPaperMayHaveAreRefused) {
    Press press;
    PdfTable table;
    table.columns = {{"n", 1, false}};
    for (int i = 0; i < 30'000; ++i) table.rows.push_back({{{std::to_string(i), {}, false}}, false});
    press.paper.blocks = {table};
    const auto made = write_pdf(press.paper, *installed_pdf_font());
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, SETTLED_BAD_DATA);
    EXPECT_NE(made.error().message.find("more than 500 pages"), std::string::npos);
}

} // namespace
} // namespace settled::render
