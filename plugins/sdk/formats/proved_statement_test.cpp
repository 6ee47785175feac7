#include <formats/proved_statement.hpp>

#include <settled/testing_statement.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace settled::formats {
namespace {

using ::testing::HasSubstr;
using Side = ControlTotals::Side;

const Currency eur = *Currency::parse("EUR");
const Date first = *Date::of(2026, 10, 1), last = *Date::of(2026, 10, 2);

// Opening 10.00, then the entries, then the closing balance.
struct Sent {
    testing::SeenFile seen;
    std::optional<std::string> debits, credits;
};
Sent send(const std::vector<DecimalAmount>& entries, std::optional<DecimalAmount> closing) {
    Sent sent;
    const settled_statement_sink abi = sent.seen.abi();
    StatementSink sink(abi);
    ProvedStatement statement(sink);
    settled_statement_begin begin{.size = sizeof begin};
    begin.currency = eur.abi();
    begin.account = "A";
    EXPECT_TRUE(statement.begin(begin, {{1000, 0}, first, 2}));
    EXPECT_TRUE(statement.open());
    for (const DecimalAmount amount : entries) {
        settled_entry entry{.size = sizeof entry, .status = SETTLED_ENTRY_BOOKED, .line = 3};
        entry.currency = eur.abi();
        entry.amount = amount.abi();
        EXPECT_TRUE(statement.entry(entry, amount.minor_units < 0 ? Side::debit : Side::credit));
    }
    EXPECT_TRUE(closing ? statement.end({*closing, last, 9}) : statement.end_unclosed(9, "the file ends"));
    EXPECT_FALSE(statement.open());
    sent.debits = statement.totals().difference({Side::debit, 1, {500, 0}});
    sent.credits = statement.totals().difference({Side::credit, std::nullopt, {700, 0}});
    return sent;
}

TEST(ProvedStatement, ABalanceThatAddsUpIsSilent) {
    const Sent sent = send({{700, 0}, {-500, 0}}, DecimalAmount{1200, 0});
    EXPECT_TRUE(sent.seen.diagnostics.empty());
    ASSERT_EQ(sent.seen.statements.size(), 1U);
    EXPECT_EQ(sent.seen.statements[0].opening, (testing::SeenBalance{"2026-10-01", "10.00"}));
    EXPECT_EQ(sent.seen.statements[0].closing, (testing::SeenBalance{"2026-10-02", "12.00"}));
    EXPECT_EQ(sent.seen.statements[0].line, 2);
    EXPECT_EQ(sent.debits, std::nullopt);
    EXPECT_EQ(sent.credits, std::nullopt);
}

TEST(ProvedStatement, ADifferenceSaysBothFigures) {
    const Sent sent = send({{700, 0}}, DecimalAmount{1200, 0});
    ASSERT_NE(sent.seen.diagnostic("BALANCE"), nullptr);
    EXPECT_EQ(sent.seen.diagnostic("BALANCE")->line, 9);
    EXPECT_THAT(sent.seen.diagnostic("BALANCE")->message, HasSubstr("entries add up to 7.00 EUR"));
    EXPECT_EQ(sent.debits, "found 0 debits of 0.00 but the trailer says 1 debits of 5.00; ask the bank for the file again");
}

TEST(ProvedStatement, AmountsFinerThanTheCurrencyAreSaidAndAdded) {
    const Sent sent = send({{7005, 1}, {-5005, 1}}, DecimalAmount{1200, 0});
    ASSERT_EQ(sent.seen.diagnostics.size(), 2U);
    EXPECT_EQ(sent.seen.diagnostics[0].code, "FINER_AMOUNT");
    EXPECT_THAT(sent.seen.diagnostics[0].message, HasSubstr("the amount 7.005 has more decimals than EUR"));
    EXPECT_EQ(sent.credits, "found credits of 7.005 but the trailer says credits of 7.00; ask the bank for the file again");
}

TEST(ProvedStatement, AMissingClosingBalanceIsAnError) {
    const Sent sent = send({{700, 0}}, std::nullopt);
    ASSERT_NE(sent.seen.diagnostic("NO_CLOSING"), nullptr);
    EXPECT_EQ(sent.seen.diagnostic("NO_CLOSING")->message,
              "the statement that begins in line 2 has no closing balance: the file ends");
    EXPECT_EQ(sent.seen.statements[0].closing, std::nullopt);
    EXPECT_TRUE(sent.seen.statements[0].ended);
}

} // namespace
} // namespace settled::formats
