// report.hpp -- makes the daily mail and workbook from what the store holds.
//
// The files are kept under the data folder for every day; the mail goes into the outbox once per
// report and day, and only for today. It runs before deliver, so "sent" means since the previous
// report.
#pragma once

#include "jobs/report_out.hpp"
#include "reports/daily_facts.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace settled::jobs {

struct ReportLayouts { // texts of config/reports/daily.{html,txt} and worklist.{html,txt}
    std::string html, text, worklist_html, worklist_text;
};

Result<ReportResult> report(JobContext& context, const Scope& scope, const ReportLayouts& layouts,
                            const std::filesystem::path& folder);

// What the report of one company and day says, in one language.
Result<reports::DailyFacts> daily_facts(JobContext& context, const config::Company& company, const Scope& scope,
                                        const std::string& report_name, const std::string& language);

} // namespace settled::jobs
