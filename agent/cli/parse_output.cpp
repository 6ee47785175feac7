#include "cli/parse_output.hpp"

#include <settled/abi_array.hpp>
#include <settled/money.hpp>

#include <algorithm>

namespace settled::cli {
namespace {

std::string amount_of(const settled_amount& amount, Currency currency) {
    return amount_text(amount.minor_units, currency, amount.finer_digits);
}

void write_balance(render::JsonWriter& json, std::string_view name, const settled_balance& balance, Currency currency) {
    if (!balance.present) {
        json.null(name);
        return;
    }
    json.key(name)
        .begin_object()
        .text_or_null("date", Date::from_abi(balance.date).iso())
        .text("amount", amount_of(balance.amount, currency))
        .end_object();
}

std::string_view status_name(std::int32_t status) {
    if (status == SETTLED_ENTRY_PENDING) return "pending";
    return status == SETTLED_ENTRY_NEUTRAL ? "neutral" : "booked";
}

void write_entry(render::JsonWriter& json, const settled_entry& entry, Currency of_statement) {
    const Currency own = Currency::from_abi(entry.currency);
    const Currency currency = own.none() ? of_statement : own;
    json.begin_object();
    json.text_or_null("booking_date", Date::from_abi(entry.booking_date).iso())
        .text_or_null("value_date", Date::from_abi(entry.value_date).iso());
    json.text_or_null("amount", entry.amount.present != 0 ? amount_of(entry.amount, currency) : "")
        .text_or_null("currency", currency.code())
        .text("status", status_name(entry.status));
    json.text_or_null("counterparty_name", entry.counterparty_name)
        .text_or_null("counterparty_account", entry.counterparty_account);
    json.text_or_null("counterparty_bank", entry.counterparty_bank).text_or_null("ultimate_party", entry.ultimate_party);
    json.text_or_null("remittance", entry.remittance).text_or_null("structured_reference", entry.structured_reference);
    json.text_or_null("end_to_end_id", entry.end_to_end_id).text_or_null("mandate_id", entry.mandate_id);
    json.text_or_null("bank_reference", entry.bank_reference).text_or_null("customer_reference", entry.customer_reference);
    json.text_or_null("transaction_code", entry.transaction_code).text_or_null("return_reason", entry.return_reason);
    json.boolean("reversal", entry.reversal != 0);
    if (entry.original_amount.present) {
        const Currency original = Currency::from_abi(entry.original_currency);
        json.key("original")
            .begin_object()
            .text("amount", amount_of(entry.original_amount, original))
            .text_or_null("currency", original.code());
        json.text_or_null("rate", entry.original_rate).end_object();
    } else {
        json.null("original");
    }
    json.key("charges").begin_array();
    for (std::uint32_t i = 0; i < entry.charge_count; ++i) {
        const settled_charge& charge = *element_at(entry.charges, i);
        const Currency paid_in = Currency::from_abi(charge.currency);
        json.begin_object().text("amount", amount_of(charge.amount, paid_in)).text_or_null("currency", paid_in.code());
        if (charge.included.present)
            json.boolean("included", charge.included.value != 0);
        else
            json.null("included");
        json.end_object();
    }
    json.end_array().key("details").begin_array();
    for (std::uint32_t i = 0; i < entry.detail_count; ++i) write_entry(json, *element_at(entry.details, i), currency);
    json.end_array().end_object();
}

StatementFigures figures_of(const settled_statement_begin& begin) {
    StatementFigures figures;
    figures.account = std::string_view(begin.account), figures.number = std::string_view(begin.number);
    figures.currency = Currency::from_abi(begin.currency);
    if (begin.opening.present) figures.opening = amount_of(begin.opening.amount, figures.currency);
    return figures;
}

void count(StatementFigures& figures, const settled_entry& entry) {
    ++figures.entries;
    figures.sum.add(entry.amount.minor_units, entry.amount.finer_digits);
    const Date day = Date::from_abi(entry.booking_date);
    if (day.none()) return;
    figures.first = figures.first.none() ? day : std::min(figures.first, day);
    figures.last = std::max(figures.last, day);
}

} // namespace

void ExactSum::add(std::int64_t minor_units, int finer_digits) {
    const auto refine = [this](std::int64_t& value, int& digits, int wanted) {
        for (; digits < wanted; ++digits) overflow_ |= __builtin_mul_overflow(value, std::int64_t{10}, &value);
    };
    refine(sum_, finer_digits_, finer_digits);
    refine(minor_units, finer_digits, finer_digits_);
    overflow_ |= __builtin_add_overflow(sum_, minor_units, &sum_);
}

std::string ExactSum::text(Currency currency) const {
    return overflow_ ? "overflow" : amount_text(sum_, currency, finer_digits_);
}

Status JsonStatements::begin(const settled_statement_begin& begin) {
    figures_ = figures_of(begin);
    open_ = true;
    json_->begin_object().text_or_null("account", begin.account).text_or_null("account_name", begin.account_name);
    json_->text_or_null("currency", figures_.currency.code())
        .text_or_null("number", begin.number)
        .boolean("interim", begin.interim != 0);
    write_balance(*json_, "opening", begin.opening, figures_.currency);
    if (detail_ == ParseDetail::entries) json_->key("entries").begin_array();
    return {};
}

Status JsonStatements::entry(const settled_entry& entry) {
    if (detail_ == ParseDetail::entries)
        write_entry(*json_, entry, figures_.currency);
    else
        count(figures_, entry);
    return {};
}

Status JsonStatements::end(const settled_statement_end& end) {
    if (detail_ == ParseDetail::entries) {
        json_->end_array();
    } else {
        json_->number("count", figures_.entries).text("sum", figures_.sum.text(figures_.currency));
        json_->text_or_null("first_booking_date", figures_.first.iso()).text_or_null("last_booking_date", figures_.last.iso());
    }
    write_balance(*json_, "closing", end.closing, figures_.currency);
    json_->end_object();
    open_ = false;
    return {};
}

void JsonStatements::close_open_statement() {
    if (!open_) return;
    if (detail_ == ParseDetail::entries) json_->end_array();
    json_->null("closing").end_object();
    open_ = false;
}

statement::Diagnostic JsonStatements::owned(const settled_diagnostic& diagnostic) {
    return {static_cast<statement::Severity>(diagnostic.severity), diagnostic.line,
            std::string(std::string_view(diagnostic.code)), std::string(std::string_view(diagnostic.message))};
}

Status CountedStatements::begin(const settled_statement_begin& begin) {
    statements.push_back(figures_of(begin));
    return {};
}

Status CountedStatements::entry(const settled_entry& entry) {
    count(statements.back(), entry);
    return {};
}

Status CountedStatements::end(const settled_statement_end& end) {
    StatementFigures& figures = statements.back();
    if (end.closing.present) figures.closing = amount_of(end.closing.amount, figures.currency);
    return {};
}

} // namespace settled::cli
