#include "jobs/statement_mail.hpp"

#include "dunning/statement_plan.hpp"
#include "dunning/words.hpp"
#include "jobs/compose.hpp"
#include "jobs/customer_account.hpp"
#include "matching/words.hpp"
#include "render/locale.hpp"
#include "render/mime.hpp"
#include "world/digest.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace settled::jobs {
namespace {

using ledger::Row;
using store::MessageState;

class Statements {
  public:
    Statements(JobContext& context, const Picture& picture, const dunning::PlannerInput& input,
               const letters::TemplateSource& templates, const store::Stamp* stamped, RemindReport& report)
        : context_(context), picture_(picture), book_(picture.book), input_(input), templates_(templates), stamped_(stamped),
          report_(report) {
        to_ = input.today.first_of_month().plus_days(-1), from_ = to_.first_of_month();
        month_ = to_.iso().substr(0, 7), step_ = "statement-" + month_;
    }

    Status run() {
        auto kept = context_.store.outbox().list(
            picture_.company->name,
            {.states = {}, .kind = std::string(statement_kind), .ledger = {}, .customer_id = {}, .with_content = false});
        if (!kept) return pass(kept);
        kept_ = std::move(*kept);
        if (input_.calendar.working_days_between(to_, input_.today) < statement_working_day) return {};
        std::map<std::string, std::vector<Row>> waiting; // by ledger
        for (Row customer = 0; customer < book_.customers.size(); ++customer)
            if (!is_told(customer)) waiting[book_.ledger_of(book_.customers[customer]).name].push_back(customer);
        for (const auto& [ledger, customers] : waiting)
            if (Status put = put_out(ledger, customers); !put) return put;
        return {};
    }

  private:
    bool is_of(const store::Message& message, Row customer) const {
        const ledger::CustomerRow& row = book_.customers[customer];
        return message.customer_id == book_[row.id] && message.ledger == book_.ledger_of(row).name;
    }

    bool is_told(Row customer) const {
        return std::ranges::any_of(kept_, [&](const store::Message& message) {
            return message.step == step_ && message.state != MessageState::cancelled && message.state != MessageState::failed &&
                   is_of(message, customer);
        });
    }

    Status put_out(const std::string& ledger, const std::vector<Row>& customers) {
        auto reader = AccountReader::read(context_, picture_, ledger, from_, to_);
        if (!reader) return pass(reader);
        std::map<Row, letters::CustomerAccount> accounts;
        std::vector<Row> told;
        for (const Row customer : customers) {
            if (context_.interrupted) return fail(SETTLED_STOPPED, "interrupted; what stands in the outbox stays there");
            auto account = reader->account(context_, customer);
            if (!account) return pass(account);
            if (account->currencies.empty()) continue; // nothing happened, and nothing is open
            accounts.emplace(customer, std::move(*account));
            told.push_back(customer);
        }
        const dunning::StatementPlan plan = dunning::plan_statements(input_, told, step_);
        for (const dunning::Suppression& one : plan.suppressed)
            report_.suppressed.push_back({picture_.company->name,
                                          book_.qualified(book_.customers[one.customer]),
                                          {},
                                          {},
                                          std::string(name(one.reason)),
                                          dunning::words(one, context_.settings.language),
                                          one.until});
        for (const dunning::PlannedMessage& planned : plan.messages)
            if (Status kept = keep(planned, accounts.at(planned.customer)); !kept) return kept;
        return {};
    }

    Status keep(const dunning::PlannedMessage& planned, const letters::CustomerAccount& account) {
        Reminder made;
        made.company = picture_.company->name, made.customer = book_.qualified(book_.customers[planned.customer]);
        made.customer_name = account.customer_name, made.step = planned.step, made.role = planned.role;
        made.channel = planned.channel, made.language = planned.language, made.to = planned.to;
        made.approval = planned.needs_release;
        if (planned.held) made.held = name(*planned.held), made.held_text = planned.held_text;
        for (const letters::CurrencyAccount& one : account.currencies)
            if (one.statement.closing) made.total.push_back({*one.statement.closing, one.currency});
        const bool is_kept = !planned.held || dunning::waits_for_person(*planned.held);
        if (is_kept && stamped_) {
            auto message = composed(planned, account);
            if (!message) {
                report_.troubles.push_back({made.customer, message.error()});
                return {};
            }
            message->totals = made.total;
            auto added = context_.store.outbox().add(*message, {}, *stamped_);
            if (!added) return pass(added);
            made.message = added->message;
        }
        report_.reminders.push_back(std::move(made));
        return {};
    }

    Result<store::Message> composed(const dunning::PlannedMessage& planned, const letters::CustomerAccount& account) {
        const config::Company& company = *picture_.company;
        auto gateway = gateway_for(context_.settings, company, planned.channel);
        if (!gateway) return pass(gateway);
        const letters::StatementInput input{&account,
                                            &company,
                                            context_.settings.accounts_of(company.name),
                                            planned.language,
                                            letters::StatementText::reconcile,
                                            (*gateway)->reply_to};
        auto letter = letters::statement_mail(input, templates_);
        if (!letter) return pass(letter);
        auto paper = letters::statement_of_account(input, templates_);
        if (!paper) return pass(paper);
        auto bytes = render::write_pdf(*paper);
        if (!bytes) return pass(bytes);

        store::Message message;
        message.company = company.name, message.audience = "customer", message.kind = statement_kind;
        message.channel = planned.channel, message.gateway = (*gateway)->name, message.recipients = planned.to;
        message.language = planned.language, message.template_name = planned.template_name;
        message.ledger = account.ledger, message.customer_id = account.customer_id, message.step = planned.step;
        message.planned_for = picture_.as_of, message.subject = letter->subject;
        message.state = planned.held ? MessageState::held : MessageState::due;
        if (planned.held) message.reason = std::string(name(*planned.held));
        message.created_at = stamped_->at, message.created_by = stamped_->actor;
        message.key =
            fmt::format("{}.{}.{}.{}.{}", company.name, account.ledger, account.customer_id, planned.step, planned.channel);
        const auto before = std::ranges::count_if(
            kept_, [&](const store::Message& one) { return one.step == step_ && is_of(one, planned.customer); });
        if (before > 0) message.key += fmt::format(".{}", before + 1); // one of this month was cancelled

        auto mail = envelope(context_, company, **gateway, planned.language, planned.to, message.key);
        if (!mail) return pass(mail);
        message.sender = mail->from.address;
        mail->subject = letter->subject, mail->text = letter->text, mail->html = letter->html;
        mail->attachments.push_back({fmt::format("{} {}.pdf", paper->title, month_), "application/pdf", std::move(*bytes)});
        auto content = render::compose(*mail);
        if (!content) return pass(content);
        message.content = std::move(*content), message.content_sha256 = world::sha256_hex(message.content);
        return message;
    }

    JobContext& context_;
    const Picture& picture_;
    const ledger::Book& book_;
    const dunning::PlannerInput& input_;
    const letters::TemplateSource& templates_;
    const store::Stamp* stamped_;
    RemindReport& report_;
    Date from_, to_;
    std::string month_, step_;
    std::vector<store::Message> kept_;
};

} // namespace

Status put_out_statements(JobContext& context, const Picture& picture, const dunning::PlannerInput& input,
                          const letters::TemplateSource& templates, const store::Stamp* stamped, RemindReport& report) {
    const bool wanted = std::ranges::any_of(context.settings.reports, [&](const config::Report& one) {
        return one.kind == statement_kind && one.company == picture.company->name;
    });
    return wanted ? Statements(context, picture, input, templates, stamped, report).run() : Status{};
}

} // namespace settled::jobs
