// Explanations that a remittance advice gives.
#include "matching/candidates.hpp"

#include <iterator>

namespace settled::matching {

const Advice* Explainer::advice_of(const Reading& reading) const {
    if (!advices_.any()) return nullptr;
    return advices_.of(entries_.entries[reading.entry], entries_, reader_.text(reading).pieces);
}

void Explainer::advised(const Reading& reading, Candidates& found) const {
    const Advice* const advice = advice_of(reading);
    if (advice == nullptr) return;
    Candidate candidate;
    candidate.way = Way::advised;
    candidate.customer = book_.items[advice->lines.front().item].customer;
    bool own = false;
    for (const Advice::Line& line : advice->lines) {
        const std::int64_t open = open_.open(line.item);
        // More than is open: the list is of another payment, or of an older day.
        if (line.paid > 0 ? line.paid > open : line.paid < open) return;
        candidate.shares.push_back({line.item, line.paid});
        const Row customer = book_.items[line.item].customer;
        if (reading.payer.known() && customer == reading.payer.customer) own = true, candidate.customer = customer;
    }
    candidate.third_party = !own && !reading.payer.shared; // who pays for many has no authority to show
    if (advice->fee != 0) candidate.residual = Residual::bank_fee, candidate.residual_amount = -advice->fee;
    found.push_back(std::move(candidate));
}

std::vector<Evidence> Explainer::advice_told(const Reading& reading) const {
    const Advice* const advice = advice_of(reading);
    if (advice == nullptr) return {};
    std::vector<Evidence> said(1);
    said.front().kind = EvidenceKind::advice_lists;
    said.front().count = std::ssize(advice->lines);
    said.front().text = book_[advice->id];
    for (const Advice::Line& line : advice->lines) {
        if (line.deduction == 0) continue;
        Evidence deducted;
        deducted.kind = EvidenceKind::advice_deducts;
        deducted.item = line.item;
        deducted.customer = book_.items[line.item].customer;
        deducted.amount = line.deduction;
        deducted.text = book_[line.reason];
        said.push_back(std::move(deducted));
    }
    return said;
}

} // namespace settled::matching
