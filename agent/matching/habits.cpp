#include "matching/habits.hpp"

#include "matching/fold.hpp"
#include "matching/limits.hpp"
#include "matching/text_hash.hpp"

#include <algorithm>
#include <string>

namespace settled::matching {
namespace {

// Whose account, else whose name; 0 where the entry says neither.
std::uint64_t payer_of(const statement::EntryRow& entry, const statement::EntryBook& entries) {
    std::string who = account_signs(entries[entry.counterparty_account]);
    if (who.empty()) who = number_signs(fold(entries[entry.counterparty_name]));
    return who.empty() ? 0 : text_hash(who) | 1U;
}

bool of_payer(std::span<const Hit> hits, const Payer& payer, const ledger::Book& book) {
    return std::ranges::any_of(hits, [&](const Hit& hit) { return payer.may_be(book.items[hit.item].customer); });
}

} // namespace

void Habits::Writers::add(std::uint64_t payer) {
    if (count_ < payers_.size() && std::ranges::find(payers_, payer) == payers_.end()) payers_[count_++] = payer;
}

Habits::Noted Habits::note(const statement::EntryRow& entry, const statement::EntryBook& entries, const Payer& payer,
                           const Quotes& quotes, const ledger::Book& book) {
    Noted noted{.first = static_cast<std::uint32_t>(noted_.size())};
    const auto foreign = [&](const Quote& quote) { return quote.weak && !of_payer(quotes.of(quote), payer, book); };
    if (quotes.strangers.empty() && quotes.fragments.empty() && std::ranges::none_of(quotes.known, foreign)) return noted;
    const std::uint64_t who = payer_of(entry, entries);
    const auto written = [&](std::string_view signs) {
        const std::uint64_t number = text_hash(signs);
        if (who != 0) numbers_[number].add(who);
        return number;
    };
    for (const std::string_view signs : quotes.strangers) noted_.push_back({.number = written(signs)});
    for (const std::string_view signs : quotes.fragments) written(signs);
    for (std::uint32_t i = 0; i < quotes.known.size(); ++i)
        if (foreign(quotes.known[i])) noted_.push_back({.number = written(quotes.known[i].text), .known = i});
    noted.count = static_cast<std::uint32_t>(noted_.size()) - noted.first;
    return noted;
}

void Habits::note_decided(std::span<const ledger::Row> decided, const statement::EntryBook& entries) {
    if (numbers_.empty()) return;
    const std::size_t skipped = decided.size() - std::min(decided.size(), limits::entries_for_habits);
    RemittanceText text;
    for (const Row row : decided.subspan(skipped)) {
        const std::uint64_t who = payer_of(entries.entries[row], entries);
        if (who == 0) continue;
        read_text(entries[entries.entries[row].remittance], text);
        for (std::size_t i = 0; i < text.pieces.size(); ++i)
            if (const auto hit = numbers_.find(text_hash(text.pieces[i])); hit != numbers_.end()) hit->second.add(who);
    }
}

void Habits::settle() {
    std::erase_if(numbers_, [](const auto& number) { return !number.second.many(); });
    settled_ = true;
}

bool Habits::is(std::string_view signs) const { return numbers_.contains(text_hash(signs)); }

void Habits::forget(const Payer& payer, const ledger::Book& book, Quotes& quotes) const {
    if (!any()) return;
    const auto habit = [&](std::string_view signs) { return is(signs); };
    std::erase_if(quotes.strangers, habit);
    std::erase_if(quotes.fragments, habit);
    std::erase_if(quotes.known,
                  [&](const Quote& quote) { return quote.weak && !of_payer(quotes.of(quote), payer, book) && is(quote.text); });
}

} // namespace settled::matching
