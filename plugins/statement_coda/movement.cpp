#include "movement.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <utility>

namespace settled::coda {
namespace {

constexpr std::size_t charges_max = 100; // of one movement

// What SEPA and banks write where there is no reference.
std::string_view said(std::string_view text) {
    if (text == "NOTPROVIDED" || text == "NOT PROVIDED") return {};
    return text.find_first_not_of('0') == text.npos ? std::string_view() : text;
}

std::string_view first_word(std::string_view text) { return text.substr(0, text.find(' ')); }

} // namespace

Result<bool> is_debit(const FixedRecord& record, FixedField sign) {
    const std::string_view text = record.text(sign);
    if (text == "0") return false;
    if (text == "1") return true;
    return record.refuse(sign, "0 (credit) or 1 (debit)");
}

Result<formats::DecimalAmount> signed_amount(const FixedRecord& record, FixedField sign, FixedField amount, Currency currency) {
    const auto debit = is_debit(record, sign);
    if (!debit) return std::unexpected(debit.error());
    auto found = record.amount(amount, decimals, currency);
    if (found && *debit) found->minor_units = -found->minor_units;
    return found;
}

Status Movement::start(const FixedRecord& record, Currency currency) {
    *this = Movement();
    line_ = record.line();
    currency_ = currency;
    const auto debit = is_debit(record, movement::sign);
    if (!debit) return std::unexpected(debit.error());
    const auto amount = signed_amount(record, movement::sign, movement::amount, currency);
    if (!amount) return std::unexpected(amount.error());
    const auto valued = record.date(movement::value_date, day_pattern);
    if (!valued) return std::unexpected(valued.error());
    const auto booked = record.date(movement::booking_date, day_pattern);
    if (!booked) return std::unexpected(booked.error());
    if (const auto code = record.number(movement::code); !code) return std::unexpected(code.error());
    const std::string_view structured = record.text(movement::structured);
    if (structured != "0" && structured != "1") return record.refuse(movement::structured, "0 (free) or 1 (structured)");
    side_ = *debit ? ControlTotals::Side::debit : ControlTotals::Side::credit;
    amount_ = *amount, value_date_ = *valued, booking_date_ = booked->none() ? *valued : *booked;
    transaction_ = Transaction(record.text(movement::code));
    structured_ = structured == "1";
    bank_reference_ = fold_blanks(record.text(movement::bank_reference));
    record.append_to(communication_, movement::communication_1);
    return {};
}

void Movement::add_second(const FixedRecord& record) {
    record.append_to(communication_, movement::communication_2);
    customer_reference_ = said(record.text(movement::customer_reference));
    bank_ = record.text(movement::bank);
    const std::string_view type = record.text(movement::return_type);
    if (type.empty() || type == "0") return;
    reversal_ = true;
    return_reason_ = record.text(movement::return_reason);
}

void Movement::add_third(const FixedRecord& record, bool version_1) {
    if (version_1) {
        account_ = record.text(movement::account_version_1);
        name_ = fold_blanks(record.text(movement::name_version_1));
        return;
    }
    account_ = first_word(record.text(movement::account)); // a Belgian number is followed by its currency
    name_ = fold_blanks(record.text(movement::name));
    record.append_to(communication_, movement::communication_3);
}

Status Movement::add_information(const FixedRecord& record) {
    const char article = record.raw(article_code).back();
    if (article != '1') {
        if (information_kind_.empty()) record.append_to(information_, article == '2' ? information::text_2 : information::text_3);
        return {}; // of a structured one: the address
    }
    information_kind_.clear();
    if (record.text(information::structured) != "1") {
        record.append_to(information_, information::text_1);
        return {};
    }
    information_kind_ = record.text(information::kind);
    const std::string name = fold_blanks(record.text(information::name));
    if (information_kind_ == "001" && name_.empty()) name_ = name;
    if (information_kind_ == "008") ultimate_creditor_ = name;
    if (information_kind_ == "009") ultimate_debtor_ = name;
    return information_kind_ == "006" ? add_amount_within(record) : Status{};
}

Status Movement::add_amount_within(const FixedRecord& record) {
    const std::string_view category = record.text(information::category);
    if (!Transaction::is_charge(category)) return {};
    const auto currency = Currency::parse(record.text(information::currency_code));
    if (!currency) return record.refuse(information::currency_code, "a currency such as EUR");
    const auto amount = signed_amount(record, information::sign, information::amount, *currency);
    if (!amount) return std::unexpected(amount.error());
    add_charge({{-amount->minor_units, amount->finer_digits}, *currency, std::string(category)});
    return {};
}

// A charge is a cost: what the bank takes is positive. Banks say the same one in 2 and in 3.
void Movement::add_charge(Charge charge) {
    if (charges_.size() >= charges_max || std::ranges::find(charges_, charge.category, &Charge::category) != charges_.end())
        return;
    charges_.push_back(std::move(charge));
}

void Movement::add_part(const Movement& part) {
    if (part.transaction_.is_charge())
        add_charge(
            {{-part.amount_.minor_units, part.amount_.finer_digits}, part.currency_, std::string(part.transaction_.category())});
    if (!read_.original) read_.original = part.read_.original;
}

std::string Movement::complete() {
    const std::optional<Original> of_part = std::move(read_.original);
    read_ = read_communication(structured_, communication_);
    if (!read_.original) read_.original = of_part;
    // The account's own currency at rate one is no original amount.
    if (read_.original && read_.original->currency == currency_) read_.original.reset();
    const std::string information = fold_blanks(information_);
    if (!information.empty() && read_.remittance.find(information) == std::string::npos) {
        if (!read_.remittance.empty()) read_.remittance += ' ';
        read_.remittance += information;
    }
    reversal_ = reversal_ || read_.reversal || transaction_.is_reversal();
    if (return_reason_.empty()) return_reason_ = read_.return_reason;
    transaction_code_ = transaction_.code(side_ == ControlTotals::Side::debit);
    charge_records_.clear();
    for (const Charge& charge : charges_)
        charge_records_.push_back({sizeof(settled_charge), charge.currency.abi(), charge.amount.abi(), {1, 1}, charge.category});
    return std::exchange(read_.complaint, {});
}

void Movement::inherit(const Movement& whole) {
    const auto take = [](std::string& mine, const std::string& theirs) {
        if (mine.empty()) mine = theirs;
    };
    take(name_, whole.name_), take(account_, whole.account_), take(bank_, whole.bank_);
    take(ultimate_debtor_, whole.ultimate_debtor_), take(ultimate_creditor_, whole.ultimate_creditor_);
    take(customer_reference_, whole.customer_reference_);
    take(read_.structured_reference, whole.read_.structured_reference);
    take(read_.mandate_id, whole.read_.mandate_id);
    take(read_.remittance, whole.read_.remittance);
}

settled_entry Movement::entry() const {
    settled_entry entry{.size = sizeof entry};
    entry.status = SETTLED_ENTRY_BOOKED;
    entry.line = line_;
    entry.booking_date = booking_date_.number();
    entry.value_date = value_date_.number();
    entry.currency = currency_.abi();
    entry.amount = amount_.abi();
    entry.reversal = reversal_ ? 1 : 0;
    entry.counterparty_name = name_;
    entry.counterparty_account = account_;
    entry.counterparty_bank = bank_;
    entry.ultimate_party = side_ == ControlTotals::Side::debit ? ultimate_creditor_ : ultimate_debtor_;
    entry.remittance = read_.remittance;
    entry.structured_reference = read_.structured_reference;
    entry.end_to_end_id = customer_reference_;
    entry.mandate_id = read_.mandate_id;
    entry.bank_reference = bank_reference_;
    entry.transaction_code = transaction_code_;
    entry.return_reason = return_reason_;
    if (read_.original) {
        entry.original_amount = read_.original->amount.abi();
        if (side_ == ControlTotals::Side::debit) entry.original_amount.minor_units *= -1;
        entry.original_currency = read_.original->currency.abi();
        entry.original_rate = read_.original->rate;
    }
    entry.charges = charge_records_.data();
    entry.charge_count = static_cast<std::uint32_t>(charge_records_.size());
    return entry;
}

} // namespace settled::coda
