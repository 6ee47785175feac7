#include "jobs/feedback.hpp"

#include "jobs/job_run.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <optional>

namespace settled::jobs {
namespace {

using store::MessageState;

constexpr int days_heard_max = 60; // what a provider reports of a message handed over longer ago is of nobody

constexpr std::array<std::string_view, 7> kind_names = {"",         "delivered", "failed",   "delayed",
                                                        "answered", "opted_out", "automatic"};

// What the event makes of its message, and why.
void judge(const host::FeedbackEvent& event, const store::Message& message, store::Heard& heard) {
    const bool ours = event.address.empty() || std::ranges::any_of(message.recipients, [&](const std::string& recipient) {
                          return equal_ignoring_ascii_case(recipient, event.address);
                      });
    if (event.kind == SETTLED_FEEDBACK_FAILED && ours) {
        heard.becomes = MessageState::failed;
        heard.reason = is_bad_address(event.text)
                           ? fmt::format("bad_address: {} <{}>", event.text,
                                         event.address.empty() ? message.recipients.front() : event.address)
                           : event.text;
        if (heard.reason.starts_with("bad_address")) heard.words = heard.reason;
    }
    if (event.kind == SETTLED_FEEDBACK_DELIVERED && message.state == MessageState::unknown) {
        heard.becomes = MessageState::sent;
        heard.reason = event.text;
    }
}

// What a person reads of it in the customer's log.
std::optional<ledger::Fact> fact_of(const host::FeedbackEvent& event, const store::Message& message) {
    if (message.customer_id.empty()) return std::nullopt;
    ledger::Fact fact;
    fact.ledger = message.ledger, fact.customer_id = message.customer_id;
    if (event.kind == SETTLED_FEEDBACK_OPTED_OUT) {
        fact.kind = ledger::FactKind::opt_out, fact.text = message.channel, fact.detail = event.text;
        return fact;
    }
    if (event.kind != SETTLED_FEEDBACK_ANSWERED) return std::nullopt;
    fact.kind = ledger::FactKind::log_line, fact.detail = message.channel;
    fact.text = fmt::format("answer to \"{}\": {}", message.subject, event.text);
    return fact;
}

class Hearing {
  public:
    Hearing(JobContext& context, const config::Feedback& source, FeedbackReport& report)
        : context_(&context), source_(&source), report_(&report) {}

    Status hear(const host::FeedbackEvent& event) {
        auto found = find(event);
        if (!found) return pass(found);
        if (!*found) return {}; // of a message that this store does not have: another agent's
        const store::Message& message = **found;
        const config::Company* company = context_->settings.company(message.company);
        if (company == nullptr) return {};
        auto day = day_of(*context_, *company, {});
        if (!day) return std::unexpected(day.error());
        auto stamped = stamp(*context_, *company, *day);
        if (!stamped) return std::unexpected(stamped.error());
        store::Heard heard;
        heard.source = source_->name, heard.event_id = event.id, heard.kind = event.kind, heard.message = message.id;
        heard.address = event.address, heard.words = event.text, heard.at = stamped->at;
        judge(event, message, heard);
        auto is_new = context_->store.outbox().hear(message.company, heard, *stamped);
        if (!is_new) return pass(is_new);
        if (!*is_new) return {};
        if (const auto fact = fact_of(event, message)) {
            auto told = context_->store.facts().tell(message.company, *fact, *stamped);
            if (!told) return pass(told);
        }
        report_->heard.push_back({source_->name, std::string(kind_names[static_cast<std::size_t>(event.kind)]), message.company,
                                  message.customer_id.empty() ? "" : message.ledger + ":" + message.customer_id, event.address,
                                  event.text, message.id, heard.becomes ? std::string(name(*heard.becomes)) : ""});
        return {};
    }

  private:
    // By our key, else by the number that the gateway's provider gave the message.
    Result<std::optional<store::Message>> find(const host::FeedbackEvent& event) {
        if (!event.message_key.empty()) return context_->store.outbox().find_key(event.message_key);
        if (event.provider_id.empty()) return std::nullopt;
        if (!by_provider_id_) {
            auto today = world::local_time(context_->clock.now(), "UTC");
            if (!today) return pass(today);
            auto known = context_->store.outbox().by_provider_id(source_->gateway, today->day.plus_days(-days_heard_max));
            if (!known) return pass(known);
            by_provider_id_ = std::move(*known);
        }
        const auto hit = by_provider_id_->find(event.provider_id);
        if (hit == by_provider_id_->end()) return std::nullopt;
        return context_->store.outbox().find(hit->second);
    }

    JobContext* context_;
    const config::Feedback* source_;
    FeedbackReport* report_;
    std::optional<std::map<std::string, std::int64_t, std::less<>>> by_provider_id_; // read when the first event needs it
};

Status read_source(JobContext& context, const config::Feedback& source, FeedbackReport& report) {
    auto client = context.clients.feedback(source.block);
    if (!client) return pass(client);
    std::vector<std::string> stored;
    Hearing hearing(context, source, report);
    Status polled = (*client)->poll([&](const host::FeedbackEvent& event) -> Status {
        if (Status heard = hearing.hear(event); !heard) return heard;
        stored.push_back(event.id);
        return {};
    });
    for (const std::string& id : stored) // what was stored is stored, also where the mailbox was lost afterwards
        if (const Status known = (*client)->acknowledge(id); !known && polled) polled = known;
    return polled;
}

} // namespace

bool is_bad_address(std::string_view text) {
    const std::string_view status = text.substr(0, text.find(' '));
    if (status.starts_with("5.1.")) return status != "5.1.7" && status != "5.1.8";
    return status == "5.2.0" || status == "5.2.1" || status.starts_with("5.4.");
}

Result<FeedbackReport> feedback(JobContext& context, const Scope& scope) {
    FeedbackReport report;
    if (scope.dry_run) return report;
    std::vector<std::unique_ptr<JobRunRecord>> runs;
    for (const config::Company* company : companies_of(context, scope))
        runs.push_back(std::make_unique<JobRunRecord>(context, *company, "feedback", "", false));
    for (const config::Feedback& source : context.settings.feedbacks) {
        if (context.interrupted) return fail(SETTLED_STOPPED, "interrupted between two mailboxes");
        if (Status read = read_source(context, source, report); !read)
            report.troubles.push_back({"[feedback." + source.name + "]", read.error()});
    }
    const std::string summary = fmt::format("heard={} troubles={}", report.heard.size(), report.troubles.size());
    for (const auto& run : runs) report.troubles.empty() ? run->done(summary) : run->partly(summary);
    return report;
}

} // namespace settled::jobs
