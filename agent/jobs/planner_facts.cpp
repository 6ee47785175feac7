#include "jobs/planner_facts.hpp"

#include "jobs/refused_addresses.hpp"

#include "dunning/from_positions.hpp"
#include "jobs/asked_people.hpp"
#include "jobs/freshness.hpp"
#include "jobs/linked_customers.hpp"
#include "jobs/paper_language.hpp"
#include "jobs/promised_money.hpp"
#include "jobs/renumbered_items.hpp"
#include "jobs/second_person.hpp"
#include "world/digest.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace settled::jobs {
namespace {

using dunning::PlannerInput;
using dunning::Reason;
using ledger::no_row;
using ledger::Row;

// Bank credits that nobody could place, with whom they could be from: questions name items, the rest
// is compared by amount and name; money on account may be for items of just its amount. Each holds for
// some working days after its booking, no longer.
std::vector<dunning::UnplacedMoney> unplaced_money(const Picture& picture, const dunning::Calendar& calendar) {
    std::unordered_map<Row, const store::StoredMatch*> decided;
    for (const store::StoredMatch& match : picture.matches)
        if (const Row entry = picture.rows->entry(match.entry, match.part); entry != no_row) decided.emplace(entry, &match);
    std::vector<dunning::UnplacedMoney> unplaced;
    for (Row row = 0; row < picture.entries.entries.size(); ++row) {
        const statement::EntryRow& entry = picture.entries.entries[row];
        const auto match = decided.find(row);
        const bool on_account = match != decided.end() && match->second->state == matching::State::on_account;
        const bool open = match == decided.end() || match->second->state == matching::State::unmatched ||
                          match->second->state == matching::State::question ||
                          (on_account && !match->second->alternatives.empty());
        const Date until =
            calendar.plus_working_days(entry.booking_date ? entry.booking_date : picture.as_of, may_be_paid_working_days);
        if (entry.amount <= 0 || !(open || on_account) || until < picture.as_of) continue;
        dunning::UnplacedMoney& money = unplaced.emplace_back();
        money.entry = row, money.until = until;
        money.stands_on_account = !open;
        if (match == decided.end()) continue;
        const auto name = [&](const store::StoredProposal& proposal, bool customers_too) {
            for (const store::StoredAllocation& allocation : proposal.allocations) {
                const Row item = picture.rows->index().item_by_key(allocation.ledger, allocation.item_key);
                const Row customer = picture.rows->index().customer(allocation.ledger, allocation.customer_id);
                if (item != no_row)
                    money.items.push_back(item);
                else if (customer != no_row && customers_too)
                    money.customers.push_back(customer);
            }
        };
        // What stands on an account lowers what the customer owes already; only what it may mean besides is held.
        name(match->second->best, !on_account || money.stands_on_account);
        for (const store::StoredProposal& alternative : match->second->alternatives) name(alternative, false);
    }
    return unplaced;
}

void add_customers(PlannerInput& input, const Picture& picture, const Remembered& remembered) {
    const std::vector<RefusedAddress> refused = refused_addresses(remembered.messages, ledger::standing(picture.facts));
    for (const RefusedAddress& each : refused)
        if (const Row customer = picture.rows->index().customer(each.ledger, each.customer_id); customer != no_row)
            input.customers[customer].refused_addresses.push_back(each.address);
    for (const store::Message& message : remembered.messages) {
        const Row customer = picture.rows->index().customer(message.ledger, message.customer_id);
        if (customer == no_row || message.state == store::MessageState::cancelled) continue;
        dunning::CustomerState& state = input.customers[customer];
        const bool left = message.state == store::MessageState::sent || message.state == store::MessageState::unknown;
        if (left) {
            state.written_before = true;
            state.written_on = std::max(state.written_on, message.planned_for);
            std::ranges::copy(message.recipients, std::back_inserter(state.known_addresses));
        }
        if (message.planned_for == picture.as_of && message.state != store::MessageState::failed) ++state.messages_today;
        if (message.state == store::MessageState::unknown)
            state.holding.push_back({Reason::unknown_outcome, fmt::format("{}", message.id), 0, 0, {}});
    }
}

void add_memory(PlannerInput& input, const Picture& picture, const Remembered& remembered) {
    for (const store::ClaimedStep& claimed : remembered.steps) {
        const Row item = picture.rows->index().item_by_key(claimed.ledger, claimed.item_key);
        if (item == no_row) continue;
        const auto state = claimed.state == store::MessageState::sent      ? dunning::StepState::sent
                           : claimed.state == store::MessageState::unknown ? dunning::StepState::unknown
                                                                           : dunning::StepState::waiting;
        input.done.push_back({item, claimed.procedure, claimed.step, claimed.channel, claimed.audience, claimed.on, state});
    }
    for (const store::Task& task : remembered.tasks) {
        dunning::KnownTask& known = input.tasks.emplace_back();
        known.customer = picture.rows->index().customer(task.ledger, task.customer_id);
        known.key = task.key, known.procedure = task.procedure, known.step = task.step;
        known.created_on = task.created_on, known.due = task.due, known.open = task.state == "open";
        known.kind = task.kind, known.owner = task.owner, known.role = task.role;
        for (const std::string& key : task.item_keys)
            if (const Row item = picture.rows->index().item_by_key(task.ledger, key); item != no_row) known.items.push_back(item);
    }
    for (const store::DayVolume& volume : remembered.volumes)
        input.limits.sending_days++, input.limits.messages_sent += volume.messages;
}

// Who has which role today: of a person who is away the substitute, once.
void add_people(PlannerInput& input, const config::Settings& settings, const config::Company& company) {
    for (const config::Person& person : settings.people) {
        if (!person.works_for(company.name)) continue;
        const config::Person* acting = &person;
        if (person.away_until && input.today <= person.away_until) {
            if (const config::Person* substitute = settings.person(person.substitute)) acting = substitute;
        }
        if (acting != &person && !person.email.empty()) input.stand_ins[person.email] = acting->name;
        for (const std::string& role : person.roles) {
            input.person_of_role.try_emplace(role, acting->name);
            input.people_of_role[role].push_back(
                {acting->name,
                 acting->limits,
                 {person.customers, person.customer_groups, person.regions, person.business_lines}});
        }
    }
}

void add_company(PlannerInput& input, const config::Settings& settings, const config::Company& company) {
    input.procedures = settings.procedures;
    input.default_procedure = company.procedure;
    for (const config::Assignment& rule : settings.assignments)
        if (rule.company.empty() || rule.company == company.name)
            input.assignments.push_back(
                {rule.procedure, rule.customer_groups, rule.customers, rule.grades, rule.regions, rule.business_lines});
    add_people(input, settings, company);
    input.mode = company.mode == config::Mode::shadow    ? dunning::CompanyMode::shadow
                 : company.mode == config::Mode::approve ? dunning::CompanyMode::approve
                                                         : dunning::CompanyMode::automatic;
    input.go_live = company.go_live;
    input.pilot_customers = company.pilot_customers;
    input.limits.messages_per_contact_per_day = settings.sending.messages_per_contact_per_day;
    input.limits.hold_above_usual_times = settings.sending.hold_above_usual_times;
    input.limits.hold_above_messages = settings.sending.hold_above_messages;
    input.limits.hold_new_address = settings.sending.hold_new_address;
    std::map<Currency, std::map<std::string, std::int64_t>> largest; // of each reason, whatever the path
    for (const config::ResidualLimit& limit : settings.matching.residuals)
        if (limit.reason == "bank_fee" || limit.reason == "cent_difference") {
            std::int64_t& known = largest[limit.currency][limit.reason];
            known = std::max(known, limit.limit);
        }
    for (const auto& [currency, limits] : largest)
        for (const auto& [reason, limit] : limits) input.bank_fee_limit[currency] += limit;
    input.calendar = settings.calendar_of(company);
    input.language = own_language(company);
}

constexpr auto planned_on_key = "remind.day";
constexpr auto accounts_key = "letters.accounts"; // fingerprint of the accounts that letters name; then since when
constexpr auto accounts_since_key = "letters.accounts.since";

std::string accounts_in_letters(const config::Settings& settings, const config::Company& company) {
    std::string text;
    for (const config::BankAccount* account : settings.accounts_of(company.name))
        if (account->show_in_letters)
            text += account->bank + '|' + account->account + '|' + std::string(account->currency.code()) + '\n';
    return text.empty() ? std::string("none") : world::sha256_hex(text);
}

Result<Date> day_setting(JobContext& context, const std::string& company, const std::string& key) {
    auto text = context.store.reports().setting(company, key);
    if (!text) return pass(text);
    return Date::parse_iso(*text).value_or(Date());
}

// More than a few due dates on earlier days than a week ago are a mistake rather than news.
Status add_moved_due_dates(JobContext& context, const Picture& picture, const Remembered& remembered, PlannerInput& input) {
    constexpr int days_back = 7;
    constexpr std::int64_t moved_items_min = 3, moved_percent_min = 5;
    const std::string& company = picture.company->name;
    for (std::size_t number = 0; number < picture.book.ledgers.size(); ++number) {
        const ledger::LedgerRow& ledger = picture.book.ledgers[number];
        auto ids = context.store.ledgers().due_dates_moved_back(company, ledger.name, picture.as_of.plus_days(-days_back),
                                                                picture.as_of);
        if (!ids) return pass(ids);
        const auto moved = static_cast<std::int64_t>(ids->size());
        const std::int64_t open = std::ranges::count_if(picture.book.items, [&](const ledger::ItemRow& item) {
            return picture.book.customer_of(item).ledger == number && item.open_amount > 0;
        });
        if (moved < moved_items_min || moved * 100 < open * moved_percent_min) continue;
        // Asked once a week; a person who marks the question as done lets these items go on.
        PlannerInput::MovedDueDates question;
        question.ledger = ledger.name, question.items_in_all = open;
        const store::Task* asked = nullptr;
        for (const store::Task& task : remembered.tasks)
            if (task.kind == "due_dates_moved" && task.ledger == ledger.name &&
                task.created_on > picture.as_of.plus_days(-days_back))
                asked = &task;
        if (asked && asked->state != "open") continue;
        question.key = asked ? asked->key : "due_dates_moved/" + ledger.name + "/" + picture.as_of.iso();
        const std::unordered_set<std::string_view> moved_back(ids->begin(), ids->end());
        std::vector<Row> rows;
        for (Row item = 0; item < picture.book.items.size(); ++item) {
            const ledger::ItemRow& row = picture.book.items[item];
            if (picture.book.customer_of(row).ledger != number) continue;
            // What came new is as wrong: it cannot have been due before it was issued.
            const bool due_before_issue = row.due_date && row.due_date < row.document_date;
            if (due_before_issue || moved_back.contains(picture.book[row.id])) rows.push_back(item);
        }
        for (const Row item : rows) input.items[item].holding.push_back({Reason::volume_guard, "due_dates_moved", 0, 0, {}});
        question.items = std::move(rows);
        input.moved_due_dates.push_back(std::move(question));
    }
    return {};
}

Status add_safety(JobContext& context, const Picture& picture, const Remembered& remembered, PlannerInput& input) {
    const config::Company& company = *picture.company;
    auto planned_last = day_setting(context, company.name, planned_on_key);
    if (!planned_last) return pass(planned_last);
    input.planned_last = *planned_last;
    auto known_accounts = context.store.reports().setting(company.name, accounts_key);
    if (!known_accounts) return pass(known_accounts);
    auto since = day_setting(context, company.name, accounts_since_key);
    if (!since) return pass(since);
    const bool changed_today = !known_accounts->empty() && *known_accounts != accounts_in_letters(context.settings, company);
    input.bank_details_since = changed_today ? picture.as_of : *since;
    for (const auto& [channel, name] : company.gateways) {
        const config::Gateway* gateway = context.settings.gateway(name);
        if (!gateway) continue;
        auto handed_over = context.store.outbox().handed_over(name, picture.as_of);
        if (!handed_over) return pass(handed_over);
        if (*handed_over >= gateway->messages_per_day) input.full_channels.push_back(channel);
    }
    auto coverage = context.store.entries().coverage(company.name, picture.as_of);
    if (!coverage) return pass(coverage);
    for (const config::BankAccount* account : context.settings.accounts_of(company.name)) {
        const config::StatementSource* source = context.settings.source(account->source);
        const auto covered = std::ranges::find(*coverage, account->name, &store::AccountCoverage::account);
        if (source && source->require_balances && covered != coverage->end() && !covered->balance_proved)
            input.unproved_bank += (input.unproved_bank.empty() ? "" : "; ") + account->name;
    }
    return add_moved_due_dates(context, picture, remembered, input);
}

} // namespace

Result<Remembered> remember(JobContext& context, const config::Company& company, Date as_of) {
    constexpr int usual_days = 20; // operations 25
    Remembered remembered;
    auto steps = context.store.outbox().claimed_steps(company.name, as_of);
    if (!steps) return pass(steps);
    remembered.steps = std::move(*steps);
    auto tasks = context.store.facts().tasks(company.name, true);
    if (!tasks) return pass(tasks);
    remembered.tasks = std::move(*tasks);
    auto volumes = context.store.outbox().sent_per_day(company.name, usual_days);
    if (!volumes) return pass(volumes);
    remembered.volumes = std::move(*volumes);
    auto messages = context.store.outbox().list(
        company.name, {.states = {}, .kind = "reminder", .ledger = {}, .customer_id = {}, .with_content = false});
    if (!messages) return pass(messages);
    remembered.messages = std::move(*messages);
    auto statements = context.store.outbox().list(
        company.name, {.states = {}, .kind = "statement_of_account", .ledger = {}, .customer_id = {}, .with_content = false});
    if (!statements) return pass(statements);
    std::ranges::move(*statements, std::back_inserter(remembered.messages));
    return remembered;
}

PlannerInput money_input(const config::Settings& settings, const Picture& picture, const ledger::Positions& positions) {
    PlannerInput input;
    input.book = &picture.book, input.today = picture.as_of, input.facts = in_force(settings, picture.facts);
    input.items.resize(picture.book.items.size());
    input.customers.resize(picture.book.customers.size());
    add_company(input, settings, *picture.company);
    dunning::take_positions(positions, input);
    dunning::hold_for_unplaced_money(picture.entries, unplaced_money(picture, input.calendar), input);
    return input;
}

Result<PlannerInput> planner_input(JobContext& context, const Picture& picture, const ledger::Positions& positions,
                                   const Remembered& remembered) {
    PlannerInput input = money_input(context.settings, picture, positions);
    add_customers(input, picture, remembered);
    add_memory(input, picture, remembered);
    if (Status shared = share_contacts(context, picture, input); !shared) return pass(shared);
    input.first_batch = remembered.volumes.empty();

    for (const ledger::LedgerRow& row : picture.book.ledgers) {
        auto stale = stale_ledger(context, *picture.company, row.name, picture.as_of);
        if (!stale) return pass(stale);
        input.stale_ledgers.push_back(*stale);
        auto vanished = vanished_items(context, *picture.company, row.name, picture.as_of);
        if (!vanished) return pass(vanished);
        input.vanished_in_ledgers.push_back(*vanished);
        auto doubtful = doubtful_items(context, picture, row.name);
        if (!doubtful) return pass(doubtful);
        for (const DoubtfulItem& doubt : *doubtful)
            input.items[doubt.item].holding.push_back({Reason::items_vanished, doubt.words, 0, 0, {}});
    }
    auto bank = stale_bank(context, *picture.company, picture.as_of);
    if (!bank) return pass(bank);
    input.stale_bank = *bank;
    if (Status added = add_safety(context, picture, remembered, input); !added) return std::unexpected(added.error());
    if (Status added = add_warnings(context, picture, positions, input); !added) return std::unexpected(added.error());
    add_asked(context.settings, picture, input);
    input.received_for_promise = received_for_promises(picture);
    return input;
}

Status note_planning(JobContext& context, const config::Company& company, const store::Stamp& stamped) {
    const std::string accounts = accounts_in_letters(context.settings, company);
    auto known = context.store.reports().setting(company.name, accounts_key);
    if (!known) return pass(known);
    if (*known != accounts) {
        if (Status set = context.store.reports().set(company.name, accounts_key, accounts, stamped); !set) return set;
        if (!known->empty())
            if (Status set = context.store.reports().set(company.name, accounts_since_key, stamped.known_on.iso(), stamped); !set)
                return set;
    }
    return context.store.reports().set(company.name, planned_on_key, stamped.known_on.iso(), stamped);
}

} // namespace settled::jobs
