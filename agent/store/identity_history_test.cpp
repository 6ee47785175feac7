// Keys are given document by document, only where something changed; they are those that looking at everything would give.
#include "store/store_fixture.hpp"

#include "ledger/item_key.hpp"

#include <map>
#include <random>

namespace settled::store::test {
namespace {

using ledger::ItemFacts;
using ledger::KeyedItem;

class IdentityHistory : public StoreTest {};

ItemFacts facts_of(const Item& item) {
    ItemFacts facts;
    facts.customer_id = item.customer, facts.document_number = item.number, facts.erp_id = item.id;
    facts.doc_type = SETTLED_DOC_INVOICE;
    facts.document_date = day(item.document_date), facts.due_date = day(item.due_date);
    facts.currency = *Currency::parse("CNY"), facts.amount = item.amount;
    return facts;
}

// Every key that was ever given, and who has it now: all of it is looked at for each generation.
class WholeLedger {
  public:
    std::map<std::string, std::string> next(const std::vector<Item>& items) { // key by ERP id
        std::vector<ItemFacts> facts;
        for (const Item& item : items) facts.push_back(facts_of(item));
        std::vector<KeyedItem> known;
        for (const auto& [key, item] : ever_) known.push_back(item);
        const std::vector<std::string> keys = ledger::item_keys(facts, known);
        for (auto& [key, item] : ever_) item.current = false;
        std::map<std::string, std::string> by_id;
        for (std::size_t i = 0; i < items.size(); ++i) {
            ever_[keys[i]] = {keys[i], facts[i], true};
            by_id[items[i].id] = keys[i];
        }
        return by_id;
    }

  private:
    std::map<std::string, KeyedItem> ever_;
};

TEST_P(IdentityHistory, KeysAreThoseThatTheWholeLedgerWouldGive) {
    std::minstd_rand random(20261122);
    const auto below = [&](std::size_t limit) { return static_cast<std::size_t>(random()) % limit; };
    int next_id = 0;
    const auto fresh = [&] {
        Item item;
        item.id = std::to_string(++next_id);
        item.customer = "C" + std::to_string(below(4));
        item.number = "INV-" + std::to_string(below(25)); // several items of one document
        item.due_date = 20261101 + static_cast<std::int32_t>(below(3));
        item.amount = item.open = 100 * static_cast<std::int64_t>(1 + below(4));
        return item;
    };
    std::vector<Item> items, away;
    for (int i = 0; i < 60; ++i) items.push_back(fresh());
    WholeLedger whole;
    int keys_compared = 0;
    const std::vector<std::string> ledgers = {"u8"};
    for (std::int32_t generation = 1; generation <= 40; ++generation) {
        const auto expected = whole.next(items);
        const Date today = day(20261001).plus_days(generation);
        const auto pulled = pull(*store_, "demo", "u8", items, on(today.number()));
        ASSERT_TRUE(pulled) << words(pulled);
        const auto book = store_->ledgers().load("demo", ledgers, today);
        ASSERT_TRUE(book) << words(book);
        ASSERT_EQ(book->items.size(), items.size());
        for (const ledger::ItemRow& row : book->items) {
            EXPECT_EQ((*book)[row.key], expected.at(std::string((*book)[row.id]))) << "generation " << generation;
            ++keys_compared;
        }
        for (std::size_t changes = below(6); changes-- > 0 && items.size() > 10;) {
            const std::size_t at = below(items.size());
            switch (below(6)) {
            case 0: // new
                items.push_back(fresh());
                break;
            case 1: // paid, or taken back to be audited again
                away.push_back(items[at]);
                items.erase(items.begin() + static_cast<std::ptrdiff_t>(at));
                break;
            case 2: // there again, under the id of a new database
                if (away.empty()) break;
                items.push_back(away.back());
                items.back().id = std::to_string(++next_id);
                away.pop_back();
                break;
            case 3: // paid in part
                items[at].open = items[at].open / 2 + 1;
                break;
            case 4: // due later
                items[at].due_date += 1;
                break;
            default: // another number for the same document
                items[at].number = "INV-" + std::to_string(below(25));
            }
        }
    }
    std::printf("keys compared: %d\n", keys_compared);
    EXPECT_GT(keys_compared, 1500);
}

INSTANTIATE_TEST_SUITE_P(Both, IdentityHistory, testing::Values("sqlite", "postgresql"),
                         [](const auto& info) { return info.param; });

} // namespace
} // namespace settled::store::test
