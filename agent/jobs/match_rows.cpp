#include "jobs/match_rows.hpp"

namespace settled::jobs {

using ledger::no_row;
using ledger::Row;

MatchRows::MatchRows(const ledger::Book& book, const statement::EntryBook& entries)
    : book_(&book), entries_(&entries), index_(book) {
    for (Row row = 0; row < entries.entries.size(); ++row)
        entry_rows_.emplace(std::pair(entries.entries[row].id, entries.entries[row].part), row);
}

Row MatchRows::entry(std::int64_t id, std::int32_t part) const {
    auto hit = entry_rows_.find({id, part});
    return hit == entry_rows_.end() ? no_row : hit->second;
}

matching::PastAllocation MatchRows::past(const store::StoredAllocation& allocation) const {
    matching::PastAllocation made;
    made.customer = index_.customer(allocation.ledger, allocation.customer_id);
    made.item_key = allocation.item_key, made.item_id = allocation.item_id;
    if (!allocation.item_key.empty()) made.item = index_.item_by_key(allocation.ledger, allocation.item_key);
    made.amount = allocation.amount, made.open_at_decision = allocation.open_at_decision;
    made.generation = allocation.generation, made.booked = allocation.booked;
    return made;
}

matching::History MatchRows::history(const std::vector<store::StoredMatch>& standing) const {
    matching::History made;
    for (const store::StoredMatch& match : standing) {
        matching::PastDecision& decision = made.decisions.emplace_back();
        decision.match = match.id, decision.entry = entry(match.entry, match.part);
        decision.state = match.state, decision.duplicate_of = match.duplicate_of;
        decision.by_person = match.actor != "settled";
        decision.residual = match.best.residual, decision.residual_amount = match.best.residual_amount;
        const bool elsewhere =
            !match.best.evidence.empty() && match.best.evidence.back().kind == matching::EvidenceKind::applied_elsewhere;
        for (const store::StoredAllocation& allocation : match.best.allocations) {
            decision.allocations.push_back(past(allocation));
            decision.allocations.back().elsewhere = elsewhere;
        }
    }
    return made;
}

store::StoredAllocation MatchRows::stored(const matching::Allocation& allocation) const {
    store::StoredAllocation made;
    const ledger::CustomerRow& customer = book_->customers[allocation.customer];
    made.ledger = book_->ledger_of(customer).name, made.generation = book_->ledger_of(customer).generation;
    made.customer_id = (*book_)[customer.id];
    made.amount = allocation.amount, made.open_at_decision = allocation.open_at_decision, made.booked = allocation.booked;
    if (allocation.item == no_row) return made;
    const ledger::ItemRow& item = book_->items[allocation.item];
    made.item_key = (*book_)[item.key], made.item_id = (*book_)[item.id], made.document_number = (*book_)[item.document_number];
    return made;
}

store::StoredEvidence MatchRows::stored(const matching::Evidence& evidence, Currency currency) const {
    store::StoredEvidence made;
    made.kind = evidence.kind, made.residual = evidence.residual, made.text = evidence.text;
    made.amount = {evidence.amount, currency};
    made.limit = evidence.limit, made.count = evidence.count, made.days = evidence.days;
    Row customer = evidence.customer;
    if (evidence.item != no_row) {
        made.document_number = (*book_)[book_->items[evidence.item].document_number];
        if (customer == no_row) customer = book_->items[evidence.item].customer;
    }
    if (customer == no_row) return made;
    made.customer_id = (*book_)[book_->customers[customer].id], made.customer_name = (*book_)[book_->customers[customer].name];
    return made;
}

store::StoredProposal MatchRows::stored(const matching::Proposal& proposal, Currency currency) const {
    store::StoredProposal made;
    for (const matching::Allocation& allocation : proposal.allocations) made.allocations.push_back(stored(allocation));
    made.residual_amount = proposal.residual_amount, made.residual = proposal.residual, made.grade = proposal.grade;
    for (const matching::Evidence& evidence : proposal.evidence) made.evidence.push_back(stored(evidence, currency));
    return made;
}

store::StoredMatch MatchRows::stored(const matching::Decision& decision) const {
    const statement::EntryRow& entry = entries_->entries[decision.entry];
    const statement::AccountRow& account = entries_->accounts[entry.account];
    store::StoredMatch made;
    made.company = book_->company, made.entry = entry.id, made.part = entry.part;
    made.account = account.number, made.bank_reference = (*entries_)[entry.bank_reference];
    made.counterparty_name = (*entries_)[entry.counterparty_name];
    made.date = entry.booking_date, made.amount = {entry.amount, entry.currency};
    made.state = decision.state, made.not_receivable = decision.not_receivable;
    made.third_party_payer = decision.third_party_payer, made.duplicate_of = decision.duplicate_of;
    made.best = stored(decision.best, entry.currency);
    for (const matching::Proposal& alternative : decision.alternatives)
        made.alternatives.push_back(stored(alternative, entry.currency));
    made.actor = "settled";
    return made;
}

store::Booking MatchRows::stored(const matching::BookingChange& change, Currency currency) const {
    return {change.match, change.allocation, change.booked, change.generation, change.state, stored(change.evidence, currency)};
}

} // namespace settled::jobs
