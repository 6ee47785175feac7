#include "matching/combinations.hpp"

#include "matching/limits.hpp"

#include <algorithm>
#include <numeric>

namespace settled::matching {
namespace {

constexpr std::int64_t solutions_counted = 3;
constexpr std::int64_t near_share = 64; // sums within target / 64 count as near

class Search {
  public:
    Search(std::span<const Summand> summands, std::int64_t target, std::size_t size_min, std::size_t size_max, Alike alike)
        : summands_(summands.begin(), summands.end()), target_(target), near_(std::max<std::int64_t>(target / near_share, 1)),
          size_min_(size_min), size_max_(size_max), alike_(alike) {
        std::ranges::stable_sort(summands_, std::greater<>{}, &Summand::amount);
        std::erase_if(summands_, [&](const Summand& summand) { return summand.amount <= 0 || summand.amount > target_ + near_; });
        rest_.assign(summands_.size() + 1, 0);
        for (std::size_t i = summands_.size(); i-- > 0;) {
            // Sums far beyond the target need not be exact, only large.
            rest_[i] = std::min(rest_[i + 1], INT64_MAX / 2) + std::min(summands_[i].amount, INT64_MAX / 4);
            grain_ = std::gcd(grain_, summands_[i].amount);
        }
        grain_ = std::max<std::int64_t>(std::gcd(grain_, target_), 1);
    }

    Combination run() {
        descend(0, 0);
        Combination found;
        found.solutions = solutions_;
        found.exhausted = steps_ >= limits::combination_steps;
        found.items = std::move(first_);
        found.others = std::move(others_);
        // Amounts that are all multiples of one sum hit each other that much more often.
        const std::int64_t others = std::max<std::int64_t>(near_hits_ - solutions_, 0);
        const std::int64_t places = std::max<std::int64_t>((2 * near_ + 1) / grain_, 1);
        found.accidents_per_million = others * 1'000'000 / places; // at most limits::combination_steps × 10⁶
        return found;
    }

  private:
    void descend(std::size_t from, std::int64_t sum) {
        if (++steps_ >= limits::combination_steps || solutions_ >= solutions_counted) return;
        if (chosen_.size() >= size_min_ && sum >= target_ - near_) note(sum);
        if (chosen_.size() >= size_max_) return;
        for (std::size_t i = from; i < summands_.size(); ++i) {
            if (sum + rest_[i] < target_ - near_) return;
            if (summands_[i].amount > target_ + near_ - sum) continue;
            if (alike_ == Alike::one && i > from && summands_[i].amount == summands_[i - 1].amount) continue;
            chosen_.push_back(summands_[i].item);
            descend(i + 1, sum + summands_[i].amount);
            chosen_.pop_back();
        }
    }

    void note(std::int64_t sum) {
        ++near_hits_;
        if (sum != target_) return;
        ++solutions_;
        std::vector<ledger::Row>& kept = solutions_ == 1 ? first_ : others_.emplace_back();
        kept = chosen_;
        std::ranges::sort(kept);
    }

    std::vector<Summand> summands_;
    std::int64_t target_, near_, grain_ = 0;
    std::size_t size_min_, size_max_;
    Alike alike_;
    std::vector<std::int64_t> rest_; // sum of the summands from here on
    std::vector<ledger::Row> chosen_, first_;
    std::vector<std::vector<ledger::Row>> others_;
    std::int64_t steps_ = 0, solutions_ = 0, near_hits_ = 0;
};

} // namespace

Combination combine(std::span<const Summand> summands, std::int64_t target, std::size_t size_min, std::size_t size_max,
                    Alike alike) {
    if (target <= 0 || target > INT64_MAX / 4 || size_min > size_max || summands.size() > limits::items_to_combine) return {};
    return Search(summands, target, std::max<std::size_t>(size_min, 1), size_max, alike).run();
}

} // namespace settled::matching
