#include "credit/aging.hpp"

#include <gtest/gtest.h>

#include <array>
#include <limits>
#include <map>
#include <random>
#include <string>
#include <tuple>

namespace settled::credit {
namespace {

using ledger::Row;

Date day(std::string_view iso) { return *Date::parse_iso(iso); }
const Currency cny = *Currency::parse("CNY");
const Currency usd = *Currency::parse("USD");

struct Scene {
    ledger::Book book;
    AgingInput input;

    Scene() {
        book.ledgers.push_back({"u8", 1, {}, {}});
        input.as_of = day("2026-10-31");
        input.book = &book;
    }
    Row customer(std::string_view id) {
        ledger::CustomerRow row;
        row.id = book.text.add(id);
        book.customers.push_back(row);
        return static_cast<Row>(book.customers.size() - 1);
    }
    Row item(Row customer, std::int64_t open, Date due, Currency currency = cny, Date document = {}) {
        ledger::ItemRow row;
        row.customer = customer;
        row.open_amount = row.amount = open;
        row.due_date = due;
        row.document_date = document;
        row.currency = currency;
        book.items.push_back(row);
        return static_cast<Row>(book.items.size() - 1);
    }
    Aging aged() const {
        Result<Aging> made = aging(input);
        EXPECT_TRUE(made) << made.error().message;
        return made.value_or(Aging{});
    }
};

TEST(Aging, BusinessLinesAddUpToTheWhole) {
    Scene scene;
    const Row acme = scene.customer("C001");
    for (const auto& [line, amount, days] : {std::tuple("pumps", 700, 5), {"", 50, 5}, {"pumps", -100, 0}, {"valves", 30, 200}}) {
        const Row item = scene.item(acme, amount, scene.input.as_of.plus_days(-days));
        scene.book.own_handling(item).business_line = scene.book.text.add(line);
    }
    scene.input.on_account.push_back({acme, {20, cny}});
    const Aging made = scene.aged();
    ASSERT_EQ(made.business_lines.size(), 3U);
    std::map<std::string, std::array<std::int64_t, 4>> seen;
    for (const BusinessLineAging& line : made.business_lines)
        seen[line.name] = {line.buckets.total, line.buckets.days_1_30, line.buckets.over_120, line.buckets.unapplied};
    EXPECT_EQ(seen[""], (std::array<std::int64_t, 4>{30, 50, 0, -20}));
    EXPECT_EQ(seen["pumps"], (std::array<std::int64_t, 4>{600, 700, 0, -100}));
    EXPECT_EQ(seen["valves"], (std::array<std::int64_t, 4>{30, 0, 30, 0}));
}

TEST(Aging, EachItemStandsInTheBucketOfItsDaysAfterTheDueDate) {
    Scene scene;
    const Row acme = scene.customer("C001");
    const std::vector<std::pair<int, std::int64_t Buckets::*>> cases = {
        {-5, &Buckets::not_due},     {0, &Buckets::not_due},       {1, &Buckets::days_1_30},   {30, &Buckets::days_1_30},
        {31, &Buckets::days_31_60},  {60, &Buckets::days_31_60},   {61, &Buckets::days_61_90}, {90, &Buckets::days_61_90},
        {91, &Buckets::days_91_120}, {120, &Buckets::days_91_120}, {121, &Buckets::over_120},  {4000, &Buckets::over_120},
    };
    for (const auto& [days, bucket] : cases) {
        scene.book.items.clear();
        scene.item(acme, 12345, scene.input.as_of.plus_days(-days));
        const Aging made = scene.aged();
        ASSERT_EQ(made.currencies.size(), 1u);
        EXPECT_EQ(made.currencies[0].buckets.*bucket, 12345) << days << " days";
        EXPECT_EQ(made.currencies[0].buckets.total, 12345);
        EXPECT_EQ(made.customers[0].buckets.overdue(), days > 0 ? 12345 : 0);
    }
}

TEST(Aging, CreditsAndMoneyOnAccountStandAloneAndAreNegative) {
    Scene scene;
    const Row acme = scene.customer("C001");
    scene.item(acme, 100000, day("2026-10-01"));
    scene.item(acme, -20000, day("2026-01-01")); // an old credit note is not an overdue one
    scene.input.on_account = {{acme, {30000, cny}}};
    const Aging made = scene.aged();
    EXPECT_EQ(made.currencies[0].buckets.unapplied, -50000);
    EXPECT_EQ(made.currencies[0].buckets.days_1_30, 100000);
    EXPECT_EQ(made.currencies[0].buckets.total, 50000);
    EXPECT_EQ(made.customers[0].oldest_days, 30);
}

TEST(Aging, WithoutADueDateNothingIsOverdueUnlessTheCustomersTermsSayWhen) {
    Scene scene;
    const Row acme = scene.customer("C001");
    scene.item(acme, 100000, {}, cny, day("2026-06-01"));
    EXPECT_EQ(scene.aged().currencies[0].buckets.no_due_date, 100000);
    scene.book.customers[acme].payment_terms_days = 30;
    EXPECT_EQ(scene.aged().currencies[0].buckets.over_120, 100000); // due on 1 July
    scene.input.basis = AgingBasis::document_date;
    EXPECT_EQ(scene.aged().currencies[0].buckets.over_120, 100000); // 152 days old
}

TEST(Aging, ByDocumentDateAnItemThatIsNotDueIsOldAllTheSame) {
    Scene scene;
    scene.item(scene.customer("C001"), 100000, day("2027-01-01"), cny, day("2026-09-10"));
    scene.input.basis = AgingBasis::document_date;
    EXPECT_EQ(scene.aged().currencies[0].buckets.days_31_60, 100000);
}

TEST(Aging, RetentionThatIsNotDueHasItsOwnColumn) {
    Scene scene;
    scene.item(scene.customer("C001"), 100000, day("2026-08-01"));
    scene.input.retention_not_due = {5000};
    const Buckets buckets = scene.aged().currencies[0].buckets;
    EXPECT_EQ(buckets.retention_not_due, 5000);
    EXPECT_EQ(buckets.days_91_120, 95000);
    EXPECT_EQ(buckets.total, 100000);
}

TEST(Aging, PositionsReplaceTheLedgersAmountsWhereTheyAreGiven) {
    Scene scene;
    const Row acme = scene.customer("C001");
    scene.item(acme, 100000, day("2026-10-01"));
    scene.item(acme, 70000, day("2026-10-01"));
    scene.input.open = {40000, 0};
    EXPECT_EQ(scene.aged().currencies[0].buckets.total, 40000);
}

TEST(Aging, ForEveryLedgerBucketsCustomersAndTotalsAgreeToTheCent) {
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        std::mt19937_64 random(seed);
        Scene scene;
        std::map<Currency, std::int64_t> wanted;
        for (int c = 0; c < 5; ++c) scene.customer("C" + std::to_string(c));
        for (int i = 0; i < 60; ++i) {
            const Currency currency = random() % 3 == 0 ? usd : cny;
            const auto open = static_cast<std::int64_t>(random() % 2'000'000) - 500'000;
            const Date due = random() % 7 == 0 ? Date() : scene.input.as_of.plus_days(static_cast<int>(random() % 400) - 200);
            scene.item(static_cast<Row>(random() % 5), open, due, currency);
            wanted[currency] += open;
        }
        const Aging made = scene.aged();
        std::map<Currency, std::int64_t> of_customers;
        for (const CustomerAging& customer : made.customers) of_customers[customer.currency] += customer.buckets.total;
        for (const auto& [currency, b] : made.currencies) {
            EXPECT_EQ(b.total, wanted[currency]) << "seed " << seed;
            EXPECT_EQ(b.total, of_customers[currency]) << "seed " << seed;
            EXPECT_EQ(b.total, b.not_due + b.overdue() + b.no_due_date + b.retention_not_due + b.unapplied) << "seed " << seed;
        }
    }
}

TEST(Aging, ASumBeyondSixtyFourBitsIsAnErrorThatNamesTheCustomer) {
    Scene scene;
    const Row acme = scene.customer("C001");
    const std::int64_t huge = std::numeric_limits<std::int64_t>::max() - 10;
    scene.item(acme, huge, day("2026-10-01"));
    scene.item(acme, huge, day("2026-01-01"));
    const Result<Aging> made = aging(scene.input);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, SETTLED_BAD_DATA);
    EXPECT_NE(made.error().message.find("u8:C001"), std::string::npos);
}

} // namespace
} // namespace settled::credit
