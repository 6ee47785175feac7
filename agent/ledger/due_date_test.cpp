#include "ledger/due_date.hpp"

#include <gtest/gtest.h>

namespace settled::ledger {
namespace {

Date day(std::string_view iso) { return *Date::parse_iso(iso); }

TEST(DueDate, IsStatedElseFollowsTheDocumentsDaysElseTheCustomersElseIsUnknown) {
    Book book;
    book.customers.emplace_back();
    ItemRow item;
    item.customer = 0;
    item.document_date = day("2026-10-01");
    EXPECT_EQ(due_date(book, item).basis, DueBasis::unknown);
    EXPECT_FALSE(due_date(book, item).day);

    book.customers[0].payment_terms_days = 60;
    EXPECT_EQ(due_date(book, item).day, day("2026-11-30"));
    EXPECT_EQ(due_date(book, item).basis, DueBasis::customer_terms);

    book.handlings.push_back({.terms_days = 0});
    item.handling = 1; // payable at once
    EXPECT_EQ(due_date(book, item).day, day("2026-10-01"));
    EXPECT_EQ(due_date(book, item).basis, DueBasis::document_terms);

    item.due_date = day("2026-12-24");
    EXPECT_EQ(due_date(book, item).day, day("2026-12-24"));
    EXPECT_EQ(due_date(book, item).basis, DueBasis::stated);
}

TEST(DueDate, DaysThatNobodyAgreesToAreATypingErrorAndNotTerms) {
    Book book;
    book.customers.emplace_back();
    book.customers[0].payment_terms_days = 20261001;
    ItemRow item;
    item.customer = 0;
    item.document_date = day("2026-10-01");
    EXPECT_EQ(due_date(book, item).basis, DueBasis::unknown);
}

TEST(DueDate, OverdueBeginsTheDayAfter) {
    EXPECT_EQ(days_overdue(day("2026-10-01"), day("2026-10-01")), 0);
    EXPECT_EQ(days_overdue(day("2026-10-01"), day("2026-10-02")), 1);
    EXPECT_EQ(days_overdue(day("2026-10-01"), day("2026-09-28")), -3);
}

} // namespace
} // namespace settled::ledger
