// What a person is shown beside a question.
#include "matching/candidates.hpp"
#include "matching/combinations.hpp"
#include "matching/limits.hpp"

#include <algorithm>
#include <utility>

namespace settled::matching {

void Explainer::propose(const Reading& reading, std::span<const Row> items, std::vector<Evidence> first, Grade grade,
                        std::vector<Proposal>& shown) const {
    if (items.empty() || shown.size() > limits::alternatives) return;
    const Row customer = book_.items[items.front()].customer;
    const bool own = reading.payer.known() && reading.payer.customer == customer;
    const Candidate candidate = settled(reading, items, Way::none, own ? Standing::own : Standing::third_party);
    std::erase_if(first, [&](const Evidence& evidence) { return std::ranges::find(items, evidence.item) == items.end(); });
    Proposal proposal = told(reading, {candidate.shares, customer, Way::none, candidate.third_party}, std::move(first));
    const auto same = [&](const Proposal& other) { return other.allocations == proposal.allocations; };
    if (std::ranges::any_of(shown, same)) return;
    proposal.grade = grade;
    // Paid in order until the money is gone; what is over stands as the residual.
    std::int64_t left = reading.amount;
    for (Allocation& allocation : proposal.allocations) {
        if (allocation.amount > left) allocation.amount = std::max<std::int64_t>(left, 0);
        left -= allocation.amount;
    }
    std::erase_if(proposal.allocations, [](const Allocation& allocation) { return allocation.amount == 0; });
    if (left != 0) {
        proposal.residual_amount = left;
        proposal.residual = Residual::overpayment;
    }
    shown.push_back(std::move(proposal));
}

// The items of this amount, and sums of other items that come to it.
void Explainer::propose_amounts(const Reading& reading, Row customer, std::vector<Proposal>& shown) const {
    Evidence equal;
    const std::size_t everywhere = open_.count_of_amount(reading.currency, reading.amount);
    equal.kind = everywhere > 1 ? EvidenceKind::amount_common : EvidenceKind::only_item_of_amount;
    equal.count = static_cast<std::int64_t>(everywhere);
    equal.amount = reading.amount;
    for (const Row row : open_.of_amount(customer, reading.currency, reading.amount)) {
        equal.item = row;
        propose(reading, std::span(&row, 1), {equal}, Grade::likely, shown);
    }
    if (reading.unknown_numbers) return; // the number says that it is none of these
    const Combination found = sums(reading, customer, {}, reading.amount, 2, limits::items_in_combination - 1);
    for (const std::vector<Row>* items : {&found.items, &found.second}) {
        if (items->empty()) continue;
        std::vector<Evidence> several;
        if (found.solutions > 1) {
            several.emplace_back().kind = EvidenceKind::several_solutions;
            several.back().count = found.solutions;
            several.back().item = items->front();
        }
        propose(reading, *items, std::move(several), Grade::possible, shown);
    }
}

std::vector<Proposal> Explainer::proposals(const Reading& reading) const {
    std::vector<Proposal> shown;
    const std::span<const QuotedGroup> all = groups(reading);
    const auto is_own = [&](const QuotedGroup& group) {
        return reading.payer.known() && reading.payer.customer == group.customer;
    };
    for (const QuotedGroup& group : all) {
        const Rows items = exact_items(reading, group);
        propose(reading, items, quoted_numbers(reading, items), Grade::likely, shown);
    }
    for (const QuotedGroup& group : all) {
        const Rows items = all_items(group);
        propose(reading, items, quoted_numbers(reading, items), is_own(group) ? Grade::likely : Grade::possible, shown);
    }
    Candidates near;
    nearly_quoted(reading, near);
    for (const Candidate& candidate : near) {
        const auto same = [&](const Proposal& other) {
            return other.allocations.size() == 1 && other.allocations.front().item == candidate.shares.front().item;
        };
        if (shown.size() <= limits::alternatives && std::ranges::none_of(shown, same)) {
            shown.push_back(told(reading, {candidate.shares, candidate.customer, candidate.way, candidate.third_party}));
            shown.back().grade = Grade::likely;
        }
    }
    if (reading.payer.known()) propose_amounts(reading, reading.payer.customer, shown);
    for (const Row rival : reading.payer.rivals) propose_amounts(reading, rival, shown);
    if (shown.empty() && !reading.payer.known()) {
        const std::vector<Row> rows = open_.of_amount(reading.currency, reading.amount);
        if (rows.size() <= limits::alternatives)
            for (const Row row : rows) propose(reading, std::span(&row, 1), {}, Grade::possible, shown);
    }
    if (shown.size() > limits::alternatives) shown.resize(limits::alternatives);
    return shown;
}

} // namespace settled::matching
