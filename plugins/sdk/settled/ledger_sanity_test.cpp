#include <settled/ledger_sanity.hpp>

#include <settled/ledger.hpp>

#include <gtest/gtest.h>

namespace settled {
namespace {

const Currency cny = *Currency::parse("CNY"), usd = *Currency::parse("USD");
const Date today = *Date::of(2026, 11, 18);

settled_open_item item(Currency currency, std::int64_t open, std::optional<std::int64_t> home, settled_date day = 20261110) {
    auto made = record<settled_open_item>();
    made.currency = currency.abi(), made.open_amount = amount(open), made.document_date = day;
    if (home) made.home_currency = cny.abi(), made.home_open_amount = amount(*home);
    return made;
}

settled_control_balance control(const char* account, Currency currency, std::int64_t balance) {
    auto made = record<settled_control_balance>();
    made.account = std::string_view(account), made.currency = currency.abi(), made.balance = amount(balance);
    made.includes = SETTLED_CONTROL_RECEIVABLE, made.as_of = 20261117;
    return made;
}

std::string found(const LedgerSanity& sanity, const std::string& what) {
    std::string all;
    for (const auto& line : sanity.lines(today))
        if (line.what == what) all += (all.empty() ? "" : " | ") + std::string(line.doubtful ? "? " : "") + line.found;
    return all;
}

TEST(LedgerSanity, OpenItemsInHomeCurrencyTieToTheControlAccounts) {
    LedgerSanity sanity;
    for (const auto& one : {item(cny, 100'00, 100'00), item(usd, -10'00, -71'00)}) sanity.add(SETTLED_OPEN_ITEMS, &one);
    for (const auto& one : {control("1122", cny, 69'00), control("2203", cny, -40'00)})
        sanity.add(SETTLED_CONTROL_BALANCES, &one);
    EXPECT_EQ(found(sanity, "open items"), "2 items: 100.00 CNY, -10.00 USD");
    EXPECT_EQ(found(sanity, "control account"), "open items 29.00 CNY, 1122 + 2203 29.00 CNY on 2026-11-17: they agree");
}

TEST(LedgerSanity, ADifferenceIsSaidWithItsAmount) {
    LedgerSanity sanity;
    const auto one = item(cny, 100'00, 100'00);
    sanity.add(SETTLED_OPEN_ITEMS, &one);
    const auto balance = control("1122", cny, 1'100'00);
    sanity.add(SETTLED_CONTROL_BALANCES, &balance);
    EXPECT_EQ(found(sanity, "control account"),
              "? open items 100.00 CNY, 1122 1,100.00 CNY on 2026-11-17: difference -1,000.00 CNY");
}

TEST(LedgerSanity, WithoutHomeAmountsEachCurrencyIsComparedAlone) {
    LedgerSanity sanity;
    for (const auto& one : {item(cny, 100'00, {}), item(usd, 5'00, {})}) sanity.add(SETTLED_OPEN_ITEMS, &one);
    const auto balance = control("1122", cny, 100'00);
    sanity.add(SETTLED_CONTROL_BALANCES, &balance);
    EXPECT_EQ(
        found(sanity, "control account"),
        "open items 100.00 CNY, 1122 100.00 CNY on 2026-11-17: they agree; open items of 1 currency have no balance beside them");
}

TEST(LedgerSanity, ABankAccountsBalanceIsNoControlAccount) {
    LedgerSanity sanity;
    auto bank = control("1002", cny, 5);
    bank.includes = 0;
    sanity.add(SETTLED_CONTROL_BALANCES, &bank);
    EXPECT_EQ(found(sanity, "control account"), "");
    EXPECT_EQ(found(sanity, "open items"), "0 items");
}

TEST(LedgerSanity, ALedgerWhereNoMoneyMovedForAMonthIsAskedAbout) {
    LedgerSanity sanity;
    const auto one = item(cny, 1, {}, 20261001);
    sanity.add(SETTLED_OPEN_ITEMS, &one);
    EXPECT_EQ(found(sanity, "newest row"), "2026-10-01 in open_items, 48 days before 2026-11-18");
    auto receipt = record<settled_receipt>();
    receipt.date = 20260930;
    sanity.add(SETTLED_RECEIPTS, &receipt);
    EXPECT_EQ(found(sanity, "newest row"),
              "? 2026-10-01 in open_items, 48 days before 2026-11-18; is this the database that is worked in?");
    receipt.date = 20261117;
    sanity.add(SETTLED_RECEIPTS, &receipt);
    EXPECT_EQ(found(sanity, "newest row"), "2026-11-17 in receipts, 1 day before 2026-11-18");
}

} // namespace
} // namespace settled
