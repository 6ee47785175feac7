#include <settled/ledger_sanity.hpp>

#include <settled/text.hpp>

#include <algorithm>

namespace settled {
namespace {

std::string shown(std::int64_t amount, Currency currency) {
    const std::string text = grouped_amount_text(amount, currency);
    return currency.none() ? text : text + " " + std::string(currency.code());
}

} // namespace

void LedgerSanity::add(settled_entity entity, const void* record) {
    if (entity == SETTLED_OPEN_ITEMS) return add_item(*static_cast<const settled_open_item*>(record));
    if (entity == SETTLED_CONTROL_BALANCES) return add_balance(*static_cast<const settled_control_balance*>(record));
    if (entity == SETTLED_RECEIPTS) return seen(entity, static_cast<const settled_receipt*>(record)->date);
    if (entity == SETTLED_BANK_BOOK) return seen(entity, static_cast<const settled_bank_book_line*>(record)->date);
}

void LedgerSanity::add_item(const settled_open_item& item) {
    ++items_;
    add_to(open_, item.currency, item.open_amount.minor_units);
    if (item.home_open_amount.present)
        add_to(home_, item.home_currency, item.home_open_amount.minor_units);
    else
        ++items_without_home_;
    seen(SETTLED_OPEN_ITEMS, item.document_date);
}

void LedgerSanity::add_balance(const settled_control_balance& balance) {
    if (balance.includes == 0) return; // a bank account's balance: nothing of customers is in it
    const bool in_home = balance.home_balance.present && balance.home_currency.code[0] != '\0';
    Control& control = controls_[Currency::from_abi(in_home ? balance.home_currency : balance.currency)];
    const auto sum = checked_add(control.balance, in_home ? balance.home_balance.minor_units : balance.balance.minor_units);
    overflow_ = overflow_ || !sum;
    control.balance = sum.value_or(0);
    if (std::string account(std::string_view(balance.account));
        std::ranges::find(control.accounts, account) == control.accounts.end())
        control.accounts.push_back(std::move(account));
    control.as_of = std::max(control.as_of, Date::from_abi(balance.as_of));
}

void LedgerSanity::add_to(Sums& sums, settled_currency currency, std::int64_t amount) {
    std::int64_t& sum = sums[Currency::from_abi(currency)];
    const auto more = checked_add(sum, amount);
    overflow_ = overflow_ || !more;
    sum = more.value_or(0);
}

void LedgerSanity::seen(settled_entity entity, settled_date day) {
    Date& newest = newest_[static_cast<std::size_t>(entity)];
    newest = std::max(newest, Date::from_abi(day));
}

std::vector<LedgerSanity::Line> LedgerSanity::lines(Date as_of) const {
    if (overflow_) return {{true, "open items", "the amounts add up to more than 64 bits hold"}};
    std::string sums;
    for (const auto& [currency, sum] : open_) sums += (sums.empty() ? ": " : ", ") + shown(sum, currency);
    std::vector<Line> made = {{false, "open items", std::to_string(items_) + (items_ == 1 ? " item" : " items") + sums}};
    for (const auto& [currency, control] : controls_) made.push_back(control_line(currency, control));
    if (Line newest = newest_line(as_of); !newest.found.empty()) made.push_back(std::move(newest));
    return made;
}

// In home currency where every item states it; else items and accounts of one currency.
LedgerSanity::Line LedgerSanity::control_line(Currency currency, const Control& control) const {
    const bool in_home = controls_.size() == 1 && items_without_home_ == 0 && home_.size() <= 1 &&
                         (home_.empty() || home_.begin()->first == currency);
    const Sums& sums = in_home ? home_ : open_;
    const auto hit = sums.find(currency);
    const std::int64_t items = hit == sums.end() ? 0 : hit->second;
    std::string accounts;
    for (std::size_t i = 0; i < std::min(control.accounts.size(), accounts_shown_max); ++i)
        accounts += (i == 0 ? "" : " + ") + visible(control.accounts[i]);
    if (control.accounts.size() > accounts_shown_max) accounts += " + …";
    Line line{false, "control account",
              "open items " + shown(items, currency) + ", " + accounts + " " + shown(control.balance, currency)};
    if (!control.as_of.none()) line.found += " on " + control.as_of.iso();
    const auto difference = checked_subtract(items, control.balance);
    line.doubtful = difference != 0;
    line.found += difference == 0 ? ": they agree" : ": difference " + shown(difference.value_or(0), currency);
    const auto others = std::ranges::count_if(open_, [&](const auto& sum) { return !controls_.contains(sum.first); });
    if (!in_home && others > 0)
        line.found += "; open items of " + std::to_string(others) + (others == 1 ? " currency" : " currencies") +
                      " have no balance beside them";
    return line;
}

LedgerSanity::Line LedgerSanity::newest_line(Date as_of) const {
    settled_entity of = SETTLED_OPEN_ITEMS;
    for (const settled_entity entity : {SETTLED_RECEIPTS, SETTLED_BANK_BOOK})
        if (newest_[static_cast<std::size_t>(entity)] > newest_[static_cast<std::size_t>(of)]) of = entity;
    const Date newest = newest_[static_cast<std::size_t>(of)];
    if (newest.none() || as_of.none()) return {};
    const int days = days_between(newest, as_of);
    // Documents alone say little: a small firm may write none for a month. Money moves every week.
    const bool money_seen = newest_[SETTLED_RECEIPTS] || newest_[SETTLED_BANK_BOOK];
    Line line{money_seen && days > newest_row_days_max, "newest row", newest.iso() + " in " + std::string(entity(of).name)};
    if (days > 0) line.found += ", " + std::to_string(days) + (days == 1 ? " day" : " days") + " before " + as_of.iso();
    if (line.doubtful) line.found += "; is this the database that is worked in?";
    return line;
}

} // namespace settled
