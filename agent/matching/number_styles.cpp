#include "matching/number_styles.hpp"

#include "matching/fold.hpp"
#include "matching/limits.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace settled::matching {
namespace {

constexpr std::size_t weak_digits_max = 6;
constexpr std::size_t signs_min = 3; // shorter numbers are never looked up
constexpr std::size_t digits_alone_min = 4;

// Where one piece ends and the next begins, as bits of positions among the signs of the run.
std::uint64_t joints(const Pieces& pieces, std::size_t first, std::size_t count) {
    std::uint64_t bits = 0;
    for (std::size_t i = first + 1; i < first + count; ++i)
        if (const std::uint32_t at = pieces.all[i].begin - pieces.all[first].begin; at < 64) bits |= std::uint64_t{1} << at;
    return bits;
}

bool has_shape(std::string_view signs, std::string_view shape) {
    return std::ranges::equal(signs, shape, [](char sign, char outline) { return (is_digit(sign) ? '9' : sign) == outline; });
}

} // namespace

bool worth_looking_up(std::string_view signs) {
    return signs.size() >= signs_min && signs.size() <= limits::signs_in_number && has_digit(signs) &&
           (signs.size() >= digits_alone_min || !all_digits(signs));
}

bool is_weak_number(std::string_view signs) { return signs.size() <= weak_digits_max && all_digits(signs); }

void NumberStyles::learn(const Pieces& number) {
    if (!worth_looking_up(number.signs)) return;
    begins_ |= std::uint64_t{1} << (static_cast<unsigned char>(number.signs.front()) % 64U);
    if (last_ == nullptr || !has_shape(number.signs, last_->first)) last_ = &*styles_.try_emplace(shape(number.signs)).first;
    last_->second.joints |= joints(number, 0, number.size());
    ++last_->second.numbers;
}

void NumberStyles::keep_frequent() {
    last_ = nullptr;
    if (styles_.size() <= limits::house_styles) return;
    std::erase_if(styles_, [](const auto& style) { return style.second.numbers < 2; });
    if (styles_.size() <= limits::house_styles) return;
    std::vector<std::pair<std::size_t, std::string>> by_frequency;
    for (const auto& [outline, style] : styles_) by_frequency.emplace_back(style.numbers, outline);
    std::ranges::sort(by_frequency,
                      [](const auto& a, const auto& b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
    for (std::size_t i = limits::house_styles; i < by_frequency.size(); ++i) styles_.erase(by_frequency[i].second);
}

bool NumberStyles::fits(std::string_view signs) const { return !is_weak_number(signs) && styles_.contains(shape(signs)); }

bool NumberStyles::fits(const Pieces& pieces, std::size_t first, std::size_t count) const {
    const std::string_view signs = pieces.joined(first, count);
    if (is_weak_number(signs)) return false;
    const auto style = styles_.find(shape(signs));
    return style != styles_.end() && (joints(pieces, first, count) & ~style->second.joints) == 0;
}

bool NumberStyles::fits_cut_short(std::string_view signs) const {
    const auto letters = static_cast<std::size_t>(std::ranges::find_if(signs, is_digit) - signs.begin());
    if (letters < 2 || signs.size() < letters + 2) return false;
    return std::ranges::any_of(styles_, [&](const auto& style) {
        return style.first.size() >= signs.size() && has_shape(signs, std::string_view(style.first).substr(0, signs.size()));
    });
}

} // namespace settled::matching
