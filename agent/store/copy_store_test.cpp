#include "store/copy_store.hpp"

#include "store/store_fixture.hpp"

namespace settled::store::test {
namespace {

using testing::HasSubstr;

// From a SQLite of its own into the PostgreSQL of the fixture.
class CopyStore : public StoreTest {
  protected:
    void SetUp() override {
        StoreTest::SetUp();
        if (IsSkipped()) return;
        from_.url = "sqlite:" + (folder_ / "old.db").string();
        auto opened = open_store(from_);
        ASSERT_TRUE(opened) << words(opened);
        old_ = std::move(*opened);
        ASSERT_TRUE(pull(*old_, "demo", "books",
                         {{}, {.id = "2", .customer = "C002", .number = "发票-2", .amount = -7, .open = -7}}, on(20261101)));
        entry_ = one_entry(*old_, 98500, "货款 INV-1");
        for (int i = 0; i < 5; ++i) ASSERT_TRUE(old_->audit().append("demo", "test.event", R"({"n":1})", on(20261101, "li.na")));
        ASSERT_TRUE(old_->reports().set("demo", "mode", "approve", on(20261101)));
        auto lock = old_->locks().take("job", "somebody", on(20261101));
        ASSERT_TRUE(lock); // given back: its number is not given again all the same
    }
    StoreOptions from_;
    std::unique_ptr<Store> old_;
    std::int64_t entry_ = 0;
};

TEST_P(CopyStore, EverythingIsThereAndGoesOnWhereItStood) {
    auto copied = copy_store(from_, options_);
    ASSERT_TRUE(copied) << words(copied);
    std::int64_t rows = 0;
    std::size_t sums = 0;
    for (const CopiedTable& table : *copied) rows += table.rows, sums += table.sums_compared;
    std::cout << copied->size() << " tables, " << rows << " rows, " << sums << " sums the same\n";
    EXPECT_GT(rows, 10);
    auto now = another();
    auto verified = now->audit().verify();
    EXPECT_TRUE(verified) << words(verified);
    EXPECT_EQ(now->audit().head().value().hash, old_->audit().head().value().hash);
    EXPECT_EQ(now->reports().setting("demo", "mode").value(), "approve");
    auto book = now->entries().load("demo", accounts(), day(22001231));
    ASSERT_TRUE(book) << words(book);
    ASSERT_THAT(book->entries, testing::SizeIs(1));
    EXPECT_EQ(book->entries[0].id, entry_);
    EXPECT_EQ((*book)[book->entries[0].remittance], "货款 INV-1");
    EXPECT_GT(one_entry(*now, 100, "a later one", 20261102), entry_);
    EXPECT_TRUE(now->audit().append("demo", "goes.on", "{}", on(20261103)));
    EXPECT_TRUE(now->audit().verify());
}

TEST_P(CopyStore, WhatIsNotEmptyIsNotWrittenOver) {
    ASSERT_TRUE(pull(*store_, "sister", "books", {{}}, on(20261101)));
    auto refused = copy_store(from_, options_);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, SETTLED_INVALID_CONFIG);
    EXPECT_THAT(refused.error().message, HasSubstr("holds ledger_customers already"));
    EXPECT_FALSE(copy_store(options_, from_)) << "there is no way back by this";
    EXPECT_FALSE(copy_store(from_, from_));
}

// A row that does not arrive as it was: a trigger there changes one amount.
TEST_P(CopyStore, ADifferenceOfOneCentLeavesNothingBehind) {
    ASSERT_TRUE(sql(
        "CREATE FUNCTION a_cent() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.amount := NEW.amount + 1; RETURN NEW; END'"));
    ASSERT_TRUE(sql("CREATE TRIGGER a_cent BEFORE INSERT ON bank_entry FOR EACH ROW EXECUTE FUNCTION a_cent()"));
    auto refused = copy_store(from_, options_);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, SETTLED_BAD_DATA);
    EXPECT_THAT(refused.error().message, HasSubstr("the sum of \"amount\" of bank_entry is 98500 here and 98501 there"));
    EXPECT_EQ(another()->reports().setting("demo", "mode").value(), "");
}

INSTANTIATE_TEST_SUITE_P(ToPostgresql, CopyStore, testing::Values("postgresql"), [](const auto& info) { return info.param; });

} // namespace
} // namespace settled::store::test
