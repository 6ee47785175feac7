#include "jobs/send_check.hpp"

#include "jobs/statement_mail.hpp"

#include "dunning/from_positions.hpp"
#include "dunning/words.hpp"
#include "jobs/freshness.hpp"
#include "jobs/planner_facts.hpp"
#include "jobs/reconcile.hpp"
#include "jobs/renumbered_items.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace settled::jobs {
namespace {

bool speaks_of(const ledger::Fact& fact, const store::Claim& claim) {
    return fact.ledger == claim.ledger &&
           (fact.item_key.empty() ? fact.customer_id == claim.customer_id : fact.item_key == claim.item_key);
}

// A statement of account claims no item: what is said of the customer as such keeps it back.
std::optional<SendObstacle> statement_obstacle(const store::Message& message, const std::vector<ledger::Fact>& facts,
                                               const Picture& picture, const std::vector<std::string>& stale_ledgers,
                                               const std::string& stale_bank) {
    for (std::size_t number = 0; number < stale_ledgers.size(); ++number)
        if (picture.book.ledgers[number].name == message.ledger && !stale_ledgers[number].empty())
            return SendObstacle{false, "stale_ledger", stale_ledgers[number]};
    if (!stale_bank.empty()) return SendObstacle{false, "stale_bank", stale_bank};
    for (const ledger::Fact& fact : facts) {
        const bool is_hold = fact.kind == ledger::FactKind::hold;
        const bool opted_out = fact.kind == ledger::FactKind::opt_out && (fact.text.empty() || fact.text == message.channel);
        if ((!is_hold && !opted_out) || fact.ledger != message.ledger || fact.customer_id != message.customer_id) continue;
        if (!fact.item_key.empty() || (fact.until && fact.until < picture.as_of)) continue;
        return SendObstacle{true, std::string(opted_out ? "opted_out" : ledger::name(fact.kind)),
                            fmt::format("{} ({})", ledger::name(fact.kind), fact.actor)};
    }
    return std::nullopt;
}

} // namespace

Result<std::unique_ptr<SendCheck>> SendCheck::make(JobContext& context, const config::Company& company, Date today) {
    auto check = std::unique_ptr<SendCheck>(new SendCheck);
    auto picture = look(context, company, today);
    if (!picture) return pass(picture);
    check->picture_ = std::move(*picture);
    decide_what_came_since(*check->picture_);
    auto positions = positions_of(*check->picture_);
    if (!positions) return pass(positions);
    check->money_ = money_input(context.settings, *check->picture_, *positions);
    for (const ledger::LedgerRow& row : check->picture_->book.ledgers) {
        auto stale = stale_ledger(context, company, row.name, today);
        if (!stale) return pass(stale);
        check->stale_ledgers_.push_back(std::move(*stale));
        auto vanished = vanished_items(context, company, row.name, today);
        if (!vanished) return pass(vanished);
        if (!vanished->empty()) check->vanished_[row.name] = *vanished;
        auto doubtful = doubtful_items(context, *check->picture_, row.name);
        if (!doubtful) return pass(doubtful);
        for (const DoubtfulItem& doubt : *doubtful) check->doubtful_items_[doubt.item] = doubt.words;
    }
    auto stale = stale_bank(context, company, today);
    if (!stale) return pass(stale);
    check->stale_bank_ = std::move(*stale);
    const ledger::Book& book = check->picture_->book;
    check->items_ = ledger::GroupedItems(book);
    for (const ledger::CustomerRow& customer : book.customers)
        if (!book[customer.country].empty())
            check->countries_[{book.ledger_of(customer).name, std::string(book[customer.id])}] = book[customer.country];
    return check;
}

std::optional<SendObstacle> SendCheck::money_obstacle(const store::Claim& claim, ledger::Row row) const {
    const auto held = [&](dunning::Reason reason, std::int64_t entry = 0) {
        return SendObstacle{true, std::string(name(reason)),
                            claim.document_number + ": " + dunning::words(reason, {.entry = entry}, "en")};
    };
    const dunning::ItemState& state = money_.items[row];
    for (const dunning::HoldingReason& each : state.holding)
        if (each.reason == dunning::Reason::applied_elsewhere || each.reason == dunning::Reason::may_be_paid)
            return held(each.reason, each.entry);
    if (state.position < claim.open_amount.minor_units)
        return SendObstacle{true, "paid_at_bank",
                            fmt::format("{}: {} open now, the letter says {}", claim.document_number,
                                        amount_text(state.position, picture_->book.items[row].currency),
                                        amount_text(claim.open_amount))};
    if (dunning::is_covered_without_item(money_, row, items_.of(picture_->book.items[row].customer)))
        return held(dunning::Reason::paid_on_account);
    return std::nullopt;
}

std::optional<SendObstacle> SendCheck::said_by_people(const store::Message& message, const store::Claim& claim) const {
    for (const ledger::Fact& fact : money_.facts) { // as they count today
        const bool whole_item = fact.kind == ledger::FactKind::hold || fact.kind == ledger::FactKind::write_off ||
                                (fact.kind == ledger::FactKind::dispute && fact.amount.minor_units == 0);
        const bool promised = fact.kind == ledger::FactKind::promise && fact.date >= picture_->as_of;
        const bool opted_out = fact.kind == ledger::FactKind::opt_out && (fact.text.empty() || fact.text == message.channel);
        if (!speaks_of(fact, claim) || (!whole_item && !promised && !opted_out)) continue;
        if (fact.until && fact.until < picture_->as_of) continue;
        return SendObstacle{true, std::string(opted_out ? "opted_out" : ledger::name(fact.kind)),
                            fmt::format("{}: {} ({})", claim.document_number, ledger::name(fact.kind), fact.actor)};
    }
    return std::nullopt;
}

std::optional<SendObstacle> SendCheck::ledger_obstacle(const store::Claim& claim) const {
    auto vanished = vanished_.find(claim.ledger);
    if (vanished == vanished_.end()) return std::nullopt;
    return SendObstacle{false, "items_vanished", vanished->second};
}

std::optional<SendObstacle> SendCheck::item_obstacle(const store::Message& message, const store::Claim& claim) const {
    const ledger::Row row = picture_->rows->index().item_by_key(claim.ledger, claim.item_key);
    if (claim.step == dunning::thanks_step) { // for what is paid; unless the bank took the money back
        if (row != ledger::no_row && money_.items[row].position > 0)
            return SendObstacle{true, "may_be_paid", fmt::format("{} is open again", claim.document_number)};
        return said_by_people(message, claim);
    }
    if (row == ledger::no_row)
        return SendObstacle{true, "paid_at_bank", fmt::format("{} is no longer open", claim.document_number)};
    if (auto doubt = doubtful_items_.find(row); doubt != doubtful_items_.end())
        return SendObstacle{true, "items_vanished", doubt->second};
    const ledger::ItemRow& item = picture_->book.items[row];
    const ledger::CustomerRow& customer = picture_->book.customer_of(item);
    if (message.ledger != claim.ledger || picture_->book[customer.id] != message.customer_id)
        return SendObstacle{
            true, "wrong_customer",
            fmt::format("{} belongs to {}, not to {}", claim.document_number, picture_->book[customer.id], message.customer_id)};
    if (!stale_ledgers_[customer.ledger].empty()) return SendObstacle{false, "stale_ledger", stale_ledgers_[customer.ledger]};
    if (auto found = money_obstacle(claim, row)) return found;
    return said_by_people(message, claim);
}

std::string SendCheck::country_of(const store::Message& message) const {
    const auto hit = countries_.find({message.ledger, message.customer_id});
    return hit == countries_.end() ? std::string() : hit->second;
}

std::optional<SendObstacle> SendCheck::obstacle(const store::Message& message, std::span<const store::Claim> claims) const {
    if (message.kind == statement_kind) return statement_obstacle(message, money_.facts, *picture_, stale_ledgers_, stale_bank_);
    if (!stale_bank_.empty() && !claims.empty()) return SendObstacle{false, "stale_bank", stale_bank_};
    for (const store::Claim& claim : claims) {
        if (auto found = ledger_obstacle(claim)) return found;
        if (auto found = item_obstacle(message, claim)) return found;
    }
    return std::nullopt;
}

} // namespace settled::jobs
