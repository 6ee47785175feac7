#include "tree.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <set>
#include <sstream>

namespace settled::tidy {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 10> roots = {"agent",     "plugins", "connectors", "tests", "bench",
                                                    "packaging", "config",  "cmake",      "demo",  "docs"};
constexpr std::array<std::string_view, 4> source_endings = {".c", ".cpp", ".h", ".hpp"};
constexpr std::array<std::string_view, 12> binary_endings = {".xls", ".xlsx", ".png", ".pdf", ".zip", ".gz",
                                                             ".db",  ".so",   ".ttf", ".ods", ".bin", ".ico"};

bool ends_with_one_of(std::string_view path, auto endings) {
    return std::ranges::any_of(endings, [&](std::string_view ending) { return path.ends_with(ending); });
}

// Blanks comments, texts and characters, and keeps every line break.
class Blanking {
  public:
    explicit Blanking(std::string text) : text_(std::move(text)) {}

    std::string run() {
        while (at_ < text_.size()) {
            if (text_.compare(at_, 2, "//") == 0)
                blank_to(text_.find('\n', at_));
            else if (text_.compare(at_, 2, "/*") == 0)
                blank_to(after(text_.find("*/", at_ + 2), 2));
            else if (text_.compare(at_, 2, "R\"") == 0)
                raw_text();
            else if (text_[at_] == '"')
                quoted('"');
            else if (text_[at_] == '\'' && !is_digit_mark())
                quoted('\'');
            else
                ++at_;
        }
        return std::move(text_);
    }

  private:
    // 1'000'000 is a number, not a character.
    bool is_digit_mark() const {
        const auto digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); };
        return at_ > 0 && at_ + 1 < text_.size() && digit(text_[at_ - 1]) && digit(text_[at_ + 1]);
    }
    static std::size_t after(std::size_t at, std::size_t size) { return at == std::string::npos ? at : at + size; }

    void blank_to(std::size_t end) {
        for (end = std::min(end, text_.size()); at_ < end; ++at_)
            if (text_[at_] != '\n') text_[at_] = ' ';
    }

    void quoted(char mark) {
        std::size_t end = at_ + 1;
        while (end < text_.size() && text_[end] != mark && text_[end] != '\n') end += text_[end] == '\\' ? 2 : 1;
        blank_to(end + 1);
    }

    void raw_text() {
        const std::size_t open = text_.find('(', at_);
        if (open == std::string::npos) return blank_to(open);
        const std::string close = ")" + text_.substr(at_ + 2, open - at_ - 2) + "\"";
        blank_to(after(text_.find(close, open), close.size()));
    }

    std::string text_;
    std::size_t at_ = 0;
};

std::vector<Include> includes_of(const std::string& text) {
    std::vector<Include> includes;
    std::istringstream lines(text);
    std::string line;
    for (int number = 1; std::getline(lines, line); ++number) {
        constexpr std::string_view word = "#include";
        if (!line.starts_with(word)) continue;
        const std::size_t open = line.find_first_of("<\"", word.size());
        if (open == std::string::npos) continue;
        const std::size_t close = line.find(line[open] == '<' ? '>' : '"', open + 1);
        if (close != std::string::npos) includes.push_back({number, line[open] == '<', line.substr(open + 1, close - open - 1)});
    }
    return includes;
}

std::string read(const fs::path& file) {
    const std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

} // namespace

bool File::is_source() const { return ends_with_one_of(path, source_endings); }

bool File::is_test() const {
    const std::string_view name = std::string_view(path).substr(path.rfind('/') + 1);
    return name.ends_with("_test.cpp") || name.ends_with("_test.hpp") || name.contains("_fixture.") ||
           name.starts_with("testing") || is_under(path, "tests");
}

int File::line_count() const { return static_cast<int>(std::ranges::count(text, '\n')); }

File make_file(std::string path, std::string text) {
    File file{std::move(path), std::move(text), {}, {}};
    if (file.is_source()) {
        file.code = Blanking(file.text).run();
        file.includes = includes_of(file.text);
    }
    return file;
}

Tree make_tree(std::vector<File> files) {
    std::ranges::sort(files, {}, &File::path);
    std::set<std::string> folders;
    for (const File& file : files)
        for (std::size_t at = file.path.find('/'); at != std::string::npos; at = file.path.find('/', at + 1))
            folders.insert(file.path.substr(0, at));
    return {std::move(files), {folders.begin(), folders.end()}};
}

Tree read_tree(const fs::path& root) {
    std::vector<File> files;
    const auto add = [&](const fs::path& file) {
        const std::string path = fs::relative(file, root).generic_string();
        if (!ends_with_one_of(path, binary_endings)) files.push_back(make_file(path, read(file)));
    };
    for (const std::string_view folder : roots) {
        if (!fs::is_directory(root / folder)) continue;
        for (const auto& entry : fs::recursive_directory_iterator(root / folder))
            if (entry.is_regular_file() && !entry.path().generic_string().contains("/__pycache__/")) add(entry.path());
    }
    for (const auto& entry : fs::directory_iterator(root))
        if (entry.is_regular_file() && entry.path().filename() != ".git") add(entry.path()); // a worktree's link
    return make_tree(std::move(files));
}

bool is_under(std::string_view path, std::string_view folder) {
    return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

} // namespace settled::tidy
