#include "jobs/compare_words.hpp"

#include <gtest/gtest.h>

namespace settled::jobs {
namespace {

using matching::Language;

constexpr Language languages[] = {Language::english, Language::chinese, Language::german};
const Currency cny = *Currency::parse("CNY");

void expect_words(std::string_view said) {
    EXPECT_GT(said.size(), 3U);
    EXPECT_EQ(said.find('{'), std::string_view::npos) << said;
}

TEST(CompareWords, EveryFindingHintRemarkAndGapHasWordsInEveryLanguage) {
    ledger::Book book;
    book.ledgers.resize(1), book.customers.resize(1), book.items.resize(1);
    book.items[0].customer = 0, book.items[0].document_number = book.text.add("INV-7");
    GroupRow row;
    row.creditor = "demo", row.debtor = "sister";
    for (const Language language : languages) {
        for (int kind = 1; kind <= static_cast<int>(matching::FindingKind::before_our_records); ++kind) {
            expect_words(words(static_cast<matching::FindingKind>(kind), language));
            expect_words(group_words(static_cast<matching::FindingKind>(kind), language));
        }
        for (int kind = 1; kind <= static_cast<int>(matching::HintKind::other_currencies); ++kind)
            expect_words(words(matching::ControlHint{static_cast<matching::HintKind>(kind), 990, 2, 0, Date::from_abi(20261031)},
                               book, cny, language));
        for (int kind = 1; kind <= static_cast<int>(ComparisonRemark::sums_not_searched); ++kind)
            expect_words(words(Remark{static_cast<ComparisonRemark>(kind), 2, 100}, cny, language));
        for (int gap = 1; gap <= static_cast<int>(GroupGap::no_vendor); ++gap)
            expect_words(words(static_cast<GroupGap>(gap), row, language));
        for (int side = 1; side <= 3; ++side) expect_words(words(static_cast<matching::ControlSide>(side), language));
    }
    EXPECT_EQ(words(matching::ControlHint{matching::HintKind::one_item, 99000, 1, 0, {}}, book, cny, Language::english),
              "item INV-7 of 990.00 CNY is the difference: not in the control account?");
}

} // namespace
} // namespace settled::jobs
