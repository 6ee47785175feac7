#include "jobs/people.hpp"

#include "dunning/every_language.hpp"
#include "jobs/linked_customers.hpp"
#include "jobs/numbered_fact.hpp"
#include "jobs/picture.hpp"
#include "jobs/second_person.hpp"
#include "ledger/item_key.hpp"
#include "ledger/named_rows.hpp"
#include "render/json_object.hpp"

#include <settled/plugin_abi.h>

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
    const auto add = [&](std::string_view before, std::string_view part) {
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
    return keep_word(context, *who.company, who.stamped, who.name(), fact);
}

// How far a message got, by what is known of it and what came back (finance 17).
std::string evidence_of(const store::Message& message, const std::vector<store::Heard>& heard) {
    const auto came_back = [&](settled_feedback_kind kind) {
        return std::ranges::any_of(heard, [&](const store::Heard& one) { return one.message == message.id && one.kind == kind; });
    };
    if (came_back(SETTLED_FEEDBACK_ANSWERED)) return "answered";
    if (message.state == store::MessageState::sent && came_back(SETTLED_FEEDBACK_DELIVERED)) return "delivery report";
    switch (message.state) {
    case store::MessageState::sent:
        return message.server_words.empty() && message.provider_id.empty() ? "sent" : "accepted by server";
    case store::MessageState::unknown:
    case store::MessageState::armed:
        return "unknown";
    default:
        return {};
    }
}

void add_message(const store::Message& message, const std::vector<store::Heard>& heard, const std::string& mark,
                 std::vector<LogEntry>& log) {
    const auto text = fmt::format("{}#{} {} {}", mark, message.id, message.step, message.subject);
    LogEntry& entry =
        log.emplace_back(LogEntry{message.finished_at.empty() ? message.created_at : message.finished_at, message.created_by,
                                  fmt::format("{} {}", message.kind, store::name(message.state)), text});
    entry.to = fmt::format("{}", fmt::join(message.recipients, ", "));
    entry.sha256 = message.content_sha256, entry.evidence = evidence_of(message, heard);
    entry.receipt = message.provider_id.empty()
                        ? message.server_words
                        : message.provider_id + (message.server_words.empty() ? "" : " · ") + message.server_words;
    if (!message.released_by.empty()) entry.text += fmt::format(" · released by {}", message.released_by);
}

// What came back, as the log names it; what a machine answered by itself is told, too.
std::string_view heard_word(int kind) {
    switch (kind) {
    case SETTLED_FEEDBACK_DELIVERED:
        return "delivery report";
    case SETTLED_FEEDBACK_FAILED:
        return "failure report";
    case SETTLED_FEEDBACK_DELAYED:
        return "delay report";
    case SETTLED_FEEDBACK_OPTED_OUT:
        return "opted out";
    default:
        return "automatic answer";
    }
}

// What happened with the customer under one of its names; `mark` stands before each text.
Status add_log(JobContext& context, const Picture& picture, const CustomerName& name, const std::string& mark,
               std::vector<LogEntry>& log) {
    for (const ledger::Fact& fact : picture.facts)
        if (fact.ledger == name.ledger && fact.customer_id == name.customer_id) {
            LogEntry& entry =
                log.emplace_back(LogEntry{fact.at, fact.actor, std::string(ledger::name(fact.kind)), mark + said(fact)});
            if (const auto stands = confirmation_words(context.settings, fact, false); !stands.empty())
                entry.text += " · " + stands;
            if (fact.kind == ledger::FactKind::log_line) entry.evidence = fact.detail == "letter" ? "sent" : "answered";
        }
    auto messages = context.store.outbox().list(
        name.company, {.states = {}, .kind = {}, .ledger = name.ledger, .customer_id = name.customer_id, .with_content = false});
    if (!messages) return pass(messages);
    auto heard = context.store.outbox().heard_of(name.company, name.ledger, name.customer_id);
    if (!heard) return pass(heard);
    for (const store::Message& message : *messages) add_message(message, *heard, mark, log);
    for (const store::Heard& one : *heard)
        if (one.kind != SETTLED_FEEDBACK_ANSWERED) // which is a line of its own
            log.push_back(
                {one.at, one.source, std::string(heard_word(one.kind)),
                 fmt::format("{}#{} {}{}", mark, one.message, one.words, one.address.empty() ? "" : " <" + one.address + ">")});
    auto tasks = context.store.facts().tasks(name.company, true);
    if (!tasks) return pass(tasks);
    for (const store::Task& task : *tasks) {
        if (task.ledger != name.ledger || task.customer_id != name.customer_id) continue;
        log.push_back({task.created_on.iso(), "settled", "task",
                       fmt::format("{}#{} {} → {}: {}", mark, task.id, task.kind, task.owner,
                                   dunning::in_language(task.why, context.settings.language))});
        if (task.state == "done")
            log.push_back({task.changed_at, task.changed_by, "task done",
                           fmt::format("{}#{} {}{}{}", mark, task.id, task.kind, task.note.empty() ? "" : ": ", task.note)});
    }
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

Result<std::int64_t> keep_word(JobContext& context, const config::Company& company, const store::Stamp& stamped,
                               const std::string& about, const ledger::Fact& fact, std::string_view event) {
    auto told = context.store.facts().tell(company.name, fact, stamped);
    if (!told) return pass(told);
    auto noted = context.store.audit().append(company.name, std::string(event.empty() ? ledger::name(fact.kind) : event),
                                              render::json_object({{"fact", *told}, {"about", about}}), stamped);
    if (!noted) return pass(noted);
    return told;
}

Result<Told> tell(JobContext& context, const Scope& scope, const std::string& about, ledger::Fact fact,
                  const std::string& amount) {
    auto who = subject(context, scope, about);
    if (!who) return pass(who);
    if (fact.kind == ledger::FactKind::write_off && who->item == no_row)
        return fail(SETTLED_INVALID_CONFIG, fmt::format("\"{}\" is a customer; a write-off is proposed item by item", about));
    if (fact.kind == ledger::FactKind::stop_supply && who->item != no_row)
        return fail(SETTLED_INVALID_CONFIG, fmt::format("\"{}\" is an item; supply is stopped for a customer", about));
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
    if (fact.kind == ledger::FactKind::write_off) { // what it was about is known also when the ledger has it no longer
        const ledger::ItemRow& item = who->picture->book.items[who->item];
        fact.amount = {item.open_amount, item.currency};
    }
    if (fact.kind == ledger::FactKind::accept_contact && fact.text.empty())
        fact.text = who->picture->book[who->picture->book.customers[who->customer].email];
    auto kept = keep(context, *who, fact);
    if (!kept) return pass(kept);
    fact.id = *kept, fact.actor = context.actor, fact.known_on = who->stamped.known_on;
    const SecondPerson why = waits_for_second(context.settings, fact);
    return Told{
        std::string(ledger::name(fact.kind)), who->name(), {*kept}, words(why, matching::language(context.settings.language))};
}

Result<Told> take_back(JobContext& context, const Scope& scope, const std::string& about) {
    auto who = subject(context, scope, about);
    if (!who) return pass(who);
    Told told{"unhold", who->name(), {}, {}};
    for (const ledger::Fact& fact : who->picture->facts) {
        const bool silences = fact.kind == ledger::FactKind::hold || fact.kind == ledger::FactKind::dispute ||
                              fact.kind == ledger::FactKind::promise;
        if (!silences || fact.ledger != who->ledger() || fact.customer_id != who->customer_id() ||
            fact.item_key != who->item_key())
            continue;
        if (Status may = may_take_back(context.settings, context.actor, fact); !may) return pass(may);
        ledger::Fact revoke;
        revoke.kind = ledger::FactKind::revoke, revoke.revokes = fact.id;
        auto kept = keep(context, *who, revoke);
        if (!kept) return pass(kept);
        told.facts.push_back(fact.id);
    }
    return told;
}

Result<Told> forget(JobContext& context, const Scope& scope, std::int64_t fact_id, const std::string& why) {
    auto found = numbered_fact(context, scope, fact_id);
    if (!found) return pass(found);
    if (!*found) return fail(SETTLED_INVALID_CONFIG, fmt::format("there is no fact {} that still stands", fact_id));
    const auto& [company, stamped, fact] = **found;
    std::string about(ledger::name(fact.kind));
    if (!fact.ledger.empty()) about += fmt::format(" {}:{}", fact.ledger, fact.customer_id);
    ledger::Fact revoke;
    revoke.kind = ledger::FactKind::revoke, revoke.revokes = fact.id, revoke.text = why;
    auto kept = keep_word(context, *company, stamped, about, revoke);
    if (!kept) return pass(kept);
    return Told{"forget", std::move(about), {*kept}, {}};
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
