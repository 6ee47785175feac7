// not_receivable.hpp -- bookings that are no customer's payment: charges, interest, tax, payroll,
// transfers between own accounts, card payouts, bill collections, refunds, and all money out.
//
// Recognised by own account, by the bank's transaction code, by a pattern a person taught, by words
// of the text. Words and codes are a table in not_receivable.cpp.
#pragma once

#include "matching/match.hpp"
#include "matching/payer.hpp"
#include "matching/rules.hpp"
#include "matching/tokens.hpp"
#include "statement/entry_book.hpp"

#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

namespace settled::matching {

struct NotReceivable {
    Class what = Class::other;
    Evidence evidence;
};

class NotReceivables {
  public:
    explicit NotReceivables(const Rules& rules);

    // `quotes_ledger`: the text quotes a number of the ledger, so words alone prove nothing.
    std::optional<NotReceivable> of(const statement::EntryRow& entry, const statement::EntryBook& entries,
                                    const RemittanceText& text, const Payer& payer, bool quotes_ledger) const;

  private:
    std::unordered_set<std::string> own_accounts_, own_names_;
    struct Pattern {
        std::string folded;
        Class what;
    };
    std::vector<Pattern> learned_;
};

} // namespace settled::matching
