#include "matching/references.hpp"

#include "matching/fold.hpp"
#include "matching/limits.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace settled::matching {
namespace {

constexpr std::size_t fragment_digits_min = 3;
constexpr std::size_t ending_digits_min = 3;
constexpr auto tax_invoice_endings = std::to_array<std::size_t>({References::short_ending_digits, 6, 7, 8}); // digits

std::uint64_t ending_hash(Row customer, std::string_view digits) { return spread(text_hash(digits) + customer); }

// A run of digits that may well be a document: not a day, not too long for anything but a bank's own
// reference; 20 digits are China's fully digital tax invoice.
bool document_like(std::string_view signs, int last_year) {
    const auto digits = static_cast<std::size_t>(std::ranges::count_if(signs, is_digit));
    if (digits < 5 || looks_like_date(signs, last_year)) return false;
    return all_digits(signs) ? signs.size() <= 11 || signs.size() == 20 : signs.size() <= 16;
}

std::string_view number_of(const ledger::Book& book, Row item) {
    const ledger::ItemRow& row = book.items[item];
    return book[row.document_number.empty() ? row.id : row.document_number];
}

template <class Take> void each_of_list(std::string_view list, Take&& take) {
    while (!list.empty()) {
        const std::size_t end = std::min(list.find(';'), list.size());
        take(trim(list.substr(0, end)));
        list.remove_prefix(std::min(end + 1, list.size()));
    }
}

// A tax invoice's number begins with its year and region: what follows counts on.
bool long_digits(std::string_view signs) { return signs.size() >= 12 && all_digits(signs); }
std::uint64_t sequence_of(std::string_view signs) { return spread(text_hash(signs.substr(0, 4)) + signs.size()); }

// "2026" in "INV-2026-12" and in "2026-10-31": a part of what is written there, whoever has a number 2026.
bool is_year_of_more(const Pieces& pieces, std::size_t at) {
    if (!looks_like_date(pieces[at], pieces.last_year)) return false;
    const bool before = at > 0 && pieces.all[at - 1].joins_next && pieces.all[at - 1].has_digit;
    return before || (pieces.all[at].joins_next && pieces.all[at + 1].has_digit);
}

// ASCII that spells these signs, whatever separates them: the cheap answer, where it is yes.
bool spells(std::string_view written, std::string_view signs) {
    std::size_t found = 0;
    for (const char c : written) {
        const char sign = sign_in_number(lower(c));
        if (sign == 0) continue;
        if (found == signs.size() || signs[found] != sign) return false;
        ++found;
    }
    return found == signs.size();
}

bool spells(std::string_view written, std::string_view signs, References::Workspace& workspace) {
    if (written.empty()) return false;
    if (spells(written, signs)) return true;
    const Pieces& pieces = workspace.split(written);
    return pieces.signs == signs || pieces.signs_without_zeros == signs;
}

} // namespace

bool Quotes::has(Row item) const {
    return std::ranges::any_of(
        known, [&](const Quote& quote) { return std::ranges::find(of(quote), item, &Hit::item) != of(quote).end(); });
}

void Quotes::clear() {
    known.clear();
    hits.clear();
    unknown.clear();
    strangers.clear();
    fragments.clear();
}

// Every number of an item, with what it is, in order of rank.
template <class Take> void References::each_number(Row item, Take&& take) const {
    const ledger::ItemRow& row = book_.items[item];
    take(number_of(book_, item), EvidenceKind::number_in_text);
    each_of_list(book_[row.tax_invoice_numbers], [&](std::string_view one) { take(one, EvidenceKind::tax_invoice_in_text); });
    take(book_[row.contract_number], EvidenceKind::contract_in_text);
    each_of_list(book_[row.delivery_numbers], [&](std::string_view one) { take(one, EvidenceKind::delivery_in_text); });
    take(book_[row.po_number], EvidenceKind::order_in_text);
    take(book_[row.reference], EvidenceKind::reference_in_text);
    take(book_[row.customer_reference], EvidenceKind::reference_in_text);
}

// "INV-2026-005105" is quoted as "005105", "5105" and "2026-005105".
template <class Take> void References::endings_of_number(const Pieces& number, Take&& take) {
    std::size_t longest = ending_digits_min - 1; // letters before it make an ending no longer
    for (std::size_t i = number.size(); i-- > 0;) {
        const std::string_view digits = tail(number.joined(i, number.size() - i));
        if (digits.size() > longest) take(digits), longest = digits.size();
        if (!all_digits(number[i])) break;
    }
}

// A tax invoice is quoted by its last digits.
template <class Take> void References::endings_of_tax_invoice(std::string_view signs, Take&& take) {
    for (const std::size_t size : tax_invoice_endings)
        if (signs.size() > size) take(signs.substr(signs.size() - size));
}

const Pieces& References::Workspace::split(std::string_view written) {
    fold_into(written, folded);
    split_pieces(folded, pieces);
    return pieces;
}

References::References(const ledger::Book& book) : book_(book) {
    Workspace workspace;
    numbers_.expect(book.items.size());
    endings_.expect(2 * book.items.size());
    for (Row row = 0; row < book.items.size(); ++row) {
        const auto add_ending = [&](std::string_view digits) {
            endings_.add(ending_hash(book.items[row].customer, digits), row);
        };
        each_number(row, [&](std::string_view written, EvidenceKind kind) {
            if (written.empty()) return;
            const Pieces& pieces = workspace.split(written);
            add(pieces, row);
            if (kind == EvidenceKind::number_in_text) {
                styles_.learn(pieces);
                endings_of_number(pieces, add_ending);
            }
            if (kind == EvidenceKind::tax_invoice_in_text) {
                if (long_digits(pieces.signs)) tax_sequences_.insert(sequence_of(pieces.signs));
                endings_of_tax_invoice(pieces.signs, add_ending);
            }
        });
    }
    numbers_.build();
    endings_.build();
    styles_.keep_frequent();
}

void References::add(const Pieces& pieces, Row item) {
    if (!worth_looking_up(pieces.signs)) return;
    add_number(pieces.signs, item);
    if (worth_looking_up(pieces.signs_without_zeros) && !is_weak_number(pieces.signs_without_zeros))
        add_number(pieces.signs_without_zeros, item);
}

void References::add_number(std::string_view signs, Row item) {
    numbers_.add(key_of(signs), item);
    const std::uint64_t bit = outline_bit(signs);
    outlines_[bit / 64] |= std::uint64_t{1} << (bit % 64);
    static_assert(limits::signs_in_number < 64, "a bit for each size");
    sizes_[first_of(signs)] |= std::uint64_t{1} << signs.size();
}

std::string References::signs(Row item) const { return number_signs(fold(number_of(book_, item))); }

std::string_view References::tail(std::string_view signs) {
    const std::string_view digits = digits_at_end(signs);
    return digits.substr(std::min(digits.find_first_not_of('0'), digits.empty() ? 0 : digits.size() - 1));
}

// Appends what carries the number; each item once, under the first of its numbers that it is.
void References::find(std::string_view signs, std::uint64_t hash, Workspace& workspace, std::vector<Hit>& hits) const {
    const std::size_t before = hits.size();
    numbers_.each(hash, [&](Row item) {
        if (hits.size() > before && hits.back().item == item) return true;
        if (spells(number_of(book_, item), signs)) { // most numbers, at the least cost
            hits.push_back({item, EvidenceKind::number_in_text});
            return hits.size() - before < limits::items_per_number;
        }
        bool found = false;
        each_number(item, [&](std::string_view written, EvidenceKind kind) {
            if (found || !spells(written, signs, workspace)) return;
            hits.push_back({item, kind});
            found = true;
        });
        return hits.size() - before < limits::items_per_number;
    });
}

void References::find_ending(Row customer, std::string_view digits, bool said, Workspace& workspace,
                             std::vector<Hit>& hits) const {
    const std::size_t before = hits.size();
    const bool of_tax_invoices = said || digits.size() > short_ending_digits;
    endings_.each(ending_hash(customer, digits), [&](Row item) {
        if (book_.items[item].customer != customer || (hits.size() > before && hits.back().item == item)) return true;
        bool ends_so = false;
        endings_of_number(workspace.split(number_of(book_, item)),
                          [&](std::string_view ending) { ends_so = ends_so || ending == digits; });
        each_of_list(of_tax_invoices ? book_[book_.items[item].tax_invoice_numbers] : std::string_view(),
                     [&](std::string_view one) { ends_so = ends_so || workspace.split(one).signs.ends_with(digits); });
        if (ends_so) hits.push_back({item, EvidenceKind::number_near});
        return hits.size() - before < limits::items_per_number;
    });
}

void References::ending(Row customer, std::string_view digits, bool said, Workspace& workspace, std::vector<Hit>& hits) const {
    if (!all_digits(digits)) return;
    const std::size_t before = hits.size();
    const std::string_view without_zeros = tail(digits);
    find_ending(customer, without_zeros, said, workspace, hits);
    if (hits.size() == before && without_zeros != digits)
        find_ending(customer, digits, said, workspace, hits); // of a tax invoice
}

// One run of pieces that is a number of the ledger, as it stands or with lost zeros.
bool References::add_known(const Pieces& pieces, std::size_t first, std::size_t count, Workspace& workspace,
                           Quotes& quotes) const {
    const std::string_view signs = pieces.joined(first, count);
    if (!worth_looking_up(signs) || (count == 1 && is_year_of_more(pieces, first))) return false;
    Quote quote{.text = signs, .weak = is_weak_number(signs), .first_hit = static_cast<std::uint32_t>(quotes.hits.size())};
    if (const std::uint64_t hash = number_hash(signs); hash != 0) find(signs, hash, workspace, quotes.hits);
    const std::string_view bare = pieces.joined_without_zeros(first, count);
    if (quotes.hits.size() == quote.first_hit && bare.size() != signs.size() && worth_looking_up(bare)) {
        if (const std::uint64_t hash = number_hash(bare); hash != 0) find(bare, hash, workspace, quotes.hits);
        quote.weak = is_weak_number(bare);
    }
    quote.hits = static_cast<std::uint32_t>(quotes.hits.size()) - quote.first_hit;
    if (quote.hits == 0) return false;
    // Said twice is said once.
    const bool again = std::ranges::any_of(
        quotes.known, [&](const Quote& known) { return std::ranges::equal(quotes.of(known), quotes.of(quote)); });
    if (again)
        quotes.hits.resize(quote.first_hit);
    else
        quotes.known.push_back(quote);
    return true;
}

// One run of pieces that looks like a number of the ledger and is none: whole, or cut short.
bool References::add_unknown(const Pieces& pieces, std::size_t first, std::size_t count, bool cut, Quotes& quotes) const {
    const std::string_view signs = pieces.joined(first, count);
    if (!worth_looking_up(signs) || looks_like_date(signs, pieces.last_year)) return false;
    // Runs of bare digits side by side are a number and a day as often as a broken number.
    if (count > 1 && all_digits(signs)) return false;
    if (!(cut ? styles_.fits_cut_short(signs) : styles_.fits(pieces, first, count))) return false;
    quotes.unknown.push_back(signs);
    return true;
}

void References::read(const RemittanceText& text, Outlook& outlook, std::string_view structured_reference, Workspace& workspace,
                      Quotes& quotes) const {
    quotes.clear();
    if (!structured_reference.empty()) add_structured(structured_reference, workspace, quotes);
    const Pieces& pieces = text.pieces;
    if (outlook.longest == 0) return;
    std::vector<Outlook::Run>& runs = outlook.runs;
    const auto take = [&](std::size_t first, std::size_t count) {
        for (std::size_t i = first; i < first + count; ++i) runs[i].pieces = 0;
        for (std::size_t back = 1; back < limits::pieces_in_number && back <= first; ++back) { // what stood before it ends there
            Outlook::Run& before = runs[first - back];
            before.pieces = static_cast<std::uint8_t>(std::min<std::size_t>(before.pieces, back));
        }
    };
    // Longest first, and what is of the house's style before anything shorter: neither "2026" nor "5077" stands in
    // "INV-2026-005077", whether that number is in the ledger or not.
    for (std::size_t count = outlook.longest; count > 0; --count) {
        workspace.possible.clear();
        for (std::size_t first = 0; first + count <= pieces.size(); ++first)
            if (runs[first].may_be_number(count)) workspace.possible.push_back(static_cast<std::uint32_t>(first));
        for (const std::size_t first : workspace.possible)
            if (runs[first].whole(count) && add_known(pieces, first, count, workspace, quotes)) take(first, count);
        for (const std::size_t first : workspace.possible)
            if (runs[first].whole(count) && add_unknown(pieces, first, count, false, quotes)) take(first, count);
    }
    workspace.possible.clear();
    for (std::size_t first = 0; first < pieces.size(); ++first)
        if (const char sign = pieces[first].front();
            runs[first].whole(1 + std::size_t{runs[first].to_digit}) && is_letter(sign) && styles_.may_begin(sign))
            workspace.possible.push_back(static_cast<std::uint32_t>(first));
    for (std::size_t count = workspace.possible.empty() ? 0 : outlook.longest; count > 0; --count)
        for (const std::size_t first : workspace.possible)
            if (runs[first].whole(count) && add_unknown(pieces, first, count, true, quotes)) take(first, count);
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const std::string_view signs = pieces[i];
        if (runs[i].pieces == 0 || !pieces.all[i].has_digit) continue;
        if (long_digits(signs) && tax_sequences_.contains(sequence_of(signs)))
            quotes.unknown.push_back(signs);
        else if (document_like(signs, pieces.last_year))
            quotes.strangers.push_back(signs);
        else if (all_digits(signs) && signs.size() >= fragment_digits_min)
            quotes.fragments.push_back(signs);
    }
}

void References::number(std::string_view signs, Workspace& workspace, std::vector<Hit>& hits) const {
    if (worth_looking_up(signs)) find(signs, key_of(signs), workspace, hits);
}

} // namespace settled::matching
