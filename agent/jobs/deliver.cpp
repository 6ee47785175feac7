#include "jobs/deliver.hpp"

#include "jobs/delivery.hpp"
#include "jobs/job_run.hpp"
#include "jobs/safe_to_send.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace settled::jobs {
namespace {

// A clock that went back would send again what its keys and days say is not sent yet, or at night. The last delivery knows.
Status check_clock(JobContext& context, const config::Company& company) {
    constexpr std::chrono::minutes tolerance{10};
    auto runs = context.store.reports().latest(company.name);
    if (!runs) return pass(runs);
    const world::Moment now = context.clock.now();
    for (const store::JobRun& run : *runs) {
        const auto begun = run.job == "deliver" ? world::parse_moment(run.started_at) : Result<world::Moment>(now);
        if (!begun || now + tolerance >= *begun) continue;
        auto local = world::local_time(now, company.time_zone);
        return fail(
            SETTLED_ACCESS_DENIED,
            fmt::format("the clock went back: the last delivery began at {} and now it is {}; nothing is sent. Set this "
                        "machine's clock; where the earlier time was the wrong one, run settled deliver --clock-is-right once",
                        run.started_at, local ? local->text : std::string("?")));
    }
    return {};
}

Result<std::vector<store::Message>> due_messages(JobContext& context, const config::Company& company, Audience audience) {
    auto due = context.store.outbox().list(
        company.name, {.states = {store::MessageState::due}, .kind = {}, .ledger = {}, .customer_id = {}, .with_content = false});
    if (due && audience == Audience::house)
        std::erase_if(*due, [](const store::Message& message) { return message.audience == "customer"; });
    return due;
}

Result<std::vector<QueuedMessage>> queue(JobContext& context, const config::Company& company, Audience audience) {
    auto due = due_messages(context, company, audience);
    if (!due) return pass(due);
    std::vector<QueuedMessage> queued;
    queued.reserve(due->size());
    for (store::Message& message : *due)
        queued.push_back({message.id, std::move(message.kind), std::move(message.gateway), std::move(message.retry_after),
                          message.audience == "customer", !message.handed_over_at.empty()});
    return queued;
}

Status deliver_company(JobContext& context, const config::Company& company, const Scope& scope, Audience audience,
                       DeliverReport& report) {
    auto now = world::local_time(context.clock.now(), company.time_zone);
    if (!now) return std::unexpected(now.error());
    if (scope.as_of && scope.as_of != now->day)
        return fail(SETTLED_INVALID_CONFIG, fmt::format("--as-of {} is not today ({}); nothing is ever sent for another day",
                                                        scope.as_of.iso(), now->day.iso()));
    const store::Stamp stamped{now->text, now->day, context.actor};
    if (!scope.dry_run) {
        auto unknown = context.store.outbox().mark_unknown_after_crash(company.name, stamped);
        if (!unknown) return std::unexpected(unknown.error());
        report.found_unknown += *unknown;
    }
    if (scope.dry_run) {
        auto due = due_messages(context, company, audience);
        if (!due) return pass(due);
        for (const store::Message& message : *due)
            report.messages.push_back({message.id, message.company, message.kind, message.customer_id, message.subject,
                                       message.gateway, message.recipients, store::MessageState::due, "would be sent"});
        return {};
    }
    auto due = queue(context, company, audience); // before all that is known of the company takes its room
    if (!due) return pass(due);
    if (due->empty()) return {};
    if (Status safe = safe_to_send(context); !safe) {
        report.troubles.push_back({company.name, safe.error()});
        std::erase_if(*due, [](const QueuedMessage& message) { return message.kind != "health"; }); // IT has to hear of it
    }
    return Delivery(context, company, *now, stamped, report).run(std::move(*due));
}

} // namespace

bool DeliverReport::failed() const {
    return !troubles.empty() || std::ranges::any_of(messages, [](const DeliveredMessage& message) {
        return message.state == store::MessageState::failed || message.state == store::MessageState::unknown;
    });
}

Result<DeliverReport> deliver(JobContext& context, const Scope& scope, bool clock_is_right, Audience audience) {
    DeliverReport report;
    for (const config::Company* company : companies_of(context, scope)) {
        if (Status right = clock_is_right ? Status() : check_clock(context, *company); !right) {
            report.troubles.push_back({company->name, right.error()});
            continue;
        }
        JobRunRecord run(context, *company, "deliver", "", scope.dry_run);
        if (Status done = deliver_company(context, *company, scope, audience, report); !done) {
            run.failed(done.error().message);
            return pass(done);
        }
        const auto sent = std::ranges::count(report.messages, store::MessageState::sent, &DeliveredMessage::state);
        const std::string summary = fmt::format("sent={} of {}", sent, report.messages.size());
        if (report.commits > 0)
            context.journal.info(fmt::format("deliver {}: {}, recorded in {} commits", company->name, summary, report.commits));
        if (report.failed())
            run.partly(summary);
        else
            run.done(summary);
    }
    return report;
}

} // namespace settled::jobs
