#include "matching/proposals.hpp"

#include "matching/combinations.hpp"
#include "matching/limits.hpp"

#include <algorithm>
#include <utility>

namespace settled::matching {

void Proposer::propose(std::span<const Row> items, std::vector<Evidence> first, Grade grade) {
    if (items.empty() || shown_.size() > limits::alternatives) return;
    const Row customer = explain_.book_.items[items.front()].customer;
    const bool own = reading_.payer.known() && reading_.payer.customer == customer;
    const Candidate candidate =
        explain_.settled(reading_, items, Way::none, own ? Explainer::Standing::own : Explainer::Standing::third_party);
    std::erase_if(first, [&](const Evidence& evidence) { return std::ranges::find(items, evidence.item) == items.end(); });
    Proposal proposal =
        explain_.told(reading_, {all_of(candidate.shares), customer, Way::none, candidate.third_party}, std::move(first));
    const auto same = [&](const Proposal& other) { return other.allocations == proposal.allocations; };
    if (std::ranges::any_of(shown_, same)) return;
    proposal.grade = grade;
    Shares paid = candidate.shares;
    const std::int64_t left = explain_.pay_by_age(reading_.amount, all_of(paid));
    for (std::size_t i = 0; i < paid.size(); ++i) proposal.allocations[i].amount = paid[i].amount;
    std::erase_if(proposal.allocations, [](const Allocation& allocation) { return allocation.amount == 0; });
    if (left != 0) {
        proposal.residual_amount = left; // what is over
        proposal.residual = Residual::overpayment;
    }
    shown_.push_back(std::move(proposal));
}

// Sums of items beside those quoted: different amounts before others of the same amounts.
void Proposer::sums_beside(std::span<const Row> quoted, Row customer, Explainer::Sizes sizes) {
    const std::int64_t rest = reading_.amount - explain_.sum(quoted);
    const auto find = [&](Alike alike) { return explain_.sums(reading_, customer, quoted, rest, sizes.min, sizes.max, alike); };
    const Combination all = find(Alike::apart);
    const auto show = [&](const Rows& others) {
        if (others.empty()) return;
        Rows items(quoted.begin(), quoted.end());
        items.insert(items.end(), others.begin(), others.end());
        std::vector<Evidence> said = explain_.quoted_numbers(reading_, quoted);
        if (all.solutions > 1) {
            said.emplace_back().kind = EvidenceKind::several_solutions;
            said.back().count = all.solutions;
            said.back().item = others.front();
        }
        propose(items, std::move(said), Grade::possible);
    };
    if (all.solutions >= static_cast<std::int64_t>(limits::alternatives)) {
        const Combination different = find(Alike::one);
        show(different.items);
        std::ranges::for_each(different.others, show);
    }
    show(all.items);
    std::ranges::for_each(all.others, show);
}

// What is quoted, with others of that customer that make the sum.
void Proposer::quoted_and_rest(const QuotedGroup& group) {
    if (group.items.empty() || !group.pool.empty() || reading_.unknown_numbers || explain_.sum(group.items) >= reading_.amount)
        return;
    sums_beside(group.items, group.customer, Explainer::sizes_of_rest(reading_, group.items.size()));
}

// The items of this amount, and sums of other items that come to it.
void Proposer::amounts_of(Row customer, bool sums_too) {
    Evidence equal;
    const std::size_t everywhere = explain_.open_.count_of_amount(reading_.currency, reading_.amount);
    equal.kind = everywhere > 1 ? EvidenceKind::amount_common : EvidenceKind::only_item_of_amount;
    equal.count = static_cast<std::int64_t>(everywhere);
    equal.amount = reading_.amount;
    for (const Row row : explain_.open_.of_amount(customer, reading_.currency, reading_.amount)) {
        equal.item = row;
        propose(std::span(&row, 1), {equal}, Grade::likely);
    }
    if (!sums_too || reading_.unknown_numbers) return; // the number says that it is none of these
    sums_beside({}, customer, {2, limits::items_in_combination});
}

// The money ends before the last that he names: of the oldest a part may be paid already by what stands on his account.
void Proposer::all_of_them(const QuotedGroup& group) {
    const std::int64_t missing = explain_.sum(group.items) - reading_.amount;
    if (group.items.size() < 2 || missing <= 0 || !group.pool.empty() || shown_.size() >= limits::alternatives) return;
    Candidate candidate = explain_.settled(reading_, group.items, Way::none, Explainer::Standing::own);
    if (std::ranges::any_of(candidate.shares, [](const Share& share) { return share.amount <= 0; })) return;
    Share& oldest = *explain_.by_age(all_of(candidate.shares)).front();
    if (oldest.amount <= missing) return;
    oldest.amount -= missing;
    shown_.push_back(explain_.told(reading_, {all_of(candidate.shares), group.customer, Way::part_payment},
                                   explain_.quoted_numbers(reading_, group.items)));
    shown_.back().grade = Grade::possible;
}

// A contract says whose money it is, whoever pays; which of its items is meant it does not.
void Proposer::contract(const QuotedGroup& group) {
    if (shown_.size() >= limits::alternatives || reading_.payer.may_be(group.customer)) return;
    Proposal& proposal = shown_.emplace_back();
    proposal.allocations.push_back({group.customer, no_row, reading_.amount});
    proposal.grade = Grade::possible;
    const Rows named = group.pool.empty() ? group.items : group.pool;
    if (!named.empty()) proposal.evidence = explain_.quoted_numbers(reading_, std::span(named).first(1));
    explain_.tell_payer(reading_, group.customer, true, proposal);
}

std::vector<Proposal> Proposer::of_just_this_amount(Row customer) {
    amounts_of(customer, !round_sum(reading_.amount, reading_.currency));
    if (shown_.size() > limits::alternatives) shown_.resize(limits::alternatives);
    return std::move(shown_);
}

void Proposer::account() {
    if (shown_.size() >= limits::alternatives || !explain_.payer_may_settle(reading_)) return;
    Proposal& proposal = shown_.emplace_back();
    proposal.allocations.push_back({reading_.payer.customer, no_row, reading_.amount});
    proposal.grade = Grade::possible;
    proposal.evidence.push_back(explain_.reader_.payer_evidence(reading_));
    proposal.evidence.back().customer = reading_.payer.customer;
}

void Proposer::near_numbers() {
    Candidates near;
    explain_.nearly_quoted(reading_, near);
    for (const Candidate& candidate : near) {
        const auto same = [&](const Proposal& other) {
            return other.allocations.size() == 1 && other.allocations.front().item == candidate.shares.front().item;
        };
        if (shown_.size() <= limits::alternatives && std::ranges::none_of(shown_, same)) {
            shown_.push_back(
                explain_.told(reading_, {all_of(candidate.shares), candidate.customer, candidate.way, candidate.third_party}));
            shown_.back().grade = Grade::likely;
        }
    }
}

std::vector<Proposal> Proposer::only_the_account() {
    account();
    return std::move(shown_);
}

std::vector<Proposal> Proposer::all() {
    const std::span<const QuotedGroup> all = explain_.groups(reading_);
    const auto is_own = [&](const QuotedGroup& group) {
        return reading_.payer.known() && reading_.payer.customer == group.customer;
    };
    for (const QuotedGroup& group : all) {
        const std::span<const Row> items = explain_.exact_items(reading_, group);
        propose(items, explain_.quoted_numbers(reading_, items), Grade::likely);
    }
    const auto strongly_quoted = [&](const QuotedGroup& group) {
        return reading_.payer.may_be(group.customer) && group.strong && !group.items.empty();
    };
    // "2041 and others": however short the number, the others are beside it.
    const auto quoted_among_others = [&](const QuotedGroup& group) {
        return is_own(group) && reading_.several && !group.items.empty();
    };
    for (const QuotedGroup& group : all)
        if (strongly_quoted(group) || quoted_among_others(group)) quoted_and_rest(group);
    const bool quotes_his_own = std::ranges::any_of(all, strongly_quoted); // sums without them are none
    for (const QuotedGroup& group : all) {
        const Rows items = explain_.all_items(group);
        propose(items, explain_.quoted_numbers(reading_, items), is_own(group) ? Grade::likely : Grade::possible);
    }
    for (const QuotedGroup& group : all)
        if (strongly_quoted(group)) all_of_them(group);
    if (reading_.only_contracts)
        for (const QuotedGroup& group : all) contract(group);
    near_numbers();
    if (reading_.payer.known()) amounts_of(reading_.payer.customer, !quotes_his_own);
    for (const Row rival : reading_.payer.rivals) amounts_of(rival, !quotes_his_own);
    if (shown_.empty() && !reading_.payer.known()) {
        const std::vector<Row> rows = explain_.open_.of_amount(reading_.currency, reading_.amount);
        if (rows.size() <= limits::alternatives)
            for (const Row row : rows) propose(std::span(&row, 1), {}, Grade::possible);
    }
    if (!shown_.empty()) account();
    if (shown_.size() > limits::alternatives) shown_.resize(limits::alternatives);
    return std::move(shown_);
}

} // namespace settled::matching
