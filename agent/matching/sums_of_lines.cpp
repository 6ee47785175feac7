#include "matching/sums_of_lines.hpp"

#include "matching/combinations.hpp"
#include "matching/limits.hpp"

#include <algorithm>

namespace settled::matching::two_sided {
namespace {

constexpr std::int64_t accidents_per_million_max = 20'000; // as for payments without numbers

std::int64_t size_of(std::int64_t amount) { return amount == INT64_MIN ? INT64_MAX : amount < 0 ? -amount : amount; }

std::vector<Dated> free_by_day(const Side& side) {
    std::vector<Dated> found;
    for (const std::uint32_t line : side.order)
        if (side.free[line] && !side[line].date.none()) found.push_back({line, side.day[line]});
    return found;
}

class Search {
  public:
    Search(const Sides& sides, bool target_on_left, int days_max)
        : own_(target_on_left ? sides.left : sides.right), other_(target_on_left ? sides.right : sides.left),
          target_on_left_(target_on_left), days_max_(days_max), candidates_(free_by_day(other_)) {}

    void run(std::vector<SumOfLines>& found) const {
        for (const Dated& target : free_by_day(own_)) {
            Combination sum = combine(parts_for(target), size_of(own_[target.line].amount), 2, limits::items_in_combination);
            if (sum.unique() && sum.accidents_per_million <= accidents_per_million_max)
                found.push_back({target_on_left_, target.line, std::move(sum.items)});
        }
    }

  private:
    bool may_be_part(std::uint32_t target, std::uint32_t part) const {
        const Line& whole = own_[target];
        const Line& line = other_[part];
        if (line.currency != whole.currency || line.amount == 0 || (line.amount > 0) != (whole.amount > 0) ||
            size_of(line.amount) >= size_of(whole.amount))
            return false;
        const bool other_firm = own_.counterpart[target] != no_key && other_.counterpart[part] != no_key &&
                                own_.counterpart[target] != other_.counterpart[part];
        return !other_firm && numbers_allow(own_, target, other_, part);
    }

    std::vector<Summand> parts_for(const Dated& target) const {
        std::vector<Summand> parts;
        auto at = std::ranges::lower_bound(candidates_, target.day - days_max_, {}, &Dated::day);
        for (; at != candidates_.end() && at->day <= target.day + days_max_; ++at) {
            if (!may_be_part(target.line, at->line)) continue;
            if (parts.size() == limits::items_to_combine) return {}; // too many sums to believe one
            parts.push_back({at->line, size_of(other_[at->line].amount)});
        }
        return parts;
    }

    const Side& own_;
    const Side& other_;
    bool target_on_left_;
    int days_max_;
    std::vector<Dated> candidates_;
};

} // namespace

SumsFound sums_of_lines(const Sides& sides, int days_max) {
    SumsFound found;
    const auto open = std::ranges::count(sides.left.free, true) + std::ranges::count(sides.right.free, true);
    if (open > static_cast<std::ptrdiff_t>(lines_open_for_sums)) {
        found.too_many = true;
        return found;
    }
    std::vector<SumOfLines> proposed;
    Search(sides, true, days_max).run(proposed);
    Search(sides, false, days_max).run(proposed);
    std::vector<int> wants_left(sides.left.lines.size()), wants_right(sides.right.lines.size());
    const auto each_line = [&](const SumOfLines& sum, const auto& visit) {
        visit((sum.target_on_left ? wants_left : wants_right)[sum.target]);
        for (const std::uint32_t part : sum.parts) visit((sum.target_on_left ? wants_right : wants_left)[part]);
    };
    for (const SumOfLines& sum : proposed) each_line(sum, [](int& wants) { ++wants; });
    for (SumOfLines& sum : proposed) {
        bool alone = true;
        each_line(sum, [&](int wants) { alone = alone && wants == 1; });
        if (alone) found.sums.push_back(std::move(sum));
    }
    return found;
}

} // namespace settled::matching::two_sided
