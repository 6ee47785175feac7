// Which customer bears a name: equal, without its legal form, cut short, mistyped, abbreviated, or standing in a text.
#include "matching/limits.hpp"
#include "matching/payer.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <ranges>
#include <utility>

namespace settled::matching {
namespace {

constexpr std::size_t latin_name_min = 8;      // bytes that a cut or mistyped Latin name must have
constexpr std::size_t chinese_name_min = 12;   // four characters
constexpr std::size_t group_stem_min = 6;      // bytes: two characters
constexpr std::size_t mentioned_name_min = 12; // bytes: four characters
constexpr std::size_t names_looked_back_max = 64;

bool latin(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}
bool long_enough(std::string_view name) { return name.size() >= (latin(name) ? latin_name_min : chinese_name_min); }

} // namespace

// Full names only, of Chinese customers: their words have no blanks, so a name is looked for at every character.
Payer Payers::named_in(const RemittanceText& text, std::string& named) const {
    Payer payer;
    const std::string_view folded = text.folded;
    Row found = no_row;
    for (std::size_t at = 0; at + mentioned_name_min <= folded.size(); ++at) {
        if ((static_cast<unsigned char>(folded[at]) & 0xC0U) != 0xC0U) continue; // no beginning of a character beyond ASCII
        const std::string_view rest = folded.substr(at);
        // Of the names that sort before the rest, those that it begins with stand last.
        const auto whole = [&](std::uint32_t i) -> std::string_view { return spellings_[i].name.whole; };
        auto place = std::ranges::upper_bound(by_beginning_, rest, {}, whole);
        for (std::size_t looked = 0; place != by_beginning_.begin() && looked < names_looked_back_max; ++looked) {
            const std::uint32_t i = *--place;
            if (whole(i).substr(0, mentioned_name_min) != rest.substr(0, mentioned_name_min)) break;
            if (whole(i).size() < mentioned_name_min || !rest.starts_with(whole(i))) continue;
            const auto owner = whole_names_.find(whole(i));
            if (!owner || owner->several() || (found != no_row && found != owner->customer))
                return {}; // nobody knows who is meant
            found = owner->customer;
            named = whole(i);
            at += named.size() - 1;
            break; // the longest; shorter ones are its beginning
        }
    }
    if (found == no_row) return payer;
    payer.customer = found;
    payer.tier = Payer::Tier::close;
    payer.source = Payer::Source::mentioned;
    payer.by = EvidenceKind::payer_in_text;
    return payer;
}

std::vector<Row> Payers::group_of(Row customer) const {
    std::vector<Row> group;
    for (const Spelling& spelling : std::ranges::equal_range(spellings_, customer, {}, &Spelling::customer)) {
        const std::string_view whole = spelling.name.whole;
        for (const std::string_view word : {"集团", "控股", "holding", "gruppe", "group"}) {
            const std::size_t stem = whole.find(word);
            if (stem == std::string_view::npos || stem < group_stem_min) continue;
            const auto family = beginning(whole.substr(0, stem));
            if (family.size() > limits::names_per_first_word) continue;
            for (const std::uint32_t at : family)
                if (spellings_[at].customer != customer) group.push_back(spellings_[at].customer);
        }
    }
    return group;
}

Payer Payers::find_name(const FirmName& name) const {
    Payer payer;
    payer.source = Payer::Source::name;
    const auto take = [&](const Owners& owners, std::string_view text, EvidenceKind kind) {
        const auto owner = owners.find(text);
        if (!owner) return false;
        if (owner->several()) {
            payer.rivals.add(owner->others);
            payer.rivals.add(owner->customer);
            return true;
        }
        payer.customer = owner->customer;
        payer.tier = kind == EvidenceKind::payer_learned ? Payer::Tier::proved : Payer::Tier::equal;
        payer.by = kind;
        return true;
    };
    if (name.whole.empty() || take(learned_names_, name.whole, EvidenceKind::payer_learned) ||
        take(whole_names_, name.whole, EvidenceKind::payer_name_equal))
        return payer;
    // "Acme Foods Ltd" is not proved to be "Acme Foods GmbH": equal only where one of them has no form.
    if (take(bare_names_, name.bare(), EvidenceKind::payer_name_equal)) {
        if (payer.known() && name.bare() != name.whole && !whole_names_.find(name.bare())) {
            payer.tier = Payer::Tier::close;
            payer.by = EvidenceKind::payer_name_close;
        }
        // Without a form it may be what a bank's short field has left of another name.
        if (payer.known() && name.bare() == name.whole) add_family(name.whole, payer);
        return payer;
    }
    return long_enough(name.whole) ? by_close_name(name) : payer;
}

void Payers::add_family(const std::string& whole, Payer& payer) const {
    const auto longer = beginning(whole);
    for (const std::uint32_t at : longer.first(std::min(longer.size(), limits::customers_of_a_name + 1))) {
        const Row customer = spellings_[at].customer;
        if (!payer.may_be(customer)) payer.rivals.add(customer);
    }
    if (payer.rivals.empty()) return;
    payer.rivals.add(payer.customer);
    payer.customer = no_row;
    payer.tier = Payer::Tier::none;
}

// Close, unique, and no other way of being close leads to another customer.
Payer Payers::by_close_name(const FirmName& name) const {
    Payer payer;
    payer.source = Payer::Source::name;
    std::vector<Row> found;
    by_cut_name(name.whole, found);
    by_typing_slip(name.whole, found);
    if (found.empty()) by_abbreviation(name, found);
    std::ranges::sort(found);
    const auto again = std::ranges::unique(found);
    found.erase(again.begin(), again.end());
    if (found.size() > limits::customers_of_a_name) return payer; // says nothing
    if (found.empty()) return payer;
    if (found.size() > 1) {
        payer.rivals.add(found);
        return payer;
    }
    payer.customer = found.front();
    payer.tier = Payer::Tier::close;
    payer.by = EvidenceKind::payer_name_close;
    return payer;
}

std::span<const std::uint32_t> Payers::beginning(std::string_view text) const {
    const auto cut = [&](std::uint32_t at) { return std::string_view(spellings_[at].name.whole).substr(0, text.size()); };
    const auto range = std::ranges::equal_range(by_beginning_, text, {}, cut);
    return {range.begin(), range.end()};
}

std::span<const std::uint32_t> Payers::ending(std::string_view text) const {
    const auto cut = [&](std::uint32_t at) {
        const std::string_view whole = spellings_[at].name.whole;
        return whole.substr(whole.size() - std::min(whole.size(), text.size()));
    };
    const auto before = [](std::string_view a, std::string_view b) {
        const auto sign = [](char c) { return static_cast<unsigned char>(c); };
        return std::ranges::lexicographical_compare(a | std::views::reverse, b | std::views::reverse, {}, sign, sign);
    };
    const auto range = std::ranges::equal_range(by_end_, text, before, cut);
    return {range.begin(), range.end()};
}

void Payers::by_cut_name(const std::string& whole, std::vector<Row>& found) const {
    const auto longer = beginning(whole);
    if (longer.size() > limits::names_per_first_word) return;
    for (const std::uint32_t at : longer) found.push_back(spellings_[at].customer);
}

void Payers::by_abbreviation(const FirmName& name, std::vector<Row>& found) const {
    if (name.words() < 2) return;
    const auto alike = beginning(name.word(0));
    if (alike.size() > limits::names_per_first_word) return;
    for (const std::uint32_t at : alike)
        if (abbreviates(name, spellings_[at].name)) found.push_back(spellings_[at].customer);
}

// One slip is in the first half of a name or in its second: the other half stands as it is.
void Payers::by_typing_slip(const std::string& whole, std::vector<Row>& found) const {
    const std::string_view first = cut_at_character(whole, whole.size() / 2);
    const std::string_view second = std::string_view(whole).substr(first.size());
    for (const auto alike : {beginning(first), ending(second)}) {
        if (alike.size() > limits::names_per_first_word) continue;
        for (const std::uint32_t at : alike) {
            const Spelling& spelling = spellings_[at];
            if (long_enough(spelling.name.whole) && one_sign_apart(whole, spelling.name.whole))
                found.push_back(spelling.customer);
        }
    }
}

} // namespace settled::matching
