#include "matching/two_sided_lines.hpp"

#include "matching/fold.hpp"
#include "matching/line_keys.hpp"
#include "matching/names.hpp"

#include <settled/text.hpp>

#include <array>
#include <map>
#include <numeric>
#include <unordered_map>

namespace settled::matching::two_sided {
namespace {

std::string firm_key(std::string_view written) { return std::string(firm_name(written).bare()); }
std::string text_key(std::string_view written) { return fold(fold_blanks(written)); }

// One kind of key for both sides: the number of its spelling among all spellings in order.
class Keys {
  public:
    using Spell = std::string (*)(std::string_view);
    explicit Keys(Spell spell) : spell_(spell) {}

    void note(std::string_view written) {
        if (!trim(written).empty()) spellings_.try_emplace(written);
    }
    std::vector<std::string> number_all() {
        std::map<std::string, int> numbers;
        for (auto& [written, known] : spellings_) numbers.try_emplace(known.key = spell_(written));
        numbers.erase("");
        std::vector<std::string> all;
        for (auto& [key, number] : numbers) {
            number = static_cast<int>(all.size());
            all.push_back(key);
        }
        for (auto& [written, known] : spellings_) known.number = known.key.empty() ? no_key : numbers.at(known.key);
        return all;
    }
    int of(std::string_view written) const {
        const auto hit = spellings_.find(written);
        return hit == spellings_.end() ? no_key : hit->second.number;
    }

  private:
    struct Known {
        std::string key;
        int number = no_key;
    };
    Spell spell_;
    std::unordered_map<std::string_view, Known> spellings_;
};

int day_of(const Line& line) { return line.date.none() ? 0 : static_cast<int>(line.date.days().time_since_epoch().count()); }

Side side_of(std::span<const Line> lines, const Keys& numbers, const Keys& texts, const Keys& counterparts) {
    Side side;
    side.lines = lines;
    side.order.resize(lines.size());
    std::iota(side.order.begin(), side.order.end(), 0U);
    const auto said = [&](std::uint32_t line) {
        const Line& one = lines[line];
        return std::tie(one.date, one.currency, one.amount, one.reference, one.text, one.counterpart);
    };
    std::ranges::sort(side.order, [&](std::uint32_t one, std::uint32_t other) {
        return std::tuple_cat(said(one), std::tuple(one)) < std::tuple_cat(said(other), std::tuple(other));
    });
    for (const Line& line : lines) {
        side.number.push_back(numbers.of(line.reference));
        side.text.push_back(texts.of(line.text));
        side.counterpart.push_back(counterparts.of(line.counterpart));
        side.day.push_back(day_of(line));
    }
    side.free.assign(lines.size(), true);
    side.bound.assign(lines.size(), false);
    return side;
}

std::vector<bool> numbers_on(const Side& side, std::size_t count) {
    std::vector<bool> there(count, false);
    for (const int number : side.number)
        if (number != no_key) there[static_cast<std::size_t>(number)] = true;
    return there;
}

// Of the side with fewer numbered lines of that sign: do most of their numbers stand on the other side?
bool mostly_shared(const Side& left, const std::vector<bool>& on_left, const Side& right, const std::vector<bool>& on_right,
                   bool positive) {
    struct Count {
        std::int64_t all = 0, shared = 0;
    };
    const auto count = [&](const Side& side, const std::vector<bool>& there) {
        Count made;
        for (std::size_t line = 0; line < side.lines.size(); ++line) {
            if (side.number[line] == no_key || (side.lines[line].amount > 0) != positive) continue;
            ++made.all;
            made.shared += there[static_cast<std::size_t>(side.number[line])] ? 1 : 0;
        }
        return made;
    };
    const Count of_left = count(left, on_right), of_right = count(right, on_left);
    const Count& smaller = of_left.all < of_right.all ? of_left : of_right;
    const Count& other = of_left.all < of_right.all ? of_right : of_left;
    // Of equally many, either will do: the answer must not depend on which side is called left.
    const bool equal = smaller.all == other.all;
    return 2 * (equal ? std::max(smaller.shared, other.shared) : smaller.shared) > smaller.all;
}

} // namespace

Sides::Sides(std::span<const Line> left_lines, std::span<const Line> right_lines) {
    Keys number(number_key), text(text_key), counterpart(firm_key);
    for (const auto& lines : {left_lines, right_lines})
        for (const Line& line : lines) number.note(line.reference), text.note(line.text), counterpart.note(line.counterpart);
    numbers = number.number_all();
    text.number_all();
    counterpart.number_all();
    left = side_of(left_lines, number, text, counterpart);
    right = side_of(right_lines, number, text, counterpart);
    on_left = numbers_on(left, numbers.size());
    on_right = numbers_on(right, numbers.size());
    const std::array<bool, 2> shared = {mostly_shared(left, on_left, right, on_right, false),
                                        mostly_shared(left, on_left, right, on_right, true)};
    const auto bind = [&](Side& side, const std::vector<bool>& on_other) {
        for (std::size_t line = 0; line < side.lines.size(); ++line)
            side.bound[line] = side.number[line] != no_key && (shared[side.lines[line].amount > 0 ? 1 : 0] ||
                                                               on_other[static_cast<std::size_t>(side.number[line])]);
    };
    bind(left, on_right);
    bind(right, on_left);
}

int Sides::find_number(std::string_view key) const {
    const auto hit = std::ranges::lower_bound(numbers, key);
    return hit == numbers.end() || *hit != key ? no_key : static_cast<int>(hit - numbers.begin());
}

bool numbers_allow(const Side& left, std::uint32_t one, const Side& right, std::uint32_t other) {
    if (left.number[one] == right.number[other] || left.number[one] == no_key || right.number[other] == no_key) return true;
    return !left.bound[one] && !right.bound[other];
}

} // namespace settled::matching::two_sided
