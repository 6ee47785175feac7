#include "matching/reversals.hpp"

#include "matching/fold.hpp"
#include "matching/limits.hpp"
#include "matching/payer.hpp"
#include "matching/tokens.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace settled::matching {
namespace {

constexpr auto return_words = std::to_array<std::string_view>(
    {"退汇", "退票", "冲正", "抹账", "returned payment", "return of payment", "payment returned", "reversal", "ruecklastschrift",
     "rueckueberweisung", "rueckbuchung", "retoure", "storno", "unpaid direct debit", "r-transaction"});

bool says_return(const statement::EntryRow& entry, const statement::EntryBook& entries) {
    if (entry.reversal || !entry.return_reason.empty()) return true;
    if (entry.amount >= 0) return false; // money in with such words is rare and never a receivable taken back
    const std::string text = fold(entries[entry.remittance]);
    return std::ranges::any_of(return_words, [&](std::string_view word) { return text.contains(word); });
}

bool share_a_number(const Pieces& mine, const Pieces& theirs, int last_year) {
    constexpr std::size_t signs_min = 4;
    for (std::size_t i = 0; i < mine.size(); ++i) {
        if (!mine.all[i].has_digit || mine[i].size() < signs_min || looks_like_date(mine[i], last_year)) continue;
        for (std::size_t j = 0; j < theirs.size(); ++j)
            if (mine[i] == theirs[j]) return true;
    }
    return false;
}

Date day_of(const statement::EntryRow& entry) { return entry.booking_date.none() ? entry.value_date : entry.booking_date; }

} // namespace

std::vector<Reversal> find_reversals(const statement::EntryBook& entries, std::span<const Row> undecided,
                                     const std::vector<bool>& reversed) {
    std::vector<Reversal> found;
    std::vector<bool> taken = reversed;
    std::unordered_map<std::int64_t, std::vector<Row>> by_amount; // built at the first return
    // Of two that take back the same payment the earlier one does; on one day the one that the bank gave first.
    std::vector<Row> returns;
    std::ranges::copy_if(undecided, std::back_inserter(returns), [&](Row row) {
        const statement::EntryRow& entry = entries.entries[row];
        return entry.status == SETTLED_ENTRY_BOOKED && entry.amount != INT64_MIN && says_return(entry, entries);
    });
    std::ranges::sort(returns, {}, [&](Row row) { return std::pair(day_of(entries.entries[row]), entries.entries[row].id); });
    for (const Row row : returns) {
        const statement::EntryRow& entry = entries.entries[row];
        if (by_amount.empty())
            for (Row other = 0; other < entries.entries.size(); ++other)
                if (entries.entries[other].status == SETTLED_ENTRY_BOOKED)
                    by_amount[entries.entries[other].amount].push_back(other);
        std::vector<Row> fitting;
        if (const auto hit = by_amount.find(-entry.amount); hit != by_amount.end())
            for (const Row other : hit->second) {
                const statement::EntryRow& original = entries.entries[other];
                if (other == row || taken[other] || original.account != entry.account || original.currency != entry.currency ||
                    original.reversal || day_of(original).none() || day_of(entry).none())
                    continue;
                const int days = days_between(day_of(original), day_of(entry));
                if (days >= 0 && days <= limits::days_to_reversal) fitting.push_back(other);
            }
        const auto narrow = [&](auto&& same) {
            std::vector<Row> fewer;
            std::ranges::copy_if(fitting, std::back_inserter(fewer), same);
            if (!fewer.empty()) fitting = std::move(fewer);
        };
        const auto equal = [&](ledger::TextRef mine, ledger::TextRef theirs) {
            return !mine.empty() && fold(entries[mine]) == fold(entries[theirs]);
        };
        narrow([&](Row other) { return equal(entry.end_to_end_id, entries.entries[other].end_to_end_id); });
        narrow([&](Row other) {
            const std::string mine = account_signs(entries[entry.counterparty_account]);
            return !mine.empty() && mine == account_signs(entries[entries.entries[other].counterparty_account]);
        });
        narrow([&](Row other) { return equal(entry.counterparty_name, entries.entries[other].counterparty_name); });
        // The return repeats what the payment was for.
        if (fitting.size() > 1) {
            const RemittanceText mine = read_text(entries[entry.remittance]);
            narrow([&](Row other) {
                const RemittanceText theirs = read_text(entries[entries.entries[other].remittance]);
                return share_a_number(mine.pieces, theirs.pieces, day_of(entry).year() + 1);
            });
        }
        Reversal reversal{.reversal = row, .fitting = fitting.size()};
        if (fitting.size() == 1) {
            reversal.original = fitting.front();
            taken[fitting.front()] = true;
        }
        found.push_back(reversal);
    }
    return found;
}

} // namespace settled::matching
