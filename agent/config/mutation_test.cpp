// Property: whatever stands in the file, check answers with Settings or with located errors, and
// never both. Foreign hands edit this file; it must never bring the agent down or be half believed.
#include "config/check.hpp"
#include "config/show.hpp"

#include "config/fixture_test.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace settled::config {
namespace {

// The same numbers everywhere: distributions of the standard library differ, so none is used.
class Mutation {
  public:
    explicit Mutation(std::uint32_t seed) : random_(seed) {}

    std::string of(std::string text) {
        const std::size_t changes = 1 + below(4);
        for (std::size_t i = 0; i < changes && !text.empty(); ++i) change(text);
        return text;
    }

  private:
    std::size_t below(std::size_t bound) { return random_() % bound; }

    void change(std::string& text) {
        static constexpr std::string_view pieces[] = {"\"",
                                                      "'",
                                                      "\\",
                                                      "=",
                                                      "[",
                                                      "]",
                                                      "{",
                                                      "}",
                                                      "\n",
                                                      ",",
                                                      "#",
                                                      "\xFF",
                                                      "\0x",
                                                      "华",
                                                      "-1",
                                                      "1e9",
                                                      "99999999999999999999",
                                                      "true",
                                                      "2026-02-30",
                                                      "[[x]]\n",
                                                      "[a.b.c]\n",
                                                      "\"\"\"",
                                                      "secret:",
                                                      "nan"};
        const std::size_t at = below(text.size());
        switch (below(6)) {
        case 0:
            text.erase(at, 1 + below(8));
            return;
        case 1:
            text.insert(at, pieces[below(std::size(pieces))]);
            return;
        case 2:
            text[at] = static_cast<char>(below(256));
            return;
        case 3:
            text.resize(at);
            return;
        case 4:
            swap_lines(text);
            return;
        default:
            text.insert(at, text.substr(below(text.size()), below(200)));
            return;
        }
    }

    void swap_lines(std::string& text) {
        const std::size_t first = line_start(text, below(text.size())), second = line_start(text, below(text.size()));
        const std::string line = text.substr(second, text.find('\n', second) - second);
        text.insert(first, line + "\n");
    }

    static std::size_t line_start(const std::string& text, std::size_t at) {
        const std::size_t end = text.rfind('\n', at);
        return end == std::string::npos ? 0 : end + 1;
    }

    std::mt19937 random_;
};

TEST(Mutation, AMutatedFileIsSettingsOrLocatedErrors) {
    const std::string reference = read_text("config/settled.sample.toml");
    CheckRequest request = test_request("");
    int loaded = 0, refused = 0;
    for (std::uint32_t seed = 0; seed < 1500; ++seed) {
        request.text = Mutation(seed).of(seed % 2 == 0 ? std::string(smallest_file) : reference);
        const Checked checked = check(request);
        const auto errors = std::ranges::count_if(checked.findings, &Finding::is_error);
        ASSERT_NE(checked.settings.has_value(), errors > 0) << "seed " << seed;
        for (const Finding& finding : checked.findings) {
            ASSERT_TRUE(finding.text.starts_with("/etc/settled/settled.toml:")) << "seed " << seed << ": " << finding.text;
            ASSERT_EQ(finding.text.find('\n'), std::string::npos) << "seed " << seed << ": " << finding.text;
            ASSERT_LT(finding.text.size(), 2000u) << "seed " << seed << ": " << finding.text;
        }
        checked.settings ? ++loaded : ++refused;
        if (checked.settings) {
            ASSERT_FALSE(show(*checked.settings).empty());
        }
    }
    EXPECT_GT(loaded, 50) << "mutations that change a comment or a text load";
    EXPECT_GT(refused, 500);
}

// A mistyped key is never believed in silence: with every key of the reference file misspelt in
// turn, each file is refused and the line of the key is named.
TEST(Mutation, NoMisspeltKeyIsIgnored) {
    const std::string reference = read_text("config/settled.sample.toml");
    CheckRequest request = test_request("");
    int line_number = 0, tried = 0;
    for (std::size_t at = 0; at < reference.size(); at = reference.find('\n', at) + 1) {
        ++line_number;
        const std::size_t end = reference.find_first_not_of("abcdefghijklmnopqrstuvwxyz_", at);
        if (end == at || reference.compare(reference.find_first_not_of(' ', end), 1, "=") != 0) continue;
        request.text = reference;
        request.text.insert(end, "x");
        const Checked checked = check(request);
        // A free name (a person, a report) may be anything; what refers to it is refused then, or nothing does.
        const bool is_free_name = reference.compare(reference.find_first_not_of(" =", end), 1, "{") == 0;
        if (is_free_name) continue;
        ++tried;
        const std::string place = "settled.toml:" + std::to_string(line_number) + ": ";
        EXPECT_FALSE(checked.settings.has_value()) << request.text.substr(at, 40);
        EXPECT_TRUE(std::ranges::any_of(checked.findings, [&](const Finding& finding) { return finding.text.contains(place); }))
            << place << request.text.substr(at, 40);
    }
    EXPECT_GT(tried, 120);
}

} // namespace
} // namespace settled::config
