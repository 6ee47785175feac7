// An explanation in full: what it settles, and the facts that speak for it.
#include "matching/as_written.hpp"
#include "matching/candidates.hpp"
#include "matching/residual.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <utility>

namespace settled::matching {
namespace {

constexpr std::size_t evidence_besides = 3; // mostly: the amount, the payer, the age

bool is_on_item(const Share& share) { return share.item != no_row; }

std::string without_blanks(std::string_view written) {
    std::string out(trim(written));
    std::erase(out, ' ');
    return out;
}

} // namespace

Proposal Explainer::told(const Reading& reading, const Explanation& explanation) const {
    boost::container::small_vector<Row, 4> items;
    for (const Share& share : explanation.shares)
        if (is_on_item(share)) items.push_back(share.item);
    std::vector<Evidence> first;
    const auto say = [&](EvidenceKind kind, Row item, Row customer) {
        Evidence evidence;
        evidence.kind = kind;
        evidence.item = item;
        evidence.customer = customer;
        if (kind == EvidenceKind::only_item_of_amount) evidence.amount = reading.amount;
        first.push_back(std::move(evidence));
    };
    switch (explanation.way) {
    case Way::only_amount:
        say(EvidenceKind::only_item_of_amount, items.front(), no_row);
        break;
    case Way::oldest_items:
        say(EvidenceKind::oldest_items, no_row, explanation.customer);
        break;
    case Way::on_account:
        say(EvidenceKind::customer_certain, no_row, explanation.customer);
        break;
    case Way::near_number:
        first.push_back(near_number(reading, items.front()));
        break;
    case Way::advised:
        first = advice_told(reading);
        break;
    default:
        if (explanation.way != Way::only_sum) first = quoted_numbers(reading, {items.data(), items.size()});
    }
    Proposal proposal = told(reading, explanation, std::move(first));
    if (explanation.residual != Residual::none || explanation.way == Way::part_payment)
        tell_difference(reading, explanation, {items.data(), items.size()}, proposal);
    return proposal;
}

Proposal Explainer::told(const Reading& reading, const Explanation& explanation, std::vector<Evidence>&& first) const {
    Proposal proposal;
    proposal.grade = Grade::certain;
    proposal.residual = explanation.residual;
    proposal.residual_amount = explanation.residual_amount;
    proposal.evidence = std::move(first);
    std::int64_t sum = 0;
    proposal.allocations.reserve(explanation.shares.size());
    for (const Share& share : explanation.shares) {
        proposal.allocations.push_back(
            {is_on_item(share) ? book_.items[share.item].customer : explanation.customer, share.item, share.amount});
        sum = checked_add(sum, share.amount).value_or(INT64_MAX);
    }
    const bool by_item = explanation.way != Way::oldest_items && explanation.way != Way::on_account;
    if (by_item && sum == reading.amount && explanation.way != Way::part_payment) {
        Evidence exact;
        exact.kind = proposal.allocations.size() == 1 ? EvidenceKind::amount_exact : EvidenceKind::amount_is_sum;
        exact.amount = reading.amount;
        exact.count = std::ssize(proposal.allocations);
        proposal.evidence.push_back(std::move(exact));
    }
    tell_payer(reading, explanation.customer, explanation.third_party, proposal);
    if (by_item) tell_age(reading, proposal);
    return proposal;
}

std::vector<Evidence> Explainer::quoted_numbers(const Reading& reading, std::span<const Row> items) const {
    std::vector<Evidence> said;
    said.reserve(reading.hits().size() + evidence_besides);
    for (const QuotedHit& hit : reading.hits()) {
        if (std::ranges::find(items, hit.item) == items.end()) continue;
        Evidence evidence;
        evidence.kind = hit.kind;
        evidence.item = hit.item;
        evidence.customer = book_.items[hit.item].customer;
        evidence.text = number_text(reading, hit);
        said.push_back(std::move(evidence));
    }
    return said;
}

// The number by which the item was found, as the ledger has it, else as it stands in the text.
std::string Explainer::number_text(const Reading& reading, const QuotedHit& hit) const {
    const ledger::ItemRow& item = book_.items[hit.item];
    std::string_view column;
    if (hit.kind == EvidenceKind::structured_reference)
        return std::string(trim(entries_[entries_.entries[reading.entry].structured_reference]));
    if (hit.kind == EvidenceKind::number_in_text || hit.kind == EvidenceKind::number_in_list)
        column = book_[item.document_number];
    if (hit.kind == EvidenceKind::tax_invoice_in_text) column = book_[item.tax_invoice_numbers];
    if (hit.kind == EvidenceKind::contract_in_text) column = book_[item.contract_number];
    if (hit.kind == EvidenceKind::delivery_in_text) column = book_[item.delivery_numbers];
    if (hit.kind == EvidenceKind::order_in_text) column = book_[item.po_number];
    if (!column.empty() && !column.contains(';')) return without_blanks(column);
    const Quotes& quotes = reader_.quotes(reading);
    for (const Quote& quote : quotes.known)
        if (std::ranges::find(quotes.of(quote), Hit{hit.item, hit.kind}) != quotes.of(quote).end())
            return as_written(book_, hit.item, hit.kind, quote.text);
    return {};
}

Evidence Explainer::near_number(const Reading& reading, Row item) const {
    const std::string number = references_.signs(item);
    const std::vector<std::string_view> written = written_numbers(reading);
    const auto near = [&](std::string_view signs) { return nearly_equal(signs, number); };
    const auto cut_short = [&](std::string_view signs) { return near(signs) && signs.size() != number.size(); };
    auto found = std::ranges::find_if(written, near);
    if (const auto cut = std::ranges::find_if(written, cut_short); cut != written.end()) found = cut;
    Evidence evidence;
    evidence.kind = EvidenceKind::number_near;
    evidence.item = item;
    if (found != written.end()) evidence.text = as_written(entries_[entries_.entries[reading.entry].remittance], *found);
    return evidence;
}

void Explainer::tell_difference(const Reading& reading, const Explanation& explanation, std::span<const Row> items,
                                Proposal& proposal) const {
    Evidence evidence;
    evidence.residual = explanation.residual;
    switch (explanation.way) {
    case Way::part_payment:
        evidence.kind = EvidenceKind::part_payment;
        // Of several, the last to fall due is the one that stays open.
        evidence.item = *std::ranges::max_element(items, {}, [&](Row item) { return open_.open(item); });
        evidence.amount = open_.open(evidence.item); // after all that this run has found
        break;
    case Way::overpaid_number:
        evidence.kind = EvidenceKind::amount_over;
        evidence.amount = explanation.residual_amount;
        break;
    case Way::numbers_with_residual: {
        const std::int64_t open = reading.amount - explanation.residual_amount;
        const auto named = name_residual(book_, items, open, reading.amount, reading.date, reading.path, rules_);
        evidence.kind = explanation.residual_amount < 0 ? EvidenceKind::amount_short : EvidenceKind::amount_over;
        evidence.amount = explanation.residual_amount < 0 ? -explanation.residual_amount : explanation.residual_amount;
        if (named) evidence.limit = named->limit;
        break;
    }
    default: // what is over stands on the account, and nothing needs proof
        return;
    }
    proposal.evidence.push_back(std::move(evidence));
}

std::string_view Explainer::payer_name(const Reading& reading) const {
    return entries_[entries_.entries[reading.entry].counterparty_name];
}

void Explainer::tell_payer(const Reading& reading, Row customer, bool third_party, Proposal& proposal) const {
    if (reading.payer.known() && reading.payer.customer == customer) {
        proposal.evidence.push_back(reader_.payer_evidence(reading));
        proposal.evidence.back().customer = customer;
    }
    const auto say = [&](EvidenceKind kind, Row of) {
        Evidence evidence;
        evidence.kind = kind;
        evidence.customer = of;
        evidence.text = payer_name(reading);
        proposal.evidence.push_back(std::move(evidence));
    };
    if (reading.payer.shared) say(EvidenceKind::shared_payer, no_row);
    if (third_party) say(EvidenceKind::third_party_payer, customer);
}

void Explainer::tell_age(const Reading& reading, Proposal& proposal) const {
    if (proposal.allocations.size() != 1) return;
    const Date due = book_.items[proposal.allocations.front().item].due_date;
    if (due.none() || reading.date.none()) return;
    const int days = days_between(due, reading.date);
    if (days <= 0) return;
    Evidence evidence;
    evidence.kind = EvidenceKind::days_after_due;
    evidence.item = proposal.allocations.front().item;
    evidence.days = days;
    proposal.evidence.push_back(std::move(evidence));
}

} // namespace settled::matching
