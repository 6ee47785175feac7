// What speaks against settling: the same paid before, equal lines of one payer, invoices that are missing.
#include "matching/fold.hpp"
#include "matching/names.hpp"
#include "matching/solver.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <tuple>

namespace settled::matching {
namespace {

constexpr int days_to_duplicate = 90; // between a payment and its repetition

std::uint64_t text_key(const statement::EntryRow& entry, const statement::EntryBook& entries) {
    std::string key = number_signs(fold(entries[entry.remittance]));
    key += '\x1f' + std::to_string(entry.amount) + std::string(entry.currency.code());
    return std::hash<std::string>{}(key);
}

} // namespace

void Solver::remember_payments(const History& history) {
    for (const PastDecision& past : history.decisions) {
        const bool paid = past.state == State::settled || past.state == State::booked || past.state == State::partly_booked;
        if (!paid || past.entry == no_row) continue;
        const statement::EntryRow& entry = entries_.entries[past.entry];
        for (const PastAllocation& allocation : past.allocations)
            if (allocation.item != no_row) open_.mark_taken(allocation.item, entry.id);
        earlier_payments_[text_key(entry, entries_)].push_back(past.entry);
        if (!past.allocations.empty()) ++paid_amounts_[{past.allocations.front().customer, entry.currency, entry.amount}];
    }
}

// Of the entries that quote the house's numbers, how many quote one that is not in the ledger? A few are slips of the pen.
bool Solver::ledger_has_gaps(const std::vector<Reading>& readings) const {
    constexpr std::size_t gaps_percent_max = 2, quotes_min = 50;
    std::size_t found = 0, missing = 0;
    for (std::size_t i = 0; i < readings.size(); ++i) {
        found += fates_[i] == Fate::solved;
        missing += fates_[i] != Fate::solved && !readings[i].quotes.unknown.empty();
    }
    return found + missing >= quotes_min && missing * 100 > (found + missing) * gaps_percent_max;
}

// All that an entry quotes was paid by an earlier one of the same amount; or the same text came before
// and its item has left the ledger.
void Solver::find_duplicates(const std::vector<Reading>& readings) {
    for (std::size_t i = 0; i < readings.size(); ++i) {
        if (fates_[i] == Fate::solved) continue;
        const Reading& reading = readings[i];
        std::int64_t earlier = 0;
        Row customer = no_row;
        for (const QuotedGroup& group : explain_.groups(reading)) {
            if (!group.items.empty() || !group.pool.empty()) continue;
            for (const Row item : group.paid) {
                const auto payment = entry_rows_.find(open_.taken_by(item));
                if (payment == entry_rows_.end() || entries_.entries[payment->second].amount != reading.amount) continue;
                earlier = payment->first;
                customer = group.customer;
            }
        }
        if (earlier == 0 && (!reading.quotes.unknown.empty() || !reading.quotes.strangers.empty())) {
            const statement::EntryRow& entry = entries_.entries[reading.entry];
            const auto hit = earlier_payments_.find(text_key(entry, entries_));
            if (hit != earlier_payments_.end())
                for (const Row row : hit->second) {
                    const statement::EntryRow& paid = entries_.entries[row];
                    const bool same =
                        paid.amount == entry.amount && fold(entries_[paid.remittance]) == fold(entries_[entry.remittance]);
                    if (same && !paid.booking_date.none() && !entry.booking_date.none() &&
                        days_between(paid.booking_date, entry.booking_date) <= days_to_duplicate)
                        earlier = paid.id;
                }
        }
        if (earlier == 0) continue;
        fates_[i] = Fate::solved;
        Decision& decision = decisions_[i];
        decision.entry = reading.entry;
        decision.state = State::question;
        decision.duplicate_of = earlier;
        if (customer == no_row && reading.payer.known()) customer = reading.payer.customer;
        if (customer != no_row) decision.best.allocations.push_back({customer, no_row, reading.amount});
        decision.best.grade = Grade::likely;
        Evidence evidence;
        evidence.kind = EvidenceKind::duplicate_of_entry;
        evidence.count = earlier;
        evidence.customer = customer;
        decision.best.evidence.push_back(evidence);
    }
}

// Two unexplained lines of one payer and amount: which of them the item belongs to, nobody can know.
void Solver::tie_equal_lines(const std::vector<Reading>& readings) {
    std::map<std::tuple<Row, Currency, std::int64_t>, std::size_t> seen;
    const auto key = [](const Reading& reading) { return std::tuple(reading.payer.customer, reading.currency, reading.amount); };
    for (std::size_t i = 0; i < readings.size(); ++i)
        if (fates_[i] != Fate::solved && readings[i].payer.known()) ++seen[key(readings[i])];
    for (std::size_t i = 0; i < readings.size(); ++i)
        equal_lines_[i] = fates_[i] == Fate::waiting && readings[i].payer.known() && seen.at(key(readings[i])) > 1;
    for (std::size_t i = 0; i < readings.size(); ++i) {
        if (!equal_lines_[i] || pairing_.of(readings[i].entry).any()) continue;
        const Reading& reading = readings[i];
        // Equal sums on account are no riddle; equal sums that fit an item are.
        if (!open_.of_amount(reading.payer.customer, reading.currency, reading.amount).empty()) fates_[i] = Fate::tied;
    }
}

// An earlier line of the same payer and amount that nothing explains may have paid this very item.
void Solver::doubt_after_earlier_question(const std::vector<Reading>& readings) {
    using Lines = std::vector<std::size_t>; // by date
    std::map<std::tuple<Row, Currency, std::int64_t>, Lines> of_customer;
    std::map<std::tuple<std::string, Currency, std::int64_t>, Lines> of_name;
    const auto payer_name = [&](const Reading& reading) {
        return firm_name(entries_[entries_.entries[reading.entry].counterparty_name]).whole;
    };
    for (const std::size_t i : order_) {
        const Reading& reading = readings[i];
        if (fates_[i] == Fate::solved && decisions_[i].state != State::on_account) continue;
        if (reading.payer.known()) of_customer[{reading.payer.customer, reading.currency, reading.amount}].push_back(i);
        for (const Row rival : reading.payer.rivals) of_customer[{rival, reading.currency, reading.amount}].push_back(i);
        if (std::string name = payer_name(reading); !name.empty())
            of_name[{std::move(name), reading.currency, reading.amount}].push_back(i);
    }
    const auto earlier = [&](const auto& waiting, const auto& key, const Reading& settled, Row item) {
        const auto hit = waiting.find(key);
        if (hit == waiting.end()) return false;
        // There is an item for each of them.
        if (open_.of_amount(book_.items[item].customer, settled.currency, settled.amount).size() >= hit->second.size())
            return false;
        return std::ranges::any_of(hit->second, [&](std::size_t i) {
            const Reading& line = readings[i];
            return line.date <= settled.date && days_between(line.date, settled.date) <= days_to_duplicate &&
                   explain_.may_mean(line, item);
        });
    };
    for (std::size_t i = 0; i < readings.size(); ++i) {
        Decision& decision = decisions_[i];
        const Reading& reading = readings[i];
        if (decision.state != State::settled || decision.best.allocations.size() != 1 || pairing_.of(reading.entry).any())
            continue;
        const Allocation& only = decision.best.allocations.front();
        if (!earlier(of_customer, std::tuple(only.customer, reading.currency, reading.amount), reading, only.item) &&
            !earlier(of_name, std::tuple(payer_name(reading), reading.currency, reading.amount), reading, only.item))
            continue;
        decision.state = State::question;
        decision.best.grade = Grade::likely;
        Evidence evidence;
        evidence.kind = EvidenceKind::earlier_question;
        decision.best.evidence.push_back(evidence);
    }
}

} // namespace settled::matching
