#include "matching/match.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace settled::matching {
namespace {

TEST(Match, EveryWordOfTheContractComesBackAsItself) {
    for (const std::string_view word :
         {"settled", "booked", "partly_booked", "on_account", "question", "unmatched", "not_receivable", "reversed"})
        EXPECT_EQ(name(state(word)), word);
    for (const std::string_view word : {"", "certain", "likely", "possible"}) EXPECT_EQ(name(grade(word)), word);
    for (const std::string_view word :
         {"", "bank_charge", "interest", "tax", "payroll", "own_transfer", "card_payout", "bill_collection", "refund", "other"})
        EXPECT_EQ(name(class_of(word)), word);
    for (const std::string_view word : {"", "bank_fee", "cent_difference", "early_payment_discount", "withholding",
                                        "exchange_difference", "short_payment", "overpayment"})
        EXPECT_EQ(name(residual(word)), word);
}

TEST(Match, EveryKindOfEvidenceHasANameOfItsOwn) {
    std::set<std::string_view> names;
    constexpr int last = static_cast<int>(EvidenceKind::item_paid);
    for (int kind = 1; kind <= last; ++kind) {
        const auto value = static_cast<EvidenceKind>(kind);
        names.insert(name(value));
        EXPECT_EQ(evidence_kind(name(value)), value);
    }
    EXPECT_EQ(names.size(), static_cast<std::size_t>(last));
}

} // namespace
} // namespace settled::matching
