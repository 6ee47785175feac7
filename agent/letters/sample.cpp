#include "letters/sample.hpp"

#include "letters/short_text.hpp"
#include "letters/statement_of_account.hpp"

#include <settled/plugin_abi.h>

namespace settled::letters {
namespace {

constexpr std::int64_t part = 123'456, whole = 234'567;

ledger::Row add_item(ledger::Book& book, dunning::PlannedMessage& message, Date due, int days_overdue) {
    ledger::ItemRow& item = book.items.emplace_back();
    item.key = item.id = item.document_number = book.text.add("INV-2041");
    item.tax_invoice_numbers = book.text.add("26110000;26110001"), item.contract_number = book.text.add("HT-1");
    item.po_number = book.text.add("PO-7"), item.delivery_numbers = book.text.add("L-3"), item.customer = 0;
    item.currency = book.customers.front().currency, item.doc_type = SETTLED_DOC_INVOICE;
    item.amount = item.open_amount = whole, item.due_date = due, item.document_date = due.plus_days(-30);
    dunning::PlannedItem& planned = message.items.emplace_back();
    planned.item = static_cast<ledger::Row>(book.items.size() - 1), planned.due = due, planned.days_overdue = days_overdue;
    planned.open = part, planned.paid_not_booked = 1'000, planned.disputed = 2'000;
    return planned.item;
}

// A statement of account with every kind of posting, with and without what a ledger may not know.
Status try_statement(const std::string& language, const TemplateSource& templates) {
    const Date today = *Date::parse_iso("2025-06-10");
    config::Company company;
    company.name = "sample", company.legal_name = {{"en", "Sample Ltd."}};
    config::BankAccount bank;
    bank.company = company.name, bank.bank = "Bank", bank.account = "TEST-0001", bank.show_in_letters = true;
    bank.currency = *Currency::parse("EUR");
    CustomerAccount account{"sample", "C1", "ACME", "A. Smith", "", today.plus_days(-40), today.plus_days(-10), today, {}};
    CurrencyAccount& one = account.currencies.emplace_back();
    one.currency = bank.currency;
    one.statement = {account.from, account.to, today, whole, whole, {}};
    for (int kind = 1; kind <= static_cast<int>(ledger::PostingKind::unlisted); ++kind)
        one.statement.lines.push_back(
            {{static_cast<ledger::PostingKind>(kind), account.from, today, kind % 2 == 0 ? part : -part, "1", "2"}, whole});
    one.split = {part, whole, part, part, -1'000, 2'000};
    one.open = {{"INV-2041", account.from, account.to, whole, 10}};
    for (const StatementText text : {StatementText::reconcile, StatementText::request})
        for (const bool is_known : {true, false}) {
            if (!is_known) one.statement.opening.reset(), one.statement.closing.reset();
            const StatementInput input{&account, &company, {&bank}, language, text, is_known ? "ar@sample.example" : ""};
            if (auto paper = statement_of_account(input, templates); !paper) return pass(paper);
            if (auto mail = statement_mail(input, templates); !mail) return pass(mail);
        }
    account.currencies.clear(); // nothing happened, and nothing is open
    const StatementInput input{&account, &company, {}, language, StatementText::reconcile, ""};
    auto paper = statement_of_account(input, templates);
    return paper ? Status{} : Status(pass(paper));
}

} // namespace

Status try_letter(const std::string& language, const std::string& template_name, const TemplateSource& templates) {
    if (template_name == "statement") return try_statement(language, templates);
    const Date today = *Date::parse_iso("2025-06-10");
    const Currency currency = *Currency::parse("EUR");
    ledger::Book book;
    book.company = "sample", book.as_of = today;
    book.ledgers.push_back({"sample", 1, today, {}});
    ledger::CustomerRow& customer = book.customers.emplace_back();
    customer.id = book.text.add("C1"), customer.name = book.text.add("ACME"), customer.contact = book.text.add("A. Smith");
    customer.currency = currency;
    dunning::PlannedMessage message;
    message.customer = 0, message.language = language, message.template_name = template_name, message.step = template_name;
    add_item(book, message, today.plus_days(-61), 61);
    add_item(book, message, today.plus_days(9), -9);
    message.totals = {{2 * part, currency}}, message.unapplied = {{5'000, currency}};
    config::Company company;
    company.name = "sample", company.legal_name = {{"en", "Sample Ltd."}};
    config::BankAccount account;
    account.company = company.name, account.bank = "Bank", account.account = "TEST-0001", account.currency = currency;
    account.show_in_letters = true;
    dunning::InterestRule rule;
    rule.name = "sample", rule.law_in = {{"en", "the law"}}, rule.known_until = today, rule.points = dunning::percent;
    rule.rates = {{today.plus_days(-400), 3 * dunning::percent}}, rule.fixed_sum = {{currency, 4'000}};
    const ReminderInput input{&book, &message, &company, {&account}, {"B. Jones", "ar@sample.example", "+49 1"}, today, &rule};
    if (Result<Letter> letter = reminder(input, templates); !letter) return pass(letter);
    if (Result<ShortText> message_text = short_text(input, templates); !message_text) return pass(message_text);
    Result<render::PdfDocument> paper = reminder_on_paper(input, templates);
    return paper ? Status{} : Status(pass(paper));
}

} // namespace settled::letters
