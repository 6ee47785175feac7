#include "jobs/asked_people.hpp"

#include "dunning/every_language.hpp"
#include "jobs/credit_view.hpp"
#include "jobs/second_person.hpp"

#include <fmt/format.h>

namespace settled::jobs {

using dunning::PlannerInput;
using ledger::no_row;
using ledger::Row;

namespace {

using matching::Phrase;

constexpr Phrase confirm_it = {"{} said {} (number {}){}; {}", "{} 提出的 {}（编号 {}）{}；{}", "{} sagte {} (Nummer {}){}; {}"};
constexpr Phrase both_said = {"proposed by {}, approved by {}{}", "{} 提出、{} 批准{}",
                              "vorgeschlagen von {}, genehmigt von {}{}"};
constexpr Phrase with_measure = {"{}; proposed: {}", "{}；建议：{}", "{}; Vorschlag: {}"};

} // namespace

// Whose word is missing, and whom a decision concerns: a stop of supply is the salesperson's to carry out.
void add_asked(const config::Settings& settings, const Picture& picture, PlannerInput& input) {
    for (const ledger::Fact& fact : picture.facts) {
        const Row customer = picture.rows->index().customer(fact.ledger, fact.customer_id);
        if (customer == no_row) continue;
        const SecondPerson why = waits_for_second(settings, fact);
        const auto said = [&](std::string_view language) {
            return fact.text.empty() ? std::string() : (language.starts_with("zh") ? "：" : ": ") + fact.text;
        };
        if (why != SecondPerson::none) {
            const std::string words_for = dunning::in_every_language([&](std::string_view tag) {
                const matching::Language language = matching::language(tag);
                return fmt::format(fmt::runtime(confirm_it.in(language)), fact.actor, ledger::name(fact.kind), fact.id, said(tag),
                                   words(why, language));
            });
            const std::string role = missing_role(settings, fact);
            input.asked.push_back({customer, fmt::format("confirm/{}/{}", fact.id, role), "confirm", role, words_for, {}});
        } else if (fact.kind == ledger::FactKind::stop_supply) {
            const std::string kind = fact.detail == "resume" ? "resume_supply" : "stop_supply";
            const std::string words_for = dunning::in_every_language([&](std::string_view tag) {
                return fmt::format(fmt::runtime(both_said.in(matching::language(tag))), fact.actor,
                                   fmt::join(fact.confirmed_by, ", "), said(tag));
            });
            input.asked.push_back(
                {customer, fmt::format("{}/{}", kind, fact.id), kind, "sales", words_for, {"credit", "ar_manager"}});
        }
    }
}

// A single broken promise has its own task on the next day; only several of them say more.
Status add_warnings(JobContext& context, const Picture& picture, const ledger::Positions& positions, PlannerInput& input) {
    auto known = warnings_of_debtors(context, picture, positions);
    if (!known) return pass(known);
    for (const auto& [customer, warning] : *known) {
        if (warning.warning == credit::Warning::promise_broken && warning.figure == 1) continue;
        input.early_warnings.push_back(
            {customer, std::string(credit::name(warning.warning)), std::string(credit::name(warning.measure)),
             dunning::in_every_language([&](std::string_view tag) {
                 const matching::Language language = matching::language(tag);
                 return fmt::format(fmt::runtime(with_measure.in(language)), warning_words(picture, customer, warning, language),
                                    measure_words(warning.measure, language));
             })});
    }
    return {};
}

} // namespace settled::jobs
