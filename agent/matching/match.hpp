// match.hpp -- what the engine decides about one bank entry, and why.
//
// Rows refer to the book and entry book of the run; the store keeps keys instead, because rows are
// gone tomorrow. Evidence is facts, turned into words only where somebody reads them.
#pragma once

#include "ledger/book.hpp"

#include <settled/date.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace settled::matching {

using ledger::no_row;
using ledger::Row;

enum class State : std::uint8_t { settled = 1, booked, partly_booked, on_account, question, unmatched, not_receivable, reversed };
enum class Grade : std::uint8_t { none = 0, certain, likely, possible };
enum class Class : std::uint8_t {
    none = 0,
    bank_charge,
    interest,
    tax,
    payroll,
    own_transfer,
    card_payout,
    bill_collection,
    refund,
    other
};
enum class Residual : std::uint8_t {
    none = 0,
    bank_fee,
    cent_difference,
    early_payment_discount,
    withholding,
    exchange_difference,
    short_payment,
    overpayment
};

// CONTRACT's words, stored and printed: "partly_booked", "certain", "own_transfer", "bank_fee".
std::string_view name(State state);
std::string_view name(Grade grade);       // "" for none
std::string_view name(Class what);        // "" for none
std::string_view name(Residual residual); // "" for none
State state(std::string_view name);       // these four assert a known name
Grade grade(std::string_view name);
Class class_of(std::string_view name);
Residual residual(std::string_view name);

enum class EvidenceKind : std::uint8_t {
    number_in_text = 1,  // item's document number stands in the text
    tax_invoice_in_text, // … its tax invoice number
    contract_in_text,
    delivery_in_text,
    order_in_text,
    reference_in_text,
    structured_reference,
    several_numbers, // count: numbers quoted
    amount_exact,
    amount_is_sum, // count: of that many items
    amount_short,
    amount_over,         // amount: by how much; limit: what is allowed for the reason named
    part_payment,        // number and payer hold, less was paid than is open
    payer_account_known, // the account has paid for this customer alone
    payer_tax_id,
    payer_name_equal,
    payer_name_close,
    payer_in_text,
    payer_learned,
    third_party_payer,   // the payer is not the customer
    shared_payer,        // a group treasury, payment provider …: proves nothing
    only_item_of_amount, // no other open item has this amount
    amount_common,       // count: open items with this amount; proves nothing
    several_solutions,   // count: combinations that fit
    rival_customer,      // another customer fits as well
    number_unknown,      // text: a number of the house's style that the ledger does not have
    before_opening_day,
    erp_receipt,
    bank_book_line,
    receipt_item, // the ERP has booked it already: text is its id
    erp_receipt_draft,
    item_fell,
    item_gone,          // the ERP's open amount fell by this, or the item went, since the match
    applied_elsewhere,  // the ERP applied the money to another item than we did
    duplicate_of_entry, // count: the entry that paid the same
    returned_entry,     // count: the entry that this one takes back
    own_account,
    text_pattern,
    learned_pattern,
    transaction_code,
    customer_certain,   // on account: the customer is certain, the item is not
    days_after_due,     // days
    answered_by_person, // text: who
    earlier_question,   // an earlier unexplained line of the same payer and amount
    outgoing,           // money out
    number_near,        // text: what stands there, a number of the item but for one sign, or cut short
    oldest_items,       // the customer is known to pay the oldest first
    receipt_not_shown,  // the ERP's receipt (text) is approved, its figures do not carry the money yet
    booked_back,        // the ERP took the application back: amount is what is booked now
    number_in_list,     // item's number follows from a list or range in the text
    other_currency,     // item's number stands in the text, its currency is another
    taken_back_before,  // a person took this very decision back
    payer_unknown,      // text: a payer that is no known customer, and no number of the ledger beside it
    rest_unknown,       // amount: paid beyond what the text names, and no items of the customer make it
    advice_lists,       // count: documents that the remittance advice (text) lists, which add up to what was paid
    advice_deducts,     // amount: what the advice takes off the item; text: why
    item_paid,          // item's number stands in the text, and nothing is open on it any more
};
std::string_view name(EvidenceKind kind);
EvidenceKind evidence_kind(std::string_view name);

struct Evidence {
    EvidenceKind kind = EvidenceKind::amount_exact;
    Row item = no_row;
    Row customer = no_row;
    std::int64_t amount = 0; // minor units of the entry's currency
    std::int64_t limit = 0;
    std::int64_t count = 0;
    std::int32_t days = 0;
    Residual residual = Residual::none;
    std::string text;
};

struct Allocation {
    Row customer = no_row;
    Row item = no_row; // no_row: on the customer's account
    std::int64_t amount = 0;
    // What would be open on the item had the ERP booked none of our standing allocations to it: its
    // open amount now plus what of them its figures already carry. A later fall is measured from it.
    std::int64_t open_at_decision = 0;
    std::int64_t booked = 0; // of `amount`, what the ERP's figures carried when this was decided

    friend bool operator==(const Allocation&, const Allocation&) = default;
};

struct Proposal {
    std::vector<Allocation> allocations; // entry amount = sum of these + residual_amount
    std::int64_t residual_amount = 0;
    Residual residual = Residual::none;
    Grade grade = Grade::none;
    std::vector<Evidence> evidence;
};

struct Decision {
    Row entry = no_row; // in the entry book
    State state = State::unmatched;
    Class not_receivable = Class::none;
    bool third_party_payer = false;
    std::int64_t duplicate_of = 0; // entry id
    Proposal best;
    std::vector<Proposal> alternatives;
};

} // namespace settled::matching
