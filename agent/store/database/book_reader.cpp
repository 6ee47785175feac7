#include "store/database/book_reader.hpp"

#include "store/database/item_identities.hpp"
#include "store/database/ledger_rows.hpp"
#include "store/database/shown_rows.hpp"
#include "store/database/terms_reader.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace settled::store {
namespace {

using ledger::no_row;
using ledger::Row;
using ledger::TextRef;

constexpr std::int64_t reserved_rows_max = 10'000'000; // room is made for no more on a number's word

// One ledger of the book at a time.
class Reader {
  public:
    Reader(Database& database, ledger::Book& book, std::string name) : database_(database), book_(book), name_(std::move(name)) {}

    void read() {
        generation_ = generation_on(database_, book_.company, name_, book_.as_of);
        if (generation_ == 0) return;
        ledger_ = static_cast<std::uint16_t>(book_.ledgers.size());
        book_.ledgers.push_back({name_, generation_, known_on(generation_), known_on(1)});
        read_customers();
        read_items();
        read_receipts();
        read_bank_book();
        read_control_balances();
        read_bills();
        read_payables();
        read_advices();
        read_terms(ShownRows{&database_, &book_.company, &name_, generation_}, ledger_, book_);
    }

  private:
    Rows ask(const std::string& columns, const std::string& table, std::string_view shape) const {
        return ShownRows{&database_, &book_.company, &name_, generation_}.ask(columns, table, shape);
    }

    // How many rows of the generation there are, as its publishing counted them.
    std::size_t count_of(settled_entity entity) const {
        Rows rows = database_.ask("SELECT MAX(row_count) FROM ledger_total WHERE company = ? AND ledger = ? AND generation = ? "
                                  "AND entity = ?",
                                  {book_.company, name_, generation_, entity}, "i");
        std::optional<std::int64_t> count;
        if (rows.next()) rows >> count;
        return static_cast<std::size_t>(std::clamp<std::int64_t>(count.value_or(0), 0, reserved_rows_max));
    }

    Date known_on(std::int64_t number) const {
        Rows rows = database_.ask("SELECT known_on FROM ledger_generation WHERE company = ? AND ledger = ? AND number = ?",
                                  {book_.company, name_, number}, "i");
        Date day;
        if (rows.next()) rows >> day;
        return day;
    }

    void add(Rows& rows, TextRef& text) const { text = book_.text.add(rows.text()); }
    void intern(Rows& rows, TextRef& text) const { text = book_.text.intern(rows.text()); }

    static std::int64_t zero_if_absent(Rows& rows) {
        std::optional<std::int64_t> amount;
        rows >> amount;
        return amount.value_or(0);
    }

    Row customer(const std::string& id) {
        auto [hit, fresh] = customers_.emplace(id, static_cast<Row>(book_.customers.size()));
        if (fresh) {
            ledger::CustomerRow& unlisted = book_.customers.emplace_back();
            unlisted.id = unlisted.name = book_.text.add(id);
            unlisted.ledger = ledger_;
            unlisted.unlisted = true;
        }
        return hit->second;
    }
    Row known_customer(const std::string& id) const {
        auto hit = customers_.find(id);
        return hit == customers_.end() ? no_row : hit->second;
    }

    void read_customers() {
        Rows rows = ask("customer_id, name, short_name, tax_id, bank_accounts, email, phone, contact, language, country, "
                        "\"group\", grade, region, salesperson_id, salesperson_name, salesperson_email, parent_customer_id, "
                        "payment_terms_days, currency, related_party, credit_limit",
                        "ledger_customers", "tttttttttttttttttitii");
        while (rows.next()) {
            ledger::CustomerRow row;
            const std::string id(rows.text());
            row.id = book_.text.add(id);
            for (TextRef* text :
                 {&row.name, &row.short_name, &row.tax_id, &row.bank_accounts, &row.email, &row.phone, &row.contact})
                add(rows, *text);
            for (TextRef* text : {&row.language, &row.country, &row.group, &row.grade, &row.region, &row.salesperson_id,
                                  &row.salesperson_name, &row.salesperson_email, &row.parent_id})
                intern(rows, *text);
            std::optional<std::int64_t> days, credit_limit;
            rows >> days >> row.currency >> row.related_party >> credit_limit;
            row.credit_limit = credit_limit.value_or(-1);
            row.payment_terms_days = static_cast<std::int32_t>(days.value_or(-1));
            row.ledger = ledger_;
            customers_.emplace(id, static_cast<Row>(book_.customers.size()));
            book_.customers.push_back(row);
        }
    }

    // The natural key of each item read from `first` on, by its ERP id.
    void read_keys(std::size_t first) {
        const auto hash_of = [](std::string_view id) { return static_cast<std::uint32_t>(std::hash<std::string_view>()(id)); };
        ledger::PlaceTable by_id;
        for (std::size_t row = first; row < book_.items.size(); ++row)
            by_id.add(hash_of(book_[book_.items[row].id]), static_cast<Row>(row));
        Rows rows = ask("erp_id, item_key", "item_identity", "tt");
        while (rows.next()) {
            const std::string_view id = rows.text();
            const Row row = by_id.find(hash_of(id), [&](Row item) { return book_[book_.items[item].id] == id; });
            if (row != no_row) add(rows, book_.items[row].key);
        }
    }

    void read_items() {
        const std::size_t first = book_.items.size();
        Rows rows =
            ask("item_id, item_id_2, item_id_3, customer_id, document_number, instalment, reference, tax_invoice_numbers, "
                "contract_number, delivery_numbers, po_number, customer_reference, linked_document, salesperson_id, "
                "business_line, assigned_to, amount, open_amount, discount_amount, document_date, due_date, discount_date, "
                "collection_date, currency, doc_type, payment_method, terms_days, due_base, invoice_delivered_on",
                "ledger_open_items", "ttttttttttttttttiiiiiiitiiiti");
        ledger::HandlingIndex handlings(book_.handlings);
        book_.items.reserve(first + count_of(SETTLED_OPEN_ITEMS));
        std::string id, second, third, customer_id;
        while (rows.next()) {
            ledger::ItemRow row;
            ledger::HandlingRow handling;
            rows >> id >> second >> third >> customer_id;
            if (!second.empty() || !third.empty()) id = joined_id(id, second, third);
            row.id = book_.text.add(id);
            const std::string_view number = rows.text();
            row.document_number = number == id ? row.id : book_.text.add(number); // many an ERP has one name for both
            intern(rows, handling.instalment);
            for (TextRef* text : {&row.reference, &row.tax_invoice_numbers}) add(rows, *text);
            for (TextRef* text : {&row.contract_number, &row.delivery_numbers, &row.po_number, &row.customer_reference,
                                  &row.linked_document, &handling.salesperson_id, &handling.business_line, &handling.assigned_to})
                intern(rows, *text);
            std::optional<std::int64_t> amount, discount, terms_days;
            rows >> amount >> row.open_amount >> discount >> row.document_date >> row.due_date >> handling.discount_date >>
                handling.collection_date >> row.currency >> row.doc_type >> handling.payment_method >> terms_days;
            intern(rows, handling.due_base);
            rows >> handling.invoice_delivered_on;
            row.amount = amount.value_or(row.open_amount); // a ledger that keeps only what is open
            handling.discount_amount = discount.value_or(0);
            handling.terms_days = static_cast<std::int32_t>(terms_days.value_or(-1));
            row.handling = handlings.row_of(handling);
            row.customer = customer(customer_id);
            book_.items.push_back(row);
        }
        read_keys(first);
    }

    void read_receipts() {
        const std::size_t first = book_.receipts.size();
        read_receipt_rows();
        name_items_by_settlements(first);
    }

    void read_receipt_rows() {
        Rows rows =
            ask("receipt_id, bank_account, reference, item_ids, amount, open_amount, date, customer_id, currency, method, state",
                "ledger_receipts", "ttttiiittii");
        while (rows.next()) {
            ledger::ReceiptRow row;
            add(rows, row.id);
            intern(rows, row.bank_account);
            add(rows, row.reference);
            add(rows, row.item_ids);
            std::optional<std::int64_t> open;
            rows >> row.amount >> open >> row.date;
            row.customer = known_customer(std::string(rows.text()));
            rows >> row.currency >> row.method >> row.state;
            row.has_open_amount = open.has_value();
            row.open_amount = open.value_or(0);
            row.ledger = ledger_;
            book_.receipts.push_back(row);
        }
    }

    // Many an ERP ties a receipt to documents only by its write-offs: those then say what it was applied to.
    void name_items_by_settlements(std::size_t first) {
        std::unordered_map<std::string_view, std::vector<std::string>> items_of;
        for (std::size_t i = first; i < book_.receipts.size(); ++i)
            if (book_.receipts[i].item_ids.empty()) items_of.try_emplace(book_[book_.receipts[i].id]);
        if (items_of.empty()) return;
        Rows rows = ask("receipt_id, item_id", "ledger_settlements", "tt");
        while (rows.next()) {
            auto hit = items_of.find(rows.text());
            const std::string_view item = rows.text();
            if (hit != items_of.end() && std::ranges::find(hit->second, item) == hit->second.end())
                hit->second.emplace_back(item);
        }
        std::vector<std::pair<std::size_t, std::string>> named; // the arena grows only when nothing looks into it any more
        for (std::size_t i = first; i < book_.receipts.size(); ++i)
            if (book_.receipts[i].item_ids.empty())
                if (const auto& items = items_of.at(book_[book_.receipts[i].id]); !items.empty())
                    named.emplace_back(i, joined(items));
        items_of.clear();
        for (const auto& [i, items] : named) book_.receipts[i].item_ids = book_.text.add(items);
    }

    static std::string joined(const std::vector<std::string>& items) {
        std::string list;
        for (const std::string& item : items) list += (list.empty() ? "" : ";") + item;
        return list;
    }

    void read_bank_book() {
        Rows rows = ask("entry_id, bank_account, counterparty, reference, amount, date, currency", "ledger_bank_book", "ttttiit");
        while (rows.next()) {
            ledger::BankBookRow row;
            add(rows, row.id);
            intern(rows, row.bank_account);
            intern(rows, row.counterparty);
            add(rows, row.reference);
            rows >> row.amount >> row.date >> row.currency;
            row.ledger = ledger_;
            book_.bank_book.push_back(row);
        }
    }

    void read_control_balances() {
        Rows rows = ask("account, balance, as_of, currency, includes", "ledger_control_balances", "tiiti");
        while (rows.next()) {
            ledger::ControlBalanceRow row;
            intern(rows, row.account);
            rows >> row.balance >> row.as_of >> row.currency >> row.includes;
            row.ledger = ledger_;
            book_.control_balances.push_back(row);
        }
    }

    void read_payables() {
        Rows rows = ask("vendor_id, tax_id, open_amount, due_date, currency", "ledger_payables", "ttiit");
        while (rows.next()) {
            ledger::PayableRow row;
            intern(rows, row.vendor_id);
            intern(rows, row.tax_id);
            row.open_amount = zero_if_absent(rows);
            rows >> row.due_date >> row.currency;
            row.ledger = ledger_;
            book_.payables.push_back(row);
        }
    }

    void read_advices() {
        Rows rows = ask("advice_id, payer, reference, document_number, reason, amount, paid, deduction, payment_date, currency",
                        "ledger_advices", "tttttiiiit");
        while (rows.next()) {
            ledger::AdviceRow row;
            for (TextRef* text : {&row.id, &row.payer, &row.reference}) intern(rows, *text);
            for (TextRef* text : {&row.document_number, &row.reason}) add(rows, *text);
            for (std::int64_t* amount : {&row.amount, &row.paid, &row.deduction}) *amount = zero_if_absent(rows);
            rows >> row.payment_date >> row.currency;
            row.ledger = ledger_;
            book_.advices.push_back(row);
        }
    }

    void read_bills() {
        Rows rows = ask("bill_id, bill_number, item_ids, receipt_id, amount, received_date, due_date, from_customer_id, "
                        "currency, kind, status",
                        "ledger_bills", "ttttiiittii");
        while (rows.next()) {
            ledger::BillRow row;
            for (TextRef* text : {&row.id, &row.number, &row.item_ids, &row.receipt_id}) add(rows, *text);
            row.amount = zero_if_absent(rows);
            rows >> row.received_date >> row.due_date;
            if (const std::string from(rows.text()); !from.empty()) row.customer = customer(from);
            rows >> row.currency >> row.kind >> row.status;
            book_.bills.push_back(row);
        }
    }

    Database& database_;
    ledger::Book& book_;
    std::string name_;
    std::int64_t generation_ = 0;
    std::uint16_t ledger_ = 0;
    std::unordered_map<std::string, Row> customers_;
};

} // namespace

ledger::Book read_book(Database& database, const std::string& company, std::span<const std::string> ledgers, Date as_of) {
    ledger::Book book;
    book.company = company;
    book.as_of = as_of;
    for (const std::string& name : ledgers) Reader(database, book, name).read();
    return book;
}

} // namespace settled::store
