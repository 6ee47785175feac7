#include "jobs/asked_people.hpp"

#include "jobs/credit_view.hpp"
#include "jobs/second_person.hpp"

#include <fmt/format.h>

namespace settled::jobs {

using dunning::PlannerInput;
using ledger::no_row;
using ledger::Row;

// Whose word is missing, and whom a decision concerns: a stop of supply is the salesperson's to carry out.
void add_asked(const config::Settings& settings, const Picture& picture, PlannerInput& input) {
    const bool chinese = input.language.starts_with("zh");
    for (const ledger::Fact& fact : picture.facts) {
        const Row customer = picture.rows->index().customer(fact.ledger, fact.customer_id);
        if (customer == no_row) continue;
        const SecondPerson why = waits_for_second(settings, fact);
        const std::string said = fact.text.empty() ? std::string() : (chinese ? "：" : ": ") + fact.text;
        if (why != SecondPerson::none)
            input.asked.push_back(
                {customer,
                 fmt::format("confirm/{}/{}", fact.id, missing_role(settings, fact)),
                 "confirm",
                 missing_role(settings, fact),
                 fmt::format(fmt::runtime(chinese ? "{} 提出的 {}（编号 {}）{}；{}" : "{} said {} (number {}){}; {}"), fact.actor,
                             ledger::name(fact.kind), fact.id, said, words(why, chinese)),
                 {}});
        else if (fact.kind == ledger::FactKind::stop_supply)
            input.asked.push_back({customer,
                                   fmt::format("{}/{}", fact.detail == "resume" ? "resume_supply" : "stop_supply", fact.id),
                                   fact.detail == "resume" ? "resume_supply" : "stop_supply",
                                   "sales",
                                   fmt::format(fmt::runtime(chinese ? "{} 提出、{} 批准{}" : "proposed by {}, approved by {}{}"),
                                               fact.actor, fmt::join(fact.confirmed_by, ", "), said),
                                   {"credit", "ar_manager"}});
    }
}

// A single broken promise has its own task on the next day; only several of them say more.
Status add_warnings(JobContext& context, const Picture& picture, const ledger::Positions& positions, PlannerInput& input) {
    const bool chinese = input.language.starts_with("zh");
    auto known = warnings_of_debtors(context, picture, positions);
    if (!known) return pass(known);
    for (const auto& [customer, warning] : *known) {
        if (warning.warning == credit::Warning::promise_broken && warning.figure == 1) continue;
        input.early_warnings.push_back(
            {customer, std::string(credit::name(warning.warning)), std::string(credit::name(warning.measure)),
             fmt::format(fmt::runtime(chinese ? "{}；建议：{}" : "{}; proposed: {}"),
                         warning_words(picture, customer, warning, chinese), measure_words(warning.measure, chinese))});
    }
    return {};
}

} // namespace settled::jobs
