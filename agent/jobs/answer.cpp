#include "jobs/answer.hpp"

#include "jobs/picture.hpp"
#include "ledger/named_rows.hpp"
#include "matching/fold.hpp"
#include "render/json_object.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace settled::jobs {
namespace {

using ledger::no_row;
using ledger::Row;

store::StoredMatch answered(const store::StoredMatch& before, matching::State state, const store::Stamp& stamped) {
    store::StoredMatch made = before;
    made.id = 0, made.replaces = before.id, made.state = state, made.actor = stamped.actor;
    made.known_on = stamped.known_on, made.decided_at = stamped.at, made.undone = false;
    made.alternatives.clear();
    made.best.grade = matching::Grade::certain;
    made.best.evidence.push_back(
        {.kind = matching::EvidenceKind::answered_by_person, .text = stamped.actor, .amount = before.amount});
    return made;
}

// What an answer teaches: this account pays for this customer. Only where one customer is named.
std::vector<ledger::Fact> lessons(const Picture& picture, const store::StoredMatch& match, std::int64_t id) {
    std::vector<ledger::Fact> learned;
    const Row entry = picture.rows->entry(match.entry, match.part);
    if (entry == no_row || match.best.allocations.empty()) return learned;
    const store::StoredAllocation& first = match.best.allocations.front();
    const bool one_customer = std::ranges::all_of(match.best.allocations, [&](const store::StoredAllocation& allocation) {
        return allocation.ledger == first.ledger && allocation.customer_id == first.customer_id;
    });
    const std::string account(picture.entries[picture.entries.entries[entry].counterparty_account]);
    if (!one_customer || account.empty()) return learned;
    ledger::Fact fact;
    fact.kind = ledger::FactKind::payer_account, fact.ledger = first.ledger, fact.customer_id = first.customer_id;
    fact.text = account, fact.source_match = id;
    learned.push_back(std::move(fact));
    return learned;
}

struct Answer {
    const config::Company* company;
    store::Stamp stamped;
    std::unique_ptr<Picture> picture;
};

Result<Answer> prepare(JobContext& context, const config::Company& company, const Scope& scope) {
    if (!may_decide(context.settings, context.actor))
        return fail(
            SETTLED_ACCESS_DENIED,
            fmt::format("{} may not decide about bank entries: that needs a role beside cashier, sales or auditor ([person])",
                        context.actor));
    auto day = day_of(context, company, scope);
    if (!day) return pass(day);
    auto stamped = stamp(context, company, *day);
    if (!stamped) return pass(stamped);
    auto picture = look(context, company, *day);
    if (!picture) return pass(picture);
    return Answer{&company, std::move(*stamped), std::move(*picture)};
}

Result<std::int64_t> keep(JobContext& context, const Answer& answer, const store::StoredMatch& match, std::string_view what,
                          std::vector<ledger::Fact> learned = {}) {
    auto saved = context.store.matches().save(answer.company->name, std::span(&match, 1), {}, answer.stamped);
    if (!saved) return pass(saved);
    const std::int64_t id = saved->front();
    auto noted = context.store.audit().append(
        answer.company->name, "review",
        render::json_object({{"answer", std::string(what)}, {"match", id}, {"replaces", match.replaces}, {"entry", match.entry}}),
        answer.stamped);
    if (!noted) return pass(noted);
    if (match.state == matching::State::settled) learned = lessons(*answer.picture, match, id);
    for (ledger::Fact& fact : learned) {
        fact.source_match = id;
        auto told = context.store.facts().tell(answer.company->name, fact, answer.stamped);
        if (!told) return pass(told);
    }
    return id;
}

const config::Company* company_of(const JobContext& context, const std::string& name) { return context.settings.company(name); }

Result<store::StoredMatch> question(JobContext& context, std::int64_t match) {
    auto found = context.store.matches().find(match);
    if (!found) return pass(found);
    if (!*found)
        return fail(SETTLED_INVALID_CONFIG, fmt::format("there is no match {}; settled review lists the questions", match));
    if ((*found)->undone)
        return fail(SETTLED_INVALID_CONFIG, fmt::format("match {} was undone; settled review lists what stands", match));
    if ((*found)->replaced_by != 0)
        return fail(SETTLED_INVALID_CONFIG,
                    fmt::format("match {} was decided anew as match {}; settled explain entry {} shows what stands", match,
                                (*found)->replaced_by, (*found)->entry));
    if (!company_of(context, (*found)->company))
        return fail(SETTLED_INVALID_CONFIG, fmt::format("match {} belongs to company {}, which is no longer in the configuration",
                                                        match, (*found)->company));
    return std::move(**found);
}

} // namespace

bool may_decide(const config::Settings& settings, const std::string& actor) {
    const config::Person* person = settings.person(actor);
    if (!person || person->roles.empty()) return true;
    return std::ranges::any_of(person->roles,
                               [](const std::string& role) { return role != "cashier" && role != "sales" && role != "auditor"; });
}

Result<std::int64_t> accept(JobContext& context, const Scope& scope, std::int64_t match) {
    auto asked = question(context, match);
    if (!asked) return pass(asked);
    if (asked->state != matching::State::question || asked->best.allocations.empty())
        return fail(SETTLED_INVALID_CONFIG,
                    fmt::format("match {} is {}, not a question with a proposal; use settled review assign {} ITEM=AMOUNT", match,
                                matching::name(asked->state), asked->entry));
    auto answer = prepare(context, *company_of(context, asked->company), scope);
    if (!answer) return pass(answer);
    const bool to_items = std::ranges::any_of(
        asked->best.allocations, [](const store::StoredAllocation& allocation) { return !allocation.item_key.empty(); });
    return keep(context, *answer,
                answered(*asked, to_items ? matching::State::settled : matching::State::on_account, answer->stamped), "accept");
}

namespace {

std::optional<matching::Class> class_named(std::string_view name) {
    using enum matching::Class;
    for (const matching::Class what :
         {none, bank_charge, interest, tax, payroll, own_transfer, card_payout, bill_collection, refund, other})
        if (matching::name(what) == name) return what;
    return std::nullopt;
}

// The words that say what an entry is must stand in its text, and be enough to say it.
Result<std::vector<ledger::Fact>> lesson_of(const Picture& picture, const store::StoredMatch& match,
                                            const NoReceivable& instead) {
    constexpr std::size_t text_bytes_min = 4;
    if (instead.text.empty()) return std::vector<ledger::Fact>();
    const std::string pattern = matching::fold(instead.text);
    const Row entry = picture.rows->entry(match.entry, match.part);
    const std::string text =
        entry == no_row ? std::string() : matching::fold(picture.entries[picture.entries.entries[entry].remittance]);
    if (pattern.size() < text_bytes_min || !text.contains(pattern))
        return fail(
            SETTLED_INVALID_CONFIG,
            fmt::format("\"{}\" does not stand in the text of entry {}, or is too short to learn from; settled explain entry {} "
                        "shows the entry",
                        instead.text, match.entry, match.entry));
    ledger::Fact fact;
    fact.kind = ledger::FactKind::not_receivable, fact.text = instead.text, fact.detail = instead.what;
    return std::vector<ledger::Fact>{std::move(fact)};
}

} // namespace

Result<std::int64_t> reject(JobContext& context, const Scope& scope, std::int64_t match, const NoReceivable& instead) {
    auto asked = question(context, match);
    if (!asked) return pass(asked);
    const std::optional<matching::Class> what = class_named(instead.what);
    if (!what || (instead.what.empty() && !instead.text.empty()))
        return fail(
            SETTLED_INVALID_CONFIG,
            fmt::format("\"{}\" is no kind of money; known are bank_charge, interest, tax, payroll, own_transfer, card_payout, "
                        "bill_collection, refund, other",
                        instead.what));
    auto answer = prepare(context, *company_of(context, asked->company), scope);
    if (!answer) return pass(answer);
    auto learned = lesson_of(*answer->picture, *asked, instead);
    if (!learned) return pass(learned);
    const matching::State state = instead.what.empty() ? matching::State::unmatched : matching::State::not_receivable;
    store::StoredMatch rejected = answered(*asked, state, answer->stamped);
    rejected.not_receivable = *what;
    rejected.best.allocations.clear(), rejected.best.residual_amount = 0, rejected.best.residual = matching::Residual::none;
    rejected.best.grade = matching::Grade::none;
    return keep(context, *answer, rejected, "reject", std::move(*learned));
}

Result<std::int64_t> assign(JobContext& context, const Scope& scope, std::int64_t entry_id, const std::vector<Assignment>& items,
                            const std::string& customer) {
    for (const config::Company* company : companies_of(context, scope)) {
        auto answer = prepare(context, *company, scope);
        if (!answer) return pass(answer);
        const Picture& picture = *answer->picture;
        const Row entry = picture.rows->entry(entry_id, -1);
        if (entry == no_row) continue;
        matching::Decision decision;
        decision.entry = entry, decision.state = matching::State::settled;
        const statement::EntryRow& row = picture.entries.entries[entry];
        std::int64_t left = row.amount;
        Row owner = no_row;
        if (!customer.empty()) {
            auto found = ledger::customer_named(picture.book, customer);
            if (!found) return pass(found);
            owner = *found;
        }
        for (const Assignment& wanted : items) {
            auto item = ledger::item_named(picture.book, wanted.item);
            if (!item) return pass(item);
            const ledger::ItemRow& open = picture.book.items[*item];
            if (open.currency != row.currency)
                return fail(SETTLED_INVALID_CONFIG, fmt::format("{} is in {}, the entry in {}; they cannot settle each other",
                                                                wanted.item, open.currency.code(), row.currency.code()));
            std::int64_t amount = std::min(open.open_amount, left);
            if (!wanted.amount.empty()) {
                auto parsed = parse_money(wanted.amount, row.currency);
                if (!parsed)
                    return fail(SETTLED_INVALID_CONFIG,
                                fmt::format("{}={}: {}", wanted.item, wanted.amount, parsed.error().message));
                amount = parsed->minor_units;
            }
            if (amount <= 0 || amount > left)
                return fail(SETTLED_INVALID_CONFIG,
                            fmt::format("{}: {} cannot be taken from the {} that are left of entry {}", wanted.item,
                                        amount_text(amount, row.currency), amount_text(left, row.currency), entry_id));
            decision.best.allocations.push_back(
                {.customer = open.customer, .item = *item, .amount = amount, .open_at_decision = open.open_amount});
            owner = open.customer, left -= amount;
        }
        if (owner == no_row)
            return fail(SETTLED_INVALID_CONFIG, "name at least one ITEM=AMOUNT, or the customer with --customer");
        if (left > 0) decision.best.allocations.push_back({.customer = owner, .item = no_row, .amount = left});
        if (items.empty()) decision.state = matching::State::on_account;
        store::StoredMatch before = picture.rows->stored(decision);
        for (const store::StoredMatch& standing : picture.matches)
            if (standing.entry == entry_id && standing.part == -1) before.id = standing.id;
        return keep(context, *answer, answered(before, decision.state, answer->stamped), "assign");
    }
    return fail(SETTLED_INVALID_CONFIG, fmt::format("there is no bank entry {}; settled matches lists them", entry_id));
}

Status undo(JobContext& context, std::int64_t match, const std::string& reason) {
    auto found = question(context, match);
    if (!found) return pass(found);
    const config::Company& company = *company_of(context, found->company);
    auto day = day_of(context, company, {});
    if (!day) return pass(day);
    auto stamped = stamp(context, company, *day);
    if (!stamped) return pass(stamped);
    if (Status undone = context.store.matches().undo(match, reason, *stamped); !undone) return undone;
    auto facts = context.store.facts().load(company.name, *day);
    if (!facts) return pass(facts);
    for (const ledger::Fact& fact : ledger::standing(*facts)) { // what was learned from it goes with it
        if (fact.source_match != match) continue;
        ledger::Fact revoke;
        revoke.kind = ledger::FactKind::revoke, revoke.revokes = fact.id;
        auto told = context.store.facts().tell(company.name, revoke, *stamped);
        if (!told) return pass(told);
    }
    auto noted = context.store.audit().append(company.name, "undo", render::json_object({{"match", match}}), *stamped);
    return noted ? Status{} : Status(pass(noted));
}

Result<std::vector<store::StoredMatch>> standing_matches(JobContext& context, const Scope& scope) {
    std::vector<store::StoredMatch> all;
    for (const config::Company* company : companies_of(context, scope)) {
        auto day = day_of(context, *company, scope);
        if (!day) return pass(day);
        auto loaded = context.store.matches().load(company->name, *day);
        if (!loaded) return pass(loaded);
        std::ranges::move(*loaded, std::back_inserter(all));
    }
    return all;
}

} // namespace settled::jobs
