#include "jobs/management_flow.hpp"

#include "jobs/daily_ties.hpp"
#include "jobs/payment_history.hpp"
#include "jobs/reconcile.hpp"
#include "ledger/due_date.hpp"

#include <settled/plugin_abi.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace settled::jobs {
namespace {

using ledger::Fact;
using ledger::FactKind;
using ledger::no_row;
using ledger::Row;
using reports::ManagementFacts;
using reports::MissingInput;

bool is_settled(matching::State state) {
    return state == matching::State::settled || state == matching::State::booked || state == matching::State::partly_booked ||
           state == matching::State::on_account;
}

bool is_of_period(const ManagementFacts& facts, Date day) { return facts.from <= day && day <= facts.to; }

// The smallest value that so many percent of all are not above (nearest rank).
int percentile(const std::vector<int>& ascending, std::size_t percent) {
    const std::size_t rank = (ascending.size() * percent + 99) / 100;
    return ascending[std::max<std::size_t>(rank, 1) - 1];
}

// ---- bad debts

using ItemName = std::pair<std::string, std::string>; // ledger, item key

class BadDebts {
  public:
    BadDebts(const ManagementFacts& facts, const Picture& picture, const std::vector<store::ClaimedStep>& steps)
        : facts_(facts), picture_(picture) {
        for (const store::ClaimedStep& step : steps)
            if (step.state == store::MessageState::sent && step.audience == "customer" && step.on <= facts.to)
                ++reminders_[{step.ledger, step.item_key}];
        for (const Fact& fact : picture.facts) {
            if (fact.kind == FactKind::dispute) disputed_.insert({fact.ledger, fact.item_key});
            if (fact.kind == FactKind::promise) promised_.insert({fact.ledger, fact.item_key});
        }
    }

    std::vector<reports::BadDebtLine> run() {
        for (const Fact& fact : picture_.facts)
            if (fact.kind == FactKind::write_off && is_of_period(facts_, fact.known_on)) add(fact);
        std::vector<reports::BadDebtLine> made;
        for (auto& [name, line] : lines_) made.push_back(std::move(line));
        std::ranges::stable_sort(made, [](const auto& left, const auto& right) {
            return std::pair(left.currency, -left.amount) < std::pair(right.currency, -right.amount);
        });
        return made;
    }

  private:
    void add(const Fact& fact) {
        const ItemName name(fact.ledger, fact.item_key);
        const Row row = picture_.rows->index().item_by_key(fact.ledger, fact.item_key);
        Money amount = fact.amount;
        if (amount.currency.none() && row != no_row)
            amount = {picture_.book.items[row].open_amount, picture_.book.items[row].currency};
        if (amount.currency.none()) return; // gone from the ledger, and nobody said how much it was
        reports::BadDebtLine& line = lines_[{fact.text, amount.currency}];
        line.cause = fact.text, line.currency = amount.currency;
        ++line.items;
        line.amount = checked_add(line.amount, amount.minor_units).value_or(line.amount);
        if (row != no_row)
            if (const Date due = ledger::due_date(picture_.book, picture_.book.items[row]).day; due && due < fact.known_on)
                line.days_overdue += days_between(due, fact.known_on);
        const auto reminded = reminders_.find(name);
        line.reminders += reminded == reminders_.end() ? 0 : reminded->second;
        line.told += reminded == reminders_.end() ? 0 : 1;
        line.disputed += disputed_.contains(name) ? 1 : 0;
        line.promised += promised_.contains(name) ? 1 : 0;
    }

    const ManagementFacts& facts_;
    const Picture& picture_;
    std::map<ItemName, std::int64_t> reminders_;
    std::set<ItemName> disputed_, promised_;
    std::map<std::pair<std::string, Currency>, reports::BadDebtLine> lines_;
};

} // namespace

Status add_flow(JobContext& context, ManagementFacts& facts, const Picture& picture) {
    reports::WorkFlow& flow = facts.flow;
    std::vector<int> days;
    for (const store::StoredMatch& match : picture.matches) {
        if (!is_of_period(facts, match.known_on) || !is_settled(match.state) || match.amount.minor_units <= 0) continue;
        days.push_back(std::max(0, days_between(match.date, match.known_on)));
        flow.compared += std::ranges::any_of(match.best.allocations, [](const auto& one) { return one.booked != 0; }) ? 1 : 0;
    }
    flow.settled = static_cast<std::int64_t>(days.size());
    std::ranges::sort(days);
    if (!days.empty()) flow.median_days = percentile(days, 50), flow.ninetieth_days = percentile(days, 90);
    std::set<std::int64_t> of_period;
    for (const store::StoredMatch& match : picture.matches)
        if (is_of_period(facts, match.known_on)) of_period.insert(match.id);
    for (const AppliedElsewhere& difference : differences_of(picture))
        if (of_period.contains(difference.match)) ++flow.differing, ++flow.compared;

    reports::DailyFacts ties;
    ties.language = facts.language;
    if (Status added = add_ties(context, ties, picture); !added) return added;
    for (const reports::ControlLine& line : ties.controls) {
        ++flow.controls;
        flow.controls_agree += line.control.minor_units == line.items.minor_units || line.agrees_with_others ? 1 : 0;
    }
    for (const reports::BalanceTie& tie : ties.balances) {
        ++flow.accounts;
        flow.accounts_agree += tie.agrees ? 1 : 0;
    }
    return {};
}

Status add_late_money(JobContext& context, ManagementFacts& facts, const Picture& picture) {
    facts.cost_of_money_basis_points = picture.company->cost_of_money_basis_points;
    if (facts.cost_of_money_basis_points == 0) {
        facts.missing.push_back(MissingInput::cost_of_money);
        return {};
    }
    PaymentHistory history(picture);
    if (Status read = history.read(context); !read) return read;
    if (history.empty()) return {}; // the measures say so already
    std::map<Currency, std::vector<credit::StillOpen>> open;
    for (const Currency currency : history.currencies()) open[currency];
    for (const ledger::ItemRow& item : picture.book.items)
        if (item.doc_type != SETTLED_DOC_RECEIPT && item.open_amount > 0)
            open[item.currency].push_back({item.document_date, ledger::due_date(picture.book, item).day, item.open_amount});
    for (const auto& [currency, items] : open) {
        const auto late =
            credit::late_money(history.paid(currency), items, facts.from, facts.to, facts.cost_of_money_basis_points);
        if (!late) return fail(SETTLED_BAD_DATA, "the amounts that were overdue add up to more than 64 bits hold");
        if (late->overdue_days_amount != 0) facts.late_money.push_back({currency, *late});
    }
    return {};
}

Status add_bad_debts(JobContext& context, ManagementFacts& facts, const Picture& picture) {
    auto steps = context.store.outbox().claimed_steps(picture.company->name, facts.to);
    if (!steps) return pass(steps);
    facts.bad_debts = BadDebts(facts, picture, *steps).run();
    return {};
}

} // namespace settled::jobs
