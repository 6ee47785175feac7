#include "jobs/remind.hpp"

#include "dunning/every_language.hpp"
#include "dunning/planner.hpp"
#include "dunning/words.hpp"
#include "jobs/compose.hpp"
#include "jobs/job_run.hpp"
#include "jobs/planner_facts.hpp"
#include "jobs/statement_follow_up.hpp"
#include "jobs/statement_mail.hpp"
#include "jobs/worklist.hpp"
#include "render/json_object.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace settled::jobs {
namespace {

constexpr int compositions_max = 3; // a claim taken by somebody else in between takes its item out
constexpr int same_day_messages_max = 20;

Reminder spoken(const Picture& picture, const dunning::PlannedMessage& planned) {
    const ledger::Book& book = picture.book;
    const ledger::CustomerRow& customer = book.customers[planned.customer];
    Reminder made;
    made.company = book.company, made.customer = book.qualified(customer), made.customer_name = book[customer.name];
    made.procedure = planned.procedure, made.step = planned.step, made.role = planned.role;
    made.channel = planned.channel, made.language = planned.language, made.to = planned.to;
    made.approval = planned.needs_release;
    if (planned.held) made.held = name(*planned.held), made.held_text = planned.held_text;
    for (const dunning::PlannedItem& planned_item : planned.items) {
        const ledger::ItemRow& item = book.items[planned_item.item];
        made.items.push_back({std::string(book[item.id]),
                              std::string(book[item.document_number]),
                              planned_item.due,
                              planned_item.days_overdue,
                              {planned_item.open, item.currency}});
    }
    made.total = planned.totals;
    return made;
}

SuppressedItem spoken(const Picture& picture, const dunning::Suppression& suppression, const std::string& language) {
    SuppressedItem made;
    made.company = picture.book.company, made.reason = name(suppression.reason), made.until = suppression.until;
    made.customer = picture.book.qualified(picture.book.customers[suppression.customer]);
    made.text = dunning::words(suppression, language);
    if (suppression.item == ledger::no_row) return made;
    made.item_id = picture.book[picture.book.items[suppression.item].id];
    made.document_number = picture.book[picture.book.items[suppression.item].document_number];
    return made;
}

bool takes_claims(const dunning::PlannedMessage& planned) { return !planned.held || dunning::waits_for_person(*planned.held); }

// The message's items less those whose claim somebody else holds.
void drop(dunning::PlannedMessage& planned, const Picture& picture, const std::vector<store::Claim>& refused) {
    std::erase_if(planned.items, [&](const dunning::PlannedItem& item) {
        return std::ranges::any_of(refused, [&](const store::Claim& claim) {
            return claim.item_key == picture.book[picture.book.items[item.item].key];
        });
    });
    std::map<Currency, std::int64_t> totals;
    for (const dunning::PlannedItem& item : planned.items) totals[picture.book.items[item.item].currency] += item.open;
    planned.totals.clear();
    for (const auto& [currency, amount] : totals) planned.totals.push_back({amount, currency});
}

Result<store::NewMessage> drawn_up(JobContext& context, const Picture& picture, const dunning::PlannedMessage& planned,
                                   const letters::Stationery& stationery, const store::Stamp& stamped) {
    auto composed = compose(context, picture, planned, stationery);
    if (!composed) return composed;
    store::Message& message = composed->message;
    message.state = planned.held ? store::MessageState::held : store::MessageState::due;
    if (planned.held) message.reason = std::string(name(*planned.held));
    message.created_at = stamped.at, message.created_by = stamped.actor;
    return composed;
}

// The id of the inserted message; 0 where every item was claimed by another meanwhile.
Result<std::int64_t> put_out(JobContext& context, const Picture& picture, dunning::PlannedMessage planned,
                             const letters::Stationery& stationery, const store::Stamp& stamped) {
    int same_day = 1;
    for (int round = 0; round < compositions_max && !planned.items.empty();) {
        auto composed = drawn_up(context, picture, planned, stationery, stamped);
        if (!composed) return pass(composed);
        if (same_day > 1) composed->message.key += fmt::format(".{}", same_day);
        auto added = context.store.outbox().add(composed->message, composed->claims, stamped);
        if (!added) return pass(added);
        if (added->message != 0) return added->message;
        if (added->key_known && ++same_day > same_day_messages_max) break; // one of that day was cancelled before
        if (!added->key_known) drop(planned, picture, added->refused), ++round;
    }
    return std::int64_t{0};
}

// Its data, its words, its gateway, a paper that this build does not make.
bool concerns_the_letter(settled_code code) {
    return code == SETTLED_BAD_DATA || code == SETTLED_INVALID_CONFIG || code == SETTLED_UNSUPPORTED;
}

// Puts letters out, many in one commit; one that somebody else was faster with is composed anew, alone.
class Post {
  public:
    Post(JobContext& context, const Picture& picture, const letters::TemplateSource& templates, const store::Stamp& stamped)
        : context_(&context), picture_(&picture), stationery_(templates), stamped_(&stamped) {}

    // What `concerns_the_letter` alone cannot be written; the others can.
    Status take(const dunning::PlannedMessage& planned, std::size_t reminder) {
        auto composed = drawn_up(*context_, *picture_, planned, stationery_, *stamped_);
        if (!composed) return pass(composed);
        letters_.push_back({&planned, reminder});
        composed_.push_back(std::move(*composed));
        return {};
    }
    bool is_full() const { return composed_.size() >= messages_per_commit_max; }

    // Writes the messages' numbers into the reminders; `gone`: those of which nothing was left.
    Status put(std::vector<Reminder>& reminders, std::vector<std::size_t>& gone) {
        if (composed_.empty()) return {};
        auto added = context_->store.outbox().add_all(composed_, *stamped_);
        if (!added) return pass(added);
        for (std::size_t i = 0; i < letters_.size(); ++i) {
            const Letter& letter = letters_[i];
            Result<std::int64_t> id = (*added)[i].message;
            if (*id == 0) id = put_out(*context_, *picture_, *letter.planned, stationery_, *stamped_);
            if (!id) return pass(id);
            reminders[letter.reminder].message = *id;
            if (*id == 0) gone.push_back(letter.reminder);
        }
        letters_.clear(), composed_.clear();
        return {};
    }

  private:
    static constexpr std::size_t messages_per_commit_max = 100;
    struct Letter {
        const dunning::PlannedMessage* planned;
        std::size_t reminder; // its row in the report
    };
    JobContext* context_;
    const Picture* picture_;
    letters::Stationery stationery_;
    const store::Stamp* stamped_;
    std::vector<Letter> letters_;
    std::vector<store::NewMessage> composed_;
};

Status keep(JobContext& context, const Picture& picture, const dunning::Plan& plan, const letters::TemplateSource& templates,
            const store::Stamp& stamped, RemindReport& report) {
    Post post(context, picture, templates, stamped);
    std::vector<std::size_t> gone;
    for (const dunning::PlannedMessage& planned : plan.messages) {
        if (context.interrupted) return fail(SETTLED_STOPPED, "interrupted; what stands in the outbox stays there");
        const std::size_t row = report.reminders.size();
        report.reminders.push_back(spoken(picture, planned));
        if (!takes_claims(planned)) continue;
        if (Status taken = post.take(planned, row); !taken) {
            if (!concerns_the_letter(taken.error().code)) return taken;
            report.troubles.push_back({report.reminders.back().customer, taken.error()});
            report.reminders.pop_back();
            continue;
        }
        if (!post.is_full()) continue;
        if (Status kept = post.put(report.reminders, gone); !kept) return kept;
    }
    if (Status kept = post.put(report.reminders, gone); !kept) return kept;
    std::ranges::reverse(gone);
    for (const std::size_t row : gone) report.reminders.erase(report.reminders.begin() + static_cast<std::ptrdiff_t>(row));
    return {};
}

std::vector<store::Task> tasks_of(const Picture& picture, const dunning::Plan& plan) {
    std::vector<store::Task> tasks;
    for (const dunning::PlannedTask& planned : plan.tasks) {
        store::Task& task = tasks.emplace_back();
        task.key = planned.key, task.company = picture.book.company, task.ledger = planned.ledger;
        if (planned.customer != ledger::no_row) {
            const ledger::CustomerRow& customer = picture.book.customers[planned.customer];
            task.ledger = picture.book.ledger_of(customer).name, task.customer_id = picture.book[customer.id];
        }
        task.procedure = planned.procedure, task.step = planned.step;
        task.kind = planned.kind, task.owner = planned.owner, task.why = planned.why;
        task.role = planned.role, task.told = planned.told;
        task.due = planned.due, task.created_on = picture.as_of;
        for (const dunning::PlannedItem& item : planned.items)
            task.item_keys.emplace_back(picture.book[picture.book.items[item.item].key]);
    }
    return tasks;
}

Status remind_company(JobContext& context, const config::Company& company, const Scope& scope,
                      const letters::TemplateSource& templates, RemindReport& report, std::string& summary) {
    auto day = day_of(context, company, scope);
    if (!day) return std::unexpected(day.error());
    report.as_of = *day;
    auto stamped = stamp(context, company, *day);
    if (!stamped) return std::unexpected(stamped.error());
    auto picture = look(context, company, *day);
    if (!picture) return std::unexpected(picture.error());
    auto remembered = remember(context, company, *day);
    if (!remembered) return std::unexpected(remembered.error());
    auto closed = close_answered_tasks(context, **picture, remembered->tasks, scope.dry_run ? nullptr : &*stamped);
    if (!closed) return std::unexpected(closed.error());
    auto positions = positions_of(**picture);
    if (!positions) return std::unexpected(positions.error());
    auto input = planner_input(context, **picture, *positions, *remembered);
    if (!input) return std::unexpected(input.error());

    const dunning::Plan plan = dunning::plan(*input);
    for (const dunning::Suppression& suppression : plan.suppressed)
        report.suppressed.push_back(spoken(**picture, suppression, context.settings.language));
    if (!plan.calendar_warning.empty()) report.warnings.push_back(plan.calendar_warning);
    for (const dunning::PlannedTask& planned : plan.tasks) {
        ReminderTask& task = report.tasks.emplace_back();
        task.company = company.name, task.owner = planned.owner, task.step = planned.step, task.kind = planned.kind;
        task.why = dunning::in_language(planned.why, context.settings.language), task.due = planned.due, task.is_new = true;
        if (planned.customer == ledger::no_row) continue;
        const ledger::CustomerRow& customer = (*picture)->book.customers[planned.customer];
        task.customer = (*picture)->book.qualified(customer), task.customer_name = (*picture)->book[customer.name];
    }
    const std::size_t before = report.reminders.size();
    if (scope.dry_run) {
        for (const dunning::PlannedMessage& planned : plan.messages) report.reminders.push_back(spoken(**picture, planned));
    } else {
        if (Status kept = keep(context, **picture, plan, templates, *stamped, report); !kept) return kept;
        if (Status noted = note_planning(context, company, *stamped); !noted) return noted;
        if (company.mode != config::Mode::shadow) {
            auto added = context.store.facts().add_tasks(company.name, tasks_of(**picture, plan), *stamped);
            if (!added) return std::unexpected(added.error());
        }
    }
    if (Status told = put_out_statements(context, **picture, *input, templates, scope.dry_run ? nullptr : &*stamped, report);
        !told)
        return told;
    if (Status followed = follow_statements_up(context, **picture, *input, scope.dry_run ? nullptr : &*stamped, report);
        !followed)
        return followed;
    summary = fmt::format("messages={} tasks={} suppressed={}", report.reminders.size() - before, plan.tasks.size(),
                          plan.suppressed.size());
    if (!scope.dry_run && report.reminders.size() > before) {
        const auto messages = static_cast<std::int64_t>(report.reminders.size() - before);
        auto noted = context.store.audit().append(
            company.name, "remind",
            render::json_object({{"messages", messages}, {"tasks", static_cast<std::int64_t>(plan.tasks.size())}}), *stamped);
        if (!noted) return std::unexpected(noted.error());
    }
    return {};
}

} // namespace

Result<RemindReport> remind(JobContext& context, const Scope& scope, const letters::TemplateSource& templates) {
    RemindReport report;
    for (const config::Company* company : companies_of(context, scope)) {
        JobRunRecord run(context, *company, "remind", "", scope.dry_run);
        std::string summary;
        if (Status done = remind_company(context, *company, scope, templates, report, summary); !done) {
            context.journal.error(done.error().message);
            report.troubles.push_back({company->name, done.error()});
            run.failed(done.error().message);
            continue;
        }
        run.done(summary);
    }
    return report;
}

} // namespace settled::jobs
