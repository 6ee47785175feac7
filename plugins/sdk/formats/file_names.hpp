// file_names.hpp -- which names are taken, and under which names files are put away.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace settled::formats {

// "*.csv": '*' any characters, '?' one; ASCII letters in any case.
bool matches_glob(std::string_view name, std::string_view glob);

// Hidden files, "~$*", "*.tmp" and "*.part": what programs leave while they work.
bool is_working_file(std::string_view name);

// The option `files`, patterns joined with ';' ("" is all): never a working file, nor a reason of ours.
class NameChoice {
  public:
    explicit NameChoice(std::string_view patterns);
    bool takes(std::string_view name) const;

  private:
    std::vector<std::string> globs_;
};

// A name as the wall carries it: bytes that are no UTF-8, control characters and '%' are %XX. Every
// name has exactly one id; nothing for a text that is the id of no name inside the folder.
std::string id_of(std::string_view name);
std::optional<std::string> name_of(std::string_view id);

// "a.3f2a9c01d4e7.csv", "a.3f2a9c01d4e7.2.csv" … for "a.csv": the names to try, in order. With
// `plain_first` the name itself comes first.
std::vector<std::string> names_with_digest(std::string_view name, std::string_view sha256_hex, bool plain_first);

} // namespace settled::formats
