#include "jobs/report.hpp"

#include "jobs/compose.hpp"
#include "jobs/job_run.hpp"
#include "jobs/worklist.hpp"
#include "render/mime.hpp"
#include "reports/daily_mail.hpp"
#include "world/files.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace settled::jobs {
namespace {

// Addresses behind "role:ar_manager" and plain ones, each once.
std::vector<std::string> addresses(const config::Settings& settings, const config::Report& report) {
    std::vector<std::string> found;
    const auto add = [&](const std::string& address) {
        if (!address.empty() && std::ranges::find(found, address) == found.end()) found.push_back(address);
    };
    for (const std::string& to : report.to) {
        if (!to.starts_with("role:")) {
            add(to);
            continue;
        }
        const std::string role = to.substr(5);
        for (const config::Person& person : settings.people) {
            const bool here =
                person.companies.empty() || std::ranges::find(person.companies, report.company) != person.companies.end();
            if (here && std::ranges::find(person.roles, role) != person.roles.end()) add(person.email);
        }
    }
    return found;
}

// The reports of a company; one of its own where none is configured, for the files alone.
std::vector<config::Report> reports_of(const config::Settings& settings, const config::Company& company) {
    std::vector<config::Report> found;
    for (const config::Report& report : settings.reports)
        if (report.company == company.name && report.kind == "daily") found.push_back(report);
    if (found.empty()) {
        config::Report own;
        own.name = "daily-" + company.name, own.company = company.name, own.language = settings.language;
        found.push_back(std::move(own));
    }
    return found;
}

std::string key_of(const config::Report& report, Date day) {
    return fmt::format("{}.{}.{}.finance", report.company, report.name, day.iso());
}

// What the next report compares with.
Status remember(JobContext& context, const config::Company& company, const std::string& report, const reports::DailyFacts& facts,
                const store::Stamp& stamped) {
    const std::string prefix = fmt::format("report.{}.", report);
    if (Status set = context.store.reports().set(company.name, prefix + "at", facts.made_at, stamped); !set) return set;
    for (const reports::AgingLine& line : facts.aging)
        if (Status set = context.store.reports().set(company.name, fmt::format("{}overdue.{}", prefix, line.currency.code()),
                                                     std::to_string(line.overdue), stamped);
            !set)
            return set;
    return {};
}

Status write_files(MadeReport& made, const std::filesystem::path& folder, const reports::DailyFacts& facts,
                   const reports::DailyMail& mail) {
    const std::filesystem::path place = folder / made.day.iso().substr(0, 7);
    if (Status folder_made = world::make_folder(place); !folder_made) return folder_made;
    const std::string stem = fmt::format("{}-{}", made.day.iso(), made.report);
    made.html_file = place / (stem + ".html"), made.workbook_file = place / (stem + ".xlsx");
    if (Status written = world::write_file(made.html_file, mail.html); !written) return written;
    return reports::write_daily_workbook(facts, made.workbook_file);
}

// A second run of the same day makes the files again and no second mail.
Status put_out(JobContext& context, const config::Company& company, const config::Report& report,
               const reports::DailyFacts& facts, const reports::DailyMail& mail, const store::Stamp& stamped, MadeReport& made) {
    const config::Gateway* gateway = context.settings.gateway(report.gateway);
    if (!gateway || made.to.empty()) return {};
    HouseMail house{key_of(report, made.day), mail.subject, mail.text, mail.html, report.language, made.to, {}};
    if (report.deliver_as == "mail") {
        auto workbook = world::read_file(made.workbook_file, render::mail_bytes_max);
        if (!workbook) return pass(workbook);
        house.attachments.emplace_back(made.workbook_file.filename().string(), std::move(*workbook));
    }
    auto message = compose(context, company, *gateway, house);
    if (!message) return pass(message);
    message->kind = "daily", message->planned_for = made.day;
    message->created_at = stamped.at, message->created_by = stamped.actor;
    auto added = context.store.outbox().add(*message, {}, stamped);
    if (!added) return pass(added);
    made.message = added->message;
    if (added->key_known) return {};
    return remember(context, company, report.name, facts, stamped);
}

Status make(JobContext& context, const config::Company& company, const config::Report& report, const Scope& scope,
            const ReportLayouts& layouts, const std::filesystem::path& folder, MadeReport& made) {
    auto day = day_of(context, company, scope);
    if (!day) return pass(day);
    auto today = day_of(context, company, {});
    if (!today) return pass(today);
    auto stamped = stamp(context, company, *day);
    if (!stamped) return pass(stamped);
    made.company = company.name, made.report = report.name, made.day = *day;
    made.to = addresses(context.settings, report);
    auto facts = daily_facts(context, company, scope, report.name, report.language);
    if (!facts) return pass(facts);
    auto mail = reports::daily_mail(*facts, layouts.html, layouts.text);
    if (!mail) return pass(mail);
    made.subject = mail->subject;
    if (scope.dry_run) return {};
    if (Status written = write_files(made, folder, *facts, *mail); !written) return written;
    if (*day != *today) return {};
    return put_out(context, company, report, *facts, *mail, *stamped, made);
}

// Each colleague's tasks, once a day and only for today.
Status put_out_worklists(JobContext& context, const config::Company& company, const Scope& scope, const ReportLayouts& layouts) {
    auto day = day_of(context, company, scope);
    if (!day) return pass(day);
    auto today = day_of(context, company, {});
    if (!today) return pass(today);
    if (scope.dry_run || *day != *today || layouts.worklist_html.empty()) return {};
    auto stamped = stamp(context, company, *day);
    if (!stamped) return pass(stamped);
    auto mailed = mail_worklists(context, company, layouts, *day, *stamped);
    return mailed ? Status{} : Status(pass(mailed));
}

} // namespace

Result<ReportResult> report(JobContext& context, const Scope& scope, const ReportLayouts& layouts,
                            const std::filesystem::path& folder) {
    ReportResult result;
    for (const config::Company* company : companies_of(context, scope)) {
        for (const config::Report& wanted : reports_of(context.settings, *company)) {
            JobRunRecord run(context, *company, "report", wanted.name, scope.dry_run);
            MadeReport made;
            if (Status done = make(context, *company, wanted, scope, layouts, folder, made); !done) {
                context.journal.error(done.error().message);
                result.troubles.push_back({wanted.name, done.error()});
                run.failed(done.error().message);
                continue;
            }
            run.done(fmt::format("{} mail={}", made.html_file.filename().string(), made.message));
            result.reports.push_back(std::move(made));
        }
        if (Status mailed = put_out_worklists(context, *company, scope, layouts); !mailed) {
            context.journal.error(mailed.error().message);
            result.troubles.push_back({"worklist", mailed.error()});
        }
    }
    return result;
}

} // namespace settled::jobs
