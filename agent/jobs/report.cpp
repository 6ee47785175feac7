#include "jobs/report.hpp"

#include "jobs/chat_digest.hpp"
#include "jobs/compose.hpp"
#include "jobs/job_run.hpp"
#include "jobs/worklist.hpp"
#include "render/html.hpp"
#include "render/mime.hpp"
#include "reports/daily_mail.hpp"
#include "reports/report_words.hpp"
#include "reports/visibility.hpp"
#include "world/files.hpp"

#include <settled/mail_address.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace settled::jobs {
namespace {

// Who gets the same mail: they may see the same (finance 7).
struct Readers {
    reports::Audience audience = reports::Audience::receivables;
    std::string salesperson; // of sales: whose customers they are
    std::vector<std::string> to;

    // Of the key and the files; what receivables reads has none.
    std::string suffix() const {
        if (audience == reports::Audience::receivables) return {};
        const std::string_view kind = reports::name(audience);
        return salesperson.empty() ? fmt::format("-{}", kind) : fmt::format("-{}-{}", kind, render::file_name_text(salesperson));
    }
};

class Circles {
  public:
    void add(reports::Audience audience, const std::string& address, const std::string& salesperson = {}) {
        if (address.empty()) return;
        for (const Readers& known : readers_)
            if (known.salesperson == salesperson && std::ranges::find(known.to, address) != known.to.end()) return;
        for (Readers& known : readers_)
            if (known.audience == audience && known.salesperson == salesperson) return known.to.push_back(address);
        readers_.push_back({audience, salesperson, {address}});
    }

    std::vector<Readers> all() && {
        if (readers_.empty()) readers_.emplace_back();
        return std::move(readers_);
    }

  private:
    std::vector<Readers> readers_;
};

// Whose address or name the ledger knows as a salesperson's.
std::string salesperson_named(const reports::DailyFacts& facts, const config::Person& person) {
    for (const std::string& known : {person.email, person.display_name, person.name})
        if (!known.empty() && facts.customers_of.contains(known)) return known;
    return person.email;
}

// The addresses behind "role:ar_manager" and plain ones by what they may see. Behind role:sales stands each salesperson
// for herself, also one whom only the ledger knows.
std::vector<Readers> readers_of(const config::Settings& settings, const config::Report& report,
                                const reports::DailyFacts& facts) {
    Circles circles;
    const auto add_person = [&](const config::Person& person) {
        const reports::Audience audience = reports::audience_of(person.roles);
        circles.add(audience, person.email,
                    audience == reports::Audience::sales ? salesperson_named(facts, person) : std::string());
    };
    for (const std::string& to : report.to) {
        if (!to.starts_with("role:")) {
            const auto known = std::ranges::find(settings.people, to, &config::Person::email);
            known == settings.people.end() ? circles.add(reports::Audience::receivables, to) : add_person(*known);
            continue;
        }
        const std::string role = to.substr(5);
        for (const config::Person* person : settings.people_with(role, report.company)) add_person(*person);
        if (role == "sales")
            for (const auto& [salesperson, customers] : facts.customers_of)
                if (is_mail_address(salesperson)) circles.add(reports::Audience::sales, salesperson, salesperson);
    }
    return std::move(circles).all();
}

std::string key_of(const config::Report& report, Date day, const Readers& readers) {
    return fmt::format("{}.{}{}.{}.finance", report.company, report.name, readers.suffix(), day.iso());
}

// What the next report compares with.
Status remember(JobContext& context, const config::Company& company, const std::string& report, const std::string& made_at,
                const std::vector<reports::AgingLine>& aging, const store::Stamp& stamped) {
    const std::string prefix = fmt::format("report.{}.", report);
    if (Status set = context.store.reports().set(company.name, prefix + "at", made_at, stamped); !set) return set;
    for (const reports::AgingLine& line : aging)
        if (Status set = context.store.reports().set(company.name, fmt::format("{}overdue.{}", prefix, line.currency.code()),
                                                     std::to_string(line.buckets.overdue()), stamped);
            !set)
            return set;
    return {};
}

struct ReportRun { // what the circles of one report have in common
    JobContext& context;
    const config::Company& company;
    const config::Report& report;
    const ReportLayouts& layouts;
    const std::filesystem::path& folder;
    store::Stamp stamped;
    bool is_today = false, dry_run = false;
};

// One circle's mail and workbook: its readers see nothing else.
Result<bool> make_for(const ReportRun& run, const Readers& readers, reports::DailyFacts facts, MadeReport& made) {
    made.company = run.company.name, made.report = run.report.name, made.day = facts.as_of, made.to = readers.to;
    if (!run.dry_run) {
        const std::string stem = fmt::format("{}-{}{}", made.day.iso(), run.report.name, readers.suffix());
        const auto write = [&](const std::filesystem::path& file) { return reports::write_daily_workbook(facts, file); };
        if (Status written = write_workbook(made, run.folder, made.day, stem, write); !written) return pass(written);
        if (run.report.deliver_as == "mail" && !fits_a_mail(made))
            facts.problems.push_back({made.workbook_file.filename().string(),
                                      fmt::format(fmt::runtime(reports::word("workbook_too_large", facts.language)),
                                                  made.workbook_file.parent_path().string())});
    }
    auto mail = reports::daily_mail(facts, run.layouts.html, run.layouts.text, render::installed_pdf_font());
    if (!mail) return pass(mail);
    made.subject = mail->subject;
    if (run.dry_run) return false;
    if (Status written = write_page(made, *mail); !written) return pass(written);
    if (!run.is_today) return false;
    // A second run of the same day makes the files again and no second mail.
    return put_out(run.context, run.company, run.report, key_of(run.report, made.day, readers), *mail, run.stamped, made);
}

Result<std::vector<MadeReport>> make(const ReportRun& run, const Scope& scope) {
    auto facts = daily_facts(run.context, run.company, scope, run.report.name, run.report.language);
    if (!facts) return pass(facts);
    std::vector<MadeReport> all;
    bool any_new = false;
    const std::string made_at = facts->made_at;
    const std::vector<reports::AgingLine> aging = facts->aging;
    const config::Gateway* gateway = run.context.settings.gateway(run.report.gateway);
    // A chat is read by many: what receivables may see.
    const std::vector<Readers> circles =
        gateway && is_chat(*gateway) ? std::vector<Readers>(1) : readers_of(run.context.settings, run.report, *facts);
    for (std::size_t i = 0; i < circles.size(); ++i) {
        const Readers& readers = circles[i];
        const auto own = facts->customers_of.find(readers.salesperson);
        const std::set<std::string> customers = own == facts->customers_of.end() ? std::set<std::string>() : own->second;
        const bool last = i + 1 == circles.size(); // a great ledger's facts are not held twice
        reports::DailyFacts seen = reports::seen_by(last ? std::move(*facts) : *facts, readers.audience, customers);
        auto is_new = make_for(run, readers, std::move(seen), all.emplace_back());
        if (!is_new) return pass(is_new);
        any_new |= *is_new;
    }
    if (any_new)
        if (Status kept = remember(run.context, run.company, run.report.name, made_at, aging, run.stamped); !kept)
            return pass(kept);
    return all;
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
        auto day = day_of(context, *company, scope);
        if (!day) return pass(day);
        auto today = day_of(context, *company, {});
        if (!today) return pass(today);
        auto stamped = stamp(context, *company, *day);
        if (!stamped) return pass(stamped);
        for (const config::Report& wanted : reports_of(context.settings, *company, "daily")) {
            JobRunRecord run(context, *company, "report", wanted.name, scope.dry_run);
            auto made = make({context, *company, wanted, layouts, folder, *stamped, *day == *today, scope.dry_run}, scope);
            if (!made) {
                context.journal.error(made.error().message);
                result.troubles.push_back({wanted.name, made.error()});
                run.failed(made.error().message);
                continue;
            }
            std::string summary;
            for (const MadeReport& each : *made)
                summary +=
                    fmt::format("{}{} mail={}", summary.empty() ? "" : ", ", each.html_file.filename().string(), each.message);
            run.done(summary);
            std::ranges::move(*made, std::back_inserter(result.reports));
        }
        if (Status mailed = put_out_worklists(context, *company, scope, layouts); !mailed) {
            context.journal.error(mailed.error().message);
            result.troubles.push_back({"worklist", mailed.error()});
        }
    }
    return result;
}

} // namespace settled::jobs
