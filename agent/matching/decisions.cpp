// What a run has decided, told.
#include "matching/as_written.hpp"
#include "matching/proposals.hpp"
#include "matching/solver.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace settled::matching {

// As fetch_waiting(), of entries in their own order: their shares, items, customers and texts lie anywhere.
void Solver::fetch_told(std::size_t index) const {
    constexpr std::size_t to_shares = 16, to_rows = 11, to_texts = 5; // entries
    const auto each_item = [&](std::size_t i, auto&& take) {
        const std::span shares = shares_of(i);
        for (const Share& share : shares.first(std::min(shares.size(), OpenItems::fetched_at_once)))
            if (share.item != no_row) take(share.item);
    };
    const auto customer = [&](std::size_t i) { return i < solved_.size() ? solved_[i].customer : no_row; };
    if (index + to_shares < solved_.size()) __builtin_prefetch(shares_.data() + solved_[index + to_shares].first_share);
    each_item(index + to_rows, [&](Row item) { book_.items[item].fetch(); });
    if (const Row row = customer(index + to_rows); row != no_row) __builtin_prefetch(&book_.customers[row]);
    each_item(index + to_texts, [&](Row item) {
        book_.text.fetch(book_.items[item].id);
        book_.text.fetch(book_.items[item].document_number);
    });
    if (const Row row = customer(index + to_texts); row != no_row) book_.text.fetch(book_.customers[row].id);
    if (index + to_texts < readings_.size()) {
        const statement::EntryRow& entry = entries_.entries[readings_[index + to_texts].entry];
        const bool by_account = readings_[index + to_texts].payer.source == Payer::Source::account;
        entries_.text.fetch(by_account ? entry.counterparty_account : entry.counterparty_name);
    }
}

Decision Solver::decision(std::size_t index) const {
    fetch_told(index);
    const Reading& reading = readings_[index];
    if (fates_[index] == Fate::waiting || fates_[index] == Fate::tied) return asked(reading, equal_lines_[index]);
    Decision decision;
    decision.entry = reading.entry;
    const auto say = [&](EvidenceKind kind) -> Evidence& {
        decision.best.evidence.emplace_back().kind = kind;
        return decision.best.evidence.back();
    };
    if (fates_[index] == Fate::duplicate) {
        const Duplicate& duplicate = duplicates_.at(index);
        // Whose it is needs no person; whether it goes back does, and that is the list of refunds.
        decision.state = duplicate.certain ? State::on_account : State::question;
        decision.duplicate_of = entries_.entries[duplicate.of].id;
        if (duplicate.customer != no_row) decision.best.allocations.push_back({duplicate.customer, no_row, reading.amount});
        decision.best.grade = duplicate.certain ? Grade::certain : Grade::likely;
        Evidence& evidence = say(EvidenceKind::duplicate_of_entry);
        evidence.count = decision.duplicate_of;
        evidence.customer = duplicate.customer;
        return decision;
    }
    const Explanation found = explanation(index);
    const bool by_receipt = found.way == Way::receipt_items || found.way == Way::receipt_customer;
    decision.third_party_payer = found.third_party;
    decision.best = by_receipt ? receipt_told(reading, found) : explain_.told(reading, found);
    decision.state = on_items(index) ? State::settled : State::on_account;
    if (found.way == Way::on_account) decision.alternatives = Proposer(explain_, reading).of_just_this_amount(found.customer);
    if (solved_[index].doubted || solved_[index].taken_back) {
        decision.state = State::question;
        decision.best.grade = Grade::likely;
        say(solved_[index].taken_back ? EvidenceKind::taken_back_before : EvidenceKind::earlier_question);
        if (on_items(index)) decision.alternatives = Proposer(explain_, reading).only_the_account();
    }
    return decision;
}

Proposal Solver::receipt_told(const Reading& reading, const Explanation& explanation) const {
    Proposal proposal;
    proposal.grade = Grade::certain;
    for (const Share& share : explanation.shares)
        proposal.allocations.push_back({explanation.customer, share.item, share.amount});
    const Witness& witness = pairing_.of(reading.entry);
    Evidence evidence;
    evidence.customer = explanation.customer;
    if (witness.receipt == no_row) {
        evidence.kind = EvidenceKind::receipt_item;
        evidence.text = book_[book_.items[witness.receipt_item].id];
    } else {
        const ledger::ReceiptRow& receipt = book_.receipts[witness.receipt];
        evidence.kind = receipt.state == SETTLED_RECEIPT_DRAFT ? EvidenceKind::erp_receipt_draft : EvidenceKind::erp_receipt;
        evidence.text = book_[receipt.id];
    }
    proposal.evidence.push_back(std::move(evidence));
    return proposal;
}

// Nobody is asked what only the next pull, an advice or a claim can tell.
bool Solver::waits(const Reading& reading, std::span<const Proposal> proposals) const {
    const Payer& payer = reading.payer;
    // Of an unknown payer only an odd amount that one item has is worth a question, or digits that its number ends in; else he
    // waits to be claimed.
    if (!payer.known() && payer.rivals.empty() && reading.known_numbers == 0) {
        if (proposals.size() != 1) return true;
        return reading.quotes() ? !explain_.may_mean(reading, proposals.front().allocations.front().item)
                                : round_sum(reading.amount, reading.currency);
    }
    const auto fits = [](const Proposal& proposal) {
        return proposal.residual_amount == 0 && proposal.allocations.front().item != no_row;
    };
    if (std::ranges::any_of(proposals, fits)) return false;
    // A number that the ledger does not have.
    if (reading.unknown_numbers) return true;
    const std::optional<Row> named = owner_of_named(reading);
    // Customers of one name are told apart by what is quoted.
    const bool told_apart = !payer.known() && payer_or_named(reading) != no_row;
    if (!told_apart && (!payer.known() || !payer.rivals.empty())) return false;
    // A name that is only like a customer's, and nothing else.
    if (!reading.quotes()) return payer.source == Payer::Source::name && !payer.certain();
    const Row customer = payer_or_named(reading);
    if (explain_.before_opening(reading, customer)) return false;
    // More is paid than what it quotes of the payer's, and nothing of his makes the rest: something is not there yet. One number
    // and nothing beside it is paid too much.
    if (reading.known_numbers == 0) return true;
    // All of it is paid already, by other money than this: nobody could say more than that it is his.
    if (named == no_row) return proposals.empty();
    if (!explain_.quotes_more_than(1, reading)) return false;
    return !reading.only_contracts && named == customer;
}

Row Solver::payer_or_named(const Reading& reading) const {
    if (reading.payer.known()) return reading.payer.customer;
    const Row named = owner_of_named(reading).value_or(no_row);
    return named != no_row && reading.payer.rivals.has(named) ? named : no_row;
}

std::optional<Row> Solver::owner_of_named(const Reading& reading) const {
    Row owner = no_row;
    for (const QuotedHit& hit : reading.hits()) {
        const ledger::ItemRow& item = book_.items[hit.item];
        if (item.currency != reading.currency || open_.open(hit.item) < 0) return std::nullopt;
        if (open_.open(hit.item) == 0) continue;
        if (owner != no_row && owner != item.customer) return std::nullopt;
        owner = item.customer;
    }
    return owner;
}

namespace {

// What the text names, and how much more was paid.
void tell_rest(const Proposal& named, Proposal& proposal) {
    for (const Evidence& evidence : named.evidence)
        if (evidence.item != no_row && evidence.kind != EvidenceKind::days_after_due) proposal.evidence.push_back(evidence);
    if (named.residual_amount <= 0) return;
    Evidence& rest = proposal.evidence.emplace_back();
    rest.kind = EvidenceKind::rest_unknown;
    rest.amount = named.residual_amount;
}

} // namespace

Decision Solver::asked(const Reading& reading, bool equal_lines) const {
    Decision decision;
    decision.entry = reading.entry;
    std::vector<Proposal> proposals = Proposer(explain_, reading).all();
    const bool nobody_is_asked = waits(reading, proposals);
    decision.state = nobody_is_asked || (proposals.empty() && !reading.payer.known()) ? State::unmatched : State::question;
    const bool proposed = !proposals.empty() && !nobody_is_asked;
    decision.alternatives = std::move(proposals); // of what waits, too: what it names besides is not reminded meanwhile
    if (proposed) {
        decision.best = std::move(decision.alternatives.front());
        decision.alternatives.erase(decision.alternatives.begin());
    } else if (const Row customer = nobody_is_asked ? payer_or_named(reading) : reading.payer.customer; customer != no_row) {
        decision.best.allocations.push_back({customer, no_row, reading.amount});
        decision.best.grade = Grade::possible;
    }
    if (nobody_is_asked && reading.known_numbers > 0 && !decision.alternatives.empty())
        tell_rest(decision.alternatives.front(), decision.best);
    // What is the answer already is no other one.
    std::erase_if(decision.alternatives, [&](const Proposal& other) { return other.allocations == decision.best.allocations; });
    const auto say = [&](EvidenceKind kind, std::string_view text, std::size_t count) {
        Evidence evidence;
        evidence.kind = kind;
        evidence.text = text;
        evidence.count = static_cast<std::int64_t>(count);
        decision.best.evidence.push_back(std::move(evidence));
    };
    const statement::EntryRow& entry = entries_.entries[reading.entry];
    const auto say_unknown = [&](const std::vector<std::string_view>& numbers) {
        for (const std::string_view number : numbers)
            say(EvidenceKind::number_unknown, as_written(entries_[entry.remittance], number), 0);
    };
    if (reading.unknown_numbers) say_unknown(reader_.quotes(reading).unknown);
    if (reading.known_numbers == 0 && !reading.unknown_numbers) say_unknown(reader_.quotes(reading).strangers);
    for (const QuotedHit& hit : reading.hits()) {
        const bool other_currency = book_.items[hit.item].currency != reading.currency;
        if (!other_currency && (!nobody_is_asked || open_.open(hit.item) != 0)) continue;
        say(other_currency ? EvidenceKind::other_currency : EvidenceKind::item_paid, {}, 0);
        decision.best.evidence.back().item = hit.item;
    }
    for (const Row rival : reading.payer.rivals) {
        say(EvidenceKind::rival_customer, {}, 0);
        decision.best.evidence.back().customer = rival;
    }
    if (equal_lines) say(EvidenceKind::earlier_question, {}, 0);
    if (reading.payer.shared && decision.best.allocations.empty())
        say(EvidenceKind::shared_payer, entries_[entry.counterparty_name], 0);
    if (reading.payer.known() && explain_.before_opening(reading, reading.payer.customer))
        say(EvidenceKind::before_opening_day, {}, 0);
    // What makes it a question stands first, what speaks for the customer after it.
    if (proposed) return decision;
    if (reading.payer.known()) {
        decision.best.evidence.push_back(reader_.payer_evidence(reading));
        return decision;
    }
    if (reading.payer.rivals.empty() && !reading.payer.shared)
        say(EvidenceKind::payer_unknown, entries_[entry.counterparty_name], 0);
    if (const std::size_t equal = open_.count_of_amount(reading.currency, reading.amount); equal > 1)
        say(EvidenceKind::amount_common, {}, equal);
    return decision;
}

} // namespace settled::matching
