#include "booking.hpp"

#include "concepts.hpp"

#include <formats/proving_reference.hpp>
#include <settled/text.hpp>

namespace settled::norma43 {
namespace {

// A number of zeros is none.
std::string_view said(std::string_view text) { return text.find_first_not_of('0') == text.npos ? std::string_view() : text; }

} // namespace

Result<bool> is_debit(const FixedRecord& record, FixedField sign) {
    const std::string_view text = record.text(sign);
    if (text == "1") return true;
    if (text == "2") return false;
    return record.refuse(sign, "1 (debit) or 2 (credit)");
}

Result<formats::DecimalAmount> signed_amount(const FixedRecord& record, FixedField sign, FixedField amount, Currency currency) {
    const auto debit = is_debit(record, sign);
    if (!debit) return std::unexpected(debit.error());
    auto found = record.amount(amount, decimals, currency);
    if (found && *debit) found->minor_units = -found->minor_units;
    return found;
}

Result<Currency> currency_in(const FixedRecord& record, FixedField field) {
    const Currency currency = currency_of_number(record.text(field));
    if (currency.none()) return record.refuse(field, "a currency by its ISO 4217 number, such as 978 for EUR");
    return currency;
}

Status Booking::start(const FixedRecord& record, Currency currency) {
    line_ = record.line();
    currency_ = currency;
    original_.reset();
    complements_ = 0;
    concepts_.clear();
    const auto debit = is_debit(record, movement::sign);
    if (!debit) return std::unexpected(debit.error());
    const auto amount = signed_amount(record, movement::sign, movement::amount, currency);
    if (!amount) return std::unexpected(amount.error());
    const auto booked = record.date(movement::booking_date, day_pattern);
    if (!booked) return std::unexpected(booked.error());
    const auto valued = record.date(movement::value_date, day_pattern);
    if (!valued) return std::unexpected(valued.error());
    side_ = *debit ? formats::ControlTotals::Side::debit : formats::ControlTotals::Side::credit;
    amount_ = *amount, booking_date_ = booked->none() ? *valued : *booked, value_date_ = *valued;
    const std::string_view common = record.text(movement::common_concept);
    reversal_ = is_reversal(common);
    transaction_code_ = transaction_code(common, said(record.text(movement::own_concept)), *debit);
    document_ = said(record.text(movement::document));
    // Banks write one text over both; a number of zeros in either is none.
    references_.clear();
    if (!said(record.text(movement::reference_1)).empty()) record.append_to(references_, movement::reference_1);
    references_ += said(record.text(movement::reference_2));
    references_ = fold_blanks(references_);
    return {};
}

Status Booking::add_complement(const FixedRecord& record) {
    if (++complements_ > complements_max)
        return record.refuse(record_code,
                             "at most " + std::to_string(complements_max) + " complements (23) behind a movement (22)");
    for (const FixedField field : complement::texts) record.append_to(concepts_, field);
    return {};
}

Status Booking::add_original(const FixedRecord& record) {
    const auto currency = currency_in(record, equivalence::currency);
    if (!currency) return std::unexpected(currency.error());
    const auto amount = record.amount(equivalence::amount, decimals, *currency);
    if (!amount) return std::unexpected(amount.error());
    original_currency_ = *currency;
    original_ = *amount;
    if (amount_.minor_units < 0) original_->minor_units = -original_->minor_units;
    return {};
}

settled_entry Booking::finish() {
    remittance_ = fold_blanks(concepts_);
    if (remittance_.empty()) remittance_ = references_;
    structured_reference_ = formats::self_proving_reference(remittance_);
    settled_entry entry{.size = sizeof entry};
    entry.status = SETTLED_ENTRY_BOOKED;
    entry.line = line_;
    entry.booking_date = booking_date_.number();
    entry.value_date = value_date_.number();
    entry.currency = currency_.abi();
    entry.amount = amount_.abi();
    entry.reversal = reversal_ ? 1 : 0;
    entry.remittance = remittance_;
    entry.structured_reference = structured_reference_;
    entry.bank_reference = document_;
    entry.customer_reference = references_;
    entry.transaction_code = transaction_code_;
    if (original_) {
        entry.original_amount = original_->abi();
        entry.original_currency = original_currency_.abi();
    }
    return entry;
}

} // namespace settled::norma43
