#include "matching/solver.hpp"

#include "matching/as_written.hpp"
#include "matching/limits.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <map>
#include <numeric>
#include <string_view>
#include <tuple>

namespace settled::matching {

Solver::Solver(const ledger::Book& book, const statement::EntryBook& entries, const References& references, const Rules& rules,
               const Pairing& pairing, const History& history, OpenItems& open)
    : book_(book), entries_(entries), pairing_(pairing), open_(open), explain_(book, entries, references, open, rules) {
    for (Row row = 0; row < entries.entries.size(); ++row) entry_rows_.emplace(entries.entries[row].id, row);
    remember_payments(history);
}

std::vector<Decision> Solver::run(const std::vector<Reading>& readings, const Progress& progress, bool& stopped) {
    fates_.assign(readings.size(), Fate::waiting);
    equal_lines_.assign(readings.size(), false);
    decisions_.assign(readings.size(), {});
    order_.resize(readings.size());
    std::iota(order_.begin(), order_.end(), 0);
    for (const Reading& reading : readings)
        if (reading.payer.known()) ++paid_amounts_[{reading.payer.customer, reading.currency, reading.amount}];
    std::ranges::sort(order_, {}, [&](std::size_t i) { return std::tuple(readings[i].date, readings[i].entry); });
    constexpr std::pair<Way, bool> ways[] = {{&Solver::exact_numbers, false},   {&Solver::numbers_with_residual, true},
                                             {&Solver::receipt_says, false},    {&Solver::nearly_quoted, false},
                                             {&Solver::numbers_and_rest, true}, {&Solver::amount_of_payer, false},
                                             {&Solver::sum_of_payer, false},    {&Solver::oldest_of_payer, false},
                                             {&Solver::overpaid_number, false}, {&Solver::customer_of_receipt, false},
                                             {&Solver::on_account, false}};
    std::int64_t done = 0;
    for (const auto& [way, duplicates_after] : ways) {
        if (way == &Solver::numbers_and_rest) explain_.expect_gaps(ledger_has_gaps(readings));
        if (way == &Solver::amount_of_payer) tie_equal_lines(readings);
        if (way == &Solver::customer_of_receipt) // whatever tied its items, the ERP knows the customer
            for (std::size_t i = 0; i < readings.size(); ++i)
                if (fates_[i] == Fate::tied && pairing_.of(readings[i].entry).any()) fates_[i] = Fate::waiting;
        pass(readings, way);
        if (duplicates_after) find_duplicates(readings);
        if (progress && !progress(++done, std::ssize(ways))) {
            stopped = true;
            return {};
        }
    }
    doubt_after_earlier_question(readings);
    for (std::size_t i = 0; i < readings.size(); ++i)
        if (fates_[i] != Fate::solved) ask(readings[i], i);
    return std::move(decisions_);
}

// One way, day by day: what the day's payments claim is compared before any of it is taken.
void Solver::pass(const std::vector<Reading>& readings, Way way) {
    std::vector<Claim> claims;
    for (std::size_t at = 0; at < order_.size();) {
        const Date day = readings[order_[at]].date;
        claims.clear();
        for (; at < order_.size() && readings[order_[at]].date == day; ++at) {
            const std::size_t i = order_[at];
            if (fates_[i] != Fate::waiting) continue;
            Candidates candidates = (this->*way)(readings[i]);
            if (candidates.size() > 1) fates_[i] = Fate::tied;
            if (candidates.size() == 1) claims.push_back({i, std::move(candidates.front())});
        }
        settle_day(readings, claims);
    }
}

void Solver::settle_day(const std::vector<Reading>& readings, std::vector<Claim>& claims) {
    std::map<Row, std::pair<std::int64_t, bool>> wanted; // per item: in all, by several entries
    for (const Claim& claim : claims)
        for (const Allocation& allocation : claim.candidate.proposal.allocations) {
            if (allocation.item == no_row) continue;
            const auto [at, fresh] = wanted.try_emplace(allocation.item, 0, false);
            at->second.first = checked_add(at->second.first, allocation.amount).value_or(INT64_MAX);
            at->second.second = !fresh;
        }
    const auto contested = [&](const Claim& claim) {
        return std::ranges::any_of(claim.candidate.proposal.allocations, [&](const Allocation& allocation) {
            if (allocation.item == no_row) return false;
            const auto& [amount, several] = wanted.at(allocation.item);
            const std::int64_t open = open_.open(allocation.item);
            return several && (open > 0 ? amount > open : amount < open);
        });
    };
    std::vector<bool> lost;
    for (const Claim& claim : claims) lost.push_back(contested(claim));
    for (std::size_t i = 0; i < claims.size(); ++i) {
        if (lost[i])
            fates_[claims[i].reading] = Fate::tied;
        else
            settle(readings[claims[i].reading], claims[i].reading, std::move(claims[i].candidate));
    }
}

void Solver::settle(const Reading& reading, std::size_t index, Candidate&& candidate) {
    fates_[index] = Fate::solved;
    Decision& decision = decisions_[index];
    decision.entry = reading.entry;
    decision.third_party_payer = candidate.third_party;
    decision.best = std::move(candidate.proposal);
    const bool on_items =
        std::ranges::any_of(decision.best.allocations, [](const Allocation& allocation) { return allocation.item != no_row; });
    decision.state = on_items ? State::settled : State::on_account;
    for (const Allocation& allocation : decision.best.allocations)
        if (allocation.item != no_row) open_.take(allocation.item, allocation.amount, entries_.entries[reading.entry].id);
}

void Solver::ask(const Reading& reading, std::size_t index) {
    Decision& decision = decisions_[index];
    decision.entry = reading.entry;
    std::vector<Proposal> proposals = explain_.proposals(reading);
    // A number that the ledger does not have is waited for; nobody is asked what only the next pull can tell.
    const bool waits = !reading.quotes.unknown.empty() &&
                       std::ranges::none_of(proposals, [](const Proposal& proposal) { return proposal.residual_amount == 0; });
    decision.state = waits || (proposals.empty() && !reading.payer.known()) ? State::unmatched : State::question;
    const bool proposed = !proposals.empty() && !waits;
    decision.alternatives = std::move(proposals); // of what waits, too: what it names besides is not reminded meanwhile
    if (proposed) {
        decision.best = std::move(decision.alternatives.front());
        decision.alternatives.erase(decision.alternatives.begin());
    } else if (reading.payer.known()) {
        decision.best.allocations.push_back({reading.payer.customer, no_row, reading.amount});
        decision.best.grade = Grade::possible;
    }
    const auto say = [&](EvidenceKind kind, std::string_view text, std::size_t count) {
        Evidence evidence;
        evidence.kind = kind;
        evidence.text = text;
        evidence.count = static_cast<std::int64_t>(count);
        decision.best.evidence.push_back(std::move(evidence));
    };
    const statement::EntryRow& entry = entries_.entries[reading.entry];
    const auto say_unknown = [&](const std::vector<std::string>& numbers) {
        for (const std::string& number : numbers)
            say(EvidenceKind::number_unknown, as_written(entries_[entry.remittance], number), 0);
    };
    say_unknown(reading.quotes.unknown);
    if (reading.quotes.known.empty() && reading.quotes.unknown.empty()) say_unknown(reading.quotes.strangers);
    for (const Row rival : reading.payer.rivals) {
        say(EvidenceKind::rival_customer, {}, 0);
        decision.best.evidence.back().customer = rival;
    }
    if (equal_lines_[index]) say(EvidenceKind::earlier_question, {}, 0);
    if (reading.payer.shared && decision.best.allocations.empty())
        say(EvidenceKind::shared_payer, entries_[entry.counterparty_name], 0);
    if (reading.payer.known() && explain_.before_opening(reading, reading.payer.customer))
        say(EvidenceKind::before_opening_day, {}, 0);
    // What makes it a question stands first, what speaks for the customer after it.
    if (proposed) return;
    if (reading.payer.known()) {
        decision.best.evidence.push_back(reading.payer.evidence);
        decision.best.evidence.back().customer = reading.payer.customer;
        return;
    }
    if (reading.payer.rivals.empty() && !reading.payer.shared)
        say(EvidenceKind::payer_unknown, entries_[entry.counterparty_name], 0);
    if (const std::size_t equal = open_.count_of_amount(reading.currency, reading.amount); equal > 1)
        say(EvidenceKind::amount_common, {}, equal);
}

bool Solver::applied_before(const Reading& reading) const {
    const Row receipt = pairing_.of(reading.entry).receipt;
    if (receipt == no_row || book_.receipts[receipt].state != SETTLED_RECEIPT_APPROVED) return false;
    return book_.receipts[receipt].has_open_amount && book_.receipts[receipt].open_amount < book_.receipts[receipt].amount;
}

// What the clerk wrote on the receipt: its items, as far as they are open.
Candidates Solver::receipt_says(const Reading& reading) const {
    Candidates found;
    const Row row = pairing_.of(reading.entry).receipt;
    if (reading.numbers_only || row == no_row || book_.receipts[row].item_ids.empty() || applied_before(reading)) return found;
    const ledger::ReceiptRow& receipt = book_.receipts[row];
    if (receipt.customer == no_row) return found;
    Candidate candidate;
    std::int64_t left = reading.amount;
    const std::vector<std::string_view> ids = split(book_[receipt.item_ids], ';');
    for (const Row item : open_.of_customer(receipt.customer)) {
        if (std::ranges::find(ids, book_[book_.items[item].id]) == ids.end() || book_.items[item].currency != reading.currency)
            continue;
        const std::int64_t taken = std::min(left, open_.open(item));
        if (taken <= 0) continue;
        candidate.proposal.allocations.push_back({receipt.customer, item, taken});
        left -= taken;
    }
    if (left != 0) return found; // the rest is unknown: the customer's account, below
    candidate.proposal.grade = Grade::certain;
    Evidence evidence;
    evidence.kind = receipt.state == SETTLED_RECEIPT_DRAFT ? EvidenceKind::erp_receipt_draft : EvidenceKind::erp_receipt;
    evidence.customer = receipt.customer;
    evidence.text = book_[receipt.id];
    candidate.proposal.evidence.push_back(std::move(evidence));
    std::ranges::sort(candidate.proposal.allocations, {}, [](const Allocation& allocation) { return allocation.item; });
    found.push_back(std::move(candidate));
    return found;
}

// Whatever the items are, the ERP knows whose money it is.
Candidates Solver::customer_of_receipt(const Reading& reading) const {
    Candidates found;
    const Witness& witness = pairing_.of(reading.entry);
    if (reading.numbers_only || !witness.any()) return found;
    const bool by_receipt = witness.receipt != no_row;
    const Row customer = by_receipt ? book_.receipts[witness.receipt].customer : book_.items[witness.receipt_item].customer;
    if (customer == no_row) return found;
    Candidate candidate;
    candidate.proposal.grade = Grade::certain;
    candidate.proposal.allocations.push_back({customer, no_row, reading.amount});
    Evidence evidence;
    evidence.customer = customer;
    evidence.kind = EvidenceKind::receipt_item;
    if (by_receipt)
        evidence.kind = book_.receipts[witness.receipt].state == SETTLED_RECEIPT_DRAFT ? EvidenceKind::erp_receipt_draft
                                                                                       : EvidenceKind::erp_receipt;
    evidence.text = by_receipt ? book_[book_.receipts[witness.receipt].id] : book_[book_.items[witness.receipt_item].id];
    candidate.proposal.evidence.push_back(std::move(evidence));
    found.push_back(std::move(candidate));
    return found;
}

Candidates Solver::exact_numbers(const Reading& reading) const { return explain_.exact_numbers(reading); }
Candidates Solver::numbers_with_residual(const Reading& reading) const { return explain_.numbers_with_residual(reading); }
Candidates Solver::nearly_quoted(const Reading& reading) const {
    if (reading.numbers_only || applied_before(reading)) return {};
    const auto paid = paid_amounts_.find({reading.payer.customer, reading.currency, reading.amount});
    if (paid != paid_amounts_.end() && paid->second > 1) return {}; // an amount that comes again: a rent
    return explain_.nearly_quoted(reading);
}
Candidates Solver::numbers_and_rest(const Reading& reading) const {
    return reading.numbers_only || applied_before(reading) ? Candidates{} : explain_.numbers_and_rest(reading);
}
Candidates Solver::amount_of_payer(const Reading& reading) const {
    return reading.numbers_only || applied_before(reading) ? Candidates{} : explain_.amount_of_payer(reading);
}
Candidates Solver::sum_of_payer(const Reading& reading) const {
    return reading.numbers_only || applied_before(reading) ? Candidates{} : explain_.sum_of_payer(reading);
}
Candidates Solver::oldest_of_payer(const Reading& reading) const {
    return reading.numbers_only || applied_before(reading) ? Candidates{} : explain_.oldest_of_payer(reading);
}
Candidates Solver::overpaid_number(const Reading& reading) const {
    return reading.numbers_only || applied_before(reading) ? Candidates{} : explain_.overpaid_number(reading);
}
Candidates Solver::on_account(const Reading& reading) const {
    if (reading.numbers_only) return {};
    const std::optional<Candidate> candidate = explain_.on_account(reading);
    return candidate ? Candidates{*candidate} : Candidates{};
}

} // namespace settled::matching
