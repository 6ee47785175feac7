#include "stories.hpp"

#include <algorithm>
#include <cassert>

namespace settled::simulator {

std::int64_t Debt::owed(Date day) const {
    std::int64_t left = amount;
    for (const auto& [on, relieved] : relief)
        if (on <= day) left -= relieved;
    return std::max<std::int64_t>(left, 0);
}

LedgerTables StoryWorld::ledger(std::string_view, Date as_of) const {
    LedgerTables shown = tables;
    std::erase_if(shown.items, [&](const OutsideItem& item) { return item.open == 0 || item.issued > as_of; });
    return shown;
}

std::vector<BankStatement> StoryWorld::statements(std::string_view, Date today) const {
    std::vector<BankStatement> known = bank;
    std::erase_if(known, [&](const BankStatement& statement) { return statement.day > today; });
    return known;
}

BankStatement& StoryWorld::open_statement(Date day, bool midday) {
    const std::string id = day.iso() + (midday ? "-noon" : "");
    if (bank.empty() || bank.back().id != id) {
        std::int64_t opening = bank.empty() ? 1'000'000 : bank.back().opening;
        if (!bank.empty())
            for (const BankLine& line : bank.back().lines) opening += line.amount;
        bank.push_back({id, day, opening, {}});
    }
    return bank.back();
}

void StoryWorld::morning(Date day) {
    is_midday_ = false;
    open_statement(day, false); // a bank sends a statement for a day without movement too
    for (const auto& event : mornings_[day]) event();
}

void StoryWorld::midday(Date day) {
    is_midday_ = true;
    for (const auto& event : middays_[day]) event();
}

std::string StoryWorld::new_customer(const std::string& story) {
    const std::string number = std::to_string(1000 + tables.customers.size());
    OutsideCustomer made;
    made.id = "C" + number, made.account = "ACC-77" + number, made.email = "ap@c" + number + ".example";
    made.name = std::string(1, static_cast<char>('A' + pick(26))) + std::string(1, static_cast<char>('a' + pick(26))) + "vero " +
                number + " Ltd";
    made.tax_id = "TAX" + number;
    tables.customers.push_back(made);
    stories_[made.id] = story;
    return made.id;
}

std::size_t StoryWorld::new_debt(const std::string& customer, Date due, std::int64_t amount) {
    OutsideItem item;
    item.id = "I" + std::to_string(++numbers_), item.customer = customer;
    item.number = "INV-" + std::to_string(30'000 + 7 * numbers_ + pick(7));
    item.due = due, item.issued = due.plus_days(-30), item.amount = item.open = amount;
    tables.items.push_back(item);
    debts.push_back({stories_[customer], customer, {item.id}, due, amount, {}});
    return debts.size() - 1;
}

void StoryWorld::relieve(std::size_t debt, Date day, std::int64_t amount) { debts[debt].relief[day] += amount; }

std::string StoryWorld::pay(Date day, const Pay& pay) {
    std::int64_t amount = pay.beside;
    for (const auto& [debt, part] : pay.debts) {
        amount += part;
        relieve(debt, day, part);
    }
    const std::string reference = "B" + std::to_string(payments.size() + 1);
    payments[reference] = pay;
    const OutsideCustomer& payer = customer(pay.payer);
    open_statement(day, is_midday_).lines.push_back({reference, payer.account, payer.name, pay.text, amount});
    return reference;
}

void StoryWorld::take_back(Date day, const std::string& reference, const Pay& pay) {
    std::int64_t amount = pay.beside;
    for (const auto& [debt, part] : pay.debts) {
        amount += part;
        relieve(debt, day, -part);
    }
    const OutsideCustomer& payer = customer(pay.payer);
    open_statement(day, is_midday_).lines.push_back({reference + "R", payer.account, payer.name, "RETURN " + pay.text, -amount});
}

void StoryWorld::book(Date day, const std::string& reference, const Pay& pay) {
    OutsideReceipt receipt;
    receipt.id = "R-" + reference, receipt.customer = debts[pay.debts.front().first].customer, receipt.on = day;
    for (const auto& [debt, part] : pay.debts) {
        OutsideItem& booked = item(debts[debt].ids.back());
        const std::int64_t applied = std::min(part, booked.open);
        booked.open -= applied;
        receipt.amount += applied;
        receipt.items += (receipt.items.empty() ? "" : ";") + booked.id;
    }
    tables.receipts.push_back(receipt);
}

OutsideItem& StoryWorld::item(const std::string& id) {
    const auto found = std::ranges::find(tables.items, id, &OutsideItem::id);
    assert(found != tables.items.end());
    return *found;
}

OutsideCustomer& StoryWorld::customer(const std::string& id) {
    const auto found = std::ranges::find(tables.customers, id, &OutsideCustomer::id);
    assert(found != tables.customers.end());
    return *found;
}

std::string StoryWorld::number_of(std::size_t debt) { return item(debts[debt].ids.back()).number; }

Debt* StoryWorld::debt_of(const std::string& item_id) {
    const auto found =
        std::ranges::find_if(debts, [&](const Debt& debt) { return std::ranges::find(debt.ids, item_id) != debt.ids.end(); });
    return found == debts.end() ? nullptr : &*found;
}

} // namespace settled::simulator
