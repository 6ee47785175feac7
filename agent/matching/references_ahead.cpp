// What of a text may be a number, and what looking it up will need.
#include "matching/limits.hpp"
#include "matching/references.hpp"

#include <algorithm>

namespace settled::matching {

void References::look_over(const Pieces& pieces, Outlook& outlook) const {
    outlook.longest = 0;
    outlook.numbers.clear();
    if (std::ranges::none_of(pieces.all, &Piece::has_digit)) return;
    find_runs(pieces, outlook);
    constexpr std::size_t numbers_fetched_max = 8; // of one text; more are looked up all the same
    const auto may_be = [&](std::string_view signs) {
        const std::uint64_t hash = number_hash(signs);
        if (hash != 0 && outlook.numbers.size() < numbers_fetched_max) outlook.numbers.push_back(hash);
        return hash != 0;
    };
    const bool loses_zeros = !pieces.signs_without_zeros.empty();
    for (std::size_t first = 0; first < pieces.size(); ++first) {
        Outlook::Run& run = outlook.runs[first];
        const std::uint64_t sizes = sizes_of(pieces[first]),
                            bare_sizes = loses_zeros ? sizes_of(pieces.joined_without_zeros(first, 1)) : 0;
        for (std::size_t count = run.to_digit + std::size_t{1}; count <= run.pieces; ++count) {
            const std::size_t size = pieces.joined_size(first, count);
            if (size > limits::signs_in_number) break;
            // Mostly, no number of the ledger begins so and is of this size.
            bool possible = (sizes >> size & 1U) != 0 && may_be(pieces.joined(first, count));
            if (!possible && bare_sizes != 0) possible = may_be(pieces.joined_without_zeros(first, count));
            if (possible) run.possible |= static_cast<std::uint8_t>(1U << (count - 1));
        }
    }
}

void References::find_runs(const Pieces& pieces, Outlook& outlook) {
    static_assert(limits::pieces_in_number <= 8, "a bit for each count of pieces");
    outlook.runs.resize(pieces.size());
    Outlook::Run behind{.pieces = 0, .to_digit = limits::pieces_in_number};
    for (std::size_t i = pieces.size(); i-- > 0;) {
        const Piece& piece = pieces.all[i];
        const std::size_t joined = piece.joins_next ? behind.pieces + std::size_t{1} : 1;
        const std::size_t to_digit = piece.has_digit ? 0 : behind.to_digit + std::size_t{1};
        behind = {.pieces = static_cast<std::uint8_t>(std::min(joined, limits::pieces_in_number)),
                  .to_digit = static_cast<std::uint8_t>(std::min(to_digit, limits::pieces_in_number))};
        outlook.runs[i] = behind;
        outlook.longest = std::max<std::size_t>(outlook.longest, behind.pieces);
    }
}

void References::fetch_buckets(const Outlook& outlook) const {
    for (const std::uint64_t number : outlook.numbers) numbers_.fetch_bucket(number);
}

void References::fetch_rows(const Outlook& outlook) const {
    for (const std::uint64_t number : outlook.numbers) numbers_.fetch_rows(number);
}

void References::fetch_items(Outlook& outlook) const {
    outlook.items.clear();
    for (const std::uint64_t number : outlook.numbers)
        numbers_.each(number, [&](Row item) {
            outlook.items.push_back(item);
            book_.items[item].fetch();
            return false; // one, mostly the only one
        });
}

void References::fetch_texts(const Outlook& outlook) const {
    for (const Row item : outlook.items) book_.text.fetch(book_.items[item].document_number);
}

} // namespace settled::matching
