// tree.hpp -- the source tree as texts, so that a rule can be tried on three lines as well as on it.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace settled::tidy {

struct Include {
    int line = 0;
    bool angled = false; // <settled/date.hpp>, else "ledger/book.hpp"
    std::string target;
};

struct File {
    std::string path; // from the root, with '/'
    std::string text;
    std::string code; // of C and C++: the text with comments and literals blanked, line for line
    std::vector<Include> includes;

    bool is_source() const; // .c .cpp .h .hpp
    bool is_test() const;   // "…_test.cpp", "…_test.hpp", "…_fixture.hpp", the kit's "testing….hpp"
    int line_count() const;
};

struct Tree {
    std::vector<File> files;          // in order of path
    std::vector<std::string> folders; // those that hold files, at any depth
};

File make_file(std::string path, std::string text);
Tree make_tree(std::vector<File> files);

// Everything below these folders and files of the root that is text.
Tree read_tree(const std::filesystem::path& root);

// Is the file in that folder, or the file itself?
bool is_under(std::string_view path, std::string_view folder);

} // namespace settled::tidy
