#include "store/database/personal_places.hpp"

#include <array>

namespace settled::store {
namespace {

// message.state: 1 held, 2 due, 3 armed still need their words; 4 sent, 5 unknown, 6 failed, 7 cancelled.
constexpr std::string_view of_customer = R"(company = ? AND ledger = ? AND "customer_id" = ?)";
constexpr std::string_view of_drawer = R"(company = ? AND ledger = ? AND "from_customer_id" = ?)";
constexpr std::string_view letters_of =
    "id IN (SELECT id FROM message WHERE company = ? AND ledger = ? AND customer_id = ? AND audience = 'customer' AND state > 3)";
constexpr std::string_view of_letters =
    "message IN (SELECT id FROM message WHERE company = ? AND ledger = ? AND customer_id = ? AND audience = 'customer' AND "
    "state > 3)";
constexpr std::string_view letter_day =
    "(SELECT CASE WHEN m.handed_over_on > 0 THEN m.handed_over_on ELSE m.created_on END FROM message m WHERE m.id = message)";
constexpr std::string_view message_day = "(CASE WHEN handed_over_on > 0 THEN handed_over_on ELSE created_on END)";
constexpr std::string_view call_notes =
    "company = ? AND ledger = ? AND customer_id = ? AND (kind IN ('accept_contact', 'payer_account', 'payer_name') OR "
    "(kind = 'log_line' AND detail NOT IN ('wechat', 'letter')))";
constexpr std::string_view said =
    "company = ? AND ledger = ? AND customer_id = ? AND (kind IN ('hold', 'dispute', 'promise', 'stop_supply', 'write_off', "
    "'statement_answer', 'statement_difference', 'legal_hold') OR (kind = 'log_line' AND detail IN ('wechat', 'letter')))";
constexpr std::string_view taken_back =
    "kind = 'revoke' AND revokes IN (SELECT f.id FROM fact f WHERE f.company = ? AND f.ledger = ? AND f.customer_id = ?)";
// Of the whole company, whomever they name: the ledger and the customer are asked for and change nothing. What goes to finance
// are reports, and a report may show a balance statement.
constexpr std::string_view house_mails =
    "company = ? AND (ledger = ? OR customer_id = ? OR 1 = 1) AND audience NOT IN ('customer', 'finance') AND state > 3";
constexpr std::string_view report_mails =
    "company = ? AND (ledger = ? OR customer_id = ? OR 1 = 1) AND audience = 'finance' AND state > 3";
constexpr std::string_view of_house_mails =
    "message IN (SELECT id FROM message WHERE company = ? AND (ledger = ? OR customer_id = ? OR 1 = 1) AND audience NOT IN "
    "('customer', 'finance') AND state > 3)";
constexpr std::string_view of_report_mails = "message IN (SELECT id FROM message WHERE company = ? AND (ledger = ? OR "
                                             "customer_id = ? OR 1 = 1) AND audience = 'finance' AND "
                                             "state > 3)";
constexpr std::string_view emptied_message =
    "recipients = '[]', subject = '', parameters = '[]', server_words = '', reason = '', erased_on = -1";
constexpr std::string_view emptied_mail = "subject = '', parameters = '[]', server_words = '', erased_on = -1";
constexpr std::string_view not_empty = "erased_on = 0";

constexpr std::array<PersonalPlace, 18> places = {{
    // By the address, before the address goes.
    {PersonalPart::contact, "message_feedback",
     R"(message IS NULL AND company = ? AND address IN (SELECT "email" FROM ledger_customers WHERE ledger = ? AND "customer_id" = ? AND "email" <> ''))",
     "known_on", "address <> ''", "address = '', words = ''"},
    {PersonalPart::contact, "ledger_customers", of_customer, "0", R"("email" <> '' OR "phone" <> '' OR "contact" <> '')",
     R"("email" = '', "phone" = '', "contact" = '', row_hash = '')"},
    {PersonalPart::contact, "fact", call_notes, "known_on", "text <> ''", "text = ''"},
    {PersonalPart::contact, "task", of_customer, "created_on", "why <> '' OR note <> ''", "why = '', note = ''"},
    // What hangs on a message goes before the message is marked.
    {PersonalPart::letters, "message_feedback", of_letters, letter_day, "address <> '' OR words <> ''",
     "address = '', words = ''"},
    {PersonalPart::letters, "message_event", of_letters, letter_day, "words <> ''", "words = ''"},
    {PersonalPart::letters, "message", letters_of, message_day, not_empty, emptied_message},
    {PersonalPart::letters, "fact", said, "known_on", "text <> ''", "text = ''"},
    {PersonalPart::letters, "fact", taken_back, "known_on", "text <> ''", "text = ''"},
    {PersonalPart::vouchers, "ledger_open_items", of_customer, R"("document_date")",
     R"("reference" <> '' OR "customer_reference" <> '')", R"("reference" = '', "customer_reference" = '')"},
    {PersonalPart::vouchers, "ledger_receipts", of_customer, R"("date")", R"("reference" <> '')", R"("reference" = '')"},
    {PersonalPart::vouchers, "ledger_bills", of_drawer, R"("received_date")", R"("acceptor" <> '')", R"("acceptor" = '')"},
    {PersonalPart::name, "ledger_customers", of_customer, "0",
     R"("name" <> '(erased · 已删除)' OR "short_name" <> '' OR "tax_id" <> '' OR "bank_accounts" <> '')",
     R"("name" = '(erased · 已删除)', "short_name" = '', "tax_id" = '', "bank_accounts" = '', row_hash = '')"},
    {PersonalPart::mails, "message_event", of_house_mails, letter_day, "words <> ''", "words = ''"},
    {PersonalPart::reports, "message_event", of_report_mails, letter_day, "words <> ''", "words = ''"},
    {PersonalPart::mails, "message", house_mails, message_day, not_empty, emptied_mail},
    {PersonalPart::reports, "message", report_mails, message_day, not_empty, emptied_mail},
    {PersonalPart::contact, "fact", R"(company = ? AND ledger = ? AND customer_id = ? AND kind = 'confirm')", "known_on",
     "text <> ''", "text = ''"},
}};

} // namespace

std::span<const PersonalPlace> personal_places() { return places; }

} // namespace settled::store
