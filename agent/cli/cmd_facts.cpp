// settled hold · unhold · dispute · promise · contact · forget -- a person's words about a customer
// or an item. Each is a fact with a name and a time; taking one back is another fact.

#include "cli/commands.hpp"
#include "jobs/people.hpp"

#include <fmt/format.h>

namespace settled::cli {
namespace {

struct Options {
    std::string about, until, reason, amount, contact, channel, address;
    std::vector<std::string> dates, amounts;
    std::int64_t fact = 0;
};

template <class Tell> int told(Session& session, Tell&& tell) {
    auto context = session.context();
    if (!context) return report(session, context.error());
    auto scope = session.scope();
    if (!scope) return report(session, scope.error());
    Result<jobs::Told> done = tell(**context, *scope);
    if (!done) return report(session, done.error());
    Table table({{"fact", Align::right}, {"what"}, {"about"}, {"by"}});
    for (const std::int64_t fact : done->facts) table.add({std::to_string(fact), done->what, done->about, (*context)->actor});
    table.print(session.globals().format, session.tools().out, "nothing stood that could be taken back",
                session.tools().out_columns);
    return 0;
}

Result<Date> day_named(const std::string& text, std::string_view option) {
    auto day = Date::parse_iso(text);
    if (!day) return fail(SETTLED_INVALID_CONFIG, fmt::format("{} \"{}\" is not a day; expected YYYY-MM-DD", option, text));
    return *day;
}

Result<jobs::Told> hold(jobs::JobContext& context, const jobs::Scope& scope, const Options& options) {
    auto until = day_named(options.until, "--until");
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
        auto day = day_named(options.dates[i], "--date");
        if (!day) return pass(day);
        ledger::Fact fact;
        fact.kind = ledger::FactKind::promise, fact.date = *day;
        auto one = jobs::tell(context, scope, options.about, fact, options.amounts[i]);
        if (!one) return one;
        all.what = one->what, all.about = one->about;
        all.facts.insert(all.facts.end(), one->facts.begin(), one->facts.end());
    }
    return all;
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
    held.add_option("--until", options.until, "The last day of the hold")->required()->type_name("DATE");
    held.add_option("--reason", options.reason, "Why; stands in every report")->required()->type_name("TEXT");

    CLI::App& unheld = command("unhold", "Take holds, disputes and promises about a customer or an item back",
                               [](JobContext& context, const Scope& scope, const Options& chosen) {
                                   return jobs::take_back(context, scope, chosen.about);
                               });
    unheld.add_option("about", options.about, "Customer or item")->required()->type_name("CUSTOMER|ITEM");

    CLI::App& disputed = command("dispute", "The customer contests an item, or part of it", dispute);
    disputed.add_option("about", options.about, "Item")->required()->type_name("ITEM");
    disputed.add_option("--amount", options.amount, "Only this much of it")->type_name("AMOUNT");
    disputed.add_option("--reason", options.reason, "Why")->required()->type_name("TEXT");

    CLI::App& promised = command("promise", "The customer promised to pay; repeat --date and --amount for a plan", promise);
    promised.add_option("about", options.about, "Customer or item")->required()->type_name("CUSTOMER|ITEM");
    promised.add_option("--date", options.dates, "When")->required()->type_name("DATE");
    promised.add_option("--amount", options.amounts, "How much")->required()->type_name("AMOUNT");

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
