#include "jobs/job_run.hpp"

#include <fmt/format.h>

namespace settled::jobs {
namespace {

std::string now_text(const JobContext& context, const std::string& time_zone) {
    auto local = world::local_time(context.clock.now(), time_zone);
    return local ? local->text : std::string();
}

} // namespace

JobRunRecord::JobRunRecord(JobContext& context, const config::Company& company, std::string job, std::string scope, bool dry_run)
    : context_(&context), time_zone_(company.time_zone), dry_run_(dry_run) {
    run_.company = company.name, run_.job = std::move(job), run_.scope = std::move(scope);
    run_.started_at = now_text(context, time_zone_);
    if (dry_run_) return;
    auto id = context.store.reports().started(run_);
    if (id)
        run_.id = *id;
    else
        context.journal.warning(fmt::format("cannot note that {} began: {}", run_.job, id.error().message));
}

void JobRunRecord::finish(std::string_view outcome, std::string_view summary) {
    run_.outcome = outcome, run_.summary = summary;
    run_.finished_at = now_text(*context_, time_zone_);
    context_->journal.info(fmt::format("{} company={} {}{}{} {}", run_.job, run_.company,
                                       run_.scope.empty() ? "" : "scope=" + run_.scope + " ", outcome,
                                       dry_run_ ? " (dry run)" : "", summary));
    if (dry_run_ || run_.id == 0) return;
    if (Status noted = context_->store.reports().finished(run_); !noted)
        context_->journal.warning(fmt::format("cannot note how {} ended: {}", run_.job, noted.error().message));
}

} // namespace settled::jobs
