// Foreign bytes: whatever is damaged, the plugin answers, in time, with text and numbers that hold.
#include <settled/testing_statement.hpp>
#include <settled/text.hpp>

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <vector>

extern "C" const settled_plugin SETTLED_PLUGIN_SYMBOL;

namespace settled::mt940 {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> files_in(const fs::path& folder) {
    std::vector<fs::path> paths;
    if (fs::exists(folder))
        for (const auto& entry : fs::directory_iterator(folder))
            if (entry.is_regular_file()) paths.push_back(entry.path());
    std::ranges::sort(paths);
    std::vector<std::string> files;
    for (const fs::path& path : paths) {
        std::ifstream stream(path, std::ios::binary);
        files.emplace_back(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
    }
    return files;
}

class Mutator {
  public:
    explicit Mutator(std::uint32_t seed) : random_(seed) {}
    std::size_t below(std::size_t limit) { return limit == 0 ? 0 : random_() % limit; }

    std::string mutated(std::string bytes) {
        for (std::size_t times = 1 + below(6); times > 0; --times) change(bytes);
        return bytes;
    }

  private:
    void change(std::string& bytes) {
        static constexpr std::string_view pieces[] = {":61:", ":86:",   ":62F:", ":60M:", "\n", "\r", "@@", "-\n",
                                                      "?20",  "/REMI/", "{4:",   ",",     "//", "C",  "RD", "99999999999999999",
                                                      "\x80", "\xFF",   ":",     "+",     " "};
        const std::size_t at = below(bytes.size() + 1);
        switch (below(6)) {
        case 0:
            bytes.resize(at);
            break;
        case 1:
            if (at < bytes.size()) bytes[at] = static_cast<char>(random_());
            break;
        case 2:
            bytes.erase(at, below(40));
            break;
        case 3:
            bytes.insert(at, pieces[below(std::size(pieces))]);
            break;
        case 4:
            bytes.insert(at, bytes.substr(below(bytes.size() + 1), below(200)));
            break;
        default:
            bytes.insert(at, below(100), static_cast<char>(random_()));
            break;
        }
    }
    std::mt19937 random_;
};

void expect_sound(const testing::SeenFile& seen) {
    for (const auto& statement : seen.statements) {
        EXPECT_TRUE(statement.ended || seen.error);
        for (const auto& entry : statement.entries) {
            for (const std::string* text : {&entry.counterparty_name, &entry.counterparty_account, &entry.remittance,
                                            &entry.end_to_end_id, &entry.bank_reference, &entry.transaction_code})
                EXPECT_EQ(first_invalid_utf8(*text), std::string::npos);
            EXPECT_FALSE(entry.amount.empty());
            EXPECT_GT(entry.line, 0);
        }
    }
    for (const auto& found : seen.diagnostics) EXPECT_EQ(first_invalid_utf8(found.message), std::string::npos);
    if (seen.error) {
        EXPECT_EQ(seen.error->code, SETTLED_BAD_DATA) << seen.error->message;
        EXPECT_GT(seen.error->line, 0) << seen.error->message;
    }
}

TEST(Mt940Hostile, TwoThousandDamagedFilesAreAnswered) {
    std::vector<std::string> files = files_in(fs::path(SETTLED_SOURCE_DIR) / "plugins/statement_mt940/testdata");
    for (const char* folder : {"mt940", "mt942"})
        for (std::string& file : files_in(fs::path(SETTLED_SOURCE_DIR "/../shared/corpus/statements") / folder))
            files.push_back(std::move(file));
    ASSERT_FALSE(files.empty());
    Mutator mutator(20261121);
    for (int round = 0; round < 2000; ++round) {
        const std::string bytes = mutator.mutated(files[mutator.below(files.size())]);
        SCOPED_TRACE(round);
        expect_sound(testing::parse_with(SETTLED_PLUGIN_SYMBOL,
                                         testing::MemoryFile{.left = bytes, .read_bytes = 1 + mutator.below(5000)}));
    }
}

TEST(Mt940Hostile, RandomBytesAreAnswered) {
    std::mt19937 random(7);
    for (int round = 0; round < 300; ++round) {
        std::string bytes(random() % 3000, '\0');
        for (char& c : bytes) c = static_cast<char>(random());
        expect_sound(testing::parse_with(SETTLED_PLUGIN_SYMBOL, round % 2 == 0 ? bytes : ":20:A\n:61:" + bytes));
    }
}

TEST(Mt940Hostile, AFieldWithoutEndIsRefused) {
    std::string bytes = ":20:A\n:25:B\n:60F:C261001EUR1,\n:61:261001C1,NTRF\n:86:";
    for (int i = 0; i < 5000; ++i) bytes += "a line that no field of the standard would hold\n";
    const auto seen = testing::parse_with(SETTLED_PLUGIN_SYMBOL, bytes);
    ASSERT_TRUE(seen.error);
    EXPECT_EQ(seen.error->code, SETTLED_BAD_DATA);
    EXPECT_NE(seen.error->message.find(":86: of line 5"), std::string::npos) << seen.error->message;
}

TEST(Mt940Hostile, AFieldFullOfMarksIsAnswered) {
    for (std::string_view piece : {"?20x", "/REMI/", "SVWZ+", "////", "@@", "?2", "{1:"}) {
        std::string bytes = ":20:A\n:25:B\n:60F:C261001EUR1,\n:61:261001C1,NTRF\n:86:166";
        while (bytes.size() < 60000) bytes += piece;
        bytes += "\n:62F:C261001EUR2,\n";
        const auto seen = testing::parse_with(SETTLED_PLUGIN_SYMBOL, bytes);
        expect_sound(seen);
    }
}

} // namespace
} // namespace settled::mt940
