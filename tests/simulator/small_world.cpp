#include "small_world.hpp"

#include <algorithm>

namespace settled::simulator {
namespace {

constexpr std::size_t open_invoices_max = 12;
constexpr int terms_days = 30;
constexpr int clerk_slowest_days = 4;

std::size_t open_count(const std::vector<Invoice>& invoices) {
    return static_cast<std::size_t>(
        std::ranges::count_if(invoices, [](const Invoice& invoice) { return invoice.booked < invoice.amount; }));
}

} // namespace

SmallWorld::SmallWorld(std::uint64_t seed, Date first_day) : random_(seed) {
    const std::vector<std::string> names = {"Alder Works Ltd", "Birch Foods GmbH", "Cedar Trading Inc", "杭州杉木机械有限公司"};
    for (std::size_t i = 0; i < names.size(); ++i)
        customers_.push_back({"C" + std::to_string(100 + i), names[i], "ACC-" + std::to_string(7700 + i),
                              "ap@customer" + std::to_string(i) + ".example",
                              static_cast<int>(10 * i) - 3 + static_cast<int>(pick(6))});
    for (int i = 0; i < 6; ++i) sell(first_day.plus_days(-static_cast<int>(pick(40))));
}

void SmallWorld::sell(Date day) {
    Invoice made;
    made.number = "INV-" + std::to_string(20000 + invoices_.size());
    made.id = "I" + std::to_string(invoices_.size() + 1);
    made.customer = customers_[pick(customers_.size())].id;
    made.issued = day, made.due = day.plus_days(terms_days);
    made.amount = 10000 + static_cast<std::int64_t>(pick(9'000'000));
    invoices_.push_back(std::move(made));
}

// A customer pays what is due in her own time: one invoice, now and then only a part of it, or several at once. Several
// at once are paid in full, because which of them a smaller sum is for nobody could know.
void SmallWorld::pay(Date day) {
    for (const Customer& customer : customers_) {
        Payment payment;
        for (std::size_t i = 0; i < invoices_.size(); ++i) {
            const Invoice& invoice = invoices_[i];
            const std::int64_t owed = invoice.amount - invoice.paid;
            if (invoice.customer != customer.id || owed == 0 || invoice.issued >= day) continue;
            if (days_between(invoice.due, day) < customer.pays_after_days + static_cast<int>(pick(4))) continue;
            const bool in_part = payment.pays.empty() && one_in(8) && owed > 20000;
            const std::int64_t amount = in_part ? owed / 2 : owed;
            payment.pays.emplace_back(i, amount);
            payment.amount += amount;
            payment.text += (payment.text.empty() ? "" : ", ") + invoice.number;
            if (in_part || payment.pays.size() == 3 || !one_in(2)) break;
        }
        if (payment.pays.empty()) continue;
        payment.id = "B" + std::to_string(payments_.size() + 1);
        payment.customer = customer.id, payment.on = day;
        for (const auto& [invoice, amount] : payment.pays) {
            invoices_[invoice].paid += amount;
            if (invoices_[invoice].paid == invoices_[invoice].amount) invoices_[invoice].paid_in_full_on = day;
        }
        payments_.push_back(std::move(payment));
    }
}

// The clerk enters receipts some days later, and now and then takes one back to enter it again.
void SmallWorld::keep_books(Date day) {
    for (Payment& payment : payments_) {
        const bool is_booked = payment.booked_on.number() != 0;
        const int waited = days_between(payment.on, day);
        if (!is_booked && waited >= 1 && (waited >= clerk_slowest_days || one_in(2))) {
            payment.booked_on = day;
            for (const auto& [invoice, amount] : payment.pays) invoices_[invoice].booked += amount;
        } else if (is_booked && !payment.taken_back && days_between(payment.booked_on, day) == 1 && one_in(25)) {
            payment.booked_on = Date(), payment.taken_back = true; // 取消核销 and the receipt with it
            for (const auto& [invoice, amount] : payment.pays) invoices_[invoice].booked -= amount;
        }
    }
}

void SmallWorld::live_through(Date day) {
    if (open_count(invoices_) < open_invoices_max && !one_in(3)) sell(day);
    keep_books(day);
    pay(day);
}

LedgerTables SmallWorld::ledger(std::string_view, Date as_of) const {
    LedgerTables tables;
    for (const Customer& customer : customers_)
        tables.customers.push_back({customer.id, customer.name, customer.account, customer.email, ""});
    for (const Invoice& invoice : invoices_)
        if (invoice.booked != invoice.amount && invoice.issued <= as_of)
            tables.items.push_back({invoice.id, invoice.customer, invoice.number, invoice.issued, invoice.due, invoice.amount,
                                    invoice.amount - invoice.booked, SETTLED_DOC_INVOICE, ""});
    for (const Payment& payment : payments_) {
        if (payment.booked_on.none()) continue;
        OutsideReceipt& receipt = tables.receipts.emplace_back();
        receipt.id = "R-" + payment.id, receipt.customer = payment.customer, receipt.on = payment.booked_on;
        receipt.amount = payment.amount;
        for (const auto& [invoice, part] : payment.pays)
            receipt.items += (receipt.items.empty() ? "" : ";") + invoices_[invoice].id;
    }
    return tables;
}

std::vector<BankStatement> SmallWorld::statements(std::string_view, Date today) const {
    std::vector<BankStatement> made;
    for (Date day = today.plus_days(-2); day <= today; day = day.plus_days(1)) {
        BankStatement& statement = made.emplace_back(BankStatement{day.iso(), day, bank_balance_before(day), {}});
        for (const Payment& payment : payments_)
            for (const Customer& customer : customers_)
                if (payment.on == day && customer.id == payment.customer)
                    statement.lines.push_back({payment.id, customer.account, customer.name, payment.text, payment.amount});
    }
    return made;
}

std::int64_t SmallWorld::bank_balance_before(Date day) const {
    std::int64_t balance = 0;
    for (const Payment& payment : payments_)
        if (payment.on < day) balance += payment.amount;
    return balance;
}

const Invoice* SmallWorld::invoice(const std::string& id) const {
    auto hit = std::ranges::find(invoices_, id, &Invoice::id);
    return hit == invoices_.end() ? nullptr : &*hit;
}

} // namespace settled::simulator
