// settled hold · unhold · dispute · promise · supply · write-off · approvals · contact · forget -- a person's words about a
// customer or an item. Each is a fact with a name and a time; taking one back is another fact.

#include "cli/commands.hpp"
#include "cli/erasure_output.hpp"
#include "jobs/legal_hold.hpp"
#include "jobs/people.hpp"
#include "jobs/second_person.hpp"

#include <fmt/format.h>

namespace settled::cli {
namespace {

struct Options {
    std::string about, until, reason, amount, contact, channel, address;
    std::vector<std::string> dates, amounts;
    std::int64_t fact = 0;
    bool legal = false;
};

template <class Tell> int told(Session& session, Tell&& tell) {
    auto context = session.context();
    if (!context) return report(session, context.error());
    auto scope = session.scope();
    if (!scope) return report(session, scope.error());
    Result<jobs::Told> done = tell(**context, *scope);
    if (!done) return report(session, done.error());
    Table table({{"fact", Align::right}, {"what"}, {"about"}, {"by"}, {"waits_for"}});
    for (const std::int64_t fact : done->facts)
        table.add({std::to_string(fact), done->what, done->about, (*context)->actor, done->waits_for});
    table.print(session.globals().format, session.tools().out, "nothing stood that could be taken back",
                session.tools().out_columns);
    return 0;
}

Result<jobs::Told> hold(jobs::JobContext& context, const jobs::Scope& scope, const Options& options) {
    if (options.legal == !options.until.empty())
        return fail(SETTLED_INVALID_CONFIG,
                    "settled hold: expected --until DATE, or --legal, which ends with settled unhold --legal");
    if (options.legal) return jobs::hold_for_law(context, scope, options.about, options.reason);
    auto until = day_named("--until", options.until);
    if (!until) return pass(until);
    ledger::Fact fact;
    fact.kind = ledger::FactKind::hold, fact.until = *until, fact.text = options.reason;
    return jobs::tell(context, scope, options.about, fact, "");
}

Result<jobs::Told> dispute(jobs::JobContext& context, const jobs::Scope& scope, const Options& options) {
    ledger::Fact fact;
    fact.kind = ledger::FactKind::dispute, fact.text = options.reason;
    return jobs::tell(context, scope, options.about, fact, options.amount);
}

Result<jobs::Told> promise(jobs::JobContext& context, const jobs::Scope& scope, const Options& options) {
    if (options.dates.size() != options.amounts.size())
        return fail(SETTLED_INVALID_CONFIG, fmt::format("{} dates and {} amounts; every --date needs its --amount",
                                                        options.dates.size(), options.amounts.size()));
    jobs::Told all;
    for (std::size_t i = 0; i < options.dates.size(); ++i) {
        auto day = day_named("--date", options.dates[i]);
        if (!day) return pass(day);
        ledger::Fact fact;
        fact.kind = ledger::FactKind::promise, fact.date = *day;
        auto one = jobs::tell(context, scope, options.about, fact, options.amounts[i]);
        if (!one) return one;
        all.what = one->what, all.about = one->about;
        if (all.waits_for.empty()) all.waits_for = one->waits_for;
        all.facts.insert(all.facts.end(), one->facts.begin(), one->facts.end());
    }
    return all;
}

Result<jobs::Told> supply(jobs::JobContext& context, const jobs::Scope& scope, const Options& options) {
    ledger::Fact fact;
    fact.kind = ledger::FactKind::stop_supply, fact.text = options.reason;
    if (options.contact == "resume") fact.detail = "resume";
    return jobs::tell(context, scope, options.about, fact, "");
}

Result<jobs::Told> write_off(jobs::JobContext& context, const jobs::Scope& scope, const Options& options) {
    ledger::Fact fact;
    fact.kind = ledger::FactKind::write_off, fact.text = options.reason;
    return jobs::tell(context, scope, options.about, fact, "");
}

int listed(Session& session, const std::vector<jobs::Approval>& waiting) {
    Table table(
        {{"number", Align::right}, {"company"}, {"what"}, {"about"}, {"until"}, {"said"}, {"by"}, {"waits_for"}, {"why"}});
    for (const jobs::Approval& each : waiting)
        table.add({std::to_string(each.fact), each.company, each.what, each.about, each.until.iso(), each.said, each.by,
                   each.role, each.why});
    table.print(session.globals().format, session.tools().out, "nothing waits for a second person", session.tools().out_columns);
    return 0;
}

// What the second person said yes to is done with the word itself.
int carried_out(Session& session, jobs::JobContext& context, const jobs::Scope& scope, const jobs::Approval& approval) {
    auto done = jobs::erase_confirmed(context, scope, approval.fact);
    if (!done) return report(session, done.error());
    print_erasure(session, context.settings, *done, false);
    return 0;
}

template <class Act> int approved(Session& session, Act&& act) {
    auto context = session.context();
    if (!context) return report(session, context.error());
    auto scope = session.scope();
    if (!scope) return report(session, scope.error());
    auto done = act(**context, *scope);
    if (!done) return report(session, done.error());
    for (const jobs::Approval& each : *done)
        if (each.is_due) return carried_out(session, **context, *scope, each);
    return listed(session, *done);
}

Result<jobs::Told> contact(jobs::JobContext& context, const jobs::Scope& scope, const Options& options) {
    ledger::Fact fact;
    if (options.contact == "accept") {
        fact.kind = ledger::FactKind::accept_contact, fact.text = options.address;
    } else {
        fact.kind = options.contact == "consent" ? ledger::FactKind::consent : ledger::FactKind::opt_out;
        fact.text = options.channel;
    }
    return jobs::tell(context, scope, options.about, fact, "");
}

void add_approvals(Commands& commands, Options& options) {
    using Waiting = Result<std::vector<jobs::Approval>>;
    CLI::App& all = commands.add("approvals", "What counts only when a second person stands behind it", [](Session& session) {
        return approved(session,
                        [](jobs::JobContext& context, const jobs::Scope& scope) { return jobs::approvals(context, scope); });
    });
    const auto answer = [&](const std::string& name, const std::string& help, auto act) {
        commands
            .add_to(all, name, help,
                    [&options, act](Session& session) {
                        return approved(session, [&](jobs::JobContext& context, const jobs::Scope& scope) -> Waiting {
                            auto one = act(context, scope, options.fact);
                            if (!one) return pass(one);
                            return std::vector{std::move(*one)};
                        });
                    })
            .add_option("number", options.fact, "Number of what waits")
            ->required()
            ->type_name("N");
    };
    answer("accept", "Stand behind it; who said it may not", jobs::approve);
    answer("reject", "It shall not count", jobs::refuse);
}

} // namespace

void add_facts(Commands& commands) {
    auto& options = commands.keep<Options>();
    using jobs::JobContext, jobs::Scope;
    const auto command = [&](const std::string& name, const std::string& help, auto act) -> CLI::App& {
        return commands.add(name, help, [&options, act](Session& session) {
            return told(session, [&](JobContext& context, const Scope& scope) { return act(context, scope, options); });
        });
    };
    CLI::App& held = command("hold", "Send nothing to a customer, or about an item, until a day", hold);
    held.add_option("about", options.about, "Customer or item")->required()->type_name("CUSTOMER|ITEM");
    held.add_option("--until", options.until, "The last day of the hold")->type_name("DATE");
    held.add_flag("--legal", options.legal, "Of a customer: nothing of it is erased while this stands; letters go on");
    held.add_option("--reason", options.reason, "Why; stands in every report")->required()->type_name("TEXT");

    CLI::App& unheld = command("unhold", "Take holds, disputes and promises about a customer or an item back",
                               [](JobContext& context, const Scope& scope, const Options& chosen) {
                                   return chosen.legal ? jobs::end_legal_hold(context, scope, chosen.about)
                                                       : jobs::take_back(context, scope, chosen.about);
                               });
    unheld.add_option("about", options.about, "Customer or item")->required()->type_name("CUSTOMER|ITEM");
    unheld.add_flag("--legal", options.legal, "The customer's legal hold, and nothing else");

    CLI::App& disputed = command("dispute", "The customer contests an item, or part of it", dispute);
    disputed.add_option("about", options.about, "Item")->required()->type_name("ITEM");
    disputed.add_option("--amount", options.amount, "Only this much of it")->type_name("AMOUNT");
    disputed.add_option("--reason", options.reason, "Why")->required()->type_name("TEXT");

    CLI::App& promised = command("promise", "The customer promised to pay; repeat --date and --amount for a plan", promise);
    promised.add_option("about", options.about, "Customer or item")->required()->type_name("CUSTOMER|ITEM");
    promised.add_option("--date", options.dates, "When")->required()->type_name("DATE");
    promised.add_option("--amount", options.amounts, "How much")->required()->type_name("AMOUNT");

    CLI::App& supplied =
        command("supply", "Propose that a customer gets nothing more before it has paid, or gets supplies again", supply);
    supplied.add_option("about", options.about, "Customer")->required()->type_name("CUSTOMER");
    supplied.add_option("what", options.contact, "stop or resume")->required()->check(CLI::IsMember({"stop", "resume"}));
    supplied.add_option("--reason", options.reason, "Why")->required()->type_name("TEXT");

    CLI::App& written_off = command("write-off", "Propose to write an item off; nothing is written to the ERP", write_off);
    written_off.add_option("about", options.about, "Item")->required()->type_name("ITEM");
    written_off.add_option("--reason", options.reason, "Why")->required()->type_name("TEXT");

    add_approvals(commands, options);

    CLI::App& contacts =
        command("contact", "A customer's address was seen and is right; or channels agreed to or refused", contact);
    contacts.add_option("about", options.about, "Customer")->required()->type_name("CUSTOMER");
    contacts.add_option("what", options.contact, "accept, consent or opt-out")
        ->required()
        ->check(CLI::IsMember({"accept", "consent", "opt-out"}));
    contacts.add_option("--channel", options.channel, "email, sms …; default all")->type_name("CHANNEL");
    contacts.add_option("--address", options.address, "The address that is right; default the ledger's")->type_name("ADDRESS");

    CLI::App& forgotten =
        command("forget", "Take a learned fact back", [](JobContext& context, const Scope& scope, const Options& chosen) {
            return jobs::forget(context, scope, chosen.fact);
        });
    forgotten.add_option("fact", options.fact, "Number of the fact")->required()->type_name("FACT");
}

} // namespace settled::cli
