#include "ledger/item_key.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace settled::ledger {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

ItemFacts invoice(const std::string& number, std::int32_t due, std::int64_t amount, const std::string& erp_id) {
    ItemFacts item;
    item.customer_id = "C001";
    item.document_number = number;
    item.erp_id = erp_id;
    item.doc_type = SETTLED_DOC_INVOICE;
    item.document_date = Date::from_abi(20261001);
    item.due_date = Date::from_abi(due);
    item.currency = *Currency::parse("CNY");
    item.amount = amount;
    return item;
}

std::vector<KeyedItem> keyed(const std::vector<ItemFacts>& items, std::vector<KeyedItem> known = {}) {
    const std::vector<std::string> keys = item_keys(items, known);
    std::vector<KeyedItem> result;
    for (std::size_t i = 0; i < items.size(); ++i) result.push_back({keys[i], items[i], true});
    return result;
}

std::vector<KeyedItem> earlier(std::vector<KeyedItem> items) {
    for (KeyedItem& item : items) item.current = false;
    return items;
}

TEST(ItemKey, IsWhatIsPrintedOnTheDocument) {
    EXPECT_THAT(item_keys(std::vector{invoice("INV-7", 20261031, 98500, "9001")}, {}),
                ElementsAre("C001|invoice|INV-7|20261001|"));
}

TEST(ItemKey, NamesTheInstalmentWhereTheErpDoes) {
    ItemFacts second = invoice("INV-7", 20261130, 5000, "9002");
    second.instalment = "2";
    EXPECT_THAT(item_keys(std::vector{second}, {}), ElementsAre("C001|invoice|INV-7|20261001|2"));
}

TEST(ItemKey, MarksWithinAPartAreEscapedSoThatNoTwoItemsShareAKey) {
    const ItemFacts bar = invoice("A|B", 20261031, 1, "1");
    ItemFacts split = invoice("B", 20261031, 1, "2");
    split.customer_id = "C001|invoice|A";
    const ItemFacts hash = invoice("INV#2", 20261031, 1, "3");
    const std::vector<std::string> keys = item_keys(std::vector{bar, split, hash}, {});
    EXPECT_EQ(std::set(keys.begin(), keys.end()).size(), 3U);
    EXPECT_EQ(document_of(keys[2]), keys[2]) << "an escaped # is no count";
}

TEST(ItemKey, TellsTheDocumentsNumber) {
    EXPECT_EQ(document_number_of("C001|invoice|INV-7|20261001|"), "INV-7");
    EXPECT_EQ(document_number_of("C\\|1|invoice|A\\|B\\#2|20261001|1#2"), "A|B#2");
    EXPECT_EQ(document_number_of(""), "");
}

TEST(ItemKey, CountsTheItemsOfADocumentByDueDateThenErpId) {
    const std::vector<ItemFacts> items = {invoice("INV-7", 20261231, 30, "c"), invoice("INV-7", 20261031, 10, "b"),
                                          invoice("INV-7", 20261031, 20, "a")};
    EXPECT_THAT(item_keys(items, {}),
                ElementsAre("C001|invoice|INV-7|20261001|#3", "C001|invoice|INV-7|20261001|#2", "C001|invoice|INV-7|20261001|"));
}

TEST(ItemKey, ASiblingPaidAndGoneMovesNobodysNumber) {
    const std::vector<ItemFacts> three = {invoice("INV-7", 20261031, 10, "a"), invoice("INV-7", 20261130, 20, "b"),
                                          invoice("INV-7", 20261231, 30, "c")};
    const std::vector<KeyedItem> known = keyed(three);
    EXPECT_THAT(item_keys(std::vector{three[1], three[2]}, known), ElementsAre(known[1].key, known[2].key));
    EXPECT_THAT(item_keys(std::vector{three[2]}, known), ElementsAre(known[2].key));
}

TEST(ItemKey, EnteredAgainUnderNewErpIdsTheInstalmentsAreRecognisedByDueDateAndAmount) {
    const std::vector<KeyedItem> known = keyed({invoice("INV-7", 20261031, 10, "a"), invoice("INV-7", 20261130, 20, "b")});
    const std::vector<ItemFacts> again = {invoice("INV-7", 20261130, 20, "x"), invoice("INV-7", 20261031, 10, "y")};
    EXPECT_THAT(item_keys(again, known), ElementsAre(known[1].key, known[0].key));
}

TEST(ItemKey, EnteredAgainWithAnotherAmountItIsStillTheSameDocument) {
    const std::vector<KeyedItem> known = keyed({invoice("INV-7", 20261031, 10, "a")});
    EXPECT_THAT(item_keys(std::vector{invoice("INV-7", 20261115, 12, "x")}, known), ElementsAre(known[0].key));
}

TEST(ItemKey, AnItemThatComesBackKeepsItsKey) {
    const std::vector<KeyedItem> known =
        earlier(keyed({invoice("INV-7", 20261031, 10, "a"), invoice("INV-7", 20261130, 20, "b")}));
    EXPECT_THAT(item_keys(std::vector{invoice("INV-7", 20261130, 20, "b")}, known), ElementsAre(known[1].key));
}

TEST(ItemKey, ANewInstalmentNeverTakesTheNumberOfAPaidOne) {
    const std::vector<KeyedItem> first = keyed({invoice("INV-7", 20261031, 10, "a"), invoice("INV-7", 20261130, 20, "b")});
    std::vector<KeyedItem> known = first;
    known[0].current = false; // paid last week
    const std::vector<ItemFacts> today = {first[1].facts, invoice("INV-7", 20270131, 40, "d")};
    EXPECT_THAT(item_keys(today, known), ElementsAre(first[1].key, "C001|invoice|INV-7|20261001|#3"));
}

TEST(ItemKey, TwinsOfOneDocumentKeepApart) {
    const std::vector<ItemFacts> twins = {invoice("INV-7", 20261031, 10, "a"), invoice("INV-7", 20261031, 10, "b")};
    const std::vector<KeyedItem> known = keyed(twins);
    EXPECT_NE(known[0].key, known[1].key);
    EXPECT_THAT(item_keys(std::vector{twins[1]}, known), ElementsAre(known[1].key));
}

TEST(Renumbering, CarriedIntoANewYearUnderAnotherNumberIsTheSameItem) {
    const std::vector<KeyedItem> old = keyed({invoice("2026-0815", 20261231, 98500, "17")});
    ItemFacts opening = invoice("OB-2027-3", 20261231, 98500, "1");
    opening.document_date = Date::from_abi(20270101);
    const std::vector<KeyedItem> carried = keyed({opening});
    const Renumbering result = renumbered(old, carried);
    ASSERT_THAT(result.aliases, SizeIs(1));
    EXPECT_EQ(result.aliases[0].old_key, old[0].key);
    EXPECT_EQ(result.aliases[0].new_key, carried[0].key);
    EXPECT_THAT(result.doubts, IsEmpty());
}

TEST(Renumbering, TheSameErpIdIsTheSameItemThoughNumberAndAmountChanged) {
    const Renumbering result =
        renumbered(keyed({invoice("INV-7", 20261031, 100, "17")}), keyed({invoice("INV-7A", 20261130, 90, "17")}));
    EXPECT_THAT(result.aliases, SizeIs(1));
}

TEST(Renumbering, AReusedErpIdOfAnotherCustomerProvesNothing) {
    ItemFacts other = invoice("INV-99", 20270131, 5, "17");
    other.customer_id = "C002";
    const Renumbering result = renumbered(keyed({invoice("INV-7", 20261031, 100, "17")}), keyed({other}));
    EXPECT_THAT(result.aliases, IsEmpty());
    EXPECT_THAT(result.doubts, IsEmpty());
}

TEST(Renumbering, TwoPossibleSuccessorsAreAQuestion) {
    const Renumbering result = renumbered(keyed({invoice("INV-7", 20261031, 100, "17")}),
                                          keyed({invoice("N-1", 20261031, 100, "21"), invoice("N-2", 20261031, 100, "22")}));
    EXPECT_THAT(result.aliases, IsEmpty());
    ASSERT_THAT(result.doubts, SizeIs(1));
    EXPECT_THAT(result.doubts[0].candidates, SizeIs(2));
}

TEST(Renumbering, TwoThatWantTheSameSuccessorAreAQuestion) {
    const Renumbering result = renumbered(keyed({invoice("INV-7", 20261031, 100, "17"), invoice("INV-8", 20261031, 100, "18")}),
                                          keyed({invoice("N-1", 20261031, 100, "21")}));
    EXPECT_THAT(result.aliases, IsEmpty());
    EXPECT_THAT(result.doubts, SizeIs(2));
}

TEST(Renumbering, TermsAndErpIdTogetherDecideAmongTwo) {
    const std::vector<KeyedItem> appeared = keyed({invoice("N-1", 20261031, 100, "17"), invoice("N-2", 20261031, 100, "22")});
    const Renumbering result = renumbered(keyed({invoice("INV-7", 20261031, 100, "17")}), appeared);
    ASSERT_THAT(result.aliases, SizeIs(1));
    EXPECT_EQ(result.aliases[0].new_key, appeared[0].key);
}

TEST(Renumbering, WithoutAnOriginalAmountTermsProveNothing) {
    ItemFacts old = invoice("INV-7", 20261031, 0, "17");
    old.amount.reset();
    ItemFacts fresh = invoice("N-1", 20261031, 0, "21");
    fresh.amount.reset();
    EXPECT_THAT(renumbered(keyed({old}), keyed({fresh})).aliases, IsEmpty());
}

} // namespace
} // namespace settled::ledger
