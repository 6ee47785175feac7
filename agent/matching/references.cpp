#include "matching/references.hpp"

#include "matching/fold.hpp"
#include "matching/limits.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <functional>

namespace settled::matching {
namespace {

constexpr std::size_t weak_digits_max = 6;
constexpr std::size_t signs_min = 3; // shorter numbers are never looked up
constexpr std::size_t digits_alone_min = 4;
constexpr std::size_t number_signs_max = 40;

constexpr std::size_t ending_digits_min = 3;

std::uint64_t hash_of(std::string_view signs) { return std::hash<std::string_view>{}(signs); }
std::uint64_t ending_hash(Row customer, std::string_view digits) {
    return hash_of(digits) ^ ((static_cast<std::uint64_t>(customer) + 1) * 0x9E3779B97F4A7C15U);
}

bool has_digit(std::string_view signs) { return std::ranges::any_of(signs, is_digit); }
bool worth_looking_up(std::string_view signs) {
    return signs.size() >= signs_min && signs.size() <= number_signs_max && has_digit(signs) &&
           (signs.size() >= digits_alone_min || !all_digits(signs));
}

bool is_weak(std::string_view signs) { return all_digits(signs) && signs.size() <= weak_digits_max; }

// A run of digits that may well be a document: not a day, not too long for anything but a bank's own
// reference; 20 digits are China's fully digital tax invoice.
bool document_like(std::string_view signs) {
    const auto digits = static_cast<std::size_t>(std::ranges::count_if(signs, is_digit));
    if (digits < 5 || looks_like_date(signs)) return false;
    return all_digits(signs) ? signs.size() <= 11 || signs.size() == 20 : signs.size() <= 16;
}

std::string_view number_of(const ledger::Book& book, Row item) {
    const ledger::ItemRow& row = book.items[item];
    return book[row.document_number.empty() ? row.id : row.document_number];
}

// Where one piece ends and the next begins, as bits of positions among the signs.
std::uint64_t joints(const std::vector<Piece>& pieces) {
    std::uint64_t bits = 0;
    std::size_t at = 0;
    for (std::size_t i = 0; i + 1 < pieces.size(); ++i)
        if (at += pieces[i].signs.size(); at < 64) bits |= std::uint64_t{1} << at;
    return bits;
}

// "2026" in "INV-2026-12" and in "2026-10-31": a part of what is written there, whoever has a number 2026.
bool is_year_of_more(const std::vector<Piece>& pieces, std::size_t at) {
    if (!looks_like_date(pieces[at].signs)) return false;
    const bool before = at > 0 && pieces[at - 1].joins_next && has_digit(pieces[at - 1].signs);
    return before || (pieces[at].joins_next && has_digit(pieces[at + 1].signs));
}

} // namespace

References::References(const ledger::Book& book) : signs_(book.items.size()) {
    keys_.reserve(book.items.size() * 2);
    for (Row row = 0; row < book.items.size(); ++row) {
        const ledger::ItemRow& item = book.items[row];
        const std::string_view number = number_of(book, row);
        signs_[row] = number_signs(fold(number));
        add(number, row, EvidenceKind::number_in_text);
        add_list(book[item.tax_invoice_numbers], row, EvidenceKind::tax_invoice_in_text);
        add(book[item.contract_number], row, EvidenceKind::contract_in_text);
        add_list(book[item.delivery_numbers], row, EvidenceKind::delivery_in_text);
        add(book[item.po_number], row, EvidenceKind::order_in_text);
        add(book[item.reference], row, EvidenceKind::reference_in_text);
        add(book[item.customer_reference], row, EvidenceKind::reference_in_text);
        add_endings(book, number, row);
    }
    std::ranges::sort(keys_, {}, [](const Key& key) { return std::tuple(key.hash, key.item, key.kind); });
    while ((std::size_t{1} << bucket_bits_) < keys_.size() && bucket_bits_ < 24) ++bucket_bits_;
    starts_.assign((std::size_t{1} << bucket_bits_) + 1, 0);
    const int shift = 64 - bucket_bits_;
    const auto bucket = [&](std::uint64_t hash) { return bucket_bits_ == 0 ? 0 : hash >> shift; };
    for (const Key& key : keys_) ++starts_[bucket(key.hash) + 1];
    for (std::size_t i = 1; i < starts_.size(); ++i) starts_[i] += starts_[i - 1];
    learn_styles(book);
}

void References::add(std::string_view written, Row item, EvidenceKind kind) {
    if (written.empty()) return;
    const std::vector<Piece> pieces = pieces_of(fold(written));
    const std::string signs = joined(pieces, 0, pieces.size());
    if (!worth_looking_up(signs)) return;
    keys_.push_back({hash_of(signs), item, kind});
    const std::string without_zeros = joined_without_zeros(pieces, 0, pieces.size());
    if (without_zeros != signs && worth_looking_up(without_zeros) && !is_weak(without_zeros))
        keys_.push_back({hash_of(without_zeros), item, kind});
}

void References::add_list(std::string_view list, Row item, EvidenceKind kind) {
    if (list.empty()) return;
    for (const std::string_view part : split(list, ';')) add(trim(part), item, kind);
}

void References::add_endings(const ledger::Book& book, std::string_view number, Row item) {
    const Row customer = book.items[item].customer;
    // "INV-2026-005105" is quoted as "005105", "5105" and "2026-005105".
    const std::vector<Piece> pieces = pieces_of(fold(number));
    std::string ending;
    for (std::size_t i = pieces.size(); i-- > 0;) {
        ending.insert(0, pieces[i].signs);
        const std::string_view digits = tail(ending);
        if (digits.size() >= ending_digits_min) keys_.push_back({ending_hash(customer, digits), item, EvidenceKind::number_near});
        if (!all_digits(pieces[i].signs)) break;
    }
    const std::string_view list = book[book.items[item].tax_invoice_numbers];
    if (list.empty()) return;
    for (const std::string_view part : split(list, ';')) {
        const std::string signs = number_signs(fold(part));
        for (const std::size_t size : {6U, 7U, 8U})
            if (signs.size() > size)
                keys_.push_back({ending_hash(customer, std::string_view(signs).substr(signs.size() - size)), item,
                                 EvidenceKind::number_near});
    }
}

std::vector<Quote::Hit> References::ending(Row customer, std::string_view digits) const {
    if (!all_digits(digits)) return {};
    const std::string_view without_zeros = tail(digits);
    std::vector<Quote::Hit> hits = find_hash(ending_hash(customer, without_zeros));
    if (hits.empty() && without_zeros != digits) hits = find_hash(ending_hash(customer, digits)); // of a tax invoice
    return hits;
}

std::vector<Quote::Hit> References::find(std::string_view signs) const {
    return worth_looking_up(signs) ? find_hash(hash_of(signs)) : std::vector<Quote::Hit>{};
}

std::vector<Quote::Hit> References::find_hash(std::uint64_t hash) const {
    std::vector<Quote::Hit> hits;
    if (keys_.empty()) return hits;
    const std::size_t bucket = bucket_bits_ == 0 ? 0 : hash >> (64 - bucket_bits_);
    for (std::size_t i = starts_[bucket]; i < starts_[bucket + 1] && hits.size() < limits::items_per_number; ++i)
        if (keys_[i].hash == hash && (hits.empty() || hits.back().item != keys_[i].item))
            hits.push_back({keys_[i].item, keys_[i].kind});
    return hits;
}

// Shapes that at least two numbers share; where a ledger has more of them than the limit, the most
// frequent ones, ties by the text.
void References::learn_styles(const ledger::Book& book) {
    std::unordered_map<std::string, std::size_t> seen;
    for (Row row = 0; row < book.items.size(); ++row)
        if (worth_looking_up(signs_[row])) {
            ++seen[shape(signs_[row])];
            styles_[shape(signs_[row])] |= joints(pieces_of(fold(number_of(book, row))));
        }
    std::vector<std::pair<std::size_t, std::string>> rare;
    for (auto& [style, count] : seen)
        if (count < 2 && seen.size() > limits::house_styles)
            styles_.erase(style);
        else
            rare.emplace_back(count, style);
    if (rare.size() <= limits::house_styles) return;
    std::ranges::sort(rare,
                      [](const auto& a, const auto& b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
    for (std::size_t i = limits::house_styles; i < rare.size(); ++i) styles_.erase(rare[i].second);
}

bool References::house_style(std::string_view signs) const { return !is_weak(signs) && styles_.contains(shape(signs)); }

// Written with no joint where the style has none: "8275 2026-10" is no "INV-2026-12" of ten digits.
bool References::house_style(const std::vector<Piece>& pieces, std::string_view signs) const {
    if (is_weak(signs)) return false;
    const auto style = styles_.find(shape(signs));
    return style != styles_.end() && (joints(pieces) & ~style->second) == 0;
}

// "inv20260012" where numbers are "inv2026001234": the letters and at least two digits of a style,
// cut short by a field that was too narrow, or with the zeros lost.
bool References::cut_house_style(std::string_view signs) const {
    const auto letters = static_cast<std::size_t>(std::ranges::find_if(signs, is_digit) - signs.begin());
    if (letters < 2 || signs.size() < letters + 2) return false;
    const std::string written = shape(signs);
    return std::ranges::any_of(styles_, [&](const auto& style) { return style.first.starts_with(written); });
}

std::string_view References::tail(std::string_view signs) {
    std::size_t begin = signs.size();
    while (begin > 0 && is_digit(signs[begin - 1])) --begin;
    while (begin + 1 < signs.size() && signs[begin] == '0') ++begin;
    return signs.substr(begin);
}

// ISO 11649 ("RF", two check digits, the reference), the Swiss QR reference (26 digits and a check
// digit) and the Nordic ones (digits and a check digit, filled with zeros): the creditor's own number
// is what stands inside.
void References::add_structured(std::string_view reference, Quotes& quotes) const {
    const std::string signs = number_signs(fold(reference));
    if (signs.empty()) return;
    std::vector<std::string> readings{signs};
    if (signs.starts_with("rf") && signs.size() > 4) {
        readings.push_back(signs.substr(4));
        readings.emplace_back(std::string_view(signs).substr(std::min(signs.find_first_not_of('0', 4), signs.size() - 1)));
    }
    if (all_digits(signs) && signs.size() > 4) {
        const std::size_t zeros = std::min(signs.find_first_not_of('0'), signs.size() - 2);
        readings.push_back(signs.substr(zeros));
        readings.push_back(signs.substr(zeros, signs.size() - zeros - 1));
    }
    for (const std::string& reading : readings) {
        Quote quote{.text = reading, .weak = is_weak(reading), .structured = true, .hits = find(reading)};
        if (quote.hits.empty()) continue;
        for (Quote::Hit& hit : quote.hits) hit.kind = EvidenceKind::structured_reference;
        quotes.known.push_back(std::move(quote));
        return;
    }
}

// One run of pieces that is a number of the ledger, as it stands or with lost zeros.
bool References::add_known(const RemittanceText& text, std::size_t first, std::size_t length, Quotes& quotes) const {
    const std::string signs = joined(text.pieces, first, length);
    if (!worth_looking_up(signs) || (length == 1 && is_year_of_more(text.pieces, first))) return false;
    Quote quote{.text = signs, .weak = is_weak(signs), .hits = find(signs)};
    if (quote.hits.empty()) {
        const std::string without_zeros = joined_without_zeros(text.pieces, first, length);
        if (without_zeros == signs && length == 1) return false;
        quote.hits = find(without_zeros);
        quote.weak = is_weak(without_zeros);
    }
    if (quote.hits.empty()) return false;
    // Said twice is said once.
    const bool again = std::ranges::any_of(quotes.known, [&](const Quote& known) { return known.hits == quote.hits; });
    if (!again) quotes.known.push_back(std::move(quote));
    return true;
}

// One run of pieces that looks like a number of the ledger and is none: whole, or cut short.
bool References::add_unknown(const RemittanceText& text, std::size_t first, std::size_t length, bool cut, Quotes& quotes) const {
    std::string signs = joined(text.pieces, first, length);
    if (!worth_looking_up(signs) || looks_like_date(signs)) return false;
    // Runs of bare digits side by side are a number and a day as often as a broken number.
    if (length > 1 && all_digits(signs)) return false;
    const std::vector<Piece> run(text.pieces.begin() + static_cast<std::ptrdiff_t>(first),
                                 text.pieces.begin() + static_cast<std::ptrdiff_t>(first + length));
    if (!(cut ? cut_house_style(signs) : house_style(run, signs))) return false;
    quotes.unknown.push_back(std::move(signs));
    return true;
}

Quotes References::read(const RemittanceText& text, std::string_view structured_reference) const {
    Quotes quotes;
    add_structured(structured_reference, quotes);
    std::vector<bool> used(text.pieces.size(), false);
    const auto each_run = [&](std::size_t length, auto&& take) {
        for (std::size_t first = 0; first + length <= text.pieces.size(); ++first) {
            bool whole = !used[first];
            for (std::size_t i = first + 1; i < first + length && whole; ++i) whole = !used[i] && text.pieces[i - 1].joins_next;
            if (whole && take(first, length)) std::fill_n(used.begin() + static_cast<std::ptrdiff_t>(first), length, true);
        }
    };
    const auto known = [&](std::size_t first, std::size_t length) { return add_known(text, first, length, quotes); };
    const auto unknown = [&](std::size_t first, std::size_t length) { return add_unknown(text, first, length, false, quotes); };
    const auto cut = [&](std::size_t first, std::size_t length) { return add_unknown(text, first, length, true, quotes); };
    // Longest first, and what is of the house's style before anything shorter: neither "2026" nor "5077" stands in
    // "INV-2026-005077", whether that number is in the ledger or not.
    const std::size_t longest = std::min(limits::pieces_in_number, text.pieces.size());
    for (std::size_t length = longest; length > 0; --length) {
        each_run(length, known);
        each_run(length, unknown);
    }
    for (std::size_t length = longest; length > 0; --length) each_run(length, cut);
    for (std::size_t i = 0; i < text.pieces.size(); ++i) {
        const std::string& signs = text.pieces[i].signs;
        if (used[i] || !has_digit(signs)) continue;
        if (document_like(signs))
            quotes.strangers.push_back(signs);
        else if (all_digits(signs) && signs.size() >= signs_min)
            quotes.fragments.push_back(signs);
    }
    return quotes;
}

} // namespace settled::matching
