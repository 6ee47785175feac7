// Property: whatever stands in the file, check answers with Settings or with located errors, and
// never both. Foreign hands edit this file; it must never bring the agent down or be half believed.
#include "config/check.hpp"
#include "config/schema.hpp"
#include "config/show.hpp"

#include "config/fixture_test.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
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

// Every line of the reference file changed in every way that a hand makes mistakes: its key, its kind of value, its number, its
// table's name, or written twice. Each file is refused and the line is named.
class Mistakes {
  public:
    explicit Mistakes(std::string reference) : reference_(std::move(reference)) {}

    struct Made {
        std::string text, what;
        int line = 0;
    };

    std::vector<Made> all() {
        int number = 0;
        for (std::size_t at = 0; at < reference_.size(); at = reference_.find('\n', at) + 1) {
            ++number;
            const std::string line = reference_.substr(at, reference_.find('\n', at) - at);
            const std::size_t key_end = line.find_first_not_of("abcdefghijklmnopqrstuvwxyz_");
            const std::size_t equals = key_end == std::string::npos ? key_end : line.find_first_not_of(' ', key_end);
            if (line.starts_with('[')) {
                block_ = line.substr(line.find_first_not_of('['), line.find_first_of(".]", 2) - line.find_first_not_of('['));
                const std::size_t name = line.find_first_not_of('[');
                add(at, line, number, "table", line.substr(0, name) + "x" + line.substr(name));
            } else if (key_end != 0 && equals != std::string::npos && line[equals] == '=') {
                of_key(at, line, number, key_end, equals);
            }
        }
        return std::move(made_);
    }

  private:
    void of_key(std::size_t at, const std::string& line, int number, std::size_t key_end, std::size_t equals) {
        const std::string key = line.substr(0, key_end), head = line.substr(0, equals + 1);
        const std::size_t begin = line.find_first_not_of(' ', equals + 1);
        const char first = begin == std::string::npos ? ' ' : line[begin];
        if (first == '{') return; // what stands in a free name's table has its own tests
        add(at, line, number, key + " misspelt", key.substr(0, 1) + key + line.substr(key_end));
        if (first == '[' && line.find(']') == std::string::npos) return; // goes on in the next lines
        const bool flag = line.substr(begin).starts_with("true") || line.substr(begin).starts_with("false");
        add(at, line, number, key + " of another kind", head + (flag ? " 2026-11-20" : " true"));
        add(at, line, number, key + " twice", line + "\n" + line, 1);
        add(at, line, number, key + " without a value", head);
        const KeyRow* const row = find_key(block_, key); // the numbers of a plugin's options are the plugin's to judge
        if (row != nullptr && row->type == ValueType::number) add(at, line, number, key + " out of range", head + " 99999999999");
    }

    void add(std::size_t at, const std::string& line, int number, std::string what, const std::string& instead, int further = 0) {
        std::string text = reference_;
        text.replace(at, line.size(), instead);
        made_.push_back({std::move(text), std::move(what), number + further});
    }

    std::string reference_, block_;
    std::vector<Made> made_;
};

TEST(Mutation, NoMistakeInAnyLineIsIgnored) {
    CheckRequest request = test_request("");
    int ignored = 0, named = 0;
    const std::vector<Mistakes::Made> mistakes = Mistakes(read_text("config/settled.sample.toml")).all();
    for (const Mistakes::Made& mistake : mistakes) {
        request.text = mistake.text;
        const Checked checked = check(request);
        const std::string place = "settled.toml:" + std::to_string(mistake.line) + ":"; // a column may follow
        const bool names =
            std::ranges::any_of(checked.findings, [&](const Finding& finding) { return finding.text.contains(place); });
        EXPECT_FALSE(checked.settings.has_value()) << "line " << mistake.line << ": " << mistake.what;
        EXPECT_TRUE(names) << "line " << mistake.line << ": " << mistake.what
                           << (checked.findings.empty() ? "" : "; instead " + checked.findings.front().text);
        ignored += checked.settings ? 1 : 0, named += names ? 1 : 0;
    }
    std::printf("%zu mutated configurations: started with a line silently ignored %d, the line named in %d\n", mistakes.size(),
                ignored, named);
    EXPECT_GE(mistakes.size(), 300U);
}

} // namespace
} // namespace settled::config
