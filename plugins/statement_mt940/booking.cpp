#include "booking.hpp"

#include "balance.hpp"

#include <formats/proving_reference.hpp>
#include <settled/text.hpp>

#include <utility>

namespace settled::mt940 {
namespace {

struct NamedAmount {
    formats::DecimalAmount amount;
    Currency currency;
};

// "USD12,50", or "12,50" in the currency of the account; nothing for what is neither.
std::optional<NamedAmount> named_amount(std::string_view text, Currency fallback) {
    if (text.empty()) return std::nullopt;
    Currency currency = take_currency(text);
    if (currency.none()) currency = fallback;
    const auto amount = take_amount(text, currency);
    if (!amount || !trim(text).empty()) return std::nullopt;
    return NamedAmount{*amount, currency};
}

// The charge is within the booked amount when original amount and charge make it up.
settled_number charge_included(std::int64_t booked, std::int64_t original, std::int64_t charge) {
    const std::int64_t whole = booked < 0 ? -booked : booked;
    const auto made_up = booked < 0 ? checked_add(original, charge) : checked_subtract(original, charge);
    if (made_up == whole) return {1, 1};
    return whole == original ? settled_number{1, 0} : settled_number{0, 0};
}

} // namespace

Status Booking::start(std::string& field, std::int64_t line, Currency currency) {
    std::swap(field_, field);
    line_ = line;
    currency_ = currency;
    information_.clear();
    auto entry = parse_entry_line(field_, currency);
    if (!entry) {
        entry.error().line = line;
        return pass(entry);
    }
    entry_ = *entry;
    return {};
}

void Booking::complete() {
    for (std::string* id : {&information_.end_to_end_id, &information_.mandate_id, &information_.customer_reference})
        if (*id == "NOTPROVIDED" || *id == "NONREF") id->clear(); // what banks write where there is none
    read_supplementary(entry_.supplementary, information_);
    if (information_.remittance.empty()) information_.remittance = fold_blanks(information_.booking_text);
    if (information_.structured_reference.empty())
        information_.structured_reference = formats::self_proving_reference(information_.remittance);
    if (!entry_.customer_reference.empty()) information_.customer_reference = entry_.customer_reference;
    transaction_code_ = entry_.transaction_code;
    // Many banks write the German code twice: N166 here, 166 in :86:.
    if (information_.business_code.empty() || entry_.transaction_code.ends_with(information_.business_code)) return;
    if (!transaction_code_.empty()) transaction_code_ += '/';
    transaction_code_ += information_.business_code;
}

settled_entry Booking::make_record(bool interim, settled_charge& charge) const {
    settled_entry record{.size = sizeof record};
    record.status = interim || entry_.expected ? SETTLED_ENTRY_PENDING : SETTLED_ENTRY_BOOKED;
    record.line = line_;
    record.booking_date = entry_.booking_date.number();
    record.value_date = entry_.value_date.number();
    record.currency = currency_.abi();
    record.reversal = entry_.reversal ? 1 : 0;
    record.amount = entry_.amount.abi();
    record.counterparty_name = information_.counterparty_name;
    record.counterparty_account = information_.counterparty_account;
    record.counterparty_bank = information_.counterparty_bank;
    record.ultimate_party = information_.ultimate_party;
    record.remittance = information_.remittance;
    record.structured_reference = information_.structured_reference;
    record.end_to_end_id = information_.end_to_end_id;
    record.mandate_id = information_.mandate_id;
    record.bank_reference = entry_.bank_reference;
    record.customer_reference = information_.customer_reference;
    record.transaction_code = transaction_code_;
    record.return_reason = information_.return_reason;
    const auto original = named_amount(information_.original_amount, currency_);
    if (original) {
        record.original_amount = original->amount.abi();
        if (entry_.amount.minor_units < 0) record.original_amount.minor_units = -record.original_amount.minor_units;
        record.original_currency = original->currency.abi();
        record.original_rate = information_.rate;
    }
    if (const auto taken = named_amount(information_.charge, currency_)) {
        charge.currency = taken->currency.abi();
        charge.amount = taken->amount.abi();
        if (original && original->currency == currency_ && taken->currency == currency_)
            charge.included = charge_included(entry_.amount.minor_units, original->amount.minor_units, taken->amount.minor_units);
        record.charges = &charge;
        record.charge_count = 1;
    }
    return record;
}

} // namespace settled::mt940
