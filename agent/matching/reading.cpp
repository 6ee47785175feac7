#include "matching/reading.hpp"

#include "matching/fold.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>

namespace settled::matching {
namespace {

constexpr std::size_t iban_signs_min = 15;
constexpr std::size_t strong_ending_digits = 7; // more than a day of six digits
constexpr int last_year_ever = 2100;

// The country of an IBAN (ISO 13616) in small letters, "" for any other account.
std::array<char, 2> country_of(std::string_view account) {
    std::array<char, 4> begin{};
    std::size_t signs = 0;
    for (const char c : account) {
        const char low = lower(c);
        if (!is_sign(low)) continue;
        if (signs == 0 && !is_letter(low)) return {};
        if (signs < begin.size()) begin[signs] = low;
        ++signs;
    }
    const bool iban =
        signs >= iban_signs_min && is_letter(begin[0]) && is_letter(begin[1]) && is_digit(begin[2]) && is_digit(begin[3]);
    return iban ? std::array{begin[0], begin[1]} : std::array<char, 2>{};
}

Path path_of(const statement::EntryRow& entry, const statement::EntryBook& entries, const Rules& rules) {
    if (!rules.home_currency.none() && entry.currency != rules.home_currency) return Path::foreign;
    const auto theirs = country_of(entries[entry.counterparty_account]);
    if (theirs.front() == 0 || entry.account >= entries.accounts.size()) return Path::domestic;
    const auto ours = country_of(entries.accounts[entry.account].number);
    return ours.front() != 0 && theirs != ours ? Path::foreign : Path::domestic;
}

// Folded words by which a text says that its numbers are the ends of longer ones.
constexpr auto words_of_endings =
    std::to_array<std::string_view>({"尾号", "末四位", "后四位", "末4位", "后4位", "ending", "last digits", "last four", "last 4",
                                     "endet auf", "endend", "endziffer"});
bool says_endings(std::string_view folded) {
    return std::ranges::any_of(words_of_endings, [&](std::string_view word) { return folded.contains(word); });
}

Date day_of(const statement::EntryRow& entry) { return entry.value_date.none() ? entry.booking_date : entry.value_date; }

} // namespace

// What looks like no number of the ledger may be the end of one of the payer's numbers.
void EntryReader::read_endings(const Payer& payer) {
    if (quotes_.known.empty() && quotes_.unknown.empty() && quotes_.strangers.empty() && quotes_.fragments.empty()) return;
    const std::span<const Row> customers = payer.known() ? std::span(&payer.customer, 1) : std::span<const Row>(payer.rivals);
    if (customers.empty()) return;
    endings_said_ = std::ranges::find(quotes_.fragments, References::short_ending_digits, &std::string_view::size) !=
                        quotes_.fragments.end() &&
                    says_endings(text().folded);
    const Currency currency = entries_.entries[entry_].currency;
    const auto is_payer = [&](Row item) { return std::ranges::find(customers, book_.items[item].customer) != customers.end(); };
    std::vector<Hit> found;
    const auto find = [&](std::string_view written) {
        found.clear();
        if (looks_like_date(written, text().pieces.last_year)) return;
        for (const Row customer : customers) references_.ending(customer, written, endings_said_, workspace_, found);
        std::erase_if(found, [&](const Hit& hit) { return book_.items[hit.item].currency != currency; });
    };
    const auto add = [&](Quote quote, std::span<const Hit> before) {
        quote.first_hit = static_cast<std::uint32_t>(quotes_.hits.size());
        for (const Hit& hit : before) quotes_.hits.push_back(hit);
        for (const Hit& hit : found) quotes_.hits.push_back(hit);
        quote.hits = static_cast<std::uint32_t>(quotes_.hits.size()) - quote.first_hit;
        return quote;
    };
    // A short number of somebody else's may be meant as the end of one of the payer's own.
    for (Quote& quote : quotes_.known) {
        const auto own = [&](const Hit& hit) { return is_payer(hit.item); };
        if (!quote.weak || std::ranges::any_of(quotes_.of(quote), own)) continue;
        find(quote.text);
        std::erase_if(found, [&](const Hit& hit) { return quotes_.has(hit.item); });
        if (found.empty()) continue;
        const std::vector<Hit> before(quotes_.of(quote).begin(), quotes_.of(quote).end());
        quote = add(quote, before);
    }
    const auto take = [&](std::string_view written) {
        find(written);
        if (found.empty()) return false;
        std::erase_if(found, [&](const Hit& hit) { return quotes_.has(hit.item); });
        if (!found.empty()) quotes_.known.push_back(add({.text = written, .weak = written.size() < strong_ending_digits}, {}));
        return true;
    };
    // "/INV/04890": a word and an ending. A whole number of the house's style ends nothing else.
    std::erase_if(quotes_.unknown, [&](std::string_view written) {
        return take(written) || (!references_.house_style(written) && take(References::tail(written)));
    });
    std::erase_if(quotes_.strangers, take);
    std::erase_if(quotes_.fragments, take);
}

// A year or a month is a number of an invoice only where the payer himself has such an invoice.
void EntryReader::drop_dates_of_others() {
    std::erase_if(quotes_.known, [&](const Quote& quote) {
        return !quote.structured && looks_like_date(quote.text, text().pieces.last_year) &&
               std::ranges::none_of(quotes_.of(quote),
                                    [&](const Hit& hit) { return payer_.may_be(book_.items[hit.item].customer); });
    });
}

void EntryReader::understand(Row row) {
    if (entry_ == row) return;
    entry_ = row;
    endings_said_ = false;
    const statement::EntryRow& entry = entries_.entries[row];
    ahead_.take(row, read_);
    const Date day = day_of(entry);
    read_->text.pieces.last_year = day.none() ? last_year_ever : day.year() + 1;
    payer_ = payers_.of(entry, text());
    references_.read(text(), read_->outlook, entries_[entry.structured_reference], workspace_, quotes_);
    drop_dates_of_others();
    read_endings(payer_);
    if (!quotes_.known.empty()) read_lists();
    habits_.forget(payer_, book_, quotes_);
}

std::span<const QuotedHit> EntryReader::kept_hits() {
    std::size_t size = 0;
    for (const Quote& quote : quotes_.known) size += quote.hits;
    if (size == 0) return {};
    auto* const hits = static_cast<QuotedHit*>(kept_.allocate(size * sizeof(QuotedHit), alignof(QuotedHit)));
    QuotedHit* next = hits;
    for (const Quote& quote : quotes_.known) {
        bool begins = true;
        for (const Hit& hit : quotes_.of(quote)) {
            std::construct_at(next++, hit.item, hit.kind, begins, quote.weak, quote.listed);
            begins = false;
        }
    }
    return {hits, size};
}

Reading EntryReader::read(Row row) {
    understand(row);
    const statement::EntryRow& entry = entries_.entries[row];
    Reading reading;
    reading.entry = row;
    reading.date = day_of(entry);
    reading.amount = entry.amount;
    reading.currency = entry.currency;
    reading.path = path_of(entry, entries_, rules_);
    reading.several = text().several;
    reading.count = static_cast<std::uint16_t>(text().count);
    reading.unknown_numbers = !quotes_.unknown.empty();
    reading.other_numbers = !quotes_.strangers.empty();
    reading.any_digits = std::ranges::any_of(text().pieces.all, &Piece::has_digit);
    reading.payer = payer_;
    reading.keep(kept_hits());
    weigh(reading);
    return reading;
}

void EntryReader::weigh(Reading& reading) {
    reading.known_numbers = static_cast<std::uint16_t>(std::ranges::count_if(reading.hits(), &QuotedHit::begins));
    reading.only_contracts = !reading.hits().empty() && std::ranges::all_of(reading.hits(), [](const QuotedHit& hit) {
        return hit.kind == EvidenceKind::contract_in_text || hit.kind == EvidenceKind::order_in_text;
    });
}

// As reading it again would have it, without reading it again.
void EntryReader::forget_habits(Reading& reading) {
    const std::span<const Habits::Doubtful> doubtful = habits_.of(reading.noted);
    const auto habit_at = [&](std::uint32_t known) {
        return std::ranges::any_of(doubtful, [&](const Habits::Doubtful& one) { return one.known == known && habits_.is(one); });
    };
    if (reading.other_numbers)
        reading.other_numbers = std::ranges::any_of(
            doubtful, [&](const Habits::Doubtful& one) { return one.known == Habits::Doubtful::stranger && !habits_.is(one); });
    std::vector<QuotedHit> left;
    std::uint32_t known = 0;
    bool is_habit = false;
    for (const QuotedHit& hit : reading.hits()) {
        if (hit.begins) is_habit = habit_at(known++);
        if (!is_habit) left.push_back(hit);
    }
    if (left.size() == reading.hits().size()) return;
    auto* const hits = static_cast<QuotedHit*>(kept_.allocate(left.size() * sizeof(QuotedHit), alignof(QuotedHit)));
    std::ranges::uninitialized_copy(left, std::span(hits, left.size()));
    reading.keep({hits, left.size()});
    weigh(reading);
}

const Quotes& EntryReader::quotes(const Reading& reading) {
    understand(reading.entry);
    return quotes_;
}

const RemittanceText& EntryReader::text(const Reading& reading) {
    understand(reading.entry);
    return text();
}

// An account or a name is what the entry has; only what stands in a text must be read again.
Evidence EntryReader::payer_evidence(const Reading& reading) {
    const Payer::Source source = reading.payer.source;
    const bool in_text = source != Payer::Source::account && source != Payer::Source::name && source != Payer::Source::none;
    if (in_text) understand(reading.entry);
    return payers_.evidence(reading.payer, entries_.entries[reading.entry], text());
}

} // namespace settled::matching
