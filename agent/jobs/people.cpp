#include "jobs/people.hpp"

#include "jobs/linked_customers.hpp"
#include "jobs/picture.hpp"
#include "ledger/item_key.hpp"
#include "ledger/named_rows.hpp"
#include "render/json_object.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace settled::jobs {
namespace {

using ledger::no_row;
using ledger::Row;

// The company that knows the name, and what the name means there.
struct Subject {
    const config::Company* company = nullptr;
    store::Stamp stamped;
    std::unique_ptr<Picture> picture;
    Row customer = no_row, item = no_row;

    std::string name() const {
        return item != no_row ? picture->book.qualified_id(picture->book.items[item])
                              : picture->book.qualified(picture->book.customers[customer]);
    }
    std::string ledger() const { return picture->book.ledger_of(picture->book.customers[customer]).name; }
    std::string customer_id() const { return std::string(picture->book[picture->book.customers[customer].id]); }
    std::string item_key() const {
        return item == no_row ? std::string() : std::string(picture->book[picture->book.items[item].key]);
    }
    Currency currency() const {
        return item != no_row ? picture->book.items[item].currency : picture->book.customers[customer].currency;
    }
};

Result<Subject> subject(JobContext& context, const Scope& scope, const std::string& about) {
    Error last{SETTLED_INVALID_CONFIG, fmt::format("no customer and no open item \"{}\"", about), 0};
    for (const config::Company* company : companies_of(context, scope)) {
        auto day = day_of(context, *company, scope);
        if (!day) return pass(day);
        auto stamped = stamp(context, *company, *day);
        if (!stamped) return pass(stamped);
        auto picture = look(context, *company, *day);
        if (!picture) {
            last = picture.error();
            continue;
        }
        Subject found{company, std::move(*stamped), std::move(*picture)};
        if (auto customer = ledger::customer_named(found.picture->book, about))
            found.customer = *customer;
        else if (customer.error().message.contains("several"))
            return pass(customer);
        if (found.customer == no_row) {
            auto item = ledger::item_named(found.picture->book, about);
            if (!item) {
                if (item.error().message.contains("several")) return pass(item);
                continue;
            }
            found.item = *item, found.customer = found.picture->book.items[*item].customer;
        }
        return found;
    }
    return std::unexpected(last);
}

// What was said: about which document, as it is called now, how much by when, and the words.
std::string said(const ledger::Fact& fact) {
    std::string text;
    const auto add = [&](std::string_view before, std::string part) {
        if (part.empty()) return;
        if (!text.empty()) text += before;
        text += part;
    };
    const bool is_answer = fact.kind == ledger::FactKind::same_item || fact.kind == ledger::FactKind::other_item;
    if (is_answer) return fact.text;
    add("", ledger::document_number_of(fact.item_key));
    if (!fact.amount.currency.none()) add(" · ", fmt::format("{} {}", amount_text(fact.amount), fact.amount.currency.code()));
    add(" · ", fact.date.none() ? std::string() : fact.date.iso());
    add(" · until ", fact.until.none() ? std::string() : fact.until.iso());
    add(text.empty() ? "" : ": ", fact.detail);
    add(": ", fact.text);
    return text;
}

Result<std::int64_t> keep(JobContext& context, const Subject& who, const ledger::Fact& fact) {
    auto told = context.store.facts().tell(who.company->name, fact, who.stamped);
    if (!told) return pass(told);
    auto noted = context.store.audit().append(who.company->name, std::string(ledger::name(fact.kind)),
                                              render::json_object({{"fact", *told}, {"about", who.name()}}), who.stamped);
    if (!noted) return pass(noted);
    return told;
}

// What happened with the customer under one of its names; `mark` stands before each text.
Status add_log(JobContext& context, const Picture& picture, const CustomerName& name, const std::string& mark,
               std::vector<LogEntry>& log) {
    for (const ledger::Fact& fact : picture.facts)
        if (fact.ledger == name.ledger && fact.customer_id == name.customer_id)
            log.push_back({fact.at, fact.actor, std::string(ledger::name(fact.kind)), mark + said(fact)});
    auto messages = context.store.outbox().list(
        name.company, {.states = {}, .kind = {}, .ledger = name.ledger, .customer_id = name.customer_id});
    if (!messages) return pass(messages);
    for (const store::Message& message : *messages)
        log.push_back({message.finished_at.empty() ? message.created_at : message.finished_at, message.created_by,
                       fmt::format("{} {}", message.kind, store::name(message.state)),
                       fmt::format("{}#{} {} {}", mark, message.id, message.step, message.subject)});
    for (const store::StoredMatch& match : picture.matches)
        for (const store::StoredAllocation& allocation : match.best.allocations)
            if (allocation.ledger == name.ledger && allocation.customer_id == name.customer_id) {
                log.push_back(
                    {match.decided_at, match.actor, fmt::format("payment {}", matching::name(match.state)),
                     fmt::format("{}{} {} {}", mark, match.date.iso(), amount_text(match.amount), match.amount.currency.code())});
                break;
            }
    return {};
}

} // namespace

Result<Told> tell(JobContext& context, const Scope& scope, const std::string& about, ledger::Fact fact,
                  const std::string& amount) {
    auto who = subject(context, scope, about);
    if (!who) return pass(who);
    if (fact.kind == ledger::FactKind::dispute && who->item == no_row)
        return fail(SETTLED_INVALID_CONFIG,
                    fmt::format("\"{}\" is a customer; a dispute is about an item. To send nothing at all: settled hold", about));
    fact.ledger = who->ledger(), fact.customer_id = who->customer_id(), fact.item_key = who->item_key();
    if (!amount.empty()) {
        auto parsed = parse_money(amount, who->currency().none() ? who->company->currency : who->currency());
        if (!parsed) return fail(SETTLED_INVALID_CONFIG, "--amount: " + parsed.error().message);
        if (parsed->minor_units <= 0)
            return fail(SETTLED_INVALID_CONFIG, fmt::format("--amount {}: expected more than zero", amount));
        fact.amount = *parsed;
    }
    if (fact.kind == ledger::FactKind::accept_contact && fact.text.empty())
        fact.text = who->picture->book[who->picture->book.customers[who->customer].email];
    auto kept = keep(context, *who, fact);
    if (!kept) return pass(kept);
    return Told{std::string(ledger::name(fact.kind)), who->name(), {*kept}};
}

Result<Told> take_back(JobContext& context, const Scope& scope, const std::string& about) {
    auto who = subject(context, scope, about);
    if (!who) return pass(who);
    Told told{"unhold", who->name(), {}};
    for (const ledger::Fact& fact : who->picture->facts) {
        const bool silences = fact.kind == ledger::FactKind::hold || fact.kind == ledger::FactKind::dispute ||
                              fact.kind == ledger::FactKind::promise;
        if (!silences || fact.ledger != who->ledger() || fact.customer_id != who->customer_id() ||
            fact.item_key != who->item_key())
            continue;
        ledger::Fact revoke;
        revoke.kind = ledger::FactKind::revoke, revoke.revokes = fact.id;
        auto kept = keep(context, *who, revoke);
        if (!kept) return pass(kept);
        told.facts.push_back(fact.id);
    }
    return told;
}

Result<Told> forget(JobContext& context, const Scope& scope, std::int64_t fact_id) {
    for (const config::Company* company : companies_of(context, scope)) {
        auto day = day_of(context, *company, scope);
        if (!day) return pass(day);
        auto stamped = stamp(context, *company, *day);
        if (!stamped) return pass(stamped);
        auto facts = context.store.facts().load(company->name, *day);
        if (!facts) return pass(facts);
        for (const ledger::Fact& fact : ledger::standing(*facts)) {
            if (fact.id != fact_id) continue;
            ledger::Fact revoke;
            revoke.kind = ledger::FactKind::revoke, revoke.revokes = fact.id;
            auto told = context.store.facts().tell(company->name, revoke, *stamped);
            if (!told) return pass(told);
            return Told{"forget", std::string(ledger::name(fact.kind)) + " " + fact.ledger + ":" + fact.customer_id, {*told}};
        }
    }
    return fail(SETTLED_INVALID_CONFIG, fmt::format("there is no fact {} that still stands", fact_id));
}

Result<std::vector<LogEntry>> customer_log(JobContext& context, const Scope& scope, const std::string& customer) {
    auto who = subject(context, scope, customer);
    if (!who) return pass(who);
    const CustomerName asked{who->company->name, who->ledger(), who->customer_id()};
    std::vector<LogEntry> log;
    for (const CustomerName& name : names_of_firm(context.settings, asked)) {
        const config::Company* company = context.settings.company(name.company);
        if (!company) continue;
        const bool same_company = company == who->company;
        auto other = same_company ? Result<std::unique_ptr<Picture>>() : look(context, *company, who->stamped.known_on);
        if (!other) return pass(other);
        const std::string mark = name == asked ? std::string() : fmt::format("[{}:{}] ", name.ledger, name.customer_id);
        if (Status added = add_log(context, same_company ? *who->picture : **other, name, mark, log); !added) return pass(added);
    }
    std::ranges::stable_sort(log, {}, &LogEntry::at);
    return log;
}

} // namespace settled::jobs
