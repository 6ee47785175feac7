// Explanations that rest on the payer and the amount alone, what is left for a person, and the facts
// that every explanation carries.
#include "matching/candidates.hpp"
#include "matching/combinations.hpp"
#include "matching/limits.hpp"

#include <algorithm>

namespace settled::matching {
namespace {

constexpr std::int64_t accidents_without_numbers = 20'000;
constexpr int days_before_document = 5; // a payment may come a few days before the invoice is booked

bool holds(std::span<const Row> rows, Row row) { return std::ranges::find(rows, row) != rows.end(); }

} // namespace

bool round_sum(std::int64_t amount, Currency currency) {
    std::int64_t hundred = 100;
    for (int i = 0; i < currency.exponent(); ++i) hundred *= 10;
    return amount % hundred == 0;
}

bool Explainer::before_opening(const Reading& reading, Row customer) const {
    const Date opening = book_.ledger_of(book_.customers[customer]).opening_day;
    return !opening.none() && reading.date < opening;
}

bool Explainer::payer_may_settle(const Reading& reading) const { return reading.payer.known() && reading.payer.rivals.empty(); }

// Open items of the customer that may be meant besides: positive, of the currency, not from the future.
std::vector<Row> Explainer::other_items(const Reading& reading, Row customer, std::span<const Row> without) const {
    std::vector<Row> rows;
    for (const Row row : open_.of_customer(customer)) {
        const ledger::ItemRow& item = book_.items[row];
        if (item.currency != reading.currency || open_.open(row) <= 0 || holds(without, row)) continue;
        if (!item.document_date.none() && !reading.date.none() &&
            item.document_date > reading.date.plus_days(days_before_document))
            continue;
        rows.push_back(row);
        if (rows.size() > limits::items_to_combine) break;
    }
    return rows;
}

// An everyday amount may stand for an equal one that is not in the ledger. Of items that no number names one at least has an
// amount of its own, unless the text says that there are more of them; where invoices are missing, all but one.
bool Explainer::tells_apart(const Reading& reading, std::span<const Row> items) const {
    const auto everyday =
        std::ranges::count_if(items, [&](Row item) { return open_.common(reading.currency, open_.open(item)); });
    if (ledger_has_gaps_) return everyday <= std::min<std::ptrdiff_t>(1, std::ssize(items) - 1);
    return everyday < std::ssize(items) || (reading.text.several && !reading.quotes.known.empty());
}

// The payer, or the customers of one name that he may be: what fits one of them alone tells them apart.
std::vector<Row> Explainer::may_be(const Reading& reading) const {
    if (payer_may_settle(reading)) return {reading.payer.customer};
    if (reading.payer.known() || reading.payer.shared) return {};
    return reading.payer.rivals;
}

Candidates Explainer::amount_of_payer(const Reading& reading) const {
    Candidates found;
    if (reading.quotes.any() || open_.common(reading.currency, reading.amount)) return found;
    for (const Row customer : may_be(reading)) {
        if (before_opening(reading, customer)) continue;
        for (const Row row : open_.of_amount(customer, reading.currency, reading.amount)) {
            const ledger::ItemRow& item = book_.items[row];
            if (!item.document_date.none() && !reading.date.none() &&
                item.document_date > reading.date.plus_days(days_before_document))
                continue;
            Evidence only;
            only.kind = EvidenceKind::only_item_of_amount;
            only.item = row;
            only.amount = reading.amount;
            found.push_back(settled(reading, std::span(&row, 1), std::span(&only, 1), Standing::own));
        }
    }
    return found;
}

Candidates Explainer::sum_of_payer(const Reading& reading) const {
    Candidates found;
    if (reading.quotes.any() || round_sum(reading.amount, reading.currency)) return found;
    for (const Row customer : may_be(reading)) {
        if (before_opening(reading, customer)) continue;
        if (!open_.of_amount(customer, reading.currency, reading.amount).empty()) return {};
        std::vector<Summand> summands;
        for (const Row item : other_items(reading, customer, {})) summands.push_back({item, open_.open(item)});
        const std::size_t stated = reading.text.count;
        const Combination sum_found =
            combine(summands, reading.amount, stated > 1 ? stated : 2, stated > 1 ? stated : limits::items_in_combination);
        if (sum_found.solutions == 0 && !sum_found.exhausted) continue;
        if (!sum_found.unique() || sum_found.accidents_per_million > accidents_without_numbers ||
            !tells_apart(reading, sum_found.items))
            return {};
        found.push_back(settled(reading, sum_found.items, {}, Standing::own));
    }
    return found;
}

Candidates Explainer::oldest_of_payer(const Reading& reading) const {
    Candidates found;
    const Row customer = reading.payer.customer;
    if (!payer_may_settle(reading) || !reading.payer.certain() || !reading.quotes.unknown.empty() ||
        !reading.quotes.known.empty())
        return found;
    if (!holds(rules_.oldest_first, customer) || before_opening(reading, customer)) return found;
    Candidate candidate;
    std::int64_t left = reading.amount;
    for (const Row row : open_.of_customer(customer)) {
        if (left == 0) break;
        if (book_.items[row].currency != reading.currency || open_.open(row) <= 0) continue;
        const std::int64_t taken = std::min(left, open_.open(row));
        candidate.proposal.allocations.push_back({customer, row, taken});
        left -= taken;
    }
    if (candidate.proposal.allocations.empty()) return found;
    std::ranges::sort(candidate.proposal.allocations, {}, [](const Allocation& allocation) { return allocation.item; });
    if (left > 0) {
        candidate.proposal.residual = Residual::overpayment;
        candidate.proposal.residual_amount = left;
    }
    candidate.proposal.grade = Grade::certain;
    Evidence oldest;
    oldest.kind = EvidenceKind::oldest_items;
    oldest.customer = customer;
    candidate.proposal.evidence.push_back(oldest);
    add_payer(reading, customer, false, candidate.proposal);
    found.push_back(std::move(candidate));
    return found;
}

std::optional<Candidate> Explainer::on_account(const Reading& reading) const {
    const Payer& payer = reading.payer;
    // A number that is not in the ledger may be of an invoice that is not there yet, or of one that the ERP has settled.
    if (!payer.certain() || !payer.rivals.empty() || reading.quotes.any()) return std::nullopt;
    if (before_opening(reading, payer.customer)) return std::nullopt;
    // An item of just this amount is a question somebody can answer; a running balance is not.
    if (!open_.of_amount(payer.customer, reading.currency, reading.amount).empty()) return std::nullopt;
    Candidate candidate;
    candidate.proposal.grade = Grade::certain;
    candidate.proposal.allocations.push_back({payer.customer, no_row, reading.amount});
    Evidence certain;
    certain.kind = EvidenceKind::customer_certain;
    certain.customer = payer.customer;
    candidate.proposal.evidence.push_back(certain);
    add_payer(reading, payer.customer, false, candidate.proposal);
    return candidate;
}

std::vector<Proposal> Explainer::proposals(const Reading& reading) const {
    std::vector<Proposal> shown;
    const auto add = [&](std::span<const Row> items, std::span<const Evidence> numbers, Grade grade, Standing standing) {
        if (items.empty() || shown.size() > limits::alternatives) return;
        Proposal proposal = settled(reading, items, numbers, standing).proposal;
        const bool again =
            std::ranges::any_of(shown, [&](const Proposal& other) { return other.allocations == proposal.allocations; });
        if (again) return;
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
    };
    const auto by = [&](Row customer) {
        return reading.payer.known() && reading.payer.customer == customer ? Standing::own : Standing::third_party;
    };
    const std::vector<QuotedGroup> all = groups(reading);
    for (const bool exact : {true, false})
        for (const QuotedGroup& group : all) {
            const std::vector<Row> exact_found = exact_items(reading, group);
            if (exact && !exact_found.empty()) add(exact_found, group.evidence, Grade::likely, by(group.customer));
            if (!exact)
                add(group.items, group.evidence, by(group.customer) == Standing::own ? Grade::likely : Grade::possible,
                    by(group.customer));
        }
    for (Candidate& near : nearly_quoted(reading))
        if (shown.size() <= limits::alternatives) {
            near.proposal.grade = Grade::likely;
            shown.push_back(std::move(near.proposal));
        }
    std::vector<Row> customers;
    if (reading.payer.known()) customers.push_back(reading.payer.customer);
    for (const Row rival : reading.payer.rivals) customers.push_back(rival);
    for (const Row customer : customers) {
        Evidence equal;
        const std::vector<Row> rows = open_.of_amount(customer, reading.currency, reading.amount);
        const std::size_t everywhere = open_.count_of_amount(reading.currency, reading.amount);
        equal.kind = everywhere > 1 ? EvidenceKind::amount_common : EvidenceKind::only_item_of_amount;
        equal.count = static_cast<std::int64_t>(everywhere);
        equal.amount = reading.amount;
        for (const Row row : rows) {
            equal.item = row;
            add(std::span(&row, 1), std::span(&equal, 1), Grade::likely, by(customer));
        }
        if (!reading.quotes.unknown.empty()) continue; // the number says that it is none of these
        std::vector<Summand> summands;
        for (const Row item : other_items(reading, customer, {})) summands.push_back({item, open_.open(item)});
        const Combination sums = combine(summands, reading.amount, 2, limits::items_in_combination - 1);
        Evidence several;
        several.kind = EvidenceKind::several_solutions;
        several.count = sums.solutions;
        for (const std::vector<Row>* items : {&sums.items, &sums.second})
            if (!items->empty()) {
                several.item = items->front();
                add(*items, std::span(&several, sums.solutions > 1 ? 1 : 0), Grade::possible, by(customer));
            }
    }
    if (shown.empty() && !reading.payer.known()) {
        const std::vector<Row> rows = open_.of_amount(reading.currency, reading.amount);
        if (rows.size() <= limits::alternatives)
            for (const Row row : rows) add(std::span(&row, 1), {}, Grade::possible, Standing::third_party);
    }
    if (shown.size() > limits::alternatives) shown.resize(limits::alternatives);
    return shown;
}

std::string_view Explainer::payer_name(const Reading& reading) const {
    return entries_[entries_.entries[reading.entry].counterparty_name];
}

void Explainer::add_payer(const Reading& reading, Row customer, bool third_party, Proposal& proposal) const {
    if (reading.payer.known() && reading.payer.customer == customer) {
        Evidence evidence = reading.payer.evidence;
        evidence.customer = customer;
        proposal.evidence.push_back(std::move(evidence));
    }
    if (reading.payer.shared) {
        Evidence evidence;
        evidence.kind = EvidenceKind::shared_payer;
        evidence.text = payer_name(reading);
        proposal.evidence.push_back(std::move(evidence));
    }
    if (third_party) {
        Evidence evidence;
        evidence.kind = EvidenceKind::third_party_payer;
        evidence.customer = customer;
        evidence.text = payer_name(reading);
        proposal.evidence.push_back(std::move(evidence));
    }
}

void Explainer::add_age(const Reading& reading, Proposal& proposal) const {
    if (proposal.allocations.size() != 1) return;
    const Date due = book_.items[proposal.allocations.front().item].due_date;
    if (due.none() || reading.date.none()) return;
    const int days = days_between(due, reading.date);
    if (days <= 0) return;
    Evidence evidence;
    evidence.kind = EvidenceKind::days_after_due;
    evidence.item = proposal.allocations.front().item;
    evidence.days = days;
    proposal.evidence.push_back(evidence);
}

} // namespace settled::matching
