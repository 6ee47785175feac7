// report_out.hpp -- where a report goes once it is made: page and workbook into the month's folder, the mail into the outbox.
#pragma once

#include "jobs/context.hpp"
#include "reports/daily_mail.hpp"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace settled::jobs {

struct MadeReport {
    std::string company, report, subject;
    Date day;
    std::filesystem::path html_file, workbook_file;
    std::int64_t message = 0; // 0: not put into the outbox (made before, a past day, or nobody to send it to)
    std::vector<std::string> to;
};

struct ReportResult {
    std::vector<MadeReport> reports;
    std::vector<Trouble> troubles;
};

// The reports of a kind that a company has; one of its own, "KIND-COMPANY", for the files alone, where none is configured or
// another language than the configured one is asked for ("": the configured one).
std::vector<config::Report> reports_of(const config::Settings& settings, const config::Company& company, const std::string& kind,
                                       const std::string& language = {});

// FOLDER/YYYY-MM/STEM.xlsx, written by `write`; the month is that of `of`, the paths of page and workbook are kept in `made`.
Status write_workbook(MadeReport& made, const std::filesystem::path& folder, Date of, const std::string& stem,
                      const std::function<Status(const std::filesystem::path&)>& write);
Status write_page(const MadeReport& made, const reports::DailyMail& mail); // beside the workbook

// A workbook that common mail servers still take; a greater one stays in its folder, and the mail has to say where.
bool fits_a_mail(const MadeReport& made);

// The mail to `made.to`, once per key (of a chat's robot: the digest, to its chat); the workbook goes with it where the report is
// delivered as a mail and it fits. Says whether it is new: false also where there is no gateway or nobody to send it to.
Result<bool> put_out(JobContext& context, const config::Company& company, const config::Report& report, const std::string& key,
                     const reports::DailyMail& mail, const store::Stamp& stamped, MadeReport& made);

} // namespace settled::jobs
