// What speaks against settling: the same paid before, equal lines of one payer, invoices that are missing.
#include "matching/amount_hash.hpp"
#include "matching/fold.hpp"
#include "matching/solver.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <tuple>
#include <unordered_set>

namespace settled::matching {
namespace {

constexpr int days_to_duplicate = 90; // between a payment and its repetition

std::uint64_t text_key(const statement::EntryRow& entry, const statement::EntryBook& entries) {
    std::string key = number_signs(fold(entries[entry.remittance]));
    key += '\x1f' + std::to_string(entry.amount) + std::string(entry.currency.code());
    return std::hash<std::string>{}(key);
}

// By the customer himself, or by whoever paid for him before.
bool paid_by_the_same(const EntryReader& reader, const Reading& reading, Row earlier, Row customer) {
    const Payer& payer = reading.payer;
    if (payer.known()) return payer.customer == customer && payer.rivals.empty();
    const std::uint64_t firm = reader.firm_of(reading.entry);
    return firm != 0 && firm == reader.firm_of(earlier);
}

} // namespace

void Solver::remember_payments(const History& history) {
    for (const PastDecision& past : history.decisions) {
        const bool paid = past.state == State::settled || past.state == State::booked || past.state == State::partly_booked;
        if (!paid || past.entry == no_row) continue;
        const statement::EntryRow& entry = entries_.entries[past.entry];
        for (const PastAllocation& allocation : past.allocations)
            if (allocation.item != no_row) open_.mark_taken(allocation.item, past.entry);
        earlier_payments_[text_key(entry, entries_)].push_back(past.entry);
        if (!past.allocations.empty())
            paid_amounts_.push_back(amount_hash(past.allocations.front().customer, entry.currency, entry.amount));
    }
}

void Solver::count_amounts() {
    for (const Reading& reading : readings_)
        if (reading.payer.known()) paid_amounts_.push_back(amount_hash(reading.payer.customer, reading.currency, reading.amount));
    std::ranges::sort(paid_amounts_);
}

void Solver::nearly_quoted(const Reading& reading, Candidates& found) const {
    if (reading.numbers_only || applied_before(reading)) return;
    const auto paid =
        std::ranges::equal_range(paid_amounts_, amount_hash(reading.payer.customer, reading.currency, reading.amount));
    if (paid.size() > 1) return; // an amount that comes again: a rent
    explain_.nearly_quoted(reading, found);
}

// Of the entries that quote the house's numbers, how many quote one that is not in the ledger? A few are slips of the pen.
bool Solver::ledger_has_gaps() const {
    constexpr std::size_t gaps_percent_max = 2, quotes_min = 50;
    std::size_t found = 0, missing = 0;
    for (std::size_t i = 0; i < readings_.size(); ++i) {
        const bool solved = fates_[i] == Fate::solved || fates_[i] == Fate::duplicate;
        found += solved;
        missing += !solved && readings_[i].unknown_numbers;
    }
    return found + missing >= quotes_min && missing * 100 > (found + missing) * gaps_percent_max;
}

// All that an entry quotes was paid by an earlier one of the same amount; or the same text came before
// and its item has left the ledger.
Solver::Duplicate Solver::duplicate_of(const Reading& reading) const {
    Duplicate found;
    const std::span<const QuotedGroup> groups =
        reading.hits().empty() ? std::span<const QuotedGroup>() : explain_.groups(reading);
    const auto open = [](const QuotedGroup& group) { return !group.items.empty() || !group.pool.empty(); };
    if (std::ranges::none_of(groups, open))
        for (const QuotedGroup& group : groups) {
            for (const Row item : group.paid)
                if (const Row payment = open_.taken_by(item);
                    payment != no_row && entries_.entries[payment].amount == reading.amount)
                    found = {payment, group.customer, group.strong && !reading.only_contracts};
        }
    if (found.of == no_row && !earlier_payments_.empty() && (reading.unknown_numbers || reading.other_numbers)) {
        const statement::EntryRow& entry = entries_.entries[reading.entry];
        const auto hit = earlier_payments_.find(text_key(entry, entries_));
        if (hit == earlier_payments_.end()) return found;
        for (const Row row : hit->second) {
            const statement::EntryRow& paid = entries_.entries[row];
            const bool same = paid.amount == entry.amount && fold(entries_[paid.remittance]) == fold(entries_[entry.remittance]);
            if (same && !paid.booking_date.none() && !entry.booking_date.none() &&
                days_between(paid.booking_date, entry.booking_date) <= days_to_duplicate)
                found.of = row;
        }
    }
    return found;
}

void Solver::find_duplicates() {
    for (std::size_t i = 0; i < readings_.size(); ++i) {
        if (fates_[i] != Fate::waiting && fates_[i] != Fate::tied) continue;
        Duplicate found = duplicate_of(readings_[i]);
        if (found.of == no_row) continue;
        if (found.customer == no_row && readings_[i].payer.known()) found.customer = readings_[i].payer.customer;
        found.certain = found.certain && paid_by_the_same(reader_, readings_[i], found.of, found.customer);
        fates_[i] = Fate::duplicate;
        duplicates_.emplace(i, found);
    }
}

// Two unexplained lines of one payer and amount: which of them the item belongs to, nobody can know.
void Solver::tie_equal_lines() {
    std::unordered_map<std::uint64_t, std::size_t> seen;
    const auto key = [](const Reading& reading) { return amount_hash(reading.payer.customer, reading.currency, reading.amount); };
    const auto unsolved = [&](std::size_t i) {
        return (fates_[i] == Fate::waiting || fates_[i] == Fate::tied) && readings_[i].payer.known();
    };
    for (std::size_t i = 0; i < readings_.size(); ++i)
        if (unsolved(i)) ++seen[key(readings_[i])];
    for (std::size_t i = 0; i < readings_.size(); ++i) {
        const Reading& reading = readings_[i];
        equal_lines_[i] = fates_[i] == Fate::waiting && unsolved(i) && seen.at(key(reading)) > 1;
        if (!equal_lines_[i] || pairing_.of(reading.entry).any()) continue;
        // Equal sums on account are no riddle; equal sums that fit an item are.
        if (open_.any_of_amount(reading.payer.customer, reading.currency, reading.amount)) fates_[i] = Fate::tied;
    }
}

// Everyday amounts that come again run into a balance; an odd one may have been paid twice.
void Solver::untie_everyday_lines() {
    for (std::size_t i = 0; i < readings_.size(); ++i) {
        if (fates_[i] != Fate::tied || !equal_lines_[i]) continue; // nearly all
        const Reading& reading = readings_[i];
        if (round_sum(reading.amount, reading.currency) || open_.common(reading.currency, reading.amount))
            fates_[i] = Fate::waiting;
    }
}

// Settled to one item alone, and the ERP does not say so: an earlier line may have paid it.
bool Solver::may_be_doubted(std::size_t index) const {
    return fates_[index] == Fate::solved && on_items(index) && solved_[index].shares == 1 &&
           !pairing_.of(readings_[index].entry).any();
}

// Money of the same amount that an earlier run left on an account: what it did not explain then, it does not explain now. A
// repetition was explained.
std::vector<Reading> Solver::left_on_account() const {
    const auto left = [](const PastDecision& past) {
        return past.state == State::on_account && past.duplicate_of == 0 && !past.by_person && past.entry != no_row;
    };
    if (std::ranges::none_of(history_.decisions, left)) return {};
    std::unordered_set<std::uint64_t> amounts;
    for (std::size_t i = 0; i < readings_.size(); ++i)
        if (may_be_doubted(i)) amounts.insert(amount_hash(no_row, readings_[i].currency, readings_[i].amount));
    std::vector<Reading> lines;
    for (const PastDecision& past : history_.decisions) {
        if (!left(past)) continue;
        const statement::EntryRow& entry = entries_.entries[past.entry];
        if (!amounts.contains(amount_hash(no_row, entry.currency, entry.amount))) continue;
        lines.push_back(reader_.read(past.entry));
    }
    return lines;
}

// An earlier line of the same payer and amount that nothing explains may have paid this very item.
void Solver::doubt_after_earlier_question() {
    std::vector<const Reading*> lines;
    RowIndex of_customer, of_firm; // places in `lines`
    ledger::PlaceTable amounts;    // hashes of all of them: most lines are of none
    const auto hash = [](const Reading& reading) {
        return static_cast<std::uint32_t>(amount_hash(no_row, reading.currency, reading.amount));
    };
    const auto noted = [&](std::uint32_t amount) {
        return amounts.find(amount, [](std::uint32_t) { return true; }) != ledger::PlaceTable::nothing;
    };
    const auto customer_key = [](const Reading& reading, Row customer) {
        return amount_hash(customer, reading.currency, reading.amount);
    };
    const auto firm_key = [](const Reading& reading, std::uint64_t firm) {
        return spread(firm + amount_hash(no_row, reading.currency, reading.amount));
    };
    const auto note = [&](const Reading& reading) {
        if (!noted(hash(reading))) amounts.add(hash(reading), 0);
        const Row place = static_cast<Row>(lines.size());
        lines.push_back(&reading);
        if (reading.payer.known()) of_customer.add(customer_key(reading, reading.payer.customer), place);
        for (const Row rival : reading.payer.rivals) of_customer.add(customer_key(reading, rival), place);
        if (const std::uint64_t firm = reader_.firm_of(reading); firm != 0) of_firm.add(firm_key(reading, firm), place);
    };
    const std::vector<Reading> standing = left_on_account();
    std::ranges::for_each(standing, note);
    for (const std::size_t i : order_)
        if (fates_[i] != Fate::duplicate && (fates_[i] != Fate::solved || !on_items(i)) && !readings_[i].numbers_only)
            note(readings_[i]);
    of_customer.build();
    of_firm.build();
    // A customer who names the item pays it, whatever else of his money stands on his account.
    const auto says_nothing = [&](const Reading& line, Row customer) {
        return line.payer.certain() && line.payer.customer == customer && line.payer.rivals.empty() && !line.any_digits;
    };
    const auto earlier = [&](const RowIndex& index, std::uint64_t key, auto&& is_payer, const Reading& settled, Row item,
                             bool named) {
        const Row customer = book_.items[item].customer;
        std::vector<const Reading*> waiting;
        index.each(key, [&](Row place) {
            const Reading& line = *lines[place];
            if (line.currency == settled.currency && line.amount == settled.amount && is_payer(line)) waiting.push_back(&line);
            return true;
        });
        if (waiting.empty()) return false;
        const std::vector<Row> left = open_.of_amount(customer, settled.currency, settled.amount);
        const bool enough = left.size() >= waiting.size(); // an item for each of them, if they may mean it
        return std::ranges::any_of(waiting, [&](const Reading* line) {
            if (named && says_nothing(*line, customer)) return false;
            if (enough && std::ranges::any_of(left, [&](Row other) { return explain_.may_mean(*line, other); })) return false;
            return line->date <= settled.date && days_between(line->date, settled.date) <= days_to_duplicate &&
                   explain_.may_mean(*line, item);
        });
    };
    for (std::size_t i = 0; i < readings_.size(); ++i) {
        const Reading& reading = readings_[i];
        if (!noted(hash(reading)) || !may_be_doubted(i)) continue;
        const Row item = shares_[solved_[i].first_share].item;
        const Row customer = book_.items[item].customer;
        const bool named = solved_[i].way == Way::exact_numbers;
        const auto of_this_customer = [&](const Reading& line) { return line.payer.may_be(customer); };
        solved_[i].doubted = earlier(of_customer, customer_key(reading, customer), of_this_customer, reading, item, named);
        const std::uint64_t firm = solved_[i].doubted ? 0 : reader_.firm_of(reading);
        const auto of_this_firm = [&](const Reading& line) { return reader_.firm_of(line) == firm; };
        if (firm != 0) solved_[i].doubted = earlier(of_firm, firm_key(reading, firm), of_this_firm, reading, item, named);
    }
}

// What a person took back is asked, not made again.
void Solver::doubt_what_was_taken_back() {
    if (history_.taken_back.empty()) return;
    std::unordered_map<Row, std::vector<const PastDecision*>> of_entry;
    for (const PastDecision& past : history_.taken_back)
        if (past.entry != no_row) of_entry[past.entry].push_back(&past);
    for (std::size_t i = 0; i < readings_.size(); ++i) {
        const auto hit = of_entry.find(readings_[i].entry);
        if (fates_[i] != Fate::solved || hit == of_entry.end()) continue;
        const Explanation found = explanation(i);
        const auto again = [&](const PastDecision* past) {
            return past->allocations.size() == found.shares.size() &&
                   std::ranges::all_of(past->allocations, [&](const PastAllocation& one) {
                       return one.customer == found.customer && !one.gone() &&
                              std::ranges::find(found.shares, one.item, &Share::item) != found.shares.end();
                   });
        };
        solved_[i].taken_back = std::ranges::any_of(hit->second, again);
    }
}

} // namespace settled::matching
