#include "letters/interest_values.hpp"

#include "render/locale.hpp"

#include <settled/text.hpp>

namespace settled::letters {
namespace {

using render::Values;

constexpr std::size_t reckonings_max = 40; // of one letter; beyond them the sum is shown without them

Result<dunning::Interest> interest_of(const ReminderInput& input, const dunning::PlannedItem& planned) {
    const ledger::ItemRow& item = input.book->items[planned.item];
    return dunning::interest(*input.interest, {{planned.open, item.currency}, item.document_date, planned.due, input.today, {}});
}

std::string law_in(const dunning::InterestRule& rule, const std::string& language) {
    for (const std::string& wanted : {language, std::string("en")})
        if (const auto hit = rule.law_in.find(wanted); hit != rule.law_in.end()) return hit->second;
    return rule.law_in.empty() ? rule.name : rule.law_in.begin()->second;
}

} // namespace

std::string why_no_interest(const ReminderInput& input) {
    if (!input.interest) return {};
    for (const dunning::PlannedItem& planned : input.message->items)
        if (planned.days_overdue > 0)
            if (const auto told = interest_of(input, planned); !told) return told.error().message;
    return {};
}

std::vector<Values> interest_values(const ReminderInput& input) {
    if (!input.interest || !why_no_interest(input).empty()) return {};
    const std::string& language = input.message->language;
    std::vector<Values> shown;
    for (const Money& total : input.message->totals) {
        std::int64_t interest = 0, fixed = 0, principal = 0;
        std::vector<Values> rows;
        for (const dunning::PlannedItem& planned : input.message->items) {
            const ledger::ItemRow& item = input.book->items[planned.item];
            if (item.currency != total.currency || planned.days_overdue <= 0) continue;
            const auto told = interest_of(input, planned);
            interest += told->interest.minor_units, fixed += told->fixed_sum.minor_units, principal += planned.open;
            const std::string_view number = (*input.book)[item.document_number.empty() ? item.id : item.document_number];
            for (const dunning::InterestPeriod& period : told->periods)
                rows.push_back({{"number", fold_blanks(number)},
                                {"principal", render::amount_text({period.principal, item.currency}, language)},
                                {"rate", dunning::rate_text(period.rate)},
                                {"days", std::to_string(period.days)},
                                {"day_base", std::to_string(input.interest->day_base)},
                                {"from", render::date_text(period.first, language)},
                                {"to", render::date_text(period.last, language)}});
        }
        if (interest == 0 && fixed == 0) continue;
        if (rows.size() > reckonings_max) rows.clear();
        const auto money = [&](std::int64_t amount) { return render::money_text({amount, total.currency}, language); };
        shown.push_back({{"law", law_in(*input.interest, language)},
                         {"interest_sum", money(interest)},
                         {"fixed_sum", fixed > 0 ? money(fixed) : std::string()},
                         {"claim_total", money(principal + interest + fixed)},
                         {"reckoning", std::move(rows)}});
    }
    return shown;
}

} // namespace settled::letters
