#include "credit/bills_due.hpp"

#include <settled/plugin_abi.h>

#include <gtest/gtest.h>

#include <string>

namespace settled::credit {
namespace {

const Date today = *Date::of(2026, 11, 20);

// "number:matter" of each, in their order.
std::string
listed(const std::vector<std::tuple<std::string, int, int, std::string>>& bills) { // number, status, due in days, currency
    ledger::Book book;
    for (const auto& [number, status, days, currency] : bills) {
        ledger::BillRow row;
        row.number = book.text.add(number), row.status = static_cast<std::uint8_t>(status);
        row.due_date = today.plus_days(days), row.currency = *Currency::parse(currency);
        book.bills.push_back(row);
    }
    std::string text;
    for (const BillDue& one : bills_due(book, today))
        text += std::string(book[book.bills[one.bill].number]) + ":" + std::to_string(static_cast<int>(one.matter)) +
                (one.until ? "@" + one.until.iso() : "") + " ";
    return text;
}

TEST(BillsDue, TheNextTenDaysTheDaysOfPresentationAndWhatWasRefused) {
    EXPECT_EQ(listed({{"A", SETTLED_BILL_HELD, 10, "CNY"},
                      {"B", SETTLED_BILL_HELD, 11, "CNY"},
                      {"C", SETTLED_BILL_HELD, 0, "CNY"},
                      {"D", SETTLED_BILL_HELD, -10, "CNY"},
                      {"E", SETTLED_BILL_HELD, -11, "CNY"},
                      {"F", SETTLED_BILL_PRESENTED, -3, "CNY"},
                      {"G", SETTLED_BILL_REFUSED, -40, "CNY"},
                      {"H", SETTLED_BILL_PLEDGED, 1, "CNY"}}),
              "G:1 E:2 D:3@2026-11-20 C:3@2026-11-30 F:4 H:5 A:5 ");
}

TEST(BillsDue, WhatIsNoLongerOursIsNotNamed) {
    EXPECT_EQ(listed({{"A", SETTLED_BILL_ENDORSED, 1, "CNY"},
                      {"B", SETTLED_BILL_DISCOUNTED, 1, "CNY"},
                      {"C", SETTLED_BILL_COLLECTED, -1, "CNY"},
                      {"D", SETTLED_BILL_RETURNED, -1, "CNY"},
                      {"E", SETTLED_BILL_OFFERED, 1, "CNY"}}),
              "");
}

TEST(BillsDue, NoPeriodIsClaimedForAnotherCurrency) { EXPECT_EQ(listed({{"A", SETTLED_BILL_HELD, -50, "EUR"}}), "A:3 "); }

} // namespace
} // namespace settled::credit
