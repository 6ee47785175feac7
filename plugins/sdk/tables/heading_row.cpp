#include <tables/heading_row.hpp>

#include <learning/heading_words.hpp>

#include <algorithm>
#include <map>

namespace settled::tables {
namespace {

std::string_view cell_of(const HeadRow& row, std::size_t column) {
    return column < row.cells.size() ? std::string_view(row.cells[column]) : std::string_view();
}

// "单 据 号" is 单据号: people set headings wide by blanks. Between Latin words the blank stays.
std::string tight(std::string_view text) {
    std::string made;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool blank = text[at] == ' ';
        const bool wide_before = at > 0 && static_cast<unsigned char>(text[at - 1]) >= 0x80;
        const bool wide_behind = at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) >= 0x80;
        const bool doubled = blank && !made.empty() && made.back() == ' ';
        if (doubled || (blank && wide_before && (wide_behind || (at + 1 < text.size() && text[at + 1] == ' ')))) continue;
        made += text[at];
    }
    return made;
}

std::size_t only(const std::vector<std::size_t>& found) { return found.size() == 1 ? found.front() : std::string::npos; }

} // namespace

std::vector<std::string> heading_texts(const HeadRow* above, const HeadRow& row) {
    const std::size_t width = std::max(row.cells.size(), above == nullptr ? 0 : above->cells.size());
    std::vector<std::string> texts;
    std::map<std::string, int> times;
    std::string spanning;
    for (std::size_t i = 0; i < width; ++i) {
        const std::string lower = tight(cell_of(row, i));
        std::string text = lower;
        if (above != nullptr) {
            const std::string upper = tight(cell_of(*above, i));
            if (!upper.empty()) spanning = upper;
            if (lower.empty()) spanning.clear(); // a heading of two rows by itself
            text = lower.empty() ? upper : spanning.empty() || spanning == lower ? lower : spanning + "/" + lower;
        }
        if (!text.empty())
            if (const int count = ++times[text]; count > 1) text += "#" + std::to_string(count);
        texts.push_back(std::move(text));
    }
    return texts;
}

std::optional<std::size_t> find_heading(std::span<const std::string> headings, std::string_view wanted) {
    std::vector<std::size_t> exact, folded, lower;
    const std::string tight_wanted = tight(wanted), folded_wanted = learning::folded(wanted);
    for (std::size_t i = 0; i < headings.size(); ++i) {
        const std::string& one = headings[i];
        if (one.empty()) continue;
        if (one == tight_wanted) exact.push_back(i);
        if (!folded_wanted.empty() && learning::folded(one) == folded_wanted) folded.push_back(i);
        const std::size_t slash = one.rfind('/');
        if (slash != one.npos && one.substr(slash + 1) == tight_wanted) lower.push_back(i);
    }
    for (const auto* found : {&exact, &folded, &lower})
        if (!found->empty()) {
            const std::size_t one = only(*found);
            return one == std::string::npos ? std::nullopt : std::optional(one);
        }
    return std::nullopt;
}

} // namespace settled::tables
