// payer.hpp -- who paid: the customer behind an account, a tax number, a name or a debtor named in
// the text.
//
// An account proves its customer only while it belongs to, and has paid for, that one alone. Shared
// payers (treasuries, payment providers, factors) prove nothing; then only the text can name one.
#pragma once

#include "ledger/book.hpp"
#include "matching/history.hpp"
#include "matching/match.hpp"
#include "matching/names.hpp"
#include "matching/owners.hpp"
#include "matching/rivals.hpp"
#include "matching/rules.hpp"
#include "matching/tokens.hpp"
#include "statement/entry_book.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace settled::matching {

struct Payer {
    enum class Tier : std::uint8_t { none, close, equal, proved }; // proved: account, tax number, a person's word
    enum class Source : std::uint8_t { none, account, tax_id, name, debtor, mentioned };

    Row customer = no_row;
    Tier tier = Tier::none;
    Source source = Source::none;
    EvidenceKind by = EvidenceKind::payer_name_equal;
    bool shared : 1 = false;      // pays for many: the payer itself says nothing
    bool for_another : 1 = false; // somebody else pays, once, for the customer that the text names
    Rivals rivals;                // customers that fit as well, or contradict

    bool known() const { return customer != no_row; }
    bool certain() const { return tier >= Tier::equal; }
    bool may_be(Row row) const { return row == customer || rivals.has(row); }
};

class Payers {
  public:
    Payers(const ledger::Book& book, const statement::EntryBook& entries, const History& history, const Rules& rules);

    Payer of(const statement::EntryRow& entry, const RemittanceText& text) const;
    // Have the processor bring what is remembered of an entry's name and account: where it stands; some time later, itself.
    void fetch_places(const statement::EntryRow& entry) const;
    void fetch_remembered(const statement::EntryRow& entry) const;
    // The same number for two entries whose payers write one firm's name, however; 0 for no name.
    std::uint64_t firm_of(const statement::EntryRow& entry) const { return by_name(entry.counterparty_name).firm; }
    // Customers whose names begin like that of this holding: "安宏集团有限公司" and "安宏钢材有限公司". None for any other.
    std::vector<Row> group_of(Row customer) const;
    // What of the entry says so.
    Evidence evidence(const Payer& payer, const statement::EntryRow& entry, const RemittanceText& text) const;

  private:
    struct Spelling {
        FirmName name;
        Row customer = no_row;
    };
    using Spellings = std::vector<std::uint32_t>; // in some order of spellings_
    struct Named {
        ledger::TextRef written; // in the entries' texts, or in remembered_text_
        std::uint64_t firm = 0;  // hash of the firm's name, 0 where nothing is left of it
        Payer payer;
        bool shared = false;
    };
    struct Account {
        ledger::TextRef written; // in the entries' texts
        std::uint32_t owner = Owners::nobody;
    };

    void learn_accounts(const History& history, const Rules& rules);
    void add_name(std::string_view written, Row customer);
    void sort_spellings();
    template <class Sign> Spellings sorted_by(Sign&& sign) const;
    std::optional<Owners::Owner> owner_of_account(const statement::EntryRow& entry) const;
    std::string_view tax_id(const RemittanceText& text) const;
    // The debtor whom entry or text names, if he is a customer.
    Payer debtor(const statement::EntryRow& entry, const RemittanceText& text, std::string& named) const;
    // The one customer whose full name stands in the text of somebody unknown.
    Payer named_in(const RemittanceText& text, std::string& named) const;
    const Named& by_name(ledger::TextRef written) const; // of an entry
    const Named& by_name(std::string_view written) const;
    std::uint32_t place_of_name(ledger::TextRef written) const, place_of_account(ledger::TextRef written) const; // remembered
    Named& remember(ledger::TextRef written, std::string_view text) const;
    Payer find_name(const FirmName& name) const;
    void add_family(const std::string& whole, Payer& payer) const;
    Payer by_close_name(const FirmName& name) const;
    // The spellings whose names begin with, or end in, this; none where there are more than are compared.
    std::span<const std::uint32_t> beginning(std::string_view text) const;
    std::span<const std::uint32_t> ending(std::string_view text) const;
    // Customers that are close in one way or another; some perhaps twice.
    void by_cut_name(const std::string& whole, std::vector<Row>& found) const;
    void by_abbreviation(const FirmName& name, std::vector<Row>& found) const;
    void by_typing_slip(const std::string& whole, std::vector<Row>& found) const;

    const statement::EntryBook& entries_;
    Owners accounts_, tax_ids_, whole_names_, bare_names_, learned_names_;
    std::vector<Spelling> spellings_;
    Spellings by_beginning_, by_end_;
    // What was found out about names and accounts: statements repeat them, and of entries one text has one reference.
    mutable std::deque<Named> remembered_; // a reference to one stays good
    mutable ledger::PlaceTable names_of_entries_, names_in_texts_;
    mutable ledger::TextArena remembered_text_;
    mutable std::vector<Account> remembered_accounts_;
    mutable ledger::PlaceTable accounts_of_entries_;
    Named nobody_;
    mutable std::string account_; // signs of the one that is looked up
};

// The signs of an account number or IBAN, for comparing.
std::string account_signs(std::string_view written);
void account_signs(std::string_view written, std::string& signs); // its memory is used again

} // namespace settled::matching
