#include "store/store_fixture.hpp"

#include <random>

namespace settled::store::test {
namespace {

using statement::EntryStatus;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class Entries : public StoreTest {
  protected:
    PublishedFile publish(const std::string& name, std::vector<AccountStatement> statements, std::int32_t known_on = 20261031) {
        auto published = store_->entries().publish(file(name), statements, on(known_on));
        EXPECT_TRUE(published) << words(published);
        return published.value_or(PublishedFile());
    }
    statement::EntryBook book(std::int32_t as_of = 20261231) {
        auto loaded = store_->entries().load("demo", accounts(), day(as_of));
        EXPECT_TRUE(loaded) << words(loaded);
        return loaded.value_or(statement::EntryBook());
    }
    std::vector<std::int64_t> amounts(std::int32_t as_of = 20261231) {
        std::vector<std::int64_t> all;
        for (const statement::EntryRow& row : book(as_of).entries) all.push_back(row.amount);
        return all;
    }
    AccountCoverage coverage(std::int32_t as_of = 20261231) {
        auto all = store_->entries().coverage("demo", day(as_of));
        EXPECT_TRUE(all) << words(all);
        return all && all->size() == 1 ? all->front() : AccountCoverage();
    }
};

statement::Entry batch() {
    statement::Entry made = entry(20261030, 900, "batch", "B1");
    made.details = {entry(20261030, 400, "INV-1"), entry(20261030, 500, "INV-2")};
    for (statement::Entry& part : made.details) part.value_date = part.booking_date = Date(), part.transaction_code = "";
    made.transaction_code = "NTRF";
    return made;
}

TEST_P(Entries, AFileIsReadOnceAndItsFateIsKnown) {
    EXPECT_EQ(store_->entries().known("demo", file("a").sha256)->state, FileState::unknown);
    ASSERT_TRUE(store_->entries().begin_reading(file("a"), on(20261031)));
    EXPECT_EQ(store_->entries().known("demo", file("a").sha256)->state, FileState::reading);
    ASSERT_TRUE(store_->entries().refuse(file("a"), "it killed its reader", on(20261101)));
    const KnownFile refused = *store_->entries().known("demo", file("a").sha256);
    EXPECT_EQ(refused.state, FileState::refused);
    EXPECT_EQ(refused.reason, "it killed its reader");
    EXPECT_EQ(refused.at, on(20261101).at);
    EXPECT_TRUE(store_->entries().begin_reading(file("a"), on(20261102))) << "the bank's own file again, mended";
    publish("a", {statement({entry(20261030, 5, "x")})});
    EXPECT_EQ(store_->entries().known("demo", file("a").sha256)->state, FileState::imported);
    EXPECT_EQ(store_->entries().known("other", file("a").sha256)->state, FileState::unknown);
    EXPECT_FALSE(store_->entries().begin_reading(file("a"), on(20261103)));
    EXPECT_FALSE(store_->entries().refuse(file("a"), "too late", on(20261103)));
    const PublishedFile again = publish("a", {statement({entry(20261030, 5, "x")})});
    EXPECT_EQ(again.entries_new, 0);
    EXPECT_EQ(again.entries_known, 1);
    EXPECT_THAT(amounts(), ElementsAre(5));
}

TEST_P(Entries, HowOftenARunBeganToReadAFileIsCounted) {
    ASSERT_TRUE(store_->entries().begin_reading(file("a"), on(20261031)));
    ASSERT_TRUE(store_->entries().begin_reading(file("a"), on(20261101)));
    const auto known = store_->entries().known("demo", file("a").sha256);
    EXPECT_EQ(known->state, FileState::reading);
    EXPECT_EQ(known->times_begun, 2);
    EXPECT_EQ(known->reason, "");
}

TEST_P(Entries, AFileWhoseReaderCouldNotWorkIsUnknownAgain) {
    ASSERT_TRUE(store_->entries().begin_reading(file("a"), on(20261031)));
    ASSERT_TRUE(store_->entries().forget_reading("demo", file("a").sha256));
    EXPECT_EQ(store_->entries().known("demo", file("a").sha256)->state, FileState::unknown);
    ASSERT_TRUE(store_->entries().refuse(file("b"), "cut", on(20261031)));
    ASSERT_TRUE(store_->entries().forget_reading("demo", file("b").sha256));
    EXPECT_EQ(store_->entries().known("demo", file("b").sha256)->state, FileState::refused) << "a decision is not forgotten";
}

TEST_P(Entries, WhatLiesUnreadIsNamedUntilItIsInTheBookRefusedOrForgotten) {
    const auto unread = [&](std::int32_t as_of = 20261231) {
        std::string names;
        const auto files = store_->entries().unread("demo", day(as_of));
        EXPECT_TRUE(files) << words(files);
        for (const UnreadFile& each : *files) names += each.name + " ";
        return names;
    };
    for (const char* name : {"a", "b", "c"}) ASSERT_TRUE(store_->entries().begin_reading(file(name), on(20261031)));
    ASSERT_TRUE(store_->entries().leave_unread(file("c"), on(20261031)));
    ASSERT_TRUE(store_->entries().leave_unread(file("d"), on(20261101)));
    EXPECT_EQ(store_->entries().known("demo", file("c").sha256)->times_begun, 0);
    const std::string a = file("a").name, b = file("b").name, c = file("c").name, d = file("d").name;
    EXPECT_EQ(unread(), a + " " + b + " " + c + " " + d + " ");
    EXPECT_EQ(unread(20261031), a + " " + b + " " + c + " ");
    EXPECT_EQ(unread(20261030), "");
    publish("a", {statement({entry(20261030, 5, "x")})});
    ASSERT_TRUE(store_->entries().refuse(file("b"), "cut", on(20261101)));
    ASSERT_TRUE(store_->entries().leave_unread(file("a"), on(20261101))) << "what is in the book stays there";
    ASSERT_TRUE(store_->entries().forget_reading("demo", file("c").sha256));
    EXPECT_EQ(unread(), d + " ");
}

TEST_P(Entries, AnEntryIsReadBackFieldByField) {
    statement::Entry made = entry(20261030, -9'000'000'000'000'001, "付款 INV-7", "ABC");
    made.value_date = day(20261029), made.reversal = true, made.counterparty_account = "DE89", made.ultimate_party = "子公司";
    made.structured_reference = "RF18", made.end_to_end_id = "E2E", made.transaction_code = "NRTI", made.return_reason = "AC04";
    made.original = statement::Original{{1620, 0}, *Currency::parse("USD"), "1.08"};
    made.charges = {{{50, 0}, *Currency::parse("CNY"), true, "fee"}};
    publish("a", {statement({made})});
    const statement::EntryBook read = book();
    ASSERT_THAT(read.entries, SizeIs(1));
    const statement::EntryRow& row = read.entries[0];
    EXPECT_EQ(row.amount, -9'000'000'000'000'001);
    EXPECT_EQ(row.part, -1);
    EXPECT_EQ(row.value_date, day(20261029));
    EXPECT_TRUE(row.reversal);
    EXPECT_EQ(read[row.remittance], "付款 INV-7");
    EXPECT_EQ(read[row.counterparty_account], "DE89");
    EXPECT_EQ(read[row.ultimate_party], "子公司");
    EXPECT_EQ(read[row.structured_reference], "RF18");
    EXPECT_EQ(read[row.end_to_end_id], "E2E");
    EXPECT_EQ(read[row.bank_reference], "ABC");
    EXPECT_EQ(read[row.transaction_code], "NRTI");
    EXPECT_EQ(read[row.return_reason], "AC04");
    EXPECT_EQ(row.currency.code(), "CNY");
}

TEST_P(Entries, OverlappingFilesAddOnlyWhatIsNewAndTwinsStay) {
    const PublishedFile first = publish("monday", {statement({entry(20261026, 100, "fee"), entry(20261026, 100, "fee")}, 1000)});
    EXPECT_EQ(first.entries_new, 2);
    const PublishedFile second =
        publish("week", {statement({entry(20261026, 100, "fee"), entry(20261026, 100, "fee"), entry(20261027, 7, "b")}, 1000)});
    EXPECT_EQ(second.entries_new, 1);
    EXPECT_EQ(second.entries_known, 2);
    EXPECT_THAT(second.accounts, ElementsAre("main"));
    EXPECT_THAT(amounts(), ElementsAre(100, 100, 7));
}

TEST_P(Entries, AStatementThatJoinsTwoOthersShowsThatTheyHoldDifferentMoney) {
    publish("first", {statement({entry(20261026, 100, "twin")}, 1000)});
    publish("third", {statement({entry(20261026, 100, "twin")}, 1105)});
    EXPECT_THAT(amounts(), ElementsAre(100)) << "nothing tells them apart yet";
    const PublishedFile bridge = publish("second", {statement({entry(20261026, 5, "b")}, 1100)});
    EXPECT_EQ(bridge.entries_new, 2);
    EXPECT_THAT(amounts(), testing::UnorderedElementsAre(100, 100, 5));
}

TEST_P(Entries, ThePastIsReadAsItWasKnown) {
    publish("a", {statement({entry(20261026, 1, "a")})}, 20261027);
    publish("b", {statement({entry(20261026, 2, "b")})}, 20261101);
    EXPECT_THAT(amounts(20261026), IsEmpty());
    EXPECT_THAT(amounts(20261031), ElementsAre(1));
    EXPECT_THAT(amounts(20261101), ElementsAre(1, 2));
}

TEST_P(Entries, PartsThatAddUpAreReadApart) {
    publish("a", {statement({batch()})});
    const statement::EntryBook read = book();
    ASSERT_THAT(read.entries, SizeIs(2));
    EXPECT_EQ(read.entries[0].part, 0);
    EXPECT_EQ(read.entries[0].amount, 400);
    EXPECT_EQ(read[read.entries[0].remittance], "INV-1");
    EXPECT_EQ(read.entries[1].part, 1);
    EXPECT_EQ(read.entries[0].id, read.entries[1].id);
    EXPECT_EQ(read.entries[0].booking_date, day(20261030));
    EXPECT_EQ(read.entries[0].value_date, day(20261030)) << "the booking's, where the part has none";
    EXPECT_EQ(read[read.entries[0].bank_reference], "B1");
    EXPECT_EQ(read[read.entries[0].transaction_code], "NTRF");
}

TEST_P(Entries, PartsThatDoNotAddUpLeaveTheBookingWhole) {
    statement::Entry uneven = batch();
    uneven.details[0].amount.minor_units = 399;
    statement::Entry foreign = entry(20261030, 80, "foreign");
    foreign.details = {entry(20261030, 80, "part")};
    foreign.details[0].currency = *Currency::parse("USD");
    publish("a", {statement({uneven, foreign})});
    const statement::EntryBook read = book();
    ASSERT_THAT(read.entries, SizeIs(2));
    EXPECT_EQ(read.entries[0].part, -1);
    EXPECT_EQ(read.entries[1].part, -1);
}

TEST_P(Entries, IntradayEntriesWaitUntilABookedStatementCoversTheirDay) {
    AccountStatement noon = statement({entry(20261030, 100, "early")});
    noon.statement.interim = true;
    publish("camt.052", {noon}, 20261030);
    publish("camt.052 again", {noon}, 20261030);
    ASSERT_THAT(book(20261030).entries, SizeIs(1));
    EXPECT_EQ(book(20261030).entries[0].status, static_cast<std::uint8_t>(EntryStatus::pending));
    publish("yesterday", {statement({entry(20261029, 1, "x")})}, 20261030);
    EXPECT_THAT(amounts(20261030), ElementsAre(1, 100));
    publish("camt.053", {statement({entry(20261030, 100, "booked")})}, 20261031);
    const statement::EntryBook read = book();
    EXPECT_THAT(amounts(), ElementsAre(1, 100));
    EXPECT_EQ(read.entries[1].status, static_cast<std::uint8_t>(EntryStatus::booked));
    EXPECT_EQ(book(20261030).entries[1].status, static_cast<std::uint8_t>(EntryStatus::pending)) << "that day still waited";
}

TEST_P(Entries, PendingEntriesOfABookedStatementWaitBesideTheBook) {
    statement::Entry tomorrow = entry(20261031, 70, "announced");
    tomorrow.status = EntryStatus::pending;
    AccountStatement said = statement({entry(20261030, 5, "x")}, 100);
    said.statement.entries.push_back(tomorrow);
    publish("a", {said});
    const statement::EntryBook read = book();
    ASSERT_THAT(read.entries, SizeIs(2));
    EXPECT_EQ(read.entries[1].status, static_cast<std::uint8_t>(EntryStatus::pending));
    EXPECT_TRUE(coverage().balance_proved);
    EXPECT_EQ(coverage().last_entry, day(20261030));
}

TEST_P(Entries, WhatAStatementCallsPendingOnADayItCoversWaitsUntilTheNextOne) {
    statement::Entry announced = entry(20261030, 70, "announced");
    announced.status = EntryStatus::pending;
    AccountStatement noon = statement({entry(20261030, 5, "x")}, 100);
    noon.statement.entries.push_back(announced);
    publish("noon", {noon});
    EXPECT_THAT(amounts(), ElementsAre(5, 70));
    publish("noon again", {noon});
    EXPECT_THAT(amounts(), ElementsAre(5, 70)) << "told twice, it still waits once";
    publish("evening", {statement({entry(20261030, 5, "x"), entry(20261030, 70, "booked")}, 100)});
    EXPECT_THAT(amounts(), ElementsAre(5, 70));
    EXPECT_EQ(book().entries[1].status, static_cast<std::uint8_t>(EntryStatus::booked));
    noon.statement.number = "another";
    publish("noon, once more and late", {noon});
    EXPECT_THAT(amounts(), ElementsAre(5, 70)) << "what comes late is no news";
}

TEST_P(Entries, WhatWasAnnouncedOnAFreeDayWaitsUntilTheDayIsSpanned) {
    publish("friday", {statement({entry(20261030, 1, "x")}, 100)}, 20261030);
    AccountStatement saturday = statement({entry(20261031, 70, "announced")});
    saturday.statement.interim = true;
    publish("camt.052", {saturday}, 20261031);
    EXPECT_THAT(amounts(), ElementsAre(1, 70));
    publish("tuesday", {statement({entry(20261103, 3, "y")}, 171)}, 20261103);
    EXPECT_THAT(amounts(), ElementsAre(1, 70, 3)) << "monday is missing";
    publish("monday", {statement({entry(20261102, 70, "booked")}, 101)}, 20261103);
    EXPECT_THAT(amounts(), ElementsAre(1, 70, 3));
    EXPECT_EQ(book().entries[1].booking_date, day(20261102));
}

TEST_P(Entries, WhatIsHeldForAPersonWaitsAlsoOnACoveredDay) {
    publish("proved", {statement({entry(20261030, 1, "x")}, 100)});
    AccountStatement doubtful = statement({entry(20261030, 1, "x"), entry(20261030, 70, "who sent this?")}, 900);
    doubtful.held = true;
    publish("doubtful", {doubtful});
    ASSERT_THAT(amounts(), ElementsAre(1, 70));
    EXPECT_EQ(book().entries[1].status, static_cast<std::uint8_t>(EntryStatus::pending));
    publish("next", {statement({entry(20261031, 2, "y")}, 101)});
    EXPECT_THAT(amounts(), ElementsAre(1, 70, 2)) << "the day before is not shown again";
    publish("week", {statement({entry(20261030, 1, "x"), entry(20261031, 2, "y")}, 100)});
    EXPECT_THAT(amounts(), ElementsAre(1, 2));
}

AccountStatement details(std::vector<statement::Entry> entries) {
    AccountStatement made = statement(std::move(entries));
    made.statement.details_only = true;
    return made;
}

TEST_P(Entries, DetailsBecomeThePartsOfTheBookingWithTheirReference) {
    const statement::Entry booked = entry(20261030, 900, "SAMMLER", "B1");
    publish("camt.053", {statement({booked})}, 20261030);
    EXPECT_THAT(amounts(20261030), ElementsAre(900));
    publish("camt.054", {details({batch()})}, 20261031);
    EXPECT_THAT(amounts(20261030), ElementsAre(900));
    const statement::EntryBook read = book();
    ASSERT_THAT(read.entries, SizeIs(2));
    EXPECT_EQ(read[read.entries[1].remittance], "INV-2");
    EXPECT_EQ(read.entries[1].status, static_cast<std::uint8_t>(EntryStatus::booked));
}

TEST_P(Entries, DetailsThatComeFirstHoldUntilTheBookingIsThere) {
    publish("camt.054", {details({entry(20261030, 400, "INV-1", "B1"), entry(20261030, 500, "INV-2", "B1")})}, 20261030);
    ASSERT_THAT(book(20261030).entries, SizeIs(2));
    EXPECT_EQ(book(20261030).entries[0].status, static_cast<std::uint8_t>(EntryStatus::pending));
    publish("camt.053", {statement({entry(20261030, 900, "SAMMLER", "B1")})}, 20261031);
    const statement::EntryBook read = book();
    ASSERT_THAT(read.entries, SizeIs(2));
    EXPECT_EQ(read.entries[0].part, 0);
    EXPECT_EQ(read.entries[0].status, static_cast<std::uint8_t>(EntryStatus::booked));
}

TEST_P(Entries, WithoutAReferenceDetailsGoToTheOnlyBookingOfTheirDayAndAmount) {
    statement::Entry nameless = batch();
    nameless.bank_reference = "";
    publish("054", {details({nameless})});
    publish("053 twice", {statement({entry(20261030, 900, "one"), entry(20261030, 900, "two")})});
    EXPECT_THAT(amounts(), ElementsAre(900, 900)) << "two could be it: neither is";
    publish("other 054", {details({[] {
                statement::Entry made = entry(20261029, 50, "INV-9");
                return made;
            }()})});
    publish("other 053", {statement({entry(20261029, 50, "SAMMLER")})});
    const statement::EntryBook read = book();
    EXPECT_EQ(read.entries[0].part, 0);
    EXPECT_EQ(read[read.entries[0].remittance], "INV-9");
}

TEST_P(Entries, ABookingDecidedAsAWholeStaysWholeWhenItsDetailsCome) {
    publish("053", {statement({entry(20261030, 900, "SAMMLER", "B1")})}, 20261030);
    StoredMatch match;
    match.entry = book().entries[0].id, match.account = "main", match.amount = cny(900), match.state = matching::State::settled;
    match.date = day(20261030);
    auto saved = store_->matches().save("demo", std::vector{match}, {}, on(20261030));
    ASSERT_TRUE(saved) << words(saved);
    publish("054", {details({batch()})}, 20261031);
    EXPECT_THAT(amounts(), ElementsAre(900));
    ASSERT_TRUE(store_->matches().undo(saved->front(), "apart", on(20261101)));
    EXPECT_THAT(amounts(), ElementsAre(400, 500));
}

TEST_P(Entries, ASecondFormatIsComparedAndNeverAdded) {
    publish("camt", {statement({entry(20261030, 100, "a")})});
    AccountStatement same = statement({entry(20261030, 100, "A in other words")}), other = statement({entry(20261030, 101, "b")});
    same.format = other.format = "statement_mt940";
    EXPECT_THAT(publish("mt940", {same}).remarks, IsEmpty());
    const PublishedFile differs = publish("mt940 later", {other});
    ASSERT_THAT(differs.remarks, SizeIs(1));
    EXPECT_THAT(differs.remarks[0], HasSubstr("statement_mt940 shows 1 entries of 1.01, the booked format has 1 of 1.00"));
    EXPECT_THAT(amounts(), ElementsAre(100));
    other.statement.entries[0].booking_date = day(20261031); // a day that the first format never told of
    EXPECT_EQ(publish("the bank changed its format", {other}).entries_new, 1);
}

TEST_P(Entries, WhatCannotBeBelievedIsRefusedWhole) {
    statement::Entry finer = entry(20261030, 12345, "a");
    finer.amount.finer_digits = 1;
    auto published =
        store_->entries().publish(file("a"), std::vector{statement({entry(20261030, 1, "good"), finer})}, on(20261031));
    ASSERT_FALSE(published);
    EXPECT_EQ(published.error().code, SETTLED_BAD_DATA);
    statement::Entry timeless = entry(20261030, 1, "a");
    timeless.booking_date = timeless.value_date = Date();
    EXPECT_FALSE(store_->entries().publish(file("b"), std::vector{statement({timeless})}, on(20261031)));
    EXPECT_THAT(amounts(), IsEmpty());
    EXPECT_EQ(store_->entries().known("demo", file("a").sha256)->state, FileState::unknown);
}

TEST_P(Entries, BookedStatementsKeepTheirDaysAndBalances) {
    publish("two", {statement({entry(20261027, 5, "b"), entry(20261028, 6, "c")}, 1100)}, 20261029);
    publish("one", {statement({entry(20261026, 100, "a")}, 1000)}, 20261030);
    AccountStatement interim = statement({entry(20261029, 1, "d")}, 1111);
    interim.statement.interim = true;
    publish("interim", {interim, statement({entry(20261025, 1, "e")})}, 20261030);
    const auto kept = store_->entries().statements("demo", "main", day(20261030));
    ASSERT_TRUE(kept) << words(kept);
    ASSERT_THAT(*kept, SizeIs(3)) << "the interim report is no statement";
    EXPECT_EQ((*kept)[0].opening, std::nullopt);
    EXPECT_EQ((*kept)[1].closing, 1100);
    EXPECT_EQ((*kept)[2].first_day, day(20261027));
    EXPECT_EQ((*kept)[2].last_day, day(20261028));
    EXPECT_EQ((*kept)[2].opening, 1100);
    EXPECT_EQ((*kept)[2].currency.code(), "CNY");
    EXPECT_THAT(*store_->entries().statements("demo", "main", day(20261029)), SizeIs(1));
    EXPECT_THAT(*store_->entries().statements("demo", "other", day(20261030)), IsEmpty());
}

TEST_P(Entries, CoverageTellsHowFarAnAccountIsProved) {
    publish("one", {statement({entry(20261026, 100, "a")}, 1000)}, 20261027);
    EXPECT_TRUE(coverage().balance_proved);
    EXPECT_EQ(coverage().closing, cny(1100));
    EXPECT_EQ(coverage().last_closing, day(20261026));
    EXPECT_EQ(coverage().last_import_at, on(20261027).at);
    publish("three", {statement({entry(20261028, 1, "c")}, 1105)}, 20261029);
    EXPECT_FALSE(coverage().balance_proved) << "a day is missing";
    EXPECT_TRUE(coverage(20261028).balance_proved) << "not yet known then";
    publish("two", {statement({entry(20261027, 5, "b")}, 1100)}, 20261029);
    EXPECT_TRUE(coverage().balance_proved);
    EXPECT_EQ(coverage().last_entry, day(20261028));
    publish("quiet day", {statement({}, 1106, 20261030)}, 20261030);
    EXPECT_TRUE(coverage().balance_proved);
    EXPECT_EQ(coverage().last_closing, day(20261030));
    publish("no balances", {statement({entry(20261031, 5, "d")})}, 20261031);
    EXPECT_FALSE(coverage().balance_proved);
    EXPECT_EQ(coverage().closing, cny(1106));
}

TEST_P(Entries, RandomHistoriesInOverlappingFilesGiveTheTruthInTheDatabaseToo) {
    constexpr unsigned histories = 25;
    for (unsigned seed = 1; seed <= histories; ++seed) {
        std::mt19937 random(seed);
        const std::string account = "account" + std::to_string(seed);
        const std::vector<statement::AccountRow> own = {{account, account, "", *Currency::parse("CNY")}};
        std::vector<statement::Entry> truth;
        std::vector<std::size_t> starts;
        for (int d = 0; d < 6; ++d) {
            starts.push_back(truth.size());
            for (auto left = random() % 5; left > 0; --left)
                truth.push_back(entry(20261001 + d, 100 * static_cast<std::int64_t>(random() % 3 + 1),
                                      "text " + std::to_string(random() % 2)));
        }
        starts.push_back(truth.size());
        std::vector<std::pair<std::size_t, std::size_t>> cuts; // whole days, overlapping
        for (std::size_t first = 0; first < 6; ++first)
            cuts.emplace_back(first, std::min<std::size_t>(6, first + 1 + random() % 3));
        std::ranges::shuffle(cuts, random);
        for (std::size_t i = 0; i < cuts.size(); ++i) {
            std::vector<statement::Entry> some(truth.begin() + static_cast<std::ptrdiff_t>(starts[cuts[i].first]),
                                               truth.begin() + static_cast<std::ptrdiff_t>(starts[cuts[i].second]));
            publish(account + std::to_string(i), {statement(std::move(some), std::nullopt, 0, account)});
        }
        std::vector<std::int64_t> wanted, stored;
        for (const statement::Entry& one : truth) wanted.push_back(one.amount.minor_units);
        auto loaded = store_->entries().load("demo", own, day(20261231));
        ASSERT_TRUE(loaded);
        for (const statement::EntryRow& row : loaded->entries) stored.push_back(row.amount);
        EXPECT_THAT(stored, testing::UnorderedElementsAreArray(wanted)) << "seed " << seed;
    }
}

INSTANTIATE_TEST_SUITE_P(Both, Entries, testing::Values("sqlite", "postgresql"), [](const auto& info) { return info.param; });

} // namespace
} // namespace settled::store::test
