// Numbers that a text counts up without writing each of them in full: "2041/42/43", "INV 2041-2043", "尾号1234至1240".
#include "matching/fold.hpp"
#include "matching/limits.hpp"
#include "matching/reading.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <string>

namespace settled::matching {
namespace {

// As pieces spell them: the letter o is read as 0.
constexpr auto words_of_ranges = std::to_array<std::string_view>({"bis", "t0", "thr0ugh", "thru"});
constexpr auto words_of_lists = std::to_array<std::string_view>({"und", "and", "et", "u"});

std::uint64_t value_of(std::string_view digits) {
    std::uint64_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

std::string with_zeros(std::uint64_t value, std::size_t size) {
    std::string digits = std::to_string(value);
    if (digits.size() < size) digits.insert(0, size - digits.size(), '0');
    return digits;
}

} // namespace

// The piece that a quote ends in; pieces.size() where it is not cut from the text.
std::size_t EntryReader::last_piece_of(std::string_view quoted) const {
    const Pieces& pieces = text().pieces;
    const char* const begin = pieces.signs.data();
    if (std::less<>{}(quoted.data(), begin) || !std::less<>{}(quoted.data(), begin + pieces.signs.size())) return pieces.size();
    const auto end = static_cast<std::size_t>(quoted.data() - begin) + quoted.size();
    const auto piece = std::ranges::find_if(pieces.all, [&](const Piece& one) { return one.begin + one.size >= end; });
    return static_cast<std::size_t>(piece - pieces.all.begin());
}

// How the text goes on behind a piece, and with which; range or list where a word says so.
EntryReader::Step EntryReader::step_behind(std::size_t piece) const {
    const Pieces& pieces = text().pieces;
    Step step{.gap = pieces.all[piece].gap, .next = piece + 1};
    if (step.gap == Gap::blank && step.next + 1 < pieces.size() && pieces.all[step.next].gap == Gap::blank) {
        const std::string_view word = pieces[step.next];
        if (std::ranges::find(words_of_ranges, word) != words_of_ranges.end()) step = {Gap::range, step.next + 1};
        if (std::ranges::find(words_of_lists, word) != words_of_lists.end()) step = {Gap::list, step.next + 1};
    }
    if (step.next >= pieces.size() || !all_digits(pieces[step.next])) step.gap = Gap::other;
    return step;
}

// The items of the customers quoted already that carry this number, whole or as the ending of one.
std::vector<Hit> EntryReader::listed_hits(std::string_view before_digits, std::string_view digits,
                                          std::span<const Row> customers) {
    std::vector<Hit> hits;
    references_.number(std::string(before_digits) + std::string(digits), workspace_, hits);
    const Currency currency = entries_.entries[entry_].currency;
    const auto foreign = [&](const Hit& hit) {
        const ledger::ItemRow& item = book_.items[hit.item];
        return item.currency != currency || std::ranges::find(customers, item.customer) == customers.end();
    };
    std::erase_if(hits, foreign);
    if (hits.empty())
        for (const Row customer : customers) references_.ending(customer, digits, endings_said_, workspace_, hits);
    std::erase_if(hits, foreign);
    return hits;
}

void EntryReader::add_listed(std::span<const Hit> hits, bool weak) {
    for (const Hit& hit : hits) {
        if (quotes_.has(hit.item)) continue;
        quotes_.known.push_back(
            {.text = {}, .weak = weak, .first_hit = static_cast<std::uint32_t>(quotes_.hits.size()), .hits = 1, .listed = true});
        quotes_.hits.push_back({hit.item, EvidenceKind::number_in_list});
    }
}

// Behind each number that is known: what is counted up from there.
void EntryReader::read_lists() {
    const std::size_t written = quotes_.known.size();
    for (std::size_t i = 0; i < written; ++i) {
        const Quote quote = quotes_.known[i];
        std::size_t piece = quote.structured ? text().pieces.size() : last_piece_of(quote.text);
        if (piece >= text().pieces.size() || step_behind(piece).gap == Gap::other) continue; // mostly
        std::string digits(digits_at_end(quote.text));
        if (digits.empty() || digits.size() > limits::digits_in_list) continue;
        const std::string_view before_digits = quote.text.substr(0, quote.text.size() - digits.size());
        std::vector<Row> customers;
        for (const Hit& hit : quotes_.of(quote)) customers.push_back(book_.items[hit.item].customer);
        for (std::size_t listed = 0; listed < limits::numbers_in_list;) {
            const Step step = step_behind(piece);
            const bool range = step.gap == Gap::range || step.gap == Gap::dash;
            if (!range && step.gap != Gap::list && step.gap != Gap::slash) break;
            const std::string_view end = text().pieces[step.next];
            if (end.size() > digits.size() || looks_like_date(end, text().pieces.last_year)) break;
            const std::string next = digits.substr(0, digits.size() - end.size()) + std::string(end);
            const std::vector<Hit> last = listed_hits(before_digits, next, customers);
            if (last.empty()) break;
            const std::uint64_t from = value_of(digits), to = value_of(next);
            if (range && (to <= from || to - from > limits::numbers_in_list)) break;
            for (std::uint64_t between = from + 1; range && between < to; ++between)
                add_listed(listed_hits(before_digits, with_zeros(between, digits.size()), customers), quote.weak);
            add_listed(last, quote.weak);
            listed += range ? to - from : 1;
            digits = next;
            piece = step.next;
        }
    }
}

} // namespace settled::matching
