#include "config/findings.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>

namespace settled::config {

void Findings::add(bool is_error, int line, std::string_view where, std::string_view words) {
    std::string text = line > 0 ? fmt::format("{}:{}: ", file_, line) : file_ + ": ";
    if (!where.empty()) text += fmt::format("{}: ", where);
    if (!is_error) text += "warning: ";
    text += words;
    if (is_error) ++error_count_;
    if (found_.size() < limit::findings_max) found_.push_back({is_error, line, std::move(text)});
}

void Findings::as_written(int line, std::string text) {
    ++error_count_;
    found_.push_back({true, line, std::move(text)});
}

void Findings::absorb(Findings&& others) {
    error_count_ += others.error_count_;
    std::ranges::move(others.found_, std::back_inserter(found_));
}

std::vector<Finding> Findings::take() {
    std::ranges::stable_sort(found_, {}, &Finding::line);
    return std::move(found_);
}

std::string shown(std::string_view text) {
    constexpr std::size_t shown_bytes_max = 80;
    const std::string_view cut = cut_at_character(text, shown_bytes_max);
    return fmt::format("\"{}{}\"", visible(cut), cut.size() < text.size() ? "…" : "");
}

std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& known) {
    const std::string_view best = nearest(word, known);
    return best.empty() ? "" : fmt::format(" did you mean \"{}\"?", best);
}

std::string hint(std::string_view word, std::vector<std::string_view> known, std::string_view title) {
    constexpr std::size_t listed_max = 60;
    if (known.empty()) return fmt::format("; {}: none", title);
    std::ranges::sort(known);
    const std::string guess = did_you_mean(word, known);
    const bool cut = known.size() > listed_max;
    if (cut) known.resize(listed_max);
    return fmt::format(";{} {}: {}{}", guess, title, fmt::join(known, ", "), cut ? ", …" : "");
}

} // namespace settled::config
