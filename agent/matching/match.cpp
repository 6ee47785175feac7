#include "matching/match.hpp"

#include <array>
#include <cassert>

namespace settled::matching {
namespace {

template <class E> struct Named {
    E value;
    std::string_view name;
};

constexpr auto states = std::to_array<Named<State>>({
    {State::settled, "settled"},
    {State::booked, "booked"},
    {State::partly_booked, "partly_booked"},
    {State::on_account, "on_account"},
    {State::question, "question"},
    {State::unmatched, "unmatched"},
    {State::not_receivable, "not_receivable"},
    {State::reversed, "reversed"},
});

constexpr auto grades = std::to_array<Named<Grade>>({
    {Grade::none, ""},
    {Grade::certain, "certain"},
    {Grade::likely, "likely"},
    {Grade::possible, "possible"},
});

constexpr auto classes = std::to_array<Named<Class>>({
    {Class::none, ""},
    {Class::bank_charge, "bank_charge"},
    {Class::interest, "interest"},
    {Class::tax, "tax"},
    {Class::payroll, "payroll"},
    {Class::own_transfer, "own_transfer"},
    {Class::card_payout, "card_payout"},
    {Class::bill_collection, "bill_collection"},
    {Class::refund, "refund"},
    {Class::other, "other"},
});

constexpr auto residuals = std::to_array<Named<Residual>>({
    {Residual::none, ""},
    {Residual::bank_fee, "bank_fee"},
    {Residual::cent_difference, "cent_difference"},
    {Residual::early_payment_discount, "early_payment_discount"},
    {Residual::withholding, "withholding"},
    {Residual::exchange_difference, "exchange_difference"},
    {Residual::short_payment, "short_payment"},
    {Residual::overpayment, "overpayment"},
});

constexpr auto evidence_kinds = std::to_array<Named<EvidenceKind>>({
    {EvidenceKind::number_in_text, "number_in_text"},
    {EvidenceKind::tax_invoice_in_text, "tax_invoice_in_text"},
    {EvidenceKind::contract_in_text, "contract_in_text"},
    {EvidenceKind::delivery_in_text, "delivery_in_text"},
    {EvidenceKind::order_in_text, "order_in_text"},
    {EvidenceKind::reference_in_text, "reference_in_text"},
    {EvidenceKind::structured_reference, "structured_reference"},
    {EvidenceKind::several_numbers, "several_numbers"},
    {EvidenceKind::amount_exact, "amount_exact"},
    {EvidenceKind::amount_is_sum, "amount_is_sum"},
    {EvidenceKind::amount_short, "amount_short"},
    {EvidenceKind::amount_over, "amount_over"},
    {EvidenceKind::part_payment, "part_payment"},
    {EvidenceKind::payer_account_known, "payer_account_known"},
    {EvidenceKind::payer_tax_id, "payer_tax_id"},
    {EvidenceKind::payer_name_equal, "payer_name_equal"},
    {EvidenceKind::payer_name_close, "payer_name_close"},
    {EvidenceKind::payer_in_text, "payer_in_text"},
    {EvidenceKind::payer_learned, "payer_learned"},
    {EvidenceKind::third_party_payer, "third_party_payer"},
    {EvidenceKind::shared_payer, "shared_payer"},
    {EvidenceKind::only_item_of_amount, "only_item_of_amount"},
    {EvidenceKind::amount_common, "amount_common"},
    {EvidenceKind::several_solutions, "several_solutions"},
    {EvidenceKind::rival_customer, "rival_customer"},
    {EvidenceKind::number_unknown, "number_unknown"},
    {EvidenceKind::before_opening_day, "before_opening_day"},
    {EvidenceKind::erp_receipt, "erp_receipt"},
    {EvidenceKind::bank_book_line, "bank_book_line"},
    {EvidenceKind::receipt_item, "receipt_item"},
    {EvidenceKind::erp_receipt_draft, "erp_receipt_draft"},
    {EvidenceKind::item_fell, "item_fell"},
    {EvidenceKind::item_gone, "item_gone"},
    {EvidenceKind::applied_elsewhere, "applied_elsewhere"},
    {EvidenceKind::duplicate_of_entry, "duplicate_of_entry"},
    {EvidenceKind::returned_entry, "returned_entry"},
    {EvidenceKind::own_account, "own_account"},
    {EvidenceKind::text_pattern, "text_pattern"},
    {EvidenceKind::learned_pattern, "learned_pattern"},
    {EvidenceKind::transaction_code, "transaction_code"},
    {EvidenceKind::customer_certain, "customer_certain"},
    {EvidenceKind::days_after_due, "days_after_due"},
    {EvidenceKind::answered_by_person, "answered_by_person"},
    {EvidenceKind::earlier_question, "earlier_question"},
    {EvidenceKind::outgoing, "outgoing"},
    {EvidenceKind::number_near, "number_near"},
    {EvidenceKind::oldest_items, "oldest_items"},
    {EvidenceKind::receipt_not_shown, "receipt_not_shown"},
    {EvidenceKind::booked_back, "booked_back"},
    {EvidenceKind::number_in_list, "number_in_list"},
    {EvidenceKind::other_currency, "other_currency"},
    {EvidenceKind::taken_back_before, "taken_back_before"},
    {EvidenceKind::payer_unknown, "payer_unknown"},
    {EvidenceKind::rest_unknown, "rest_unknown"},
    {EvidenceKind::advice_lists, "advice_lists"},
    {EvidenceKind::advice_deducts, "advice_deducts"},
    {EvidenceKind::item_paid, "item_paid"},
});

// The tables stand in the order of their values.
template <class E, std::size_t size> std::string_view name_in(const std::array<Named<E>, size>& table, E value) {
    const auto at = static_cast<std::size_t>(value) - static_cast<std::size_t>(table.front().value);
    assert(at < size && table[at].value == value && "a value that no table names");
    return table[at].name;
}

template <class E, std::size_t size> E value_in(const std::array<Named<E>, size>& table, std::string_view name) {
    for (const auto& row : table)
        if (row.name == name) return row.value;
    assert(false && "a name that was never written");
    return table.front().value;
}

} // namespace

std::string_view name(State state) { return name_in(states, state); }
std::string_view name(Grade grade) { return name_in(grades, grade); }
std::string_view name(Class what) { return name_in(classes, what); }
std::string_view name(Residual residual) { return name_in(residuals, residual); }
std::string_view name(EvidenceKind kind) { return name_in(evidence_kinds, kind); }
State state(std::string_view name) { return value_in(states, name); }
Grade grade(std::string_view name) { return value_in(grades, name); }
Class class_of(std::string_view name) { return value_in(classes, name); }
Residual residual(std::string_view name) { return value_in(residuals, name); }
EvidenceKind evidence_kind(std::string_view name) { return value_in(evidence_kinds, name); }

} // namespace settled::matching
