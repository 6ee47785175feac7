// management_report.hpp -- makes management's report of the month or quarter that is over (see reports/management_report).
//
// Its figures are those of the period's last day, with what was known at its end. The files stand beside the daily ones; the mail
// goes into the outbox once per [report] of the kind and period.
#pragma once

#include "jobs/report.hpp"
#include "reports/management_report.hpp"

namespace settled::jobs {

inline constexpr int success_days = 10; // a reminder has worked where the money came within so many

struct ManagementLayouts { // texts of config/reports/management.{html,txt}
    std::string html, text;
};

Result<reports::ManagementFacts> management_facts(JobContext& context, const config::Company& company, Date from, Date to);

// `quarter`: else the month. A language other than "" goes before the configuration's.
Result<ReportResult> management_report(JobContext& context, const Scope& scope, bool quarter, const std::string& language,
                                       const ManagementLayouts& layouts, const std::filesystem::path& folder);

} // namespace settled::jobs
