#include "jobs/report_out.hpp"

#include "jobs/chat_digest.hpp"
#include "jobs/compose.hpp"
#include "render/mime.hpp"
#include "world/files.hpp"

namespace settled::jobs {
namespace {

// In a mail three bytes become four, and a line of 76 of them ends with two more; some are left for the rest.
constexpr std::size_t attachment_bytes_max = render::mail_bytes_max / 10 * 7;

// Says whether it is new.
Result<bool> put_into_outbox(JobContext& context, const config::Report& report, store::Message message,
                             const store::Stamp& stamped, MadeReport& made) {
    message.kind = report.kind, message.planned_for = made.day;
    message.created_at = stamped.at, message.created_by = stamped.actor;
    auto added = context.store.outbox().add(message, {}, stamped);
    if (!added) return pass(added);
    made.message = added->message;
    return !added->key_known;
}

} // namespace

std::vector<config::Report> reports_of(const config::Settings& settings, const config::Company& company, const std::string& kind,
                                       const std::string& language) {
    std::vector<config::Report> found;
    for (const config::Report& report : settings.reports)
        if (report.company == company.name && report.kind == kind) found.push_back(report);
    if (found.empty() || !language.empty()) {
        config::Report own;
        own.name = kind + '-' + company.name, own.kind = kind, own.company = company.name;
        own.language = language.empty() ? settings.language : language;
        found = {std::move(own)};
    }
    return found;
}

Status write_workbook(MadeReport& made, const std::filesystem::path& folder, Date of, const std::string& stem,
                      const std::function<Status(const std::filesystem::path&)>& write) {
    const std::filesystem::path place = folder / of.iso().substr(0, 7);
    if (Status folder_made = world::make_folder(place); !folder_made) return folder_made;
    made.html_file = place / (stem + ".html"), made.workbook_file = place / (stem + ".xlsx");
    return write(made.workbook_file);
}

Status write_page(const MadeReport& made, const reports::DailyMail& mail) {
    return world::write_file(made.html_file, reports::page_with_images(mail));
}

bool fits_a_mail(const MadeReport& made) {
    std::error_code unknown;
    const std::uintmax_t bytes = std::filesystem::file_size(made.workbook_file, unknown);
    return !unknown && bytes <= attachment_bytes_max;
}

Result<bool> put_out(JobContext& context, const config::Company& company, const config::Report& report, const std::string& key,
                     const reports::DailyMail& mail, const store::Stamp& stamped, MadeReport& made) {
    const config::Gateway* gateway = context.settings.gateway(report.gateway);
    if (!gateway) return false;
    if (is_chat(*gateway))
        return put_into_outbox(
            context, report,
            jobs::compose(company, *gateway, ChatDigest{key, report.language, mail.subject, mail.digest, mail.digest_counts}),
            stamped, made);
    if (made.to.empty()) return false;
    HouseMail house{key, mail.subject, mail.text, mail.html, report.language, made.to, {}, mail.images};
    if (report.deliver_as == "mail" && fits_a_mail(made)) {
        auto workbook = world::read_file(made.workbook_file, render::mail_bytes_max);
        if (!workbook) return pass(workbook);
        house.attachments.emplace_back(made.workbook_file.filename().string(), std::move(*workbook));
    }
    auto message = compose(context, company, *gateway, house);
    if (!message) return pass(message);
    return put_into_outbox(context, report, std::move(*message), stamped, made);
}

} // namespace settled::jobs
