// Explanations that rest on the payer and the amount alone.
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

Combination Explainer::sums(const Reading& reading, Row customer, std::span<const Row> without, std::int64_t amount,
                            std::size_t size_min, std::size_t size_max, Alike alike) const {
    std::vector<Summand> summands;
    for (const Row item : other_items(reading, customer, without)) summands.push_back({item, open_.open(item)});
    return combine(summands, amount, size_min, size_max, alike);
}

// An everyday amount may stand for an equal one that is not in the ledger. Of items that no number names one at least has an
// amount of its own, unless the text says that there are more of them; where invoices are missing, all but one.
bool Explainer::tells_apart(const Reading& reading, std::span<const Row> items) const {
    const auto everyday =
        std::ranges::count_if(items, [&](Row item) { return open_.common(reading.currency, open_.open(item)); });
    if (ledger_has_gaps_) return everyday <= std::min<std::ptrdiff_t>(1, std::ssize(items) - 1);
    return everyday < std::ssize(items) || (reading.several && reading.known_numbers > 0);
}

// The payer, or the customers of one name that he may be: what fits one of them alone tells them apart. Whom a stranger only
// mentions owes nothing of it by his amount alone.
std::vector<Row> Explainer::may_be(const Reading& reading) const {
    if (reading.payer.source == Payer::Source::mentioned) return {};
    if (payer_may_settle(reading)) return {reading.payer.customer};
    if (reading.payer.known() || reading.payer.shared) return {};
    return {reading.payer.rivals.begin(), reading.payer.rivals.end()};
}

void Explainer::amount_of_payer(const Reading& reading, Candidates& found) const {
    if (reading.quotes() || open_.common(reading.currency, reading.amount)) return;
    for (const Row customer : may_be(reading)) {
        if (before_opening(reading, customer)) continue;
        for (const Row row : open_.of_amount(customer, reading.currency, reading.amount)) {
            const ledger::ItemRow& item = book_.items[row];
            if (!item.document_date.none() && !reading.date.none() &&
                item.document_date > reading.date.plus_days(days_before_document))
                continue;
            found.push_back(settled(reading, std::span(&row, 1), Way::only_amount, Standing::own));
        }
    }
    // Whose money it is nobody doubts: it waits on his account.
    if (found.size() > 1 && payer_may_settle(reading) && reading.payer.certain()) found.clear();
}

void Explainer::sum_of_payer(const Reading& reading, Candidates& found) const {
    if (reading.quotes() || round_sum(reading.amount, reading.currency)) return;
    for (const Row customer : may_be(reading)) {
        if (before_opening(reading, customer)) continue;
        if (open_.any_of_amount(customer, reading.currency, reading.amount)) return found.clear();
        const std::size_t stated = reading.count;
        const Combination sum_found = sums(reading, customer, {}, reading.amount, stated > 1 ? stated : 2,
                                           stated > 1 ? stated : limits::items_in_combination);
        if (sum_found.solutions == 0 && !sum_found.exhausted) continue;
        if (!sum_found.unique() || sum_found.accidents_per_million > accidents_without_numbers ||
            !tells_apart(reading, sum_found.items))
            return found.clear();
        found.push_back(settled(reading, sum_found.items, Way::only_sum, Standing::own));
    }
}

void Explainer::oldest_of_payer(const Reading& reading, Candidates& found) const {
    const Row customer = reading.payer.customer;
    if (!payer_may_settle(reading) || !reading.payer.certain() || reading.unknown_numbers || reading.known_numbers > 0) return;
    if (!holds(rules_.oldest_first, customer) || before_opening(reading, customer)) return;
    Candidate candidate;
    candidate.way = Way::oldest_items;
    candidate.customer = customer;
    std::int64_t left = reading.amount;
    for (const Row row : open_.of_customer(customer)) {
        if (left == 0) break;
        if (book_.items[row].currency != reading.currency || open_.open(row) <= 0) continue;
        const std::int64_t taken = std::min(left, open_.open(row));
        candidate.shares.push_back({row, taken});
        left -= taken;
    }
    if (candidate.shares.empty()) return;
    std::ranges::sort(candidate.shares, {}, &Share::item);
    if (left > 0) {
        candidate.residual = Residual::overpayment;
        candidate.residual_amount = left;
    }
    found.push_back(std::move(candidate));
}

// Two sets of his items make the sum, and not by equal items: somebody can say which. In a running balance nobody wonders.
bool Explainer::adds_up_twice(const Reading& reading) const {
    constexpr std::int64_t solutions_shown = 2;
    if (round_sum(reading.amount, reading.currency)) return false;
    const Combination found =
        sums(reading, reading.payer.customer, {}, reading.amount, 2, limits::items_in_combination, Alike::one);
    return found.solutions >= solutions_shown && found.accidents_per_million <= accidents_without_numbers;
}

// A holding that owes nothing itself, while firms of its group do.
bool Explainer::pays_for_subsidiaries(const Reading& reading) const {
    const auto owes = [&](Row customer) {
        return std::ranges::any_of(open_.of_customer(customer), [&](Row item) {
            return open_.open(item) > 0 && book_.items[item].currency == reading.currency;
        });
    };
    const Row payer = reading.payer.customer;
    if (owes(payer)) return false;
    return parents_.contains(book_[book_.customers[payer].id]) || std::ranges::any_of(reader_.group_of(payer), owes);
}

void Explainer::on_account(const Reading& reading, Candidates& found) const {
    const Payer& payer = reading.payer;
    // A number that is not in the ledger may be of an invoice that is not there yet, or of one that the ERP has settled.
    if (!payer.certain() || !payer.rivals.empty() || reading.quotes_items()) return;
    if (before_opening(reading, payer.customer) || pays_for_subsidiaries(reading)) return;
    if (adds_up_twice(reading)) return;
    Candidate candidate;
    candidate.way = Way::on_account;
    candidate.customer = payer.customer;
    candidate.third_party = payer.for_another;
    candidate.shares.push_back({no_row, reading.amount});
    found.push_back(std::move(candidate));
}

} // namespace settled::matching
