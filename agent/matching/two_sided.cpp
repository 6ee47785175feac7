#include "matching/two_sided.hpp"

#include "matching/line_keys.hpp"
#include "matching/sums_of_lines.hpp"
#include "matching/two_sided_lines.hpp"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

namespace settled::matching::two_sided {
namespace {

constexpr int any_days = std::numeric_limits<int>::max();

std::optional<std::int64_t> sum_of(const Side& side, const std::vector<Dated>& lines) {
    std::optional<std::int64_t> sum = 0;
    for (const Dated& dated : lines)
        if (sum) sum = checked_add(*sum, side[dated.line].amount);
    return sum;
}

std::vector<std::uint32_t> lines_of(const std::vector<Dated>& dated) {
    std::vector<std::uint32_t> lines;
    for (const Dated& one : dated) lines.push_back(one.line);
    return lines;
}

class Comparison {
  public:
    Comparison(std::span<const Line> left, std::span<const Line> right, const Rules& rules)
        : sides_(left, right), rules_(rules) {}

    Outcome run() {
        by_number();
        by_number_in_text();
        by_sum_of_number();
        by_amount();
        if (rules_.sums) by_sums();
        by_number_with_other_amount();
        finish();
        return std::move(outcome_);
    }

  private:
    using OptionalNumberKey = std::optional<std::tuple<Currency, int, std::int64_t>>;

    void pair(std::vector<std::uint32_t> left, std::vector<std::uint32_t> right, How how, std::int64_t difference = 0) {
        for (const std::uint32_t line : left) sides_.left.free[line] = false;
        for (const std::uint32_t line : right) sides_.right.free[line] = false;
        std::ranges::sort(left);
        std::ranges::sort(right);
        outcome_.pairs.push_back({std::move(left), std::move(right), how, difference});
    }

    void pair_nearest(const std::vector<Dated>& left, const std::vector<Dated>& right, int days_max, How how) {
        for (const auto& [one, other] : nearest_pairs(left, right, days_max)) pair({one}, {other}, how);
    }

    void by_number() {
        const auto key = [](const Side& side, std::uint32_t line) -> OptionalNumberKey {
            if (side.number[line] == no_key) return std::nullopt;
            return std::tuple(side[line].currency, side.number[line], side[line].amount);
        };
        each_group(sides_, key, [&](const Group& group) { pair_nearest(group.left, group.right, any_days, How::number); });
    }

    using NumberedAmount = std::tuple<Currency, int, std::int64_t>;
    using NumberedLines = std::map<NumberedAmount, std::vector<std::uint32_t>>;

    static NumberedLines free_numbered(const Side& side) {
        NumberedLines found;
        for (const std::uint32_t line : side.order)
            if (side.free[line] && side.number[line] != no_key)
                found[{side[line].currency, side.number[line], side[line].amount}].push_back(line);
        return found;
    }

    // A text counts only where it leads to one number of the other side with its amount: one that quotes two is no proof.
    std::vector<int> quoted_numbers(const Side& quoting, const NumberedLines& named) const {
        std::vector<int> quoted(quoting.lines.size(), no_key);
        if (named.empty()) return quoted;
        for (std::uint32_t line = 0; line < quoting.lines.size(); ++line) {
            if (!quoting.free[line] || quoting.bound[line]) continue;
            for (const std::string& written : quoted_keys(quoting[line].text)) {
                const int number = sides_.find_number(written);
                if (number == no_key || !named.contains({quoting[line].currency, number, quoting[line].amount})) continue;
                if (quoted[line] != no_key) {
                    quoted[line] = no_key;
                    break;
                }
                quoted[line] = number;
            }
        }
        return quoted;
    }

    // First lines without a number of their own; then, of those with one, where nothing else could be meant.
    void by_number_in_text() {
        const NumberedLines named_left = free_numbered(sides_.left), named_right = free_numbered(sides_.right);
        const std::vector<int> of_left = quoted_numbers(sides_.left, named_right);
        const std::vector<int> of_right = quoted_numbers(sides_.right, named_left);
        for (const bool left_quotes : {true, false}) {
            const auto key = [&](const Side& side, std::uint32_t line) -> OptionalNumberKey {
                const bool quotes = (&side == &sides_.left) == left_quotes;
                if (quotes && side.number[line] != no_key) return std::nullopt;
                const int number = quotes ? (left_quotes ? of_left : of_right)[line] : side.number[line];
                if (number == no_key) return std::nullopt;
                return std::tuple(side[line].currency, number, side[line].amount);
            };
            each_group(sides_, key,
                       [&](const Group& group) { pair_nearest(group.left, group.right, any_days, How::number_in_text); });
        }
        std::set<std::pair<std::uint32_t, std::uint32_t>> edges;
        const auto collect = [&](const Side& quoting, const std::vector<int>& quoted, const Side& other,
                                 const NumberedLines& named, bool left_quotes) {
            for (std::uint32_t line = 0; line < quoting.lines.size(); ++line) {
                if (!quoting.free[line] || quoted[line] == no_key) continue;
                const auto& partners = named.at({quoting[line].currency, quoted[line], quoting[line].amount});
                if (partners.size() > equal_lines_looked_at) continue;
                for (const std::uint32_t partner : partners)
                    if (other.free[partner]) edges.insert(left_quotes ? std::pair(line, partner) : std::pair(partner, line));
            }
        };
        collect(sides_.left, of_left, sides_.right, named_right, true);
        collect(sides_.right, of_right, sides_.left, named_left, false);
        std::map<std::uint32_t, int> left_degree, right_degree;
        for (const auto& [left, right] : edges) ++left_degree[left], ++right_degree[right];
        for (const auto& [left, right] : edges)
            if (left_degree[left] == 1 && right_degree[right] == 1) pair({left}, {right}, How::number_in_text);
    }

    void by_sum_of_number() {
        const auto key = [](const Side& side, std::uint32_t line) -> std::optional<std::tuple<Currency, int>> {
            if (side.number[line] == no_key) return std::nullopt;
            return std::tuple(side[line].currency, side.number[line]);
        };
        each_group(sides_, key, [&](const Group& group) {
            const auto left = sum_of(sides_.left, group.left), right = sum_of(sides_.right, group.right);
            if (left && left == right) pair(lines_of(group.left), lines_of(group.right), How::sum_of_number);
        });
    }

    // What the other side may pair with, in turns: like with like first, then where one side says less.
    void by_amount() {
        by_amount_and([](const Side& side, std::uint32_t line) { return side.text[line]; });
        by_amount_and([](const Side& side, std::uint32_t line) { return side.counterpart[line]; });
        const auto key = [](const Side& side, std::uint32_t line) -> std::optional<std::tuple<Currency, std::int64_t>> {
            if (side[line].date.none()) return std::nullopt;
            return std::tuple(side[line].currency, side[line].amount);
        };
        each_group(sides_, key, [&](const Group& group) {
            in_turns(group, [](const Side& side, std::uint32_t line) { return side.counterpart[line] == no_key; });
            alone_in_their_days(group);
        });
    }

    template <class SecondKey> void by_amount_and(const SecondKey& second) {
        using Key = std::tuple<Currency, std::int64_t, int>;
        const auto key = [&](const Side& side, std::uint32_t line) -> std::optional<Key> {
            if (side[line].date.none() || second(side, line) == no_key) return std::nullopt;
            return std::tuple(side[line].currency, side[line].amount, second(side, line));
        };
        each_group(sides_, key, [&](const Group& group) { by_numbers_allowed(group.left, group.right); });
    }

    // Of a group of one amount: a line that names nobody may be anybody's.
    template <class SaysNothing> void in_turns(const Group& group, const SaysNothing& says_nothing) {
        const auto silent = [&](const Side& side, const std::vector<Dated>& lines) {
            std::vector<Dated> found;
            std::ranges::copy_if(lines, std::back_inserter(found),
                                 [&](const Dated& dated) { return says_nothing(side, dated.line); });
            return found;
        };
        const std::vector<Dated> left = silent(sides_.left, group.left), right = silent(sides_.right, group.right);
        by_numbers_allowed(left, right);
        by_numbers_allowed(left, group.right);
        by_numbers_allowed(group.left, right);
    }

    enum class Numbers { none, loose, bound };
    static bool has(const Side& side, std::uint32_t line, Numbers wanted) {
        const Numbers is = side.number[line] == no_key ? Numbers::none : side.bound[line] ? Numbers::bound : Numbers::loose;
        return wanted == Numbers::loose ? is != Numbers::bound : is == wanted;
    }
    static std::vector<Dated> free_with(const Side& side, const std::vector<Dated>& lines, Numbers wanted) {
        std::vector<Dated> found;
        std::ranges::copy_if(lines, std::back_inserter(found),
                             [&](const Dated& dated) { return side.free[dated.line] && has(side, dated.line, wanted); });
        return found;
    }

    void by_numbers_allowed(const std::vector<Dated>& left, const std::vector<Dated>& right) {
        for (const auto& [of_left, of_right] :
             {std::pair(Numbers::loose, Numbers::loose), {Numbers::bound, Numbers::none}, {Numbers::none, Numbers::bound}})
            pair_nearest(free_with(sides_.left, left, of_left), free_with(sides_.right, right, of_right), rules_.days_max,
                         How::amount);
    }

    // Two lines of one amount whose names differ: one on each side within the window, and none besides.
    void alone_in_their_days(const Group& group) {
        struct Place {
            Dated dated;
            bool on_right;
        };
        std::vector<Place> places;
        for (const Dated& dated : group.left)
            if (sides_.left.free[dated.line]) places.push_back({dated, false});
        for (const Dated& dated : group.right)
            if (sides_.right.free[dated.line]) places.push_back({dated, true});
        std::ranges::stable_sort(places, {}, [](const Place& place) { return place.dated.day; });
        const auto near = [&](std::size_t i) { return places[i + 1].dated.day - places[i].dated.day <= rules_.days_max; };
        for (std::size_t from = 0, to = 0; from < places.size(); from = to) {
            to = from + 1;
            while (to < places.size() && near(to - 1)) ++to;
            if (to - from != 2 || places[from].on_right == places[from + 1].on_right) continue;
            const std::uint32_t left = places[places[from].on_right ? from + 1 : from].dated.line;
            const std::uint32_t right = places[places[from].on_right ? from : from + 1].dated.line;
            if (numbers_allow(sides_.left, left, sides_.right, right)) pair({left}, {right}, How::amount);
        }
    }

    void by_sums() {
        for (int round = 0; round < rounds_of_sums; ++round) {
            const SumsFound found = sums_of_lines(sides_, rules_.days_max);
            outcome_.sums_not_searched = found.too_many;
            for (const SumOfLines& sum : found.sums) {
                if (sum.target_on_left)
                    pair({sum.target}, sum.parts, How::sum);
                else
                    pair(sum.parts, {sum.target}, How::sum);
            }
            if (found.sums.empty()) return;
        }
    }

    void by_number_with_other_amount() {
        const auto key = [](const Side& side, std::uint32_t line) -> std::optional<std::tuple<Currency, int, bool>> {
            if (side.number[line] == no_key) return std::nullopt;
            return std::tuple(side[line].currency, side.number[line], side[line].amount > 0);
        };
        each_group(sides_, key, [&](const Group& group) {
            const auto left = sum_of(sides_.left, group.left), right = sum_of(sides_.right, group.right);
            const auto difference = left && right ? checked_subtract(*left, *right) : std::nullopt;
            if (difference) pair(lines_of(group.left), lines_of(group.right), How::amount_differs, *difference);
        });
    }

    // ---- what is left

    using NumberedAmounts = std::set<std::tuple<Currency, int, std::int64_t>>;
    struct PairedDays {
        int own = 0, partner = 0;
        Date date; // of the own line
    };
    using DaysOfAmounts = std::map<std::tuple<Currency, std::int64_t>, std::vector<PairedDays>>; // by the partner's day

    NumberedAmounts paired_numbers(const Side& side, bool is_left) const {
        NumberedAmounts found;
        for (const Pair& made : outcome_.pairs)
            for (const std::uint32_t line : is_left ? made.left : made.right)
                if (side.number[line] != no_key && made.how != How::amount_differs)
                    found.emplace(side[line].currency, side.number[line], side[line].amount);
        return found;
    }

    DaysOfAmounts paired_amounts(const Side& side, const Side& other, bool is_left) const {
        DaysOfAmounts found;
        for (const Pair& made : outcome_.pairs) {
            if (made.how != How::amount) continue;
            const std::uint32_t own = (is_left ? made.left : made.right).front();
            const std::uint32_t partner = (is_left ? made.right : made.left).front();
            found[{side[own].currency, side[own].amount}].push_back({side.day[own], other.day[partner], side[own].date});
        }
        for (auto& [amount, days] : found)
            std::ranges::sort(days, {}, [](const PairedDays& paired) { return std::tie(paired.partner, paired.own); });
        return found;
    }

    // Could its place be that of a line which was paired, the partner being just as near?
    void look_for_others(Open& open, const Side& side, const DaysOfAmounts& paired) const {
        const auto hit = paired.find({side[open.line].currency, side[open.line].amount});
        if (hit == paired.end() || open.since.none()) return;
        const int day = side.day[open.line];
        auto at = std::ranges::lower_bound(hit->second, day - rules_.days_max, {}, &PairedDays::partner);
        for (std::size_t looked = 0; at != hit->second.end() && looked < equal_lines_looked_at; ++at, ++looked) {
            if (at->partner > day + rules_.days_max) return;
            if (std::abs(at->partner - day) > std::abs(at->partner - at->own)) continue;
            open.one_of_several = true;
            open.since = std::min(open.since, at->date);
        }
    }

    std::vector<Open> open_lines(const Side& side, const Side& other, bool is_left) const {
        const NumberedAmounts numbers = paired_numbers(side, is_left);
        const DaysOfAmounts amounts = paired_amounts(side, other, is_left);
        std::vector<Open> left_over;
        for (std::uint32_t line = 0; line < side.lines.size(); ++line) {
            if (!side.free[line]) continue;
            Open open{line, false, false, side[line].date};
            open.twice =
                side.number[line] != no_key && numbers.contains({side[line].currency, side.number[line], side[line].amount});
            look_for_others(open, side, amounts);
            left_over.push_back(open);
        }
        return left_over;
    }

    void finish() {
        outcome_.left = open_lines(sides_.left, sides_.right, true);
        outcome_.right = open_lines(sides_.right, sides_.left, false);
        std::ranges::sort(outcome_.pairs, {}, [](const Pair& made) { return std::tie(made.left, made.right); });
    }

    Sides sides_;
    const Rules& rules_;
    Outcome outcome_;
};

} // namespace

Outcome compare(std::span<const Line> left, std::span<const Line> right, const Rules& rules) {
    return Comparison(left, right, rules).run();
}

} // namespace settled::matching::two_sided
