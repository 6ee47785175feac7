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
#include "matching/rules.hpp"
#include "matching/tokens.hpp"
#include "statement/entry_book.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace settled::matching {

struct Payer {
    enum class Tier : std::uint8_t { none, close, equal, proved }; // proved: account, tax number, a person's word

    Row customer = no_row;
    Tier tier = Tier::none;
    bool shared = false;      // pays for many: the payer itself says nothing
    bool for_another = false; // somebody else pays, once, for the customer that the text names
    std::vector<Row> rivals;  // customers that fit as well, or contradict
    Evidence evidence;

    bool known() const { return customer != no_row; }
    bool certain() const { return tier >= Tier::equal; }
};

class Payers {
  public:
    Payers(const ledger::Book& book, const statement::EntryBook& entries, const History& history, const Rules& rules);

    Payer of(const statement::EntryRow& entry, const statement::EntryBook& entries, const RemittanceText& text) const;

  private:
    struct Owner { // of an account or a name
        Row customer = no_row;
        bool several = false;
        bool learned = false;
        std::vector<Row> others; // at most limits::customers_of_a_name
    };
    using Owners = std::unordered_map<std::string, Owner>;

    static void own(Owners& owners, std::string_view key, Row customer, bool learned = false);
    void add_name(std::string_view written, Row customer);
    Payer by_name(std::string_view written, EvidenceKind equal) const;
    Payer by_close_name(const FirmName& name) const;
    Row by_cut_name(const std::string& whole, bool& several) const;
    Row by_abbreviation(const FirmName& name, bool& several) const;
    Row by_typing_slip(const std::string& whole, bool& several) const;

    struct Spelling {
        FirmName name;
        Row customer = no_row;
    };
    Owners accounts_, tax_ids_, whole_names_, bare_names_, learned_names_;
    std::vector<Spelling> spellings_;                                         // by whole name
    std::unordered_map<std::string, std::vector<std::uint32_t>> first_words_; // of spellings with several words
    std::unordered_map<std::size_t, std::vector<std::uint32_t>> slips_;       // hash of a name with one sign left out
    std::unordered_set<std::string> own_accounts_;
    mutable std::unordered_map<std::string, Payer> remembered_; // by written name: statements repeat them
};

// The signs of an account number or IBAN, for comparing.
std::string account_signs(std::string_view written);

} // namespace settled::matching
