#include "jobs/preview.hpp"

#include "jobs/compose.hpp"
#include "jobs/named_customer.hpp"
#include "jobs/paper_language.hpp"
#include "ledger/due_date.hpp"

#include <fmt/format.h>

#include <map>

namespace settled::jobs {
namespace {

using ledger::Row;

dunning::PlannedMessage message_for(const Picture& picture, const ledger::Positions& positions, Row customer,
                                    const PreviewRequest& request, std::string language) {
    const ledger::CustomerRow& row = picture.book.customers[customer];
    dunning::PlannedMessage message;
    message.customer = customer, message.template_name = request.template_name, message.step = request.template_name;
    message.channel = "email", message.role = "ar_manager", message.to = {std::string(picture.book[row.email])};
    const bool asks_about_terms = request.template_name == "account_check";
    if (asks_about_terms) message.step = dunning::account_check_step;
    message.language = std::move(language);
    std::map<Currency, std::int64_t> totals;
    std::map<Currency, std::int64_t> unapplied;
    for (const ledger::CustomerPosition& position : positions.customers)
        if (position.customer == customer && position.on_account > 0) unapplied[position.currency] += position.on_account;
    for (Row item = 0; item < picture.book.items.size(); ++item) {
        const ledger::ItemRow& open = picture.book.items[item];
        const std::int64_t position = positions.items[item].for_dunning;
        if (open.customer != customer || position == 0) continue;
        if (position < 0) {
            unapplied[open.currency] -= position;
            continue;
        }
        const Date due = ledger::due_date(picture.book, open).day;
        if (asks_about_terms && due) continue;
        message.items.push_back({.item = item,
                                 .days_overdue = due ? ledger::days_overdue(due, picture.as_of) : 0,
                                 .due = due,
                                 .open = position,
                                 .paid_not_booked = positions.items[item].erp_open - position,
                                 .procedure = {},
                                 .step = request.template_name});
        totals[open.currency] += position;
    }
    for (const auto& [currency, amount] : totals) message.totals.push_back({amount, currency});
    for (const auto& [currency, amount] : unapplied) message.unapplied.push_back({amount, currency});
    return message;
}

} // namespace

Result<Preview> preview(JobContext& context, const Scope& scope, const letters::TemplateSource& templates,
                        const PreviewRequest& request) {
    auto who = named_customer(context, scope, request.customer);
    if (!who) return pass(who);
    const config::Company& company = *who->company;
    const Picture& picture = *who->picture;
    auto positions = positions_of(picture);
    if (!positions) return pass(positions);
    auto language = paper_language(company, picture.book, picture.book.customers[who->customer], request.language);
    if (!language) return pass(language);
    const dunning::PlannedMessage message = message_for(picture, *positions, who->customer, request, std::move(*language));
    if (message.items.empty())
        return fail(SETTLED_INVALID_CONFIG, fmt::format("{} owes nothing; choose a customer with open items", request.customer));
    const config::Gateway* gateway = context.settings.gateway_of(company, message.channel);
    const letters::Signature signature = signature_of(context.settings, company, message.role, gateway);
    letters::ReminderInput input{&picture.book, &message,     &company, context.settings.accounts_of(company.name),
                                 signature,     picture.as_of};
    if (const dunning::Procedure* procedure = context.settings.procedure(company.procedure))
        input.interest = context.settings.interest_rule(procedure->interest);
    auto letter = letters::reminder(input, templates);
    if (!letter) return pass(letter);
    Preview made{std::move(*letter), {}};
    if (!request.with_pdf) return made;
    auto paper = letter_pdf(input, templates);
    if (!paper) return pass(paper);
    made.pdf = std::move(paper->bytes);
    return made;
}

} // namespace settled::jobs
