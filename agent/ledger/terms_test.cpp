#include "ledger/terms.hpp"

#include "ledger/due_date.hpp"
#include "ledger/proportion.hpp"

#include <settled/plugin_abi.h>

#include <gtest/gtest.h>

namespace settled::ledger {
namespace {

Date day(std::string_view iso) { return *Date::parse_iso(iso); }

// One invoice of 100,000.00 of 12 January 2026 with the lines that a test gives it.
struct Contract {
    Book book;

    explicit Contract(std::int64_t amount = 10'000'000) {
        book.ledgers.push_back({"u8", 1, day("2026-01-12"), {}});
        book.customers.emplace_back();
        ItemRow item;
        item.customer = 0, item.amount = item.open_amount = amount;
        item.document_date = day("2026-01-12"), item.due_date = day("2026-02-11");
        book.items.push_back(item);
    }

    TermRow& line(std::string_view percent, std::uint8_t kind, std::uint8_t base, int days = 0) {
        TermRow term;
        term.item = 0, term.percent = book.text.add(percent), term.kind = kind, term.base = base, term.days = days;
        book.terms.push_back(term);
        return book.terms.back();
    }
};

TEST(Terms, ThreeThreeThreeOneFallsDueMilestoneByMilestone) {
    Contract contract;
    contract.line("30", SETTLED_TERM_ADVANCE, SETTLED_BASE_DOCUMENT);
    contract.line("30", SETTLED_TERM_DELIVERY, SETTLED_BASE_EVENT, 10).event_confirmed_on = day("2026-02-01");
    contract.line("30", SETTLED_TERM_ACCEPTANCE, SETTLED_BASE_ACCEPTANCE, 60);
    contract.line("10", SETTLED_TERM_RETENTION, SETTLED_BASE_ACCEPTANCE, 365);

    const DueState nothing_paid = due_state(contract.book, 0, 10'000'000, day("2026-03-01"));
    EXPECT_EQ(nothing_paid.due, day("2026-01-12"));
    EXPECT_EQ(nothing_paid.asked, 6'000'000) << "advance and delivery; nobody has confirmed the acceptance";
    EXPECT_EQ(nothing_paid.waits_for_event, 3'000'000);
    EXPECT_EQ(nothing_paid.retention_not_due, 1'000'000);

    const DueState advance_paid = due_state(contract.book, 0, 7'000'000, day("2026-03-01"));
    EXPECT_EQ(advance_paid.due, day("2026-02-11"));
    EXPECT_EQ(advance_paid.asked, 3'000'000);
    EXPECT_EQ(advance_paid.line, "2");
    EXPECT_FALSE(advance_paid.is_first_line);

    const DueState both_paid = due_state(contract.book, 0, 4'000'000, day("2026-03-01"));
    EXPECT_FALSE(both_paid.due) << "what waits for an event is not due";
    EXPECT_EQ(both_paid.asked, 0);

    contract.book.terms[2].event_confirmed_on = contract.book.terms[3].event_confirmed_on = day("2026-03-10");
    const DueState accepted = due_state(contract.book, 0, 4'000'000, day("2026-06-01"));
    EXPECT_EQ(accepted.due, day("2026-05-09"));
    EXPECT_EQ(accepted.asked, 3'000'000);
    EXPECT_EQ(accepted.retention_not_due, 1'000'000);
    EXPECT_EQ(accepted.retention_day, day("2027-03-10"));
}

TEST(Terms, ByTheMonthWithCutOffAndPayDay) {
    struct Case {
        std::string_view document, due;
        int days, cut_off, pay_day;
    };
    // 月结60天, cut-off on the 25th, paid on the 10th.
    constexpr Case cases[] = {
        {"2026-01-12", "2026-01-31", 0, 0, 0},    {"2026-01-12", "2026-04-01", 60, 0, 0},
        {"2026-01-25", "2026-04-01", 60, 25, 0},  {"2026-01-26", "2026-04-29", 60, 25, 0},
        {"2026-01-12", "2026-04-10", 60, 25, 10}, {"2026-01-26", "2026-05-10", 60, 25, 10},
        {"2026-01-12", "2026-02-28", 0, 5, 30}, // the 30th of February is its last day
    };
    for (const Case& each : cases) {
        Contract contract;
        contract.book.items[0].document_date = day(each.document);
        TermRow& line = contract.line("100", SETTLED_TERM_INSTALMENT, SETTLED_BASE_DOCUMENT, each.days);
        line.month_end = 1, line.cut_off_day = each.cut_off, line.pay_day = each.pay_day;
        EXPECT_EQ(due_state(contract.book, 0, 10'000'000, day("2026-06-01")).due, day(each.due))
            << each.document << " " << each.days;
    }
}

TEST(Terms, AfterTheInvoiceHasArrived) {
    Contract contract;
    contract.line("100", SETTLED_TERM_DELIVERY, SETTLED_BASE_INVOICE_DELIVERED, 30); // 票到30天
    EXPECT_FALSE(due_state(contract.book, 0, 10'000'000, day("2026-06-01")).due) << "the customer has no invoice yet";
    contract.book.own_handling(0).invoice_delivered_on = day("2026-01-20");
    EXPECT_EQ(due_state(contract.book, 0, 10'000'000, day("2026-06-01")).due, day("2026-02-19"));
}

TEST(Terms, ThirdsMakeUpTheWhole) {
    Contract contract(10'000);
    for (int i = 1; i <= 3; ++i) contract.line("33.333333", SETTLED_TERM_INSTALMENT, SETTLED_BASE_DOCUMENT, 30 * i);
    std::int64_t sum = 0;
    for (const DueLine& line : due_lines(contract.book, 0)) sum += line.amount;
    EXPECT_EQ(sum, 10'000);
    EXPECT_EQ(due_lines(contract.book, 0).size(), 3U);
}

TEST(Terms, LinesThatCannotBeTrueSayNothing) {
    Contract too_much;
    too_much.line("80", SETTLED_TERM_ADVANCE, SETTLED_BASE_DOCUMENT);
    too_much.line("30", SETTLED_TERM_RETENTION, SETTLED_BASE_DOCUMENT);
    EXPECT_TRUE(due_lines(too_much.book, 0).empty());
    EXPECT_EQ(due_state(too_much.book, 0, 10'000'000, day("2026-06-01")).due, day("2026-02-11")) << "as the ERP says";

    for (const char* wrong : {"", "a third", "101", "-3", "1.2.3"}) {
        Contract contract;
        contract.line(wrong, SETTLED_TERM_ADVANCE, SETTLED_BASE_DOCUMENT);
        EXPECT_TRUE(due_lines(contract.book, 0).empty()) << wrong;
    }
}

TEST(Terms, WhatNoLineNamesIsDueAsTheItemSays) {
    Contract contract;
    contract.line("10", SETTLED_TERM_RETENTION, SETTLED_BASE_ACCEPTANCE, 365);
    const DueState state = due_state(contract.book, 0, 10'000'000, day("2026-06-01"));
    EXPECT_EQ(state.due, day("2026-02-11"));
    EXPECT_EQ(state.asked, 9'000'000);
    EXPECT_EQ(state.retention_not_due, 1'000'000);
}

TEST(Proportion, RoundsTheHalfAwayFromZero) {
    EXPECT_EQ(proportion(5, 1, 2), 3);
    EXPECT_EQ(proportion(-5, 1, 2), -3);
    EXPECT_EQ(proportion(10, 1, 3), 3);
    EXPECT_EQ(proportion(20, 1, 3), 7);
    EXPECT_EQ(proportion(9'000'000'000'000'000'000, 3, 4), 6'750'000'000'000'000'000);
    EXPECT_EQ(proportion(9'000'000'000'000'000'000, 3, 2), std::nullopt);
}

} // namespace
} // namespace settled::ledger
