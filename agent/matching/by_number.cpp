// Explanations that rest on numbers quoted in the text.
#include "matching/candidates.hpp"
#include "matching/combinations.hpp"
#include "matching/fold.hpp"
#include "matching/limits.hpp"
#include "matching/residual.hpp"

#include <algorithm>
#include <utility>

namespace settled::matching {
namespace {

// How many accidental hits per million sums a search may expect and still prove something.
constexpr std::int64_t accidents_with_numbers = 100'000;
constexpr std::size_t near_signs_without_payer = 7;
constexpr std::size_t cut_number_signs_min = 5; // more than a year
constexpr std::string_view digits = "0123456789";

bool holds(std::span<const Row> rows, Row row) { return std::ranges::find(rows, row) != rows.end(); }

void add_once(Rows& rows, Row row) {
    if (!holds(rows, row)) rows.push_back(row);
}

} // namespace

std::span<const QuotedGroup> Explainer::groups(const Reading& reading) const {
    std::size_t used = 0;
    const auto group_of = [&](Row customer) -> QuotedGroup& {
        for (std::size_t i = 0; i < used; ++i)
            if (groups_[i].customer == customer) return groups_[i];
        if (used == groups_.size()) groups_.emplace_back();
        groups_[used].begin(customer);
        return groups_[used++];
    };
    const auto customer_of = [&](const QuotedHit& hit) { return book_.items[hit.item].customer; };
    const auto is_payable = [&](const QuotedHit& hit) { return book_.items[hit.item].currency == reading.currency; };
    const std::span hits = reading.hits();
    for (auto first = hits.begin(); first != hits.end();) {
        const auto end = std::find_if(first + 1, hits.end(), [](const QuotedHit& hit) { return hit.begins; });
        const std::span number(first, end); // the hits of one
        for (const QuotedHit& hit : number) {
            if (!is_payable(hit)) continue;
            QuotedGroup& group = group_of(customer_of(hit));
            const auto alike = [&](const QuotedHit& other) {
                return is_payable(other) && customer_of(other) == group.customer && open_.open(other.item) != 0;
            };
            if (open_.open(hit.item) == 0)
                add_once(group.paid, hit.item);
            else if (hit.listed)
                add_once(group.listed, hit.item);
            else if (number.size() > 1 && std::ranges::count_if(number, alike) > 1)
                add_once(group.pool, hit.item);
            else {
                add_once(group.items, hit.item);
                if (hit.weak) add_once(group.weak, hit.item);
            }
            if (hit.kind == EvidenceKind::number_near && hit.weak) group.certain_numbers = false;
            group.strong = group.strong || !hit.weak;
        }
        first = end;
    }
    const std::span groups = std::span(groups_).first(used);
    for (QuotedGroup& group : groups) {
        std::ranges::sort(group.items);
        std::erase_if(group.pool, [&](Row row) { return holds(group.items, row); });
    }
    std::ranges::sort(groups, {}, &QuotedGroup::customer);
    return groups;
}

// May the payer of this entry settle these items? His own, yes. Another's only where the number says
// so plainly, nothing of his own competes and the company settles for third parties at all.
Explainer::Standing Explainer::standing(const Reading& reading, const QuotedGroup& group,
                                        std::span<const QuotedGroup> all) const {
    const Payer& payer = reading.payer;
    if (payer.known() && payer.customer == group.customer) return payer.rivals.empty() ? Standing::own : Standing::third_party;
    // Customers of one name are told apart by the number.
    if (!payer.known() && payer.rivals.has(group.customer)) return Standing::own;
    if (!rules_.first_third_party_settles) return Standing::refused;
    if (payer.known()) {
        const bool own_numbers = std::ranges::any_of(all, [&](const QuotedGroup& other) {
            return other.customer == payer.customer && other.strong && !other.items.empty();
        });
        if (own_numbers || open_.any_of_amount(payer.customer, reading.currency, reading.amount)) return Standing::refused;
        return group.strong ? Standing::third_party : Standing::refused;
    }
    if (group.strong) return Standing::third_party;
    // A bare short number of an unknown payer may be a rent or a room: only an amount of its own helps.
    return open_.only_one(reading.currency, reading.amount) ? Standing::third_party : Standing::refused;
}

Rows Explainer::all_items(const QuotedGroup& group) const {
    Rows all = group.items;
    for (const Row row : group.listed) add_once(all, row);
    return all;
}

// The quoted items whose open amounts are exactly what was paid; empty where they are not.
std::span<const Row> Explainer::exact_items(const Reading& reading, const QuotedGroup& group) const {
    if (!group.items.empty() && sum(group.items) == reading.amount && group.pool.empty()) return group.items;
    if (!group.listed.empty() && group.pool.empty()) {
        exact_ = all_items(group);
        if (sum(exact_) == reading.amount) return exact_;
    }
    exact_ = group.items;
    for (const Row item : group.items)
        for (const Row credit : open_.credits_of(item))
            if (open_.open(credit) < 0) add_once(exact_, credit);
    if (exact_.size() > group.items.size() && sum(exact_) == reading.amount && group.pool.empty()) return exact_;
    // A short number beside one that fits to the cent is a customer's or an order's number.
    if (group.items.size() > 1 && group.pool.empty()) {
        const auto fits = [&](Row item) { return open_.open(item) == reading.amount; };
        const auto others_weak = [&](Row row) {
            return std::ranges::all_of(group.items, [&](Row item) { return item == row || holds(group.weak, item); });
        };
        if (std::ranges::count_if(group.items, fits) == 1)
            if (const auto row = std::ranges::find_if(group.items, fits); others_weak(*row)) return {row, 1};
    }
    if (group.pool.empty()) return {};
    exact_ = group.items;
    exact_.insert(exact_.end(), group.pool.begin(), group.pool.end());
    if (sum(exact_) == reading.amount) return exact_;
    std::vector<Summand> summands;
    for (const Row item : group.pool) summands.push_back({item, open_.open(item)});
    const Combination found =
        combine(summands, reading.amount - sum(group.items), 1, std::min(limits::items_in_combination, summands.size()));
    if (!found.unique()) return {};
    exact_ = group.items;
    exact_.insert(exact_.end(), found.items.begin(), found.items.end());
    return exact_;
}

void Explainer::exact_numbers(const Reading& reading, Candidates& found) const {
    // A round sum under a contract is paid into its running balance.
    if (reading.hits().empty() || (reading.only_contracts && round_sum(reading.amount, reading.currency))) return;
    const std::span<const QuotedGroup> all = groups(reading);
    Candidates others;
    for (const QuotedGroup& group : all) {
        const std::span<const Row> items = exact_items(reading, group);
        if (items.empty()) continue;
        const Standing may = standing(reading, group, all);
        if (may == Standing::refused) continue;
        (may == Standing::own ? found : others).push_back(settled(reading, items, Way::exact_numbers, may));
    }
    if (found.empty()) found = std::move(others);
}

// Too little for the item that is quoted, and to the cent what a neighbour of that number costs: which one was meant?
bool Explainer::slip_for_another(const Reading& reading, Row quoted) const {
    const std::vector<Row> exact = open_.of_amount(book_.items[quoted].customer, reading.currency, reading.amount);
    const std::string number = references_.signs(quoted);
    return std::ranges::any_of(exact, [&](Row other) {
        return book_.items[other].amount == reading.amount && nearly_equal(number, references_.signs(other));
    });
}

void Explainer::numbers_with_residual(const Reading& reading, Candidates& found) const {
    if (reading.unknown_numbers || reading.hits().empty()) return;
    const std::span<const QuotedGroup> all = groups(reading);
    for (const QuotedGroup& group : all) {
        if (group.items.empty() || !group.pool.empty() || !group.certain_numbers) continue;
        const Standing may = standing(reading, group, all);
        // A fee, a discount are the customer's own: of whoever pays in his place, somebody asks.
        if (may != Standing::own) continue;
        const Rows items = all_items(group);
        const std::int64_t open = sum(items);
        if (const auto residual = name_residual(book_, items, open, reading.amount, reading.date, reading.path, rules_)) {
            Candidate candidate = settled(reading, items, Way::numbers_with_residual, may);
            candidate.residual = residual->reason;
            candidate.residual_amount = residual->amount;
            found.push_back(std::move(candidate));
        } else if (may == Standing::own && open > reading.amount && items.size() == 1 && !reading.only_contracts &&
                   !reading.several && !slip_for_another(reading, group.items.front())) {
            Candidate candidate = settled(reading, group.items, Way::part_payment, may);
            candidate.shares.front().amount = reading.amount;
            found.push_back(std::move(candidate));
        } else if (open > reading.amount && group.items.size() > 1 && group.weak.empty() && group.listed.empty() &&
                   !reading.only_contracts && !reading.several) {
            if (std::optional<Candidate> candidate = part_of_several(reading, group.items))
                found.push_back(std::move(*candidate));
        }
    }
}

bool Explainer::may_mean(const Reading& reading, Row item) const {
    // "/INV/SI/26/104" in a field too narrow for SI/26/10491; the letters before it may be a word of the text.
    const auto begins = [](std::string_view written, std::string_view whole) {
        written.remove_prefix(std::min(written.find_first_of(digits), written.size()));
        whole.remove_prefix(std::min(whole.find_first_of(digits), whole.size()));
        return written.size() >= cut_number_signs_min && whole.starts_with(written);
    };
    if (!reading.quotes()) return true;
    if (std::ranges::any_of(reading.hits(), [&](const QuotedHit& hit) { return hit.item == item; })) return true;
    const std::string number = references_.signs(item);
    References::Workspace workspace;
    std::vector<Hit> endings;
    const auto near = [&](std::string_view written) {
        if (nearly_equal(written, number) || number.ends_with(References::tail(written)) || begins(written, number)) return true;
        endings.clear();
        references_.ending(book_.items[item].customer, written, false, workspace, endings);
        return std::ranges::find(endings, item, &Hit::item) != endings.end();
    };
    const Quotes& quotes = reader_.quotes(reading);
    return std::ranges::any_of(quotes.unknown, near) || std::ranges::any_of(quotes.strangers, near) ||
           std::ranges::any_of(quotes.known, near, &Quote::text);
}

// Whatever the text may mean as a number, of the ledger or not.
std::vector<std::string_view> Explainer::written_numbers(const Reading& reading) const {
    const Quotes& quotes = reader_.quotes(reading);
    std::vector<std::string_view> written = quotes.unknown;
    written.insert(written.end(), quotes.strangers.begin(), quotes.strangers.end());
    for (const Quote& quote : quotes.known) written.push_back(quote.text);
    const Pieces& pieces = reader_.text(reading).pieces;
    for (std::size_t i = 0; i < pieces.size(); ++i)
        if (pieces.all[i].has_digit && !looks_like_date(pieces[i], pieces.last_year)) written.push_back(pieces[i]);
    return written;
}

// From somebody unknown a few signs say too little.
bool Explainer::nearly_quotes(const Reading& reading, std::string_view signs, std::string_view number) const {
    return (payer_may_settle(reading) || signs.size() >= near_signs_without_payer) && nearly_equal(signs, number);
}

// A whole number whose last sign is another may be the neighbour's, of an amount that comes again and again or is what is
// left of this item by chance; from an unknown payer, any other sign too.
bool Explainer::may_be_neighbour(const Reading& reading, std::string_view signs, std::string_view number, Row item) const {
    const bool whole = signs.size() == number.size();
    const bool neighbour = !payer_may_settle(reading) || signs.back() != number.back();
    const bool by_chance = round_sum(reading.amount, reading.currency) || !open_.only_one(reading.currency, reading.amount) ||
                           open_.open(item) != book_.items[item].amount;
    return whole && neighbour && by_chance;
}

// Several that the number may mean are a tie, whichever of them is the likelier.
void Explainer::nearly_quoted(const Reading& reading, Candidates& found) const {
    if (!reading.any_digits && reading.hits().empty()) return; // nothing is written that could be near
    const bool of_payer = payer_may_settle(reading);
    if (!of_payer && !rules_.first_third_party_settles) return;
    const std::vector<Row> rows = of_payer ? open_.of_amount(reading.payer.customer, reading.currency, reading.amount)
                                           : open_.of_amount(reading.currency, reading.amount);
    if (rows.empty() || rows.size() >= limits::equal_amounts) return; // not all were seen
    const std::vector<std::string_view> written = written_numbers(reading);
    bool one_is_meant = false;
    for (const Row row : rows) {
        const std::string number = references_.signs(row);
        bool near = false;
        for (const std::string_view signs : written) {
            if (!nearly_quotes(reading, signs, number)) continue;
            near = true;
            one_is_meant = one_is_meant || !may_be_neighbour(reading, signs, number, row);
        }
        if (near)
            found.push_back(
                settled(reading, std::span(&row, 1), Way::near_number, of_payer ? Standing::own : Standing::third_party));
    }
    if (!one_is_meant) found.clear();
}

Explainer::Sizes Explainer::sizes_of_rest(const Reading& reading, std::size_t quoted) {
    if (reading.count <= quoted) return {1, limits::items_in_combination - 1};
    const std::size_t stated = reading.count - quoted;
    return {stated, stated};
}

void Explainer::numbers_and_rest(const Reading& reading, Candidates& found) const {
    if (reading.unknown_numbers || reading.hits().empty()) return;
    const std::span<const QuotedGroup> all = groups(reading);
    for (const QuotedGroup& group : all) {
        if (group.items.empty() || !group.pool.empty()) continue;
        const Standing may = standing(reading, group, all);
        if (may == Standing::refused || (may == Standing::third_party && reading.payer.known())) continue;
        const std::int64_t rest = reading.amount - sum(group.items);
        if (rest <= 0 || !group.listed.empty()) continue;
        const Sizes sizes = sizes_of_rest(reading, group.items.size());
        const Combination sum_found = sums(reading, group.customer, group.items, rest, sizes.min, sizes.max);
        if (!sum_found.unique() || sum_found.accidents_per_million > accidents_with_numbers) continue;
        if (!tells_apart(reading, sum_found.items)) continue;
        Rows items = group.items;
        items.insert(items.end(), sum_found.items.begin(), sum_found.items.end());
        found.push_back(settled(reading, items, Way::numbers_and_rest, may));
    }
}

bool Explainer::quotes_more_than(std::size_t numbers, const Reading& reading) const {
    return reading.known_numbers != numbers || reading.unknown_numbers || reading.other_numbers || reading.several ||
           (reading.any_digits && !reader_.quotes(reading).fragments.empty());
}

// The rest stands on the customer's account.
void Explainer::overpaid_number(const Reading& reading, Candidates& found) const {
    // A second number, whosever it is, may be what the rest was paid for; so may an invoice that is not there yet.
    if (ledger_has_gaps_ || !payer_may_settle(reading) || quotes_more_than(1, reading)) return;
    for (const QuotedGroup& group : groups(reading)) {
        if (group.customer != reading.payer.customer || group.items.size() != 1 || !group.pool.empty() || !group.paid.empty() ||
            !group.listed.empty() || !group.strong || !group.certain_numbers || reading.only_contracts)
            continue;
        const std::int64_t open = sum(group.items);
        const std::int64_t over = reading.amount - open;
        // As much again is no slip, and what others of his items make is one more of them.
        if (open <= 0 || over <= 0 || over >= open || makes(reading, group, over)) continue;
        Candidate candidate = settled(reading, group.items, Way::overpaid_number, Standing::own);
        candidate.residual = Residual::overpayment;
        candidate.residual_amount = over;
        found.push_back(std::move(candidate));
    }
}

// Do other items of that customer make this amount, in whatever way?
bool Explainer::makes(const Reading& reading, const QuotedGroup& group, std::int64_t amount) const {
    const Combination found = sums(reading, group.customer, group.items, amount, 1, limits::items_in_combination - 1);
    return found.solutions > 0 || found.exhausted;
}

Candidate Explainer::settled(const Reading& reading, std::span<const Row> items, Way way, Standing standing) const {
    Candidate candidate;
    candidate.way = way;
    candidate.customer = book_.items[items.front()].customer;
    candidate.third_party =
        standing == Standing::third_party || (reading.payer.for_another && reading.payer.customer == candidate.customer);
    for (const Row item : items) candidate.shares.push_back({item, open_.open(item)});
    std::ranges::sort(candidate.shares, {}, &Share::item);
    return candidate;
}

} // namespace settled::matching
