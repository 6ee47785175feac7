#include <settled/columns.hpp>

#include <algorithm>
#include <array>
#include <cassert>

namespace settled {
namespace {

using enum FieldType;
using Names = std::string_view[];

constexpr Names doc_types = {"invoice", "credit_note", "debit_note", "receipt", "other"};
constexpr Names payment_methods = {"transfer", "direct_debit", "card", "bill", "other"};
constexpr Names receipt_methods = {"cash", "transfer", "bill", "set_off", "direct_debit", "card"};
constexpr Names receipt_states = {"draft", "approved"};
constexpr Names control_includes = {"receivable", "advance"};
constexpr Names bill_kinds = {"bank_acceptance", "commercial_acceptance", "finance_company", "e_credential"};
constexpr Names bill_statuses = {"offered",   "held",      "endorsed", "discounted", "pledged",
                                 "presented", "collected", "refused",  "returned"};
constexpr Names term_kinds = {"advance", "delivery", "acceptance", "retention", "instalment"};
constexpr Names term_bases = {"document", "invoice_delivered", "acceptance", "event"};

// One row a column: its name, where it stands in the record, how it is read.
#define AT(record, member) static_cast<std::uint32_t>(offsetof(record, member))

constexpr Field customers_fields[] = {
    {.name = "customer_id", .type = text, .offset = AT(settled_customer, customer_id), .required = true},
    {.name = "name", .type = text, .offset = AT(settled_customer, name)},
    {.name = "short_name", .type = text, .offset = AT(settled_customer, short_name)},
    {.name = "tax_id", .type = text, .offset = AT(settled_customer, tax_id)},
    {.name = "email", .type = text, .offset = AT(settled_customer, email)},
    {.name = "phone", .type = text, .offset = AT(settled_customer, phone)},
    {.name = "contact", .type = text, .offset = AT(settled_customer, contact)},
    {.name = "language", .type = text, .offset = AT(settled_customer, language)},
    {.name = "country", .type = text, .offset = AT(settled_customer, country)},
    {.name = "currency", .type = currency, .offset = AT(settled_customer, currency)},
    {.name = "credit_limit", .type = amount, .offset = AT(settled_customer, credit_limit), .currency_field = "currency"},
    {.name = "payment_terms_days", .type = number, .offset = AT(settled_customer, payment_terms_days)},
    {.name = "grade", .type = text, .offset = AT(settled_customer, grade)},
    {.name = "group", .type = text, .offset = AT(settled_customer, group)},
    {.name = "region", .type = text, .offset = AT(settled_customer, region)},
    {.name = "parent_customer_id", .type = text, .offset = AT(settled_customer, parent_customer_id)},
    {.name = "related_party", .type = flag, .offset = AT(settled_customer, related_party)},
    {.name = "salesperson_id", .type = text, .offset = AT(settled_customer, salesperson_id)},
    {.name = "salesperson_name", .type = text, .offset = AT(settled_customer, salesperson_name)},
    {.name = "salesperson_email", .type = text, .offset = AT(settled_customer, salesperson_email)},
    {.name = "bank_accounts", .type = list, .offset = AT(settled_customer, bank_accounts)},
    {.name = "updated_at", .type = text, .offset = AT(settled_customer, updated_at)},
};
constexpr Field open_items_fields[] = {
    {.name = "item_id", .type = text, .offset = AT(settled_open_item, item_id), .required = true},
    {.name = "item_id_2", .type = text, .offset = AT(settled_open_item, item_id_2)},
    {.name = "item_id_3", .type = text, .offset = AT(settled_open_item, item_id_3)},
    {.name = "customer_id", .type = text, .offset = AT(settled_open_item, customer_id), .required = true},
    {.name = "doc_type", .type = enumeration, .offset = AT(settled_open_item, doc_type), .required = true, .names = doc_types},
    {.name = "document_number", .type = text, .offset = AT(settled_open_item, document_number), .required = true},
    {.name = "document_date", .type = date, .offset = AT(settled_open_item, document_date)},
    {.name = "instalment", .type = text, .offset = AT(settled_open_item, instalment)},
    {.name = "due_date", .type = date, .offset = AT(settled_open_item, due_date)},
    {.name = "due_base", .type = text, .offset = AT(settled_open_item, due_base)},
    {.name = "terms_days", .type = number, .offset = AT(settled_open_item, terms_days)},
    {.name = "currency", .type = currency, .offset = AT(settled_open_item, currency), .required = true},
    {.name = "amount", .type = amount, .offset = AT(settled_open_item, amount), .currency_field = "currency"},
    {.name = "open_amount",
     .type = amount,
     .offset = AT(settled_open_item, open_amount),
     .required = true,
     .currency_field = "currency"},
    {.name = "home_currency", .type = currency, .offset = AT(settled_open_item, home_currency)},
    {.name = "home_amount", .type = amount, .offset = AT(settled_open_item, home_amount), .currency_field = "home_currency"},
    {.name = "home_open_amount",
     .type = amount,
     .offset = AT(settled_open_item, home_open_amount),
     .currency_field = "home_currency"},
    {.name = "rate", .type = decimal, .offset = AT(settled_open_item, rate)},
    {.name = "reference", .type = text, .offset = AT(settled_open_item, reference)},
    {.name = "tax_invoice_numbers", .type = list, .offset = AT(settled_open_item, tax_invoice_numbers)},
    {.name = "contract_number", .type = text, .offset = AT(settled_open_item, contract_number)},
    {.name = "delivery_numbers", .type = list, .offset = AT(settled_open_item, delivery_numbers)},
    {.name = "po_number", .type = text, .offset = AT(settled_open_item, po_number)},
    {.name = "customer_reference", .type = text, .offset = AT(settled_open_item, customer_reference)},
    {.name = "linked_document", .type = text, .offset = AT(settled_open_item, linked_document)},
    {.name = "business_line", .type = text, .offset = AT(settled_open_item, business_line)},
    {.name = "salesperson_id", .type = text, .offset = AT(settled_open_item, salesperson_id)},
    {.name = "discount_date", .type = date, .offset = AT(settled_open_item, discount_date)},
    {.name = "discount_amount", .type = amount, .offset = AT(settled_open_item, discount_amount), .currency_field = "currency"},
    {.name = "payment_method", .type = enumeration, .offset = AT(settled_open_item, payment_method), .names = payment_methods},
    {.name = "collection_date", .type = date, .offset = AT(settled_open_item, collection_date)},
    {.name = "assigned_to", .type = text, .offset = AT(settled_open_item, assigned_to)},
    {.name = "invoice_delivered_on", .type = date, .offset = AT(settled_open_item, invoice_delivered_on)},
    {.name = "updated_at", .type = text, .offset = AT(settled_open_item, updated_at)},
};
constexpr Field receipts_fields[] = {
    {.name = "receipt_id", .type = text, .offset = AT(settled_receipt, receipt_id), .required = true},
    {.name = "customer_id", .type = text, .offset = AT(settled_receipt, customer_id)},
    {.name = "date", .type = date, .offset = AT(settled_receipt, date)},
    {.name = "currency", .type = currency, .offset = AT(settled_receipt, currency), .required = true},
    {.name = "amount", .type = amount, .offset = AT(settled_receipt, amount), .required = true, .currency_field = "currency"},
    {.name = "open_amount", .type = amount, .offset = AT(settled_receipt, open_amount), .currency_field = "currency"},
    {.name = "method", .type = enumeration, .offset = AT(settled_receipt, method), .names = receipt_methods},
    {.name = "state", .type = enumeration, .offset = AT(settled_receipt, state), .names = receipt_states},
    {.name = "bank_account", .type = text, .offset = AT(settled_receipt, bank_account)},
    {.name = "reference", .type = text, .offset = AT(settled_receipt, reference)},
    {.name = "item_ids", .type = list, .offset = AT(settled_receipt, item_ids)},
    {.name = "updated_at", .type = text, .offset = AT(settled_receipt, updated_at)},
};
constexpr Field bank_book_fields[] = {
    {.name = "entry_id", .type = text, .offset = AT(settled_bank_book_line, entry_id), .required = true},
    {.name = "bank_account", .type = text, .offset = AT(settled_bank_book_line, bank_account), .required = true},
    {.name = "date", .type = date, .offset = AT(settled_bank_book_line, date), .required = true},
    {.name = "currency", .type = currency, .offset = AT(settled_bank_book_line, currency), .required = true},
    {.name = "amount",
     .type = amount,
     .offset = AT(settled_bank_book_line, amount),
     .required = true,
     .currency_field = "currency"},
    {.name = "counterparty", .type = text, .offset = AT(settled_bank_book_line, counterparty)},
    {.name = "reference", .type = text, .offset = AT(settled_bank_book_line, reference)},
    {.name = "updated_at", .type = text, .offset = AT(settled_bank_book_line, updated_at)},
};
constexpr Field control_balances_fields[] = {
    {.name = "account", .type = text, .offset = AT(settled_control_balance, account), .required = true},
    {.name = "currency", .type = currency, .offset = AT(settled_control_balance, currency), .required = true},
    {.name = "balance",
     .type = amount,
     .offset = AT(settled_control_balance, balance),
     .required = true,
     .currency_field = "currency"},
    {.name = "home_currency", .type = currency, .offset = AT(settled_control_balance, home_currency)},
    {.name = "home_balance",
     .type = amount,
     .offset = AT(settled_control_balance, home_balance),
     .currency_field = "home_currency"},
    {.name = "includes", .type = enumeration, .offset = AT(settled_control_balance, includes), .names = control_includes},
    {.name = "as_of", .type = date, .offset = AT(settled_control_balance, as_of)},
};
constexpr Field settlements_fields[] = {
    {.name = "item_id", .type = text, .offset = AT(settled_settlement, item_id), .required = true},
    {.name = "receipt_id", .type = text, .offset = AT(settled_settlement, receipt_id)},
    {.name = "customer_id", .type = text, .offset = AT(settled_settlement, customer_id)},
    {.name = "document_date", .type = date, .offset = AT(settled_settlement, document_date)},
    {.name = "due_date", .type = date, .offset = AT(settled_settlement, due_date)},
    {.name = "settled_date", .type = date, .offset = AT(settled_settlement, settled_on)},
    {.name = "currency", .type = currency, .offset = AT(settled_settlement, currency), .required = true},
    {.name = "amount", .type = amount, .offset = AT(settled_settlement, amount), .required = true, .currency_field = "currency"},
};
constexpr Field bills_fields[] = {
    {.name = "bill_id", .type = text, .offset = AT(settled_bill, bill_id), .required = true},
    {.name = "bill_number", .type = text, .offset = AT(settled_bill, bill_number)},
    {.name = "kind", .type = enumeration, .offset = AT(settled_bill, kind), .names = bill_kinds},
    {.name = "from_customer_id", .type = text, .offset = AT(settled_bill, from_customer_id)},
    {.name = "acceptor", .type = text, .offset = AT(settled_bill, acceptor)},
    {.name = "currency", .type = currency, .offset = AT(settled_bill, currency), .required = true},
    {.name = "amount", .type = amount, .offset = AT(settled_bill, amount), .required = true, .currency_field = "currency"},
    {.name = "received_date", .type = date, .offset = AT(settled_bill, received_date)},
    {.name = "due_date", .type = date, .offset = AT(settled_bill, due_date)},
    {.name = "status", .type = enumeration, .offset = AT(settled_bill, status), .names = bill_statuses},
    {.name = "recourse", .type = flag, .offset = AT(settled_bill, recourse)},
    {.name = "item_ids", .type = list, .offset = AT(settled_bill, item_ids)},
    {.name = "receipt_id", .type = text, .offset = AT(settled_bill, receipt_id)},
    {.name = "updated_at", .type = text, .offset = AT(settled_bill, updated_at)},
};
constexpr Field terms_fields[] = {
    {.name = "item_id", .type = text, .offset = AT(settled_term, item_id)},
    {.name = "contract_number", .type = text, .offset = AT(settled_term, contract_number)},
    {.name = "line", .type = text, .offset = AT(settled_term, line)},
    {.name = "kind", .type = enumeration, .offset = AT(settled_term, kind), .names = term_kinds},
    {.name = "currency", .type = currency, .offset = AT(settled_term, currency)},
    {.name = "amount", .type = amount, .offset = AT(settled_term, amount), .currency_field = "currency"},
    {.name = "percent", .type = decimal, .offset = AT(settled_term, percent)},
    {.name = "base", .type = enumeration, .offset = AT(settled_term, base), .names = term_bases},
    {.name = "base_date", .type = date, .offset = AT(settled_term, base_date)},
    {.name = "days", .type = number, .offset = AT(settled_term, days)},
    {.name = "month_end", .type = number, .offset = AT(settled_term, month_end)},
    {.name = "cut_off_day", .type = number, .offset = AT(settled_term, cut_off_day)},
    {.name = "pay_day", .type = number, .offset = AT(settled_term, pay_day)},
    {.name = "due_date", .type = date, .offset = AT(settled_term, due_date)},
    {.name = "event_confirmed_on", .type = date, .offset = AT(settled_term, event_confirmed_on)},
};
constexpr Field advices_fields[] = {
    {.name = "advice_id", .type = text, .offset = AT(settled_advice, advice_id), .required = true},
    {.name = "payer", .type = text, .offset = AT(settled_advice, payer)},
    {.name = "payment_date", .type = date, .offset = AT(settled_advice, payment_date)},
    {.name = "currency", .type = currency, .offset = AT(settled_advice, currency)},
    {.name = "amount", .type = amount, .offset = AT(settled_advice, amount), .currency_field = "currency"},
    {.name = "reference", .type = text, .offset = AT(settled_advice, reference)},
    {.name = "document_number", .type = text, .offset = AT(settled_advice, document_number)},
    {.name = "paid", .type = amount, .offset = AT(settled_advice, paid), .currency_field = "currency"},
    {.name = "deduction", .type = amount, .offset = AT(settled_advice, deduction), .currency_field = "currency"},
    {.name = "reason", .type = text, .offset = AT(settled_advice, reason)},
};
constexpr Field sales_fields[] = {
    {.name = "period", .type = text, .offset = AT(settled_sale, period), .required = true},
    {.name = "customer_id", .type = text, .offset = AT(settled_sale, customer_id)},
    {.name = "currency", .type = currency, .offset = AT(settled_sale, currency), .required = true},
    {.name = "amount", .type = amount, .offset = AT(settled_sale, amount), .required = true, .currency_field = "currency"},
    {.name = "salesperson_id", .type = text, .offset = AT(settled_sale, salesperson_id)},
    {.name = "region", .type = text, .offset = AT(settled_sale, region)},
    {.name = "business_line", .type = text, .offset = AT(settled_sale, business_line)},
};
constexpr Field plan_fields[] = {
    {.name = "period", .type = text, .offset = AT(settled_plan_line, period), .required = true},
    {.name = "customer_id", .type = text, .offset = AT(settled_plan_line, customer_id)},
    {.name = "salesperson_id", .type = text, .offset = AT(settled_plan_line, salesperson_id)},
    {.name = "currency", .type = currency, .offset = AT(settled_plan_line, currency), .required = true},
    {.name = "amount", .type = amount, .offset = AT(settled_plan_line, amount), .required = true, .currency_field = "currency"},
};
constexpr Field payables_fields[] = {
    {.name = "vendor_id", .type = text, .offset = AT(settled_payable, vendor_id), .required = true},
    {.name = "tax_id", .type = text, .offset = AT(settled_payable, tax_id)},
    {.name = "currency", .type = currency, .offset = AT(settled_payable, currency), .required = true},
    {.name = "open_amount",
     .type = amount,
     .offset = AT(settled_payable, open_amount),
     .required = true,
     .currency_field = "currency"},
    {.name = "due_date", .type = date, .offset = AT(settled_payable, due_date)},
};
constexpr Field exposure_fields[] = {
    {.name = "customer_id", .type = text, .offset = AT(settled_exposure, customer_id), .required = true},
    {.name = "currency", .type = currency, .offset = AT(settled_exposure, currency), .required = true},
    {.name = "uninvoiced_deliveries",
     .type = amount,
     .offset = AT(settled_exposure, uninvoiced_deliveries),
     .currency_field = "currency"},
    {.name = "open_orders", .type = amount, .offset = AT(settled_exposure, open_orders), .currency_field = "currency"},
    {.name = "guarantees", .type = amount, .offset = AT(settled_exposure, guarantees), .currency_field = "currency"},
    {.name = "insured_limit", .type = amount, .offset = AT(settled_exposure, insured_limit), .currency_field = "currency"},
};
constexpr Field exchange_rates_fields[] = {
    {.name = "from", .type = currency, .offset = AT(settled_exchange_rate, from), .required = true},
    {.name = "to", .type = currency, .offset = AT(settled_exchange_rate, to), .required = true},
    {.name = "date", .type = date, .offset = AT(settled_exchange_rate, date), .required = true},
    {.name = "rate", .type = decimal, .offset = AT(settled_exchange_rate, rate), .required = true},
};

#undef AT

constexpr std::array<Entity, 14> all_entities = {{
    {SETTLED_CUSTOMERS, "customers", sizeof(settled_customer), customers_fields, "", "customer_id"},
    {SETTLED_OPEN_ITEMS, "open_items", sizeof(settled_open_item), open_items_fields, "open_amount", "item_id"},
    {SETTLED_RECEIPTS, "receipts", sizeof(settled_receipt), receipts_fields, "amount", "receipt_id"},
    {SETTLED_BANK_BOOK, "bank_book", sizeof(settled_bank_book_line), bank_book_fields, "amount", "entry_id"},
    {SETTLED_CONTROL_BALANCES, "control_balances", sizeof(settled_control_balance), control_balances_fields, "balance", ""},
    {SETTLED_SETTLEMENTS, "settlements", sizeof(settled_settlement), settlements_fields, "amount", ""},
    {SETTLED_BILLS, "bills", sizeof(settled_bill), bills_fields, "amount", "bill_id"},
    {SETTLED_TERMS, "terms", sizeof(settled_term), terms_fields, "", ""},
    {SETTLED_ADVICES, "advices", sizeof(settled_advice), advices_fields, "paid", ""},
    {SETTLED_SALES, "sales", sizeof(settled_sale), sales_fields, "amount", ""},
    {SETTLED_PLAN, "plan", sizeof(settled_plan_line), plan_fields, "amount", ""},
    {SETTLED_PAYABLES, "payables", sizeof(settled_payable), payables_fields, "open_amount", ""},
    {SETTLED_EXPOSURE, "exposure", sizeof(settled_exposure), exposure_fields, "", "customer_id"},
    {SETTLED_EXCHANGE_RATES, "exchange_rates", sizeof(settled_exchange_rate), exchange_rates_fields, "", ""},
}};

} // namespace

std::span<const Entity> entities() { return all_entities; }

const Entity& entity(settled_entity id) {
    const auto index = static_cast<std::size_t>(id) - 1;
    assert(index < all_entities.size());
    return all_entities[index];
}

const Entity* find_entity(std::string_view name) {
    auto hit = std::ranges::find(all_entities, name, &Entity::name);
    return hit == all_entities.end() ? nullptr : &*hit;
}

const Field* find_field(const Entity& entity, std::string_view name) {
    auto hit = std::ranges::find(entity.fields, name, &Field::name);
    return hit == entity.fields.end() ? nullptr : &*hit;
}

std::string_view enumeration_name(const Field& field, std::int32_t value) {
    if (value < 1 || static_cast<std::size_t>(value) > field.names.size()) return {};
    return field.names[static_cast<std::size_t>(value) - 1];
}

} // namespace settled
