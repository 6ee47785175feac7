#include "matching/habits.hpp"

#include "matching/fold.hpp"
#include "matching/limits.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace settled::matching {
namespace {

constexpr std::size_t payers_of_a_habit = 3; // two may quote one document: a payer and who pays for him

// The first few payers that were seen to write a number.
class Writers {
  public:
    void add(std::uint64_t payer) {
        if (count_ < payers_.size() && std::ranges::find(payers_, payer) == payers_.end()) payers_[count_++] = payer;
    }
    bool many() const { return count_ == payers_.size(); }

  private:
    std::array<std::uint64_t, payers_of_a_habit> payers_{};
    std::size_t count_ = 0;
};
using Numbers = std::unordered_map<std::string, Writers>;

// Whose account, else whose name; 0 where the entry says neither.
std::uint64_t payer_of(const statement::EntryRow& entry, const statement::EntryBook& entries) {
    const std::string account = account_signs(entries[entry.counterparty_account]);
    const std::string who = account.empty() ? number_signs(fold(entries[entry.counterparty_name])) : account;
    return who.empty() ? 0 : std::hash<std::string>{}(who) | 1U;
}

bool of_payer(const Quote& quote, const Reading& reading, const ledger::Book& book) {
    return std::ranges::any_of(quote.hits, [&](const Quote::Hit& hit) {
        const Row customer = book.items[hit.item].customer;
        return customer == reading.payer.customer ||
               std::ranges::find(reading.payer.rivals, customer) != reading.payer.rivals.end();
    });
}

} // namespace

void forget_habits(std::span<Reading> readings, const ledger::Book& book, const statement::EntryBook& entries,
                   std::span<const Row> others) {
    Numbers numbers;
    for (const Reading& reading : readings) {
        const std::uint64_t payer = payer_of(entries.entries[reading.entry], entries);
        if (payer == 0) continue;
        for (const std::string& signs : reading.quotes.strangers) numbers[signs].add(payer);
        for (const std::string& signs : reading.quotes.fragments) numbers[signs].add(payer);
        for (const Quote& quote : reading.quotes.known)
            if (quote.weak && !of_payer(quote, reading, book)) numbers[quote.text].add(payer);
    }
    if (numbers.empty()) return;
    const std::size_t skipped = others.size() - std::min(others.size(), limits::entries_for_habits);
    for (const Row row : others.subspan(skipped)) {
        const std::uint64_t payer = payer_of(entries.entries[row], entries);
        if (payer == 0) continue;
        for (const Piece& piece : read_text(entries[entries.entries[row].remittance]).pieces)
            if (const auto hit = numbers.find(piece.signs); hit != numbers.end()) hit->second.add(payer);
    }
    const auto habit = [&](const std::string& signs) {
        const auto hit = numbers.find(signs);
        return hit != numbers.end() && hit->second.many();
    };
    for (Reading& reading : readings) {
        std::erase_if(reading.quotes.strangers, habit);
        std::erase_if(reading.quotes.fragments, habit);
        std::erase_if(reading.quotes.known,
                      [&](const Quote& quote) { return quote.weak && !of_payer(quote, reading, book) && habit(quote.text); });
    }
}

} // namespace settled::matching
