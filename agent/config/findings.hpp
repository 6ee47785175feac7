// findings.hpp -- collects what is wrong, each as one line with its place, and words the usual hints.
#pragma once

#include "config/check.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace settled::config {

namespace limit {
inline constexpr std::size_t findings_max = 200; // nobody mends more at once
} // namespace limit

class Findings {
  public:
    explicit Findings(std::string file) : file_(std::move(file)) {}

    // `where` is "[ledger.u8]", or "" for the top of the file.
    void error(int line, std::string_view where, std::string_view words) { add(true, line, where, words); }
    void warning(int line, std::string_view where, std::string_view words) { add(false, line, where, words); }
    void as_written(int line, std::string text); // an error that already begins with its place

    void absorb(Findings&& others); // of another file

    bool has_errors() const { return error_count_ > 0; }
    std::vector<Finding> take(); // by line

  private:
    void add(bool is_error, int line, std::string_view where, std::string_view words);

    std::string file_;
    std::vector<Finding> found_;
    std::size_t error_count_ = 0;
};

// `"…"` with control characters made visible, cut where it is long.
std::string shown(std::string_view text);

// ` did you mean "dsn"?` or "".
std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& known);

// `; did you mean "dsn"? Known keys: connection, dsn`, in order of the alphabet.
std::string hint(std::string_view word, std::vector<std::string_view> known, std::string_view title);

} // namespace settled::config
