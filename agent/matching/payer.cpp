#include "matching/payer.hpp"

#include "matching/fold.hpp"
#include "matching/limits.hpp"
#include "matching/text_hash.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <functional>
#include <utility>

namespace settled::matching {
namespace {

constexpr std::size_t account_signs_min = 5;
constexpr std::size_t tax_id_signs_min = 8;

std::uint32_t hash_of(ledger::TextRef reference) { return static_cast<std::uint32_t>(spread(reference.offset)); }

} // namespace

void account_signs(std::string_view written, std::string& signs) {
    signs.resize(written.size());
    char* out = signs.data();
    for (const char c : written) {
        const char low = lower(c);
        if (is_sign(low)) *out++ = low;
    }
    signs.resize(static_cast<std::size_t>(out - signs.data()));
}

std::string account_signs(std::string_view written) {
    std::string signs;
    account_signs(written, signs);
    return signs;
}

Payers::Payers(const ledger::Book& book, const statement::EntryBook& entries, const History& history, const Rules& rules)
    : entries_(entries) {
    spellings_.reserve(2 * book.customers.size());
    for (Row row = 0; row < book.customers.size(); ++row) {
        const ledger::CustomerRow& customer = book.customers[row];
        for (const std::string_view account : split(book[customer.bank_accounts], ';'))
            if (const std::string signs = account_signs(account); signs.size() >= account_signs_min) accounts_.add(signs, row);
        if (const std::string signs = account_signs(book[customer.tax_id]); signs.size() >= tax_id_signs_min)
            tax_ids_.add(signs, row);
        add_name(book[customer.name], row);
        if (book[customer.short_name] != book[customer.name]) add_name(book[customer.short_name], row);
    }
    sort_spellings();
    for (const LearnedPayer& learned : rules.payer_names)
        learned_names_.add(firm_name(learned.text).whole, learned.customer, true);
    learn_accounts(history, rules);
}

// An account that paid for two customers no longer proves one. A known account that paid for another
// customer once is enough; an unknown one is not learned here, because only a person teaches.
void Payers::learn_accounts(const History& history, const Rules& rules) {
    for (const LearnedPayer& learned : rules.payer_accounts) accounts_.add(account_signs(learned.text), learned.customer, true);
    for (const PastDecision& past : history.decisions) {
        const bool paid = past.state == State::settled || past.state == State::booked || past.state == State::partly_booked;
        if (!paid || past.entry == no_row) continue;
        account_signs(entries_[entries_.entries[past.entry].counterparty_account], account_);
        if (!accounts_.find(account_)) continue;
        for (const PastAllocation& allocation : past.allocations)
            if (allocation.customer != no_row) accounts_.add(account_, allocation.customer);
    }
}

void Payers::add_name(std::string_view written, Row customer) {
    FirmName name = firm_name(written);
    if (name.whole.empty()) return;
    whole_names_.add(name.whole, customer);
    bare_names_.add(name.bare(), customer);
    spellings_.push_back({std::move(name), customer});
}

// By their first eight bytes, read as one number, and by the whole only where these are alike.
template <class Sign> Payers::Spellings Payers::sorted_by(Sign&& sign) const {
    struct Key {
        std::uint64_t begin = 0;
        std::uint32_t at = 0;
    };
    std::vector<Key> keys(spellings_.size());
    for (std::uint32_t at = 0; at < keys.size(); ++at) {
        keys[at].at = at;
        const std::string& whole = spellings_[at].name.whole;
        for (std::size_t i = 0; i < sizeof(keys[at].begin); ++i)
            keys[at].begin = keys[at].begin << 8U | (i < whole.size() ? static_cast<unsigned char>(sign(whole, i)) : 0U);
    }
    std::ranges::sort(keys, [&](const Key& a, const Key& b) {
        if (a.begin != b.begin) return a.begin < b.begin;
        const std::string &left = spellings_[a.at].name.whole, &right = spellings_[b.at].name.whole;
        for (std::size_t i = sizeof(a.begin); i < left.size() && i < right.size(); ++i)
            if (sign(left, i) != sign(right, i))
                return static_cast<unsigned char>(sign(left, i)) < static_cast<unsigned char>(sign(right, i));
        return left.size() != right.size() ? left.size() < right.size() : a.at < b.at;
    });
    Spellings sorted;
    sorted.reserve(keys.size());
    for (const Key& key : keys) sorted.push_back(key.at);
    return sorted;
}

void Payers::sort_spellings() {
    by_beginning_ = sorted_by([](const std::string& whole, std::size_t i) { return whole[i]; });
    by_end_ = sorted_by([](const std::string& whole, std::size_t i) { return whole[whole.size() - 1 - i]; });
}

std::optional<Owners::Owner> Payers::owner_of_account(const statement::EntryRow& entry) const {
    if (entry.counterparty_account.empty()) return std::nullopt;
    const ledger::TextRef written = entry.counterparty_account;
    const std::uint32_t known = place_of_account(written);
    if (known != ledger::PlaceTable::nothing) return accounts_.owner(remembered_accounts_[known].owner);
    account_signs(entries_[written], account_);
    accounts_of_entries_.add(hash_of(written), static_cast<std::uint32_t>(remembered_accounts_.size()));
    return accounts_.owner(remembered_accounts_.emplace_back(Account{written, accounts_.place_of(account_)}).owner);
}

// The tax number of one customer that stands in the text; "" for none.
std::string_view Payers::tax_id(const RemittanceText& text) const {
    if (tax_ids_.empty()) return {};
    for (std::size_t i = 0; i < text.pieces.size(); ++i) {
        const std::string_view signs = text.pieces[i];
        if (signs.size() < tax_id_signs_min) continue;
        if (const auto owner = tax_ids_.find(signs); owner && !owner->several()) return signs;
    }
    return {};
}

Payer Payers::debtor(const statement::EntryRow& entry, const RemittanceText& text, std::string& named) const {
    for (const bool in_text : {false, true}) {
        if (in_text)
            named = debtor_in_text(text.folded);
        else
            named = entries_[entry.ultimate_party];
        if (named.empty()) continue;
        Payer payer = by_name(named).payer;
        if (!payer.known()) continue;
        payer.source = Payer::Source::debtor;
        if (payer.by == EvidenceKind::payer_name_equal) payer.by = EvidenceKind::payer_in_text;
        return payer;
    }
    return {};
}

Payer Payers::of(const statement::EntryRow& entry, const RemittanceText& text) const {
    const bool has_name = !entry.counterparty_name.empty();
    const Named& by_own_name = by_name(entry.counterparty_name);
    Payer payer;
    payer.shared = by_own_name.shared;
    if (const auto owner = owner_of_account(entry)) {
        if (owner->several()) {
            // An account of several proves none of them; the full name beside it does.
            const bool told_apart = by_own_name.payer.certain() && owner->is(by_own_name.payer.customer);
            if (!told_apart) payer.shared = true;
        } else if (!payer.shared) {
            payer.customer = owner->customer;
            payer.tier = Payer::Tier::proved;
            payer.source = Payer::Source::account;
            payer.by = owner->learned ? EvidenceKind::payer_learned : EvidenceKind::payer_account_known;
        }
    }
    if (!payer.known())
        if (const std::string_view signs = tax_id(text); !signs.empty()) {
            payer.customer = tax_ids_.find(signs)->customer;
            payer.tier = Payer::Tier::proved;
            payer.source = Payer::Source::tax_id;
            payer.by = EvidenceKind::payer_tax_id;
        }
    // Whoever pays for another says so: the debtor named outweighs the payer's own name.
    std::string named;
    if (Payer debtor_named = debtor(entry, text, named); debtor_named.known()) {
        const Row customer = debtor_named.customer;
        // Whoever names another as the debtor pays for him; a name that is only close may be anybody's.
        if (payer.known() && payer.customer != customer && !debtor_named.certain()) debtor_named.rivals.add(payer.customer);
        debtor_named.shared = payer.shared;
        debtor_named.for_another =
            !payer.shared && has_name && payer.customer != customer && by_own_name.payer.customer != customer;
        return debtor_named;
    }
    const bool says_nothing =
        !payer.known() && (payer.shared || (!by_own_name.payer.known() && by_own_name.payer.rivals.empty()));
    if (says_nothing)
        if (Payer mentioned = named_in(text, named); mentioned.known()) {
            mentioned.shared = payer.shared;
            mentioned.for_another = !payer.shared && has_name;
            return mentioned;
        }
    if (payer.shared) {
        payer.by = EvidenceKind::shared_payer;
        payer.source = Payer::Source::name;
        return payer;
    }
    if (!payer.known()) return by_own_name.payer;
    // The account says one customer, the very name of another stands beside it.
    if (by_own_name.payer.certain() && by_own_name.payer.customer != payer.customer) payer.rivals.add(by_own_name.payer.customer);
    return payer;
}

Evidence Payers::evidence(const Payer& payer, const statement::EntryRow& entry, const RemittanceText& text) const {
    Evidence evidence;
    evidence.kind = payer.by;
    evidence.customer = payer.customer;
    switch (payer.source) {
    case Payer::Source::account:
        evidence.text = entries_[entry.counterparty_account];
        break;
    case Payer::Source::tax_id:
        evidence.text = tax_id(text);
        break;
    case Payer::Source::debtor:
        debtor(entry, text, evidence.text);
        break;
    case Payer::Source::mentioned:
        named_in(text, evidence.text);
        break;
    case Payer::Source::name:
    case Payer::Source::none:
        evidence.text = entries_[entry.counterparty_name];
        break;
    }
    return evidence;
}

Payers::Named& Payers::remember(ledger::TextRef written, std::string_view text) const {
    const FirmName name = firm_name(text);
    return remembered_.emplace_back(Named{.written = written,
                                          .firm = name.whole.empty() ? 0 : text_hash(name.whole) | 1U,
                                          .payer = find_name(name),
                                          .shared = shared_payer_name(fold(text))});
}

const Payers::Named& Payers::by_name(ledger::TextRef written) const {
    if (written.empty()) return nobody_;
    const std::uint32_t known = place_of_name(written);
    if (known != ledger::PlaceTable::nothing) return remembered_[known];
    names_of_entries_.add(hash_of(written), static_cast<std::uint32_t>(remembered_.size()));
    return remember(written, entries_[written]);
}

std::uint32_t Payers::place_of_name(ledger::TextRef written) const {
    return names_of_entries_.find(hash_of(written), [&](std::uint32_t at) { return remembered_[at].written == written; });
}

std::uint32_t Payers::place_of_account(ledger::TextRef written) const {
    return accounts_of_entries_.find(hash_of(written),
                                     [&](std::uint32_t at) { return remembered_accounts_[at].written == written; });
}

void Payers::fetch_places(const statement::EntryRow& entry) const {
    names_of_entries_.fetch(hash_of(entry.counterparty_name));
    accounts_of_entries_.fetch(hash_of(entry.counterparty_account));
}

// What the hash leads to is taken for it: looking at that itself would be the wait.
void Payers::fetch_remembered(const statement::EntryRow& entry) const {
    const auto first = [](std::uint32_t) { return true; };
    if (const std::uint32_t at = names_of_entries_.find(hash_of(entry.counterparty_name), first);
        at != ledger::PlaceTable::nothing)
        __builtin_prefetch(&remembered_[at]);
    if (const std::uint32_t at = accounts_of_entries_.find(hash_of(entry.counterparty_account), first);
        at != ledger::PlaceTable::nothing)
        __builtin_prefetch(&remembered_accounts_[at]);
}

const Payers::Named& Payers::by_name(std::string_view written) const {
    const std::uint32_t hash = ledger::place_hash(written);
    const std::uint32_t known =
        names_in_texts_.find(hash, [&](std::uint32_t at) { return remembered_text_[remembered_[at].written] == written; });
    if (known != ledger::PlaceTable::nothing) return remembered_[known];
    names_in_texts_.add(hash, static_cast<std::uint32_t>(remembered_.size()));
    return remember(remembered_text_.add(written), written);
}

} // namespace settled::matching
