#include "jobs/second_person.hpp"

#include "jobs/numbered_fact.hpp"
#include "ledger/item_key.hpp"
#include "render/json_object.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace settled::jobs {
namespace {

using ledger::Fact;
using ledger::FactKind;

bool has_role(const config::Settings& settings, std::string_view name, std::string_view role) {
    const config::Person* person = settings.person(name);
    return person && person->has_role(role);
}

bool somebody_has(const config::Settings& settings, std::string_view role) {
    return std::ranges::any_of(settings.people, [&](const config::Person& person) { return person.has_role(role); });
}

bool is_of_sales_alone(const config::Settings& settings, std::string_view name) {
    const config::Person* person = settings.person(name);
    return person && !person->roles.empty() &&
           std::ranges::all_of(person->roles, [](const auto& role) { return role == "sales"; });
}

bool may_confirm(const config::Settings& settings, std::string_view name) {
    const config::Person* person = settings.person(name);
    return !person || std::ranges::any_of(person->roles, [](const auto& role) { return role != "cashier" && role != "auditor"; });
}

bool is_above_limit(const config::Settings& settings, const Fact& fact) {
    const config::Person* person = settings.person(fact.actor);
    if (!person || fact.amount.currency.none()) return false;
    const auto limit = person->limits.find(fact.amount.currency);
    return limit != person->limits.end() && limit->second < fact.amount.minor_units;
}

bool spoke(const config::Settings& settings, const Fact& fact, std::string_view role) {
    return has_role(settings, fact.actor, role) ||
           std::ranges::any_of(fact.confirmed_by, [&](const auto& name) { return has_role(settings, name, role); });
}

// Two people, of whom one speaks for credit and another for sales.
bool both_spoke(const config::Settings& settings, const Fact& fact) {
    if (fact.confirmed_by.empty()) return false;
    return spoke(settings, fact, "credit") && spoke(settings, fact, "sales");
}

// Who must not be the only one: a salesperson for a hold; for anything, who does not decide at all.
bool is_confirmed(const config::Settings& settings, const Fact& fact) {
    return std::ranges::any_of(
        fact.confirmed_by, [&](const auto& name) { return may_confirm(settings, name) && !is_of_sales_alone(settings, name); });
}

Date last_day_alone(const Fact& fact) { return fact.known_on.plus_days(days_alone_max); }

Result<NumberedFact> waiting(JobContext& context, const Scope& scope, std::int64_t number) {
    auto found = numbered_fact(context, scope, number);
    if (!found) return pass(found);
    if (*found && waits_for_second(context.settings, (*found)->fact) != SecondPerson::none) return std::move(**found);
    return fail(SETTLED_INVALID_CONFIG,
                fmt::format("nothing numbered {} waits for a second person; settled approvals lists what does", number));
}

Approval told(const config::Settings& settings, const std::string& company, const Fact& fact) {
    Approval made;
    made.fact = fact.id, made.company = company, made.by = fact.actor;
    made.what =
        fact.kind == FactKind::stop_supply && fact.detail == "resume" ? "resume_supply" : std::string(ledger::name(fact.kind));
    made.about = fact.ledger + ":" + (fact.item_key.empty() ? fact.customer_id : ledger::document_number_of(fact.item_key));
    made.said = fact.text, made.until = fact.date ? fact.date : fact.until;
    made.why = words(waits_for_second(settings, fact), matching::language(settings.language)),
    made.role = missing_role(settings, fact);
    return made;
}

} // namespace

SecondPerson waits_for_second(const config::Settings& settings, const Fact& fact) {
    if (!settings.access.two_people) return SecondPerson::none;
    switch (fact.kind) {
    case FactKind::stop_supply:
        return both_spoke(settings, fact) ? SecondPerson::none : SecondPerson::both_roles;
    case FactKind::write_off: {
        const bool needs_head = somebody_has(settings, "finance_head");
        const bool done = needs_head
                              ? std::ranges::any_of(fact.confirmed_by,
                                                    [&](const auto& name) { return has_role(settings, name, "finance_head"); })
                              : is_confirmed(settings, fact);
        return done ? SecondPerson::none : SecondPerson::write_off;
    }
    case FactKind::hold:
        if (is_confirmed(settings, fact)) return SecondPerson::none;
        if (is_of_sales_alone(settings, fact.actor)) return SecondPerson::sales_alone;
        return fact.until > last_day_alone(fact) ? SecondPerson::more_than_thirty_days : SecondPerson::none;
    case FactKind::promise:
        if (is_confirmed(settings, fact)) return SecondPerson::none;
        if (is_above_limit(settings, fact)) return SecondPerson::above_limit;
        return fact.date > last_day_alone(fact) ? SecondPerson::more_than_thirty_days : SecondPerson::none;
    case FactKind::erasure:
        return is_confirmed(settings, fact) ? SecondPerson::none : SecondPerson::erasure;
    default:
        return SecondPerson::none;
    }
}

std::string words(SecondPerson why, matching::Language language) {
    constexpr std::array<matching::Phrase, 7> said = {
        {{"", "", ""},
         {"more than 30 days: 30 of them count until a second person confirms", "超过 30 天：复核前只计 30 天",
          "mehr als 30 Tage: bis eine zweite Person bestätigt, zählen 30"},
         {"above the limit of who said it: it does not count until a second person confirms", "超出本人限额：复核前不生效",
          "über dem Limit der Person: zählt erst, wenn eine zweite bestätigt"},
         {"said by sales alone: it does not count until a second person confirms", "仅由销售提出：复核前不生效",
          "nur vom Vertrieb: zählt erst, wenn eine zweite Person bestätigt"},
         {"a write-off is a proposal until the finance head confirms", "坏账核销建议须财务负责人复核",
          "eine Ausbuchung ist ein Vorschlag, bis die Finanzleitung bestätigt"},
         {"credit and sales must both say so", "须信用管理和销售双方批准",
          "Kreditmanagement und Vertrieb müssen beide zustimmen"},
         {"an erasure cannot be undone: a second person confirms it", "删除不可恢复：须第二人复核",
          "eine Löschung ist endgültig: eine zweite Person bestätigt sie"}}};
    return std::string(said[static_cast<std::size_t>(why) - 1].in(language));
}

std::string confirmation_words(const config::Settings& settings, const Fact& fact, bool chinese) {
    const SecondPerson why = waits_for_second(settings, fact);
    if (why == SecondPerson::none)
        return fact.confirmed_by.empty() ? std::string()
                                         : fmt::format(fmt::runtime(chinese ? "复核：{}" : "confirmed by {}"),
                                                       fmt::join(fact.confirmed_by, chinese ? "、" : ", "));
    if (why == SecondPerson::more_than_thirty_days)
        return fmt::format(fmt::runtime(chinese ? "超过 30 天，复核前只计至 {}（settled approvals 第 {} 号）"
                                                : "more than 30 days: it counts to {} until a second person confirms it (settled "
                                                  "approvals, number {})"),
                           last_day_alone(fact).iso(), fact.id);
    return fmt::format(fmt::runtime(chinese ? "{}（settled approvals 第 {} 号）" : "{} (settled approvals, number {})"),
                       words(why, chinese ? matching::Language::chinese : matching::Language::english), fact.id);
}

std::string missing_role(const config::Settings& settings, const Fact& fact) {
    switch (waits_for_second(settings, fact)) {
    case SecondPerson::none:
        return {};
    case SecondPerson::both_roles:
        return spoke(settings, fact, "credit") ? "sales" : "credit";
    case SecondPerson::sales_alone:
        return "ar_manager";
    default:
        return "finance_head";
    }
}

std::vector<Fact> in_force(const config::Settings& settings, const std::vector<Fact>& facts) {
    std::vector<Fact> made;
    for (const Fact& fact : facts) {
        switch (waits_for_second(settings, fact)) {
        case SecondPerson::none:
            made.push_back(fact);
            break;
        case SecondPerson::more_than_thirty_days:
            made.push_back(fact);
            made.back().until = last_day_alone(fact);
            break;
        default: // counts for nothing yet
            break;
        }
    }
    return made;
}

Supply supply_of(const config::Settings& settings, const std::vector<Fact>& facts, std::string_view ledger,
                 std::string_view customer_id) {
    Supply made;
    for (const Fact& fact : facts) {
        if (fact.kind != FactKind::stop_supply || fact.ledger != ledger || fact.customer_id != customer_id) continue;
        if (waits_for_second(settings, fact) != SecondPerson::none)
            made.waiting = &fact;
        else
            made.stopped = fact.detail == "resume" ? nullptr : &fact, made.waiting = nullptr;
    }
    return made;
}

Result<std::vector<Approval>> approvals(JobContext& context, const Scope& scope) {
    std::vector<Approval> made;
    for (const config::Company* company : companies_of(context, scope)) {
        auto day = day_of(context, *company, scope);
        if (!day) return pass(day);
        auto facts = context.store.facts().load(company->name, *day);
        if (!facts) return pass(facts);
        for (const Fact& fact : ledger::standing(*facts))
            if (waits_for_second(context.settings, fact) != SecondPerson::none)
                made.push_back(told(context.settings, company->name, fact));
    }
    return made;
}

Result<Approval> approve(JobContext& context, const Scope& scope, std::int64_t number) {
    auto found = waiting(context, scope, number);
    if (!found) return pass(found);
    const std::string& actor = context.actor;
    const auto denied = [&](std::string_view why) {
        return fail(SETTLED_ACCESS_DENIED, fmt::format("{} may not confirm {}: {} ([access] two_people)", actor, number, why));
    };
    if (found->fact.actor == actor) return denied("the same person said it");
    if (!may_confirm(context.settings, actor)) return denied("a cashier or auditor confirms nothing");
    const std::string role = missing_role(context.settings, found->fact);
    const bool needs_role = found->fact.kind == FactKind::stop_supply || found->fact.kind == FactKind::write_off;
    if (needs_role && somebody_has(context.settings, role) && !has_role(context.settings, actor, role))
        return denied(fmt::format("the word of {} is missing", role));
    if (!needs_role && is_of_sales_alone(context.settings, actor)) return denied("sales does not hold or release alone");
    Fact confirm;
    confirm.kind = FactKind::confirm, confirm.revokes = number;
    confirm.ledger = found->fact.ledger, confirm.customer_id = found->fact.customer_id, confirm.item_key = found->fact.item_key;
    auto kept = context.store.facts().tell(found->company->name, confirm, found->stamped);
    if (!kept) return pass(kept);
    auto noted =
        context.store.audit().append(found->company->name, "confirm", render::json_object({{"fact", number}}), found->stamped);
    if (!noted) return pass(noted);
    found->fact.confirmed_by.push_back(actor);
    Approval made = told(context.settings, found->company->name, found->fact);
    made.is_due = found->fact.kind == FactKind::erasure && waits_for_second(context.settings, found->fact) == SecondPerson::none;
    return made;
}

Result<Approval> refuse(JobContext& context, const Scope& scope, std::int64_t number) {
    auto found = waiting(context, scope, number);
    if (!found) return pass(found);
    if (!may_confirm(context.settings, context.actor))
        return fail(SETTLED_ACCESS_DENIED,
                    fmt::format("{} may not refuse {}: a cashier or auditor decides nothing", context.actor, number));
    Fact revoke;
    revoke.kind = FactKind::revoke, revoke.revokes = number;
    auto kept = context.store.facts().tell(found->company->name, revoke, found->stamped);
    if (!kept) return pass(kept);
    auto noted =
        context.store.audit().append(found->company->name, "refuse", render::json_object({{"fact", number}}), found->stamped);
    if (!noted) return pass(noted);
    Approval made = told(context.settings, found->company->name, found->fact);
    made.why.clear(), made.role.clear();
    return made;
}

Status may_take_back(const config::Settings& settings, const std::string& actor, const Fact& fact) {
    if (!settings.access.two_people || fact.actor == actor || !is_of_sales_alone(settings, actor)) return {};
    return fail(
        SETTLED_ACCESS_DENIED,
        fmt::format("{} may not take {} {} back, which {} said: sales does not release alone; ask the receivables manager", actor,
                    ledger::name(fact.kind), fact.id, fact.actor));
}

} // namespace settled::jobs
