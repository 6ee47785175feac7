// Explanations that rest on numbers quoted in the text.
#include "matching/as_written.hpp"
#include "matching/candidates.hpp"
#include "matching/combinations.hpp"
#include "matching/fold.hpp"
#include "matching/limits.hpp"
#include "matching/residual.hpp"

#include <algorithm>
#include <map>

namespace settled::matching {
namespace {

// How many accidental hits per million sums a search may expect and still prove something.
constexpr std::int64_t accidents_with_numbers = 100'000;
constexpr std::size_t near_signs_without_payer = 7;

bool holds(std::span<const Row> rows, Row row) { return std::ranges::find(rows, row) != rows.end(); }

void add_once(std::vector<Row>& rows, Row row) {
    if (!holds(rows, row)) rows.push_back(row);
}

} // namespace

std::vector<QuotedGroup> Explainer::groups(const Reading& reading) const {
    std::map<Row, QuotedGroup> found;
    for (const Quote& quote : reading.quotes.known) {
        std::map<Row, std::vector<Quote::Hit>> of_customer;
        for (const Quote::Hit& hit : quote.hits)
            if (book_.items[hit.item].currency == reading.currency) of_customer[book_.items[hit.item].customer].push_back(hit);
        for (const auto& [customer, hits] : of_customer) {
            QuotedGroup& group = found[customer];
            group.customer = customer;
            const auto open_hits = std::ranges::count_if(hits, [&](const Quote::Hit& hit) { return open_.open(hit.item) != 0; });
            for (const Quote::Hit& hit : hits) {
                if (open_.open(hit.item) == 0)
                    add_once(group.paid, hit.item);
                else if (open_hits > 1)
                    add_once(group.pool, hit.item);
                else {
                    add_once(group.items, hit.item);
                    if (quote.weak) add_once(group.weak, hit.item);
                }
                Evidence evidence;
                evidence.kind = hit.kind;
                evidence.item = hit.item;
                evidence.customer = customer;
                evidence.text = as_written(book_, hit.item, hit.kind, quote.text);
                if (hit.kind == EvidenceKind::number_near) group.certain_numbers = false;
                group.evidence.push_back(std::move(evidence));
            }
            group.strong = group.strong || !quote.weak;
        }
    }
    std::vector<QuotedGroup> groups;
    for (auto& [customer, group] : found) {
        std::ranges::sort(group.items);
        std::erase_if(group.pool, [&](Row row) { return holds(group.items, row); });
        groups.push_back(std::move(group));
    }
    return groups;
}

// May the payer of this entry settle these items? His own, yes. Another's only where the number says
// so plainly, nothing of his own competes and the company settles for third parties at all.
Explainer::Standing Explainer::standing(const Reading& reading, const QuotedGroup& group,
                                        std::span<const QuotedGroup> all) const {
    const Payer& payer = reading.payer;
    if (payer.known() && payer.customer == group.customer) return payer.rivals.empty() ? Standing::own : Standing::third_party;
    // Customers of one name are told apart by the number.
    if (!payer.known() && holds(payer.rivals, group.customer)) return Standing::own;
    if (!rules_.first_third_party_settles) return Standing::refused;
    if (payer.known()) {
        const bool own_numbers = std::ranges::any_of(all, [&](const QuotedGroup& other) {
            return other.customer == payer.customer && other.strong && !other.items.empty();
        });
        if (own_numbers || !open_.of_amount(payer.customer, reading.currency, reading.amount).empty()) return Standing::refused;
        return group.strong ? Standing::third_party : Standing::refused;
    }
    if (group.strong) return Standing::third_party;
    // A bare short number of an unknown payer may be a rent or a room: only an amount of its own helps.
    return open_.count_of_amount(reading.currency, reading.amount) == 1 ? Standing::third_party : Standing::refused;
}

std::int64_t Explainer::sum(std::span<const Row> items) const {
    std::int64_t total = 0;
    for (const Row item : items) {
        const auto next = checked_add(total, open_.open(item));
        if (!next) return INT64_MAX; // no payment is that large
        total = *next;
    }
    return total;
}

// The quoted items whose open amounts are exactly what was paid; empty where they are not.
std::vector<Row> Explainer::exact_items(const Reading& reading, const QuotedGroup& group) const {
    if (!group.items.empty() && sum(group.items) == reading.amount && group.pool.empty()) return group.items;
    std::vector<Row> with_credits = group.items;
    for (const Row item : group.items)
        for (const Row credit : open_.credits_of(item))
            if (open_.open(credit) < 0) add_once(with_credits, credit);
    if (with_credits.size() > group.items.size() && sum(with_credits) == reading.amount && group.pool.empty())
        return with_credits;
    // A short number beside one that fits to the cent is a customer's or an order's number.
    if (group.items.size() > 1 && group.pool.empty()) {
        const auto fits = [&](Row item) { return open_.open(item) == reading.amount; };
        const auto others_weak = [&](Row row) {
            return std::ranges::all_of(group.items, [&](Row item) { return item == row || holds(group.weak, item); });
        };
        if (std::ranges::count_if(group.items, fits) == 1)
            if (const Row row = *std::ranges::find_if(group.items, fits); others_weak(row)) return {row};
    }
    if (group.pool.empty()) return {};
    std::vector<Row> everything = group.items;
    everything.insert(everything.end(), group.pool.begin(), group.pool.end());
    if (sum(everything) == reading.amount) return everything;
    std::vector<Summand> summands;
    for (const Row item : group.pool) summands.push_back({item, open_.open(item)});
    const Combination found =
        combine(summands, reading.amount - sum(group.items), 1, std::min(limits::items_in_combination, summands.size()));
    if (!found.unique()) return {};
    std::vector<Row> items = group.items;
    items.insert(items.end(), found.items.begin(), found.items.end());
    return items;
}

Candidates Explainer::exact_numbers(const Reading& reading) const {
    const std::vector<QuotedGroup> all = groups(reading);
    Candidates own;
    Candidates others;
    for (const QuotedGroup& group : all) {
        const std::vector<Row> items = exact_items(reading, group);
        if (items.empty()) continue;
        const Standing may = standing(reading, group, all);
        if (may == Standing::refused) continue;
        (may == Standing::own ? own : others).push_back(settled(reading, items, group.evidence, may));
    }
    return own.empty() ? others : own;
}

// Too little for the item that is quoted, and to the cent what a neighbour of that number costs: which one was meant?
bool Explainer::slip_for_another(const Reading& reading, Row quoted) const {
    const std::vector<Row> exact = open_.of_amount(book_.items[quoted].customer, reading.currency, reading.amount);
    return std::ranges::any_of(exact, [&](Row other) {
        return book_.items[other].amount == reading.amount && nearly_equal(references_.signs(quoted), references_.signs(other));
    });
}

Candidates Explainer::numbers_with_residual(const Reading& reading) const {
    Candidates found;
    if (!reading.quotes.unknown.empty()) return found;
    const std::vector<QuotedGroup> all = groups(reading);
    for (const QuotedGroup& group : all) {
        if (group.items.empty() || !group.pool.empty() || !group.certain_numbers) continue;
        const Standing may = standing(reading, group, all);
        if (may == Standing::refused || (may == Standing::third_party && (!group.strong || reading.payer.known()))) continue;
        const std::int64_t open = sum(group.items);
        if (const auto residual = name_residual(book_, group.items, open, reading.amount, reading.date, reading.path, rules_)) {
            Candidate candidate = settled(reading, group.items, group.evidence, may);
            candidate.proposal.residual = residual->reason;
            candidate.proposal.residual_amount = residual->amount;
            Evidence evidence;
            evidence.kind = residual->amount < 0 ? EvidenceKind::amount_short : EvidenceKind::amount_over;
            evidence.amount = residual->amount < 0 ? -residual->amount : residual->amount;
            evidence.limit = residual->limit;
            evidence.residual = residual->reason;
            candidate.proposal.evidence.push_back(evidence);
            found.push_back(std::move(candidate));
        } else if (may == Standing::own && open > reading.amount && group.items.size() == 1 && !reading.text.several &&
                   !slip_for_another(reading, group.items.front())) {
            Candidate candidate = settled(reading, group.items, group.evidence, may);
            candidate.proposal.allocations.front().amount = reading.amount;
            Evidence evidence;
            evidence.kind = EvidenceKind::part_payment;
            evidence.item = group.items.front();
            evidence.amount = open - reading.amount;
            candidate.proposal.evidence.push_back(evidence);
            found.push_back(std::move(candidate));
        }
    }
    return found;
}

bool Explainer::may_mean(const Reading& reading, Row item) const {
    const std::string& number = references_.signs(item);
    const auto near = [&](std::string_view written) {
        return nearly_equal(written, number) || number.ends_with(References::tail(written));
    };
    bool quotes = false;
    for (const std::vector<std::string>* written : {&reading.quotes.unknown, &reading.quotes.strangers})
        for (const std::string& signs : *written) {
            if (near(signs)) return true;
            quotes = true;
        }
    for (const Quote& quote : reading.quotes.known) {
        if (near(quote.text) || std::ranges::any_of(quote.hits, [&](const Quote::Hit& hit) { return hit.item == item; }))
            return true;
        quotes = true;
    }
    return !quotes;
}

Candidates Explainer::nearly_quoted(const Reading& reading) const {
    Candidates found;
    std::vector<std::string_view> written;
    for (const std::string& signs : reading.quotes.unknown) written.emplace_back(signs);
    for (const std::string& signs : reading.quotes.strangers) written.emplace_back(signs);
    for (const Quote& quote : reading.quotes.known) written.emplace_back(quote.text);
    for (const Piece& piece : reading.text.pieces)
        if (std::ranges::any_of(piece.signs, is_digit) && !looks_like_date(piece.signs)) written.emplace_back(piece.signs);
    if (written.empty()) return found;
    const bool of_payer = reading.payer.known() && reading.payer.rivals.empty();
    if (!of_payer && !rules_.first_third_party_settles) return found;
    const std::vector<Row> rows = of_payer ? open_.of_amount(reading.payer.customer, reading.currency, reading.amount)
                                           : open_.of_amount(reading.currency, reading.amount);
    if (rows.size() >= limits::equal_amounts) return found; // not all were seen
    const bool everyday = round_sum(reading.amount, reading.currency);
    for (const Row row : rows)
        for (const std::string_view signs : written) {
            if ((!of_payer && signs.size() < near_signs_without_payer) || !nearly_equal(signs, references_.signs(row))) continue;
            // A whole number whose last sign is another may be the neighbour's, of an amount that comes again
            // and again or is what is left of this item by chance; from an unknown payer, any other sign too.
            const bool whole = signs.size() == references_.signs(row).size();
            const bool neighbour = !of_payer || signs.back() != references_.signs(row).back();
            const bool by_chance = everyday || open_.count_of_amount(reading.currency, reading.amount) > 1 ||
                                   open_.open(row) != book_.items[row].amount;
            if (whole && neighbour && by_chance) continue;
            Evidence evidence;
            evidence.kind = EvidenceKind::number_near;
            evidence.item = row;
            evidence.text = as_written(entries_[entries_.entries[reading.entry].remittance], signs);
            found.push_back(
                settled(reading, std::span(&row, 1), std::span(&evidence, 1), of_payer ? Standing::own : Standing::third_party));
            break;
        }
    return found;
}

Candidates Explainer::numbers_and_rest(const Reading& reading) const {
    Candidates found;
    if (!reading.quotes.unknown.empty()) return found;
    const std::vector<QuotedGroup> all = groups(reading);
    for (const QuotedGroup& group : all) {
        if (group.items.empty() || !group.pool.empty()) continue;
        const Standing may = standing(reading, group, all);
        if (may == Standing::refused || (may == Standing::third_party && reading.payer.known())) continue;
        const std::int64_t rest = reading.amount - sum(group.items);
        if (rest <= 0) continue;
        const std::vector<Row> others = other_items(reading, group.customer, group.items);
        std::vector<Summand> summands;
        for (const Row item : others) summands.push_back({item, open_.open(item)});
        const std::size_t stated = reading.text.count > group.items.size() ? reading.text.count - group.items.size() : 0;
        const std::size_t size_min = stated > 0 ? stated : 1;
        const std::size_t size_max = stated > 0 ? stated : limits::items_in_combination - 1;
        const Combination sum_found = combine(summands, rest, size_min, size_max);
        if (!sum_found.unique() || sum_found.accidents_per_million > accidents_with_numbers) continue;
        if (!tells_apart(reading, sum_found.items)) continue;
        std::vector<Row> items = group.items;
        items.insert(items.end(), sum_found.items.begin(), sum_found.items.end());
        found.push_back(settled(reading, items, group.evidence, may));
    }
    return found;
}

// The rest stands on the customer's account.
Candidates Explainer::overpaid_number(const Reading& reading) const {
    Candidates found;
    // A second number, whosever it is, may be what the rest was paid for.
    if (!reading.quotes.unknown.empty() || reading.quotes.known.size() != 1 || reading.text.several || !payer_may_settle(reading))
        return found;
    const std::vector<QuotedGroup> all = groups(reading);
    for (const QuotedGroup& group : all) {
        if (group.customer != reading.payer.customer || group.items.size() != 1 || !group.pool.empty() || !group.paid.empty() ||
            !group.strong || !group.certain_numbers)
            continue;
        const std::int64_t open = sum(group.items);
        if (open <= 0 || open >= reading.amount) continue;
        Candidate candidate = settled(reading, group.items, group.evidence, Standing::own);
        candidate.proposal.residual = Residual::overpayment;
        candidate.proposal.residual_amount = reading.amount - open;
        Evidence evidence;
        evidence.kind = EvidenceKind::amount_over;
        evidence.amount = reading.amount - open;
        evidence.residual = Residual::overpayment;
        candidate.proposal.evidence.push_back(evidence);
        found.push_back(std::move(candidate));
    }
    return found;
}

Candidate Explainer::settled(const Reading& reading, std::span<const Row> items, std::span<const Evidence> numbers,
                             Standing standing) const {
    Candidate candidate;
    Proposal& proposal = candidate.proposal;
    proposal.grade = Grade::certain;
    for (const Row item : items) proposal.allocations.push_back({book_.items[item].customer, item, open_.open(item)});
    std::ranges::sort(proposal.allocations, {}, [](const Allocation& allocation) { return allocation.item; });
    for (const Evidence& evidence : numbers)
        if (holds(items, evidence.item)) proposal.evidence.push_back(evidence);
    if (sum(items) == reading.amount) {
        Evidence exact;
        exact.kind = items.size() == 1 ? EvidenceKind::amount_exact : EvidenceKind::amount_is_sum;
        exact.amount = reading.amount;
        exact.count = static_cast<std::int64_t>(items.size());
        proposal.evidence.push_back(exact);
    }
    const Row customer = book_.items[items.front()].customer;
    candidate.third_party =
        standing == Standing::third_party || (reading.payer.for_another && reading.payer.customer == customer);
    add_payer(reading, customer, candidate.third_party, proposal);
    add_age(reading, proposal);
    return candidate;
}

} // namespace settled::matching
