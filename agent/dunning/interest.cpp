#include "dunning/interest.hpp"

#include <algorithm>
#include <limits>
#include <optional>

namespace settled::dunning {
namespace {

__extension__ using Wide = __int128; // principal (63 bits) × rate (28 bits) × days (16 bits)

std::unexpected<Error> not_covered(const InterestRule& rule, Date day) {
    return fail(SETTLED_BAD_DATA, "interest " + rule.name + ": the table of rates does not cover " + day.iso() +
                                      (rule.known_until ? " (it ends on " + rule.known_until.iso() + ")" : "") +
                                      "; add the published rate to config/interest/" + rule.name + ".toml");
}

class Reckoning {
  public:
    Reckoning(const InterestRule& rule, const InterestClaim& claim) : rule_(rule), claim_(claim) {}

    Result<Interest> run() {
        Interest made;
        made.interest = {0, claim_.open.currency};
        made.fixed_sum = {0, claim_.open.currency};
        const Date first = claim_.due.plus_days(1);
        if (!claim_.due || claim_.until < first) return made;
        std::int64_t principal = claim_.open.minor_units;
        std::vector<InterestPayment> payments = claim_.payments;
        std::erase_if(payments, [&](const InterestPayment& payment) { return payment.on < first; });
        std::ranges::stable_sort(payments, {}, &InterestPayment::on);
        for (const InterestPayment& payment : payments) principal += payment.amount;
        if (principal <= 0) return made;

        Wide sum = 0; // in minor units × millionths of a percent × days
        auto next_payment = payments.begin();
        for (Date day = first; day <= claim_.until;) {
            // The day of a payment still bears interest on what it paid; the day after does not.
            while (next_payment != payments.end() && next_payment->on < day) principal -= (next_payment++)->amount;
            const std::optional<Rate> rate = rate_on(day);
            if (!rate) return not_covered(rule_, day);
            Date last = claim_.until;
            if (next_payment != payments.end()) last = std::min(last, next_payment->on);
            if (rule_.rule == RateRule::of_the_day) last = std::min(last, last_day_of_rate(day));
            if (last > rule_.known_until && rule_.rule == RateRule::of_the_day)
                return not_covered(rule_, rule_.known_until.plus_days(1));
            const int days = days_between(day, last) + 1;
            if (principal > 0) {
                made.periods.push_back({day, last, principal, *rate, days});
                sum += static_cast<Wide>(principal) * *rate * days;
            }
            day = last.plus_days(1);
        }
        const Wide divisor = static_cast<Wide>(100) * percent * rule_.day_base;
        const Wide rounded = (sum + divisor / 2) / divisor;
        if (rounded > std::numeric_limits<std::int64_t>::max())
            return fail(SETTLED_BAD_DATA,
                        "interest " + rule_.name + ": the sum does not fit 64 bits; look at the item's amount and dates");
        made.interest.minor_units = static_cast<std::int64_t>(rounded);
        if (const auto fixed = rule_.fixed_sum.find(claim_.open.currency); fixed != rule_.fixed_sum.end())
            made.fixed_sum.minor_units = fixed->second;
        return made;
    }

  private:
    std::optional<Rate> base_on(Date day) const {
        if (!day || day > rule_.known_until) return std::nullopt;
        const auto after = rule_.rates.upper_bound(day);
        return after == rule_.rates.begin() ? std::nullopt : std::optional(std::prev(after)->second);
    }

    std::optional<Rate> rate_on(Date day) const {
        const Date counts = rule_.rule == RateRule::of_the_day       ? day
                            : rule_.rule == RateRule::of_the_default ? claim_.due.plus_days(1)
                                                                     : claim_.document;
        const auto base = base_on(counts);
        if (!base) return std::nullopt;
        // Negative base rates counted (EU and Germany 2016 to 2022); a rate below zero is none.
        return std::max<Rate>(*base * rule_.times_percent / 100 + rule_.points, 0);
    }

    Date last_day_of_rate(Date day) const {
        const auto next = rule_.rates.upper_bound(day);
        return next == rule_.rates.end() ? claim_.until : next->first.plus_days(-1);
    }

    const InterestRule& rule_;
    const InterestClaim& claim_;
};

} // namespace

Result<Interest> interest(const InterestRule& rule, const InterestClaim& claim) { return Reckoning(rule, claim).run(); }

std::string rate_text(Rate rate) {
    std::string digits = std::to_string(rate % percent);
    digits.insert(0, 6 - digits.size(), '0');
    while (digits.size() > 2 && digits.back() == '0') digits.pop_back();
    return std::to_string(rate / percent) + '.' + digits;
}

} // namespace settled::dunning
