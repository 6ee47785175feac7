// control.hpp -- what the trailers (49, 98, 99) say, held against what was read, level by level.
#pragma once

#include <settled/result.hpp>
#include <settled/statement.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace settled::bai2 {

// Of one account, group or file: the amounts as they are written, what it holds, and its physical lines.
class ControlLevel {
  public:
    void reset() { *this = ControlLevel(); }
    // BAD_DATA when the sum does not fit 64 bits.
    Status add(std::int64_t amount, std::int64_t line);
    void add_child() { ++children_; }
    void add_lines(std::int64_t lines) { lines_ += lines; }
    std::int64_t lines() const { return lines_; }

    struct Stated {
        std::int64_t total = 0, children = 0, lines = 0;
    };
    // Errors CONTROL_TOTAL and CONTROL_COUNT with both figures. `children` is what the level counts
    // ("accounts"); empty where it counts none.
    void prove(const Stated& stated, std::string_view level, std::string_view children, std::int64_t line,
               StatementSink& sink) const;

  private:
    std::int64_t total_ = 0, children_ = 0, lines_ = 0;
};

} // namespace settled::bai2
