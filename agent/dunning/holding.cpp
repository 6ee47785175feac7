#include "dunning/candidate.hpp"

#include <settled/plugin_abi.h>
#include <settled/text.hpp>

#include <algorithm>
#include <array>

namespace settled::dunning {
namespace {

using ledger::Fact;
using ledger::FactKind;

constexpr int direct_debit_bank_days = 5; // a returned debit is known by then (SEPA core: five banking days)

// These say why the position is lower than the ERP's amount: they hold an item only when nothing is left of it.
bool explains_position(Reason reason) {
    constexpr std::array lowering = {Reason::paid_at_bank, Reason::paid_on_account, Reason::bill_held, Reason::covered_by_credit,
                                     Reason::receipt_unapproved};
    return std::ranges::find(lowering, reason) != lowering.end();
}

// What a person gives as the reason of a hold may be one of ours: "insolvency", "诉讼 (2026) 12".
Reason reason_of_hold(std::string_view said) {
    struct Word {
        std::string_view word;
        Reason reason;
    };
    constexpr std::array<Word, 18> words = {{{"insolvency", Reason::insolvency},
                                             {"insolvent", Reason::insolvency},
                                             {"insolvenz", Reason::insolvency},
                                             {"bankruptcy", Reason::insolvency},
                                             {"破产", Reason::insolvency},
                                             {"重整", Reason::insolvency},
                                             {"清算", Reason::insolvency},
                                             {"legal", Reason::legal},
                                             {"lawyer", Reason::legal},
                                             {"litigation", Reason::legal},
                                             {"arbitration", Reason::legal},
                                             {"anwalt", Reason::legal},
                                             {"klage", Reason::legal},
                                             {"mahnbescheid", Reason::legal},
                                             {"诉讼", Reason::legal},
                                             {"仲裁", Reason::legal},
                                             {"律师", Reason::legal},
                                             {"法务", Reason::legal}}};
    const std::string lower = ascii_lower(said);
    const auto hit = std::ranges::find_if(words, [&](const Word& one) { return lower.starts_with(one.word); });
    return hit == words.end() ? Reason::hold : hit->reason;
}

class Collector {
  public:
    Collector(const PlannerInput& input, Candidate& candidate)
        : input_(input), candidate_(candidate), item_(input.book->items[candidate.item]) {}

    void add(Reason reason, std::string text = {}, Date until = {}, std::int64_t entry = 0, std::int64_t amount = 0) {
        Suppression made;
        made.customer = item_.customer;
        made.item = candidate_.item;
        made.reason = reason;
        made.until = until;
        made.step = candidate_.step_name();
        made.text = std::move(text);
        made.entry = entry;
        if (amount != 0) made.amount = {amount, item_.currency};
        candidate_.reasons.push_back(std::move(made));
    }

    void positions() {
        const ItemState& state = input_.items[candidate_.item];
        candidate_.open = std::min(state.position, candidate_.asked);
        const bool nothing_left = state.position <= 0;
        for (const HoldingReason& held : state.holding) {
            if (is_over(held)) continue;
            if (nothing_left || !explains_position(held.reason)) {
                add(held.reason, held.text, held.until, held.entry, held.amount);
                explained_ |= explains_position(held.reason);
            }
        }
        if (nothing_left && !explained_) add(Reason::paid_at_bank, {}, {}, 0, state.paid_not_booked);
        if (input_.customers.empty()) return;
        for (const HoldingReason& held : input_.customers[item_.customer].holding)
            if (!is_over(held)) add(held.reason, held.text, held.until, held.entry, held.amount);
    }

    void ledger_says() {
        const ledger::CustomerRow& customer = input_.book->customer_of(item_);
        const ledger::HandlingRow& handling = input_.book->handling_of(item_);
        if (handling.payment_method == SETTLED_PAY_DIRECT_DEBIT) {
            const Date collected = handling.collection_date;
            const Date until = collected ? input_.calendar.plus_working_days(collected, direct_debit_bank_days) : Date();
            if (!until || input_.today <= until) add(Reason::direct_debit, {}, until);
        }
        if (!handling.assigned_to.empty()) add(Reason::assigned, std::string((*input_.book)[handling.assigned_to]));
        if (customer.related_party) add(Reason::related_party);
        // Nobody knows who that is: neither letter nor task.
        if (customer.unlisted) add(Reason::wrong_customer, std::string((*input_.book)[customer.id]));
    }

    void freshness() {
        const std::size_t ledger = input_.book->customer_of(item_).ledger;
        if (ledger < input_.stale_ledgers.size() && !input_.stale_ledgers[ledger].empty())
            add(Reason::stale_ledger, input_.stale_ledgers[ledger]);
        if (!input_.stale_bank.empty()) add(Reason::stale_bank, input_.stale_bank);
        if (!input_.unproved_bank.empty()) add(Reason::unproved_balance, input_.unproved_bank);
        if (ledger < input_.vanished_in_ledgers.size() && !input_.vanished_in_ledgers[ledger].empty())
            add(Reason::items_vanished, input_.vanished_in_ledgers[ledger]);
    }

    void people_say(const Fact& fact) {
        switch (fact.kind) {
        case FactKind::hold:
            if (!fact.until || input_.today <= fact.until) add(reason_of_hold(fact.text), fact.text, fact.until);
            break;
        case FactKind::dispute:
            dispute(fact);
            break;
        case FactKind::promise:
            if (input_.today <= fact.date && (!fact.until || input_.today <= fact.until))
                add(Reason::promise, fact.text, fact.date, 0, fact.amount.minor_units);
            break;
        case FactKind::write_off:
            add(Reason::hold, fact.text);
            break;
        case FactKind::log_line:
            contact(fact);
            break;
        default:
            break;
        }
    }

    void contact(Date on, std::string_view by) {
        if (!on || candidate_.step->kind == StepKind::task) return;
        const Date until = on.plus_days(candidate_.procedure->minimum_gap_days);
        if (input_.today < until) add(Reason::contacted_by_person, std::string(by), until);
    }

    void claims(std::span<const DoneStep> claims) {
        for (const DoneStep& claim : claims) {
            if (claim.state == StepState::unknown) add(Reason::unknown_outcome, claim.step);
            if (claim.state == StepState::waiting) add(Reason::awaiting_approval, "earlier_waits");
        }
    }

  private:
    bool is_over(const HoldingReason& held) const { return held.until && held.until < input_.today; }

    // A part in dispute is left out; the rest is still asked for.
    void dispute(const Fact& fact) {
        if (fact.until && fact.until < input_.today) return;
        const std::int64_t part = fact.amount.minor_units;
        if (part > 0 && fact.amount.currency == item_.currency && !fact.item_key.empty() && part < candidate_.open) {
            candidate_.open -= part;
            candidate_.disputed += part;
            return;
        }
        add(Reason::dispute, fact.text, fact.until, 0, part);
    }

    void contact(const Fact& fact) {
        constexpr std::array by_person = {"phone", "wechat", "visit", "letter"};
        if (std::ranges::find(by_person, fact.detail) != by_person.end())
            contact(fact.date ? fact.date : fact.known_on, fact.detail);
    }

    const PlannerInput& input_;
    Candidate& candidate_;
    const ledger::ItemRow& item_;
    bool explained_ = false; // that nothing is left of the item
};

std::string fact_key(std::string_view ledger, std::string_view name) {
    std::string key(ledger);
    key += '\x1f';
    key += name;
    return key;
}

} // namespace

FactsByRow::FactsByRow(const ledger::Book& book, std::span<const Fact> facts) {
    std::unordered_map<std::string, std::vector<const Fact*>> by_customer, by_item;
    for (const Fact& fact : facts)
        (fact.item_key.empty() ? by_customer
                               : by_item)[fact_key(fact.ledger, fact.item_key.empty() ? fact.customer_id : fact.item_key)]
            .push_back(&fact);
    if (!by_customer.empty())
        for (ledger::Row row = 0; row < book.customers.size(); ++row) {
            const ledger::CustomerRow& customer = book.customers[row];
            const auto hit = by_customer.find(fact_key(book.ledger_of(customer).name, book[customer.id]));
            if (hit != by_customer.end()) customers_[row] = hit->second;
        }
    if (!by_item.empty())
        for (ledger::Row row = 0; row < book.items.size(); ++row) {
            const ledger::ItemRow& item = book.items[row];
            const auto hit = by_item.find(fact_key(book.ledger_of(book.customer_of(item)).name, book[item.key]));
            if (hit != by_item.end()) items_[row] = hit->second;
        }
}

std::span<const DoneStep> claims_of(std::span<const DoneStep> sorted_by_item, ledger::Row item) {
    const auto range = std::ranges::equal_range(sorted_by_item, item, {}, &DoneStep::item);
    return {range.begin(), range.end()};
}

bool names_customer(const ledger::Book& book, const ledger::CustomerRow& customer, std::string_view named) {
    const std::string_view id = book[customer.id];
    const std::string_view ledger = book.ledger_of(customer).name;
    return named == id || (named.size() == ledger.size() + 1 + id.size() && named.starts_with(ledger) &&
                           named[ledger.size()] == ':' && named.ends_with(id));
}

void add_holding_reasons(const PlannerInput& input, const FactsByRow& facts, std::span<const DoneStep> sorted_done,
                         Candidate& candidate) {
    const ledger::Row customer = input.book->items[candidate.item].customer;
    Collector collector(input, candidate);
    collector.positions();
    collector.ledger_says();
    for (const Fact* fact : facts.of_item(candidate.item)) collector.people_say(*fact);
    for (const Fact* fact : facts.of_customer(customer)) collector.people_say(*fact);
    if (!input.customers.empty()) collector.contact(input.customers[customer].last_person_contact, "");
    collector.claims(claims_of(sorted_done, candidate.item));
    collector.freshness();
}

} // namespace settled::dunning
