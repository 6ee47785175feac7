#include "control.hpp"

#include <settled/money.hpp>

namespace settled::bai2 {
namespace {

constexpr std::string_view next_step = "; ask the bank for the file again";

} // namespace

Status ControlLevel::add(std::int64_t amount, std::int64_t line) {
    const auto sum = checked_add(total_, amount);
    if (!sum) return fail(SETTLED_BAD_DATA, "the amounts add up to more than 18 digits; is this file damaged?", line);
    total_ = *sum;
    return {};
}

void ControlLevel::prove(const Stated& stated, std::string_view level, std::string_view children, std::int64_t line,
                         StatementSink& sink) const {
    if (stated.total != total_)
        sink.diagnostic(SETTLED_ERROR, "CONTROL_TOTAL", line,
                        "the " + std::string(level) + "'s control total is " + std::to_string(stated.total) +
                            " but its amounts add up to " + std::to_string(total_) + std::string(next_step));
    if (!children.empty() && stated.children != children_)
        sink.diagnostic(SETTLED_ERROR, "CONTROL_COUNT", line,
                        "the " + std::string(level) + " says that it holds " + std::to_string(stated.children) + " " +
                            std::string(children) + ", here are " + std::to_string(children_) + std::string(next_step));
    if (stated.lines != lines_)
        sink.diagnostic(SETTLED_ERROR, "CONTROL_COUNT", line,
                        "the " + std::string(level) + " says that it holds " + std::to_string(stated.lines) +
                            " records, here are " + std::to_string(lines_) + std::string(next_step));
}

} // namespace settled::bai2
