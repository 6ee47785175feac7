// job_run.hpp -- the record that a job ran: one row in the store and one line in the log.
//
// Written at the start and finished once; a run that dies in between stands there unfinished, which
// is what `status` shows. A dry run leaves no row.
#pragma once

#include "jobs/context.hpp"

#include <string>
#include <string_view>

namespace settled::jobs {

class JobRunRecord {
  public:
    JobRunRecord(JobContext& context, const config::Company& company, std::string job, std::string scope, bool dry_run);
    JobRunRecord(const JobRunRecord&) = delete;
    JobRunRecord& operator=(const JobRunRecord&) = delete;

    void done(std::string_view summary) { finish("ok", summary); }
    void partly(std::string_view summary) { finish("partly", summary); }
    void failed(std::string_view reason) { finish("failed", reason); }

  private:
    void finish(std::string_view outcome, std::string_view summary);

    JobContext* context_;
    std::string time_zone_;
    store::JobRun run_;
    bool dry_run_;
};

} // namespace settled::jobs
