#include "matching/payer.hpp"

#include "matching/fold.hpp"
#include "matching/limits.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <functional>
#include <utility>

namespace settled::matching {
namespace {

constexpr std::size_t account_signs_min = 5;
constexpr std::size_t latin_name_min = 8;    // bytes that a cut or mistyped Latin name must have
constexpr std::size_t chinese_name_min = 12; // four characters
constexpr std::size_t tax_id_signs_min = 8;

bool latin(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}
bool long_enough(std::string_view name) { return name.size() >= (latin(name) ? latin_name_min : chinese_name_min); }

std::size_t character_size(std::string_view text) {
    std::size_t size = 1;
    while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) ++size;
    return size;
}

// Hashes of the text and of every form of it with one sign left out: two texts one slip apart share one.
template <class Take> void each_slip(std::string_view text, Take&& take) {
    const std::hash<std::string_view> hash;
    take(hash(text));
    std::string without;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t size = character_size(text.substr(at));
        without.assign(text.substr(0, at));
        without.append(text.substr(at + size));
        take(hash(without));
        at += size;
    }
}

} // namespace

std::string account_signs(std::string_view written) {
    std::string out;
    for (const char c : written) {
        if (c >= 'A' && c <= 'Z')
            out += static_cast<char>(c - 'A' + 'a');
        else if (is_sign(c))
            out += c;
    }
    return out;
}

void Payers::own(Owners& owners, std::string_view key, Row customer, bool learned) {
    if (key.empty() || customer == no_row) return;
    const auto [at, fresh] = owners.try_emplace(std::string(key), Owner{customer, false, learned, {}});
    if (!fresh && at->second.customer != customer) {
        at->second.several = true;
        std::vector<Row>& others = at->second.others;
        if (others.size() < limits::customers_of_a_name && std::ranges::find(others, customer) == others.end())
            others.push_back(customer);
    }
    at->second.learned = at->second.learned || learned;
}

Payers::Payers(const ledger::Book& book, const statement::EntryBook& entries, const History& history, const Rules& rules) {
    for (Row row = 0; row < book.customers.size(); ++row) {
        const ledger::CustomerRow& customer = book.customers[row];
        for (const std::string_view account : split(book[customer.bank_accounts], ';'))
            if (const std::string signs = account_signs(account); signs.size() >= account_signs_min) own(accounts_, signs, row);
        if (const std::string signs = account_signs(book[customer.tax_id]); signs.size() >= tax_id_signs_min)
            own(tax_ids_, signs, row);
        add_name(book[customer.name], row);
        if (book[customer.short_name] != book[customer.name]) add_name(book[customer.short_name], row);
    }
    for (const LearnedPayer& learned : rules.payer_accounts) own(accounts_, account_signs(learned.text), learned.customer, true);
    for (const LearnedPayer& learned : rules.payer_names)
        own(learned_names_, firm_name(learned.text).whole, learned.customer, true);
    for (const std::string& account : rules.own_accounts) own_accounts_.insert(account_signs(account));
    // An account that paid for two customers no longer proves one. A known account that paid for another
    // customer once is enough; an unknown one is not learned here, because only a person teaches.
    for (const PastDecision& past : history.decisions) {
        const bool paid = past.state == State::settled || past.state == State::booked || past.state == State::partly_booked;
        if (!paid || past.entry == no_row) continue;
        const std::string signs = account_signs(entries[entries.entries[past.entry].counterparty_account]);
        const auto known = accounts_.find(signs);
        if (known == accounts_.end()) continue;
        for (const PastAllocation& allocation : past.allocations)
            if (allocation.customer != no_row && allocation.customer != known->second.customer) known->second.several = true;
    }
    std::ranges::sort(spellings_, [](const Spelling& a, const Spelling& b) {
        return a.name.whole != b.name.whole ? a.name.whole < b.name.whole : a.customer < b.customer;
    });
    for (std::uint32_t i = 0; i < spellings_.size(); ++i) {
        const FirmName& name = spellings_[i].name;
        if (name.words.size() > 1) first_words_[name.words.front()].push_back(i);
        if (long_enough(name.whole)) each_slip(name.whole, [&](std::size_t hash) { slips_[hash].push_back(i); });
    }
}

void Payers::add_name(std::string_view written, Row customer) {
    FirmName name = firm_name(written);
    if (name.whole.empty()) return;
    own(whole_names_, name.whole, customer);
    own(bare_names_, name.bare, customer);
    spellings_.push_back({std::move(name), customer});
}

Payer Payers::of(const statement::EntryRow& entry, const statement::EntryBook& entries, const RemittanceText& text) const {
    const std::string_view written = entries[entry.counterparty_name];
    Payer payer;
    payer.shared = !written.empty() && shared_payer_name(fold(written));
    const std::string account = account_signs(entries[entry.counterparty_account]);
    if (const auto hit = accounts_.find(account); hit != accounts_.end()) {
        if (hit->second.several)
            payer.shared = true;
        else if (!payer.shared) {
            payer.customer = hit->second.customer;
            payer.tier = Payer::Tier::proved;
            payer.evidence.kind = hit->second.learned ? EvidenceKind::payer_learned : EvidenceKind::payer_account_known;
            payer.evidence.text = entries[entry.counterparty_account];
        }
    }
    for (const Piece& piece : text.pieces) {
        if (payer.known() || piece.signs.size() < tax_id_signs_min) continue;
        const auto hit = tax_ids_.find(piece.signs);
        if (hit == tax_ids_.end() || hit->second.several) continue;
        payer.customer = hit->second.customer;
        payer.tier = Payer::Tier::proved;
        payer.evidence.kind = EvidenceKind::payer_tax_id;
        payer.evidence.text = piece.signs;
    }
    // Whoever pays for another says so: the debtor named outweighs the payer's own name.
    for (const std::string& debtor : {std::string(entries[entry.ultimate_party]), debtor_in_text(text.folded)}) {
        if (debtor.empty()) continue;
        Payer named = by_name(debtor, EvidenceKind::payer_in_text);
        if (!named.known()) continue;
        if (payer.known() && payer.customer != named.customer) named.rivals.push_back(payer.customer);
        named.shared = payer.shared;
        named.for_another = !payer.shared && !written.empty() && payer.customer != named.customer &&
                            by_name(written, EvidenceKind::payer_name_equal).customer != named.customer;
        named.evidence.text = debtor;
        return named;
    }
    if (payer.shared) {
        payer.evidence.kind = EvidenceKind::shared_payer;
        payer.evidence.text = written;
        return payer;
    }
    if (!payer.known()) return by_name(written, EvidenceKind::payer_name_equal);
    // The account says one customer, the very name of another stands beside it.
    if (const Payer named = by_name(written, EvidenceKind::payer_name_equal); named.certain() && named.customer != payer.customer)
        payer.rivals.push_back(named.customer);
    payer.evidence.customer = payer.customer;
    return payer;
}

Payer Payers::by_name(std::string_view written, EvidenceKind equal) const {
    if (written.empty()) return {};
    std::string key(written);
    key += static_cast<char>(equal);
    if (const auto known = remembered_.find(key); known != remembered_.end()) return known->second;
    const FirmName name = firm_name(written);
    Payer payer;
    payer.evidence.text = written;
    const auto take = [&](const Owners& owners, const std::string& text, EvidenceKind kind) {
        const auto hit = owners.find(text);
        if (hit == owners.end()) return false;
        if (hit->second.several) {
            payer.rivals = hit->second.others;
            payer.rivals.push_back(hit->second.customer);
            return true;
        }
        payer.customer = payer.evidence.customer = hit->second.customer;
        payer.tier = kind == EvidenceKind::payer_learned ? Payer::Tier::proved : Payer::Tier::equal;
        payer.evidence.kind = kind;
        return true;
    };
    if (!name.whole.empty() && !take(learned_names_, name.whole, EvidenceKind::payer_learned) &&
        !take(whole_names_, name.whole, equal)) {
        // "Acme Foods Ltd" is not proved to be "Acme Foods GmbH": equal only where one of them has no form.
        if (take(bare_names_, name.bare, equal)) {
            if (payer.known() && name.bare != name.whole && !whole_names_.contains(name.bare)) {
                payer.tier = Payer::Tier::close;
                payer.evidence.kind = EvidenceKind::payer_name_close;
            }
        } else if (long_enough(name.whole))
            payer = by_close_name(name);
        payer.evidence.text = written;
    }
    return remembered_.emplace(std::move(key), std::move(payer)).first->second;
}

// Close, unique, and no other way of being close leads to another customer.
Payer Payers::by_close_name(const FirmName& name) const {
    Payer payer;
    bool several = false;
    Row found = no_row;
    const auto take = [&](Row row) {
        if (row == no_row) return;
        if (found != no_row && found != row) several = true;
        found = row;
    };
    take(by_cut_name(name.whole, several));
    take(by_typing_slip(name.whole, several));
    if (found == no_row) take(by_abbreviation(name, several));
    if (found == no_row) return payer;
    if (several) {
        payer.rivals.push_back(found);
        return payer;
    }
    payer.customer = payer.evidence.customer = found;
    payer.tier = Payer::Tier::close;
    payer.evidence.kind = EvidenceKind::payer_name_close;
    return payer;
}

Row Payers::by_cut_name(const std::string& whole, bool& several) const {
    auto at = std::ranges::lower_bound(spellings_, whole, {},
                                       [](const Spelling& spelling) -> const std::string& { return spelling.name.whole; });
    Row found = no_row;
    for (; at != spellings_.end() && at->name.whole.starts_with(whole); ++at) {
        if (found != no_row && at->customer != found) {
            several = true;
            break;
        }
        found = at->customer;
    }
    return found;
}

Row Payers::by_abbreviation(const FirmName& name, bool& several) const {
    if (name.words.size() < 2) return no_row;
    const auto hit = first_words_.find(name.words.front());
    if (hit == first_words_.end() || hit->second.size() > limits::names_per_first_word) return no_row;
    Row found = no_row;
    for (const std::uint32_t i : hit->second) {
        if (!abbreviates(name.words, spellings_[i].name.words)) continue;
        if (found != no_row && spellings_[i].customer != found) several = true;
        found = spellings_[i].customer;
    }
    return found;
}

Row Payers::by_typing_slip(const std::string& whole, bool& several) const {
    Row found = no_row;
    each_slip(whole, [&](std::size_t hash) {
        const auto hit = slips_.find(hash);
        if (hit == slips_.end() || hit->second.size() > limits::names_per_first_word) return;
        for (const std::uint32_t i : hit->second) {
            if (!one_sign_apart(whole, spellings_[i].name.whole)) continue;
            if (found != no_row && spellings_[i].customer != found) several = true;
            found = spellings_[i].customer;
        }
    });
    return found;
}

} // namespace settled::matching
