#include "booking.hpp"

#include "amounts.hpp"
#include "operations.hpp"

#include <formats/proving_reference.hpp>
#include <settled/text.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace settled::cfonb120 {
namespace {

// What SEPA and banks write where there is none.
std::string_view said(std::string_view text) {
    if (text == "NOTPROVIDED" || text == "NOT PROVIDED") return {};
    return text.find_first_not_of('0') == text.npos ? std::string_view() : text;
}

// "AC04", "MD06": ISO 20022 external return reasons.
bool is_iso_reason(std::string_view text) {
    const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    return text.size() == 4 && is_upper(text[0]) && is_upper(text[1]) && is_digit(text[2]) && is_digit(text[3]);
}

} // namespace

void Booking::clear() {
    for (std::string* text :
         {&transaction_code_, &return_reason_, &number_, &reference_, &bank_reference_, &end_to_end_id_, &mandate_id_, &payer_,
          &beneficiary_, &ultimate_payer_, &ultimate_beneficiary_, &beneficiary_account_, &beneficiary_bank_, &text_,
          &remittance_, &structured_reference_, &original_rate_})
        text->clear();
    original_.reset();
    has_charge_ = text_goes_on_ = reversal_ = false;
}

Status Booking::start(const FixedRecord& record, Currency currency) {
    clear();
    line_ = record.line();
    currency_ = currency;
    const auto amount = signed_amount(record, cfonb120::amount, decimals, currency);
    if (!amount) return std::unexpected(amount.error());
    const auto booked = record.date(day, day_pattern);
    if (!booked) return std::unexpected(booked.error());
    const auto valued = record.date(movement::value_date, day_pattern);
    if (!valued) return std::unexpected(valued.error());
    amount_ = *amount, value_date_ = *valued, booking_date_ = booked->none() ? *valued : *booked;
    const std::string_view operation = record.text(movement::operation);
    transaction_code_ = transaction_code(operation, amount_.minor_units < 0);
    return_reason_ = said(record.text(movement::reject_reason));
    reversal_ = is_reversal(operation) || !return_reason_.empty();
    number_ = said(record.text(movement::number));
    reference_ = said(record.text(movement::reference));
    add_text(record.text(movement::label));
    return {};
}

Status Booking::add_complement(const FixedRecord& record) {
    const std::string_view qualifier = record.text(complement::qualifier);
    const std::string_view text = record.text(complement::text);
    const bool goes_on = std::exchange(text_goes_on_, false);
    if (text.empty()) return {};
    if (qualifier == "MMO") return add_original(record);
    if (qualifier == "FEE") {
        const auto fee = named_amount(record);
        if (!fee) return std::unexpected(fee.error());
        charge_ = {.size = sizeof charge_, .currency = fee->currency.abi(), .amount = fee->amount.abi(), .kind = "FEE"};
        has_charge_ = true;
    } else if (qualifier == "RCN") {
        end_to_end_id_ = said(record.text(complement::first_half));
    } else if (qualifier == "REF") {
        bank_reference_ = said(text);
    } else if (qualifier == "RUM") {
        mandate_id_ = said(record.text(complement::first_half));
    } else if (qualifier == "RET") {
        add_return(record);
    } else if (qualifier == "LCC") { // 140 characters of the payer, cut after 70
        text_ += ' ';
        record.append_to(text_, complement::text);
        text_goes_on_ = true;
    } else if (qualifier == "LC2" && goes_on) {
        text_ += record.raw(complement::text);
    } else if (qualifier == "LCS") {
        structured_reference_ = said(record.text(complement::first_half));
        add_text(text);
    } else if (qualifier != "IPY" && qualifier != "IBE") { // those: a register's numbers, not accounts
        add_party(record, qualifier);
    }
    return {};
}

void Booking::add_party(const FixedRecord& record, std::string_view qualifier) {
    struct Party {
        std::string_view qualifier;
        std::string Booking::* text;
    };
    constexpr auto parties = std::to_array<Party>({{"NPY", &Booking::payer_},
                                                   {"NBE", &Booking::beneficiary_},
                                                   {"NPO", &Booking::ultimate_payer_},
                                                   {"NBU", &Booking::ultimate_beneficiary_},
                                                   {"CBE", &Booking::beneficiary_account_},
                                                   {"BDB", &Booking::beneficiary_bank_}});
    const auto* const hit = std::ranges::find(parties, qualifier, &Party::qualifier);
    // LIB, LEM, a LC2 of its own, and what a bank invented: words about the movement.
    if (hit == parties.end()) return add_text(record.text(complement::text));
    (this->*hit->text) = fold_blanks(record.text(complement::text));
}

void Booking::add_text(std::string_view text) {
    if (!text_.empty()) text_ += ' ';
    text_ += text;
}

void Booking::add_return(const FixedRecord& record) {
    reversal_ = true;
    const std::string_view reason = record.text(complement::reason);
    if (is_iso_reason(reason)) return_reason_ = reason;
    add_text(record.text(complement::text));
}

Result<Booking::NamedAmount> Booking::named_amount(const FixedRecord& record) const {
    const auto currency = Currency::parse(record.text(complement::currency_code));
    if (!currency) return record.refuse(complement::currency_code, "a currency such as USD");
    const auto amount = signed_amount(record, complement::amount, complement::decimals, *currency);
    if (!amount) return std::unexpected(amount.error());
    return NamedAmount{*amount, *currency};
}

// The amount of origin has no sign of its own: it goes the movement's way.
Status Booking::add_original(const FixedRecord& record) {
    auto original = named_amount(record);
    if (!original) return std::unexpected(original.error());
    if (amount_.minor_units < 0 && original->amount.minor_units > 0) original->amount.minor_units *= -1;
    original_ = *original;
    if (record.blank(complement::rate)) return {};
    const auto places = digit_or(record, complement::rate_decimals, 0);
    if (!places) return std::unexpected(places.error());
    const auto rate = record.number(complement::rate);
    if (!rate) return std::unexpected(rate.error());
    if (*rate != 0) original_rate_ = formats::rate_text(*rate, *places);
    return {};
}

const settled_entry& Booking::finish() {
    const bool debit = amount_.minor_units < 0;
    remittance_ = fold_blanks(text_);
    if (structured_reference_.empty()) structured_reference_ = formats::self_proving_reference(remittance_);
    // Some banks name the other party as payer whatever the direction.
    const std::string& theirs = debit ? beneficiary_ : payer_;
    const std::string& name = !theirs.empty() ? theirs : debit ? payer_ : beneficiary_;
    entry_ = {.size = sizeof entry_};
    entry_.status = SETTLED_ENTRY_BOOKED;
    entry_.line = line_;
    entry_.booking_date = booking_date_.number();
    entry_.value_date = value_date_.number();
    entry_.currency = currency_.abi();
    entry_.amount = amount_.abi();
    entry_.reversal = reversal_ ? 1 : 0;
    entry_.counterparty_name = name;
    if (debit) entry_.counterparty_account = beneficiary_account_, entry_.counterparty_bank = beneficiary_bank_;
    entry_.ultimate_party = debit ? ultimate_beneficiary_ : ultimate_payer_;
    entry_.remittance = remittance_;
    entry_.structured_reference = structured_reference_;
    entry_.end_to_end_id = end_to_end_id_;
    entry_.mandate_id = mandate_id_;
    entry_.bank_reference = bank_reference_.empty() ? number_ : bank_reference_;
    entry_.customer_reference = reference_;
    entry_.transaction_code = transaction_code_;
    entry_.return_reason = return_reason_;
    if (original_) {
        entry_.original_amount = original_->amount.abi();
        entry_.original_currency = original_->currency.abi();
        entry_.original_rate = original_rate_;
    }
    if (has_charge_) entry_.charges = &charge_, entry_.charge_count = 1;
    return entry_;
}

} // namespace settled::cfonb120
