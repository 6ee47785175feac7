#include "letters/reminder.hpp"

#include "letters/interest_values.hpp"

#include "render/html.hpp"
#include "render/locale.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <cassert>

namespace settled::letters {
namespace {

using render::account_text;
using render::amount_text;
using render::date_text;
using render::money_text;
using render::Values;

constexpr int days_to_pay = 10; // what a formal letter gives from its day
constexpr std::size_t numbers_shown_max = 6;

// The company as it signs in this language, else in any other.
std::string legal_name(const config::Company& company, std::string_view language) {
    if (const auto hit = company.legal_name.find(std::string(language)); hit != company.legal_name.end()) return hit->second;
    if (const auto hit = company.legal_name.find(""); hit != company.legal_name.end()) return hit->second;
    return company.legal_name.empty() ? company.name : company.legal_name.begin()->second;
}

// A ledger's list column ("A;B;C") as people write it, bounded.
std::string list_text(std::string_view column, std::string_view language) {
    const bool chinese = language.starts_with("zh");
    std::string made;
    std::size_t shown = 0;
    for (const std::string_view part : split(column, ';')) {
        const std::string_view one = trim(part);
        if (one.empty()) continue;
        if (shown == numbers_shown_max) return made + (chinese ? " 等" : " …");
        if (shown++ > 0) made += chinese ? "、" : ", ";
        made += one;
    }
    return made;
}

class Writer {
  public:
    explicit Writer(const ReminderInput& input)
        : input_(input), book_(*input.book), message_(*input.message), language_(message_.language) {}

    Values values() const {
        const ledger::CustomerRow& customer = book_.customers[message_.customer];
        std::vector<Values> tables;
        for (const Money& total : message_.totals) tables.push_back(table(total.currency));
        int oldest = 0;
        for (const dunning::PlannedItem& item : message_.items) oldest = std::max(oldest, item.days_overdue);
        return {
            {"company_name", render::valid_utf8(legal_name(*input_.company, language_))},
            {"customer_name", fold_blanks(book_[customer.name])},
            {"customer_short_name",
             fold_blanks(book_[customer.short_name].empty() ? book_[customer.name] : book_[customer.short_name])},
            {"contact", fold_blanks(book_[customer.contact])},
            {"today", date_text(input_.today, language_)},
            {"pay_by", date_text(input_.today.plus_days(days_to_pay), language_)},
            {"item_count", std::to_string(message_.items.size())},
            {"one_item", message_.items.size() == 1},
            {"oldest_days", oldest > 0 ? std::to_string(oldest) : ""},
            {"total", totals(oldest > 0)},
            {"tables", std::move(tables)},
            {"accounts", accounts()},
            {"interest", interest_values(input_)},
            {"signature_name", input_.signature.name},
            {"signature_email", input_.signature.email},
            {"signature_phone", input_.signature.phone},
        };
    }

  private:
    // What is due and what is only coming are summed apart: nobody is asked for money before its day.
    struct Sums {
        std::int64_t overdue = 0, coming = 0;
    };

    Sums sums(Currency currency) const {
        Sums made;
        for (const dunning::PlannedItem& item : message_.items)
            if (book_.items[item.item].currency == currency) (item.days_overdue > 0 ? made.overdue : made.coming) += item.open;
        return made;
    }

    // What a currency's sums are asked for: what is due, else what is coming.
    static bool asks_for_due(const Sums& sum) { return sum.overdue > 0; }

    std::int64_t credit(Currency currency) const {
        const auto hit = std::ranges::find(message_.unapplied, currency, &Money::currency);
        return hit == message_.unapplied.end() ? 0 : hit->minor_units;
    }

    Values table(Currency currency) const {
        const Sums sum = sums(currency);
        std::vector<Values> groups;
        for (const bool due : {true, false})
            if ((due ? sum.overdue : sum.coming) > 0) groups.push_back(group(currency, sum, due));
        return {{"currency", std::string(currency.code())}, {"groups", std::move(groups)}};
    }

    // Money without an item is taken off once, where the letter asks.
    Values group(Currency currency, const Sums& sum, bool due) const {
        std::vector<Values> rows;
        for (const dunning::PlannedItem& item : message_.items)
            if (book_.items[item.item].currency == currency && (item.days_overdue > 0) == due) rows.push_back(row(item));
        const std::int64_t total = due ? sum.overdue : sum.coming;
        const std::int64_t unapplied = due == asks_for_due(sum) ? credit(currency) : 0;
        const auto amount = [&](std::int64_t minor_units, bool shown) {
            return shown ? amount_text({minor_units, currency}, language_) : std::string();
        };
        return {{"due", due},
                {"undated", !due && message_.step == dunning::account_check_step},
                {"paid", message_.step == dunning::thanks_step},
                {"rows", std::move(rows)},
                {"group_total", amount(total, true)},
                {"unapplied", amount(unapplied, unapplied > 0)},
                {"rest", amount(total - unapplied, unapplied > 0 && unapplied < total)}}; // both positive
    }

    Values row(const dunning::PlannedItem& planned) const {
        const ledger::ItemRow& item = book_.items[planned.item];
        const auto amount = [&](std::int64_t minor_units) {
            return minor_units == 0 ? std::string() : amount_text({minor_units, item.currency}, language_);
        };
        const std::string_view number = item.document_number.empty() ? book_[item.id] : book_[item.document_number];
        const bool in_part = item.amount != planned.open;
        std::string received = amount(planned.paid_not_booked), disputed = amount(planned.disputed),
                    tax_invoices = list_text(book_[item.tax_invoice_numbers], language_),
                    contract = fold_blanks(book_[item.contract_number]), order = fold_blanks(book_[item.po_number]),
                    delivery = list_text(book_[item.delivery_numbers], language_);
        const bool noted = in_part || !received.empty() || !disputed.empty() || !tax_invoices.empty() || !contract.empty() ||
                           !order.empty() || !delivery.empty();
        return {{"number", fold_blanks(number)},
                {"document_date", date_text(item.document_date, language_)},
                {"due_date", date_text(planned.due, language_)},
                {"days_overdue", planned.days_overdue > 0 ? std::to_string(planned.days_overdue) : ""},
                {"one_day", planned.days_overdue == 1},
                {"amount", amount(item.amount)},
                {"open", amount(planned.open)},
                {"noted", noted},
                {"in_part", in_part},
                {"received", std::move(received)},
                {"disputed", std::move(disputed)},
                {"tax_invoices", std::move(tax_invoices)},
                {"contract", std::move(contract)},
                {"order", std::move(order)},
                {"delivery", std::move(delivery)}};
    }

    // What the letter asks for, as its table ends: what is due (what is coming where nothing is due yet), less what was
    // received without a purpose. Where that covers all, what the table lists.
    std::string totals(bool anything_due) const {
        std::string asked;
        std::string listed;
        const auto add = [&](std::string& text, std::int64_t minor_units, Currency currency) {
            if (minor_units > 0) text += (text.empty() ? "" : " + ") + money_text({minor_units, currency}, language_);
        };
        for (const Money& total : message_.totals) {
            const Sums sum = sums(total.currency);
            const std::int64_t amount = anything_due ? sum.overdue : sum.coming;
            add(listed, amount, total.currency);
            add(asked, amount - credit(total.currency), total.currency); // both positive
        }
        return asked.empty() ? listed : asked;
    }

    // Where to pay: the company's own accounts for these currencies, and no others.
    std::vector<Values> accounts() const {
        std::vector<Values> made;
        if (message_.step == dunning::thanks_step) return made; // nothing is asked for
        for (const config::BankAccount* account : input_.accounts) {
            const bool ours = account->company == input_.company->name && account->show_in_letters;
            if (!ours || std::ranges::find(message_.totals, account->currency, &Money::currency) == message_.totals.end())
                continue;
            made.push_back({{"bank", account->bank},
                            {"account", account_text(account->account)},
                            {"currency", std::string(account->currency.code())}});
        }
        return made;
    }

    const ReminderInput& input_;
    const ledger::Book& book_;
    const dunning::PlannedMessage& message_;
    std::string_view language_;
};

} // namespace

Values reminder_values(const ReminderInput& input) {
    assert(input.book && input.message && input.company && input.today);
    return Writer(input).values();
}

} // namespace settled::letters
