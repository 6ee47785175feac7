#include "cli/management_output.hpp"

#include "jobs/management_report.hpp"
#include "world/files.hpp"

#include <fmt/format.h>

namespace settled::cli {
namespace {

constexpr std::size_t layout_bytes_max = 1 << 20;

Result<jobs::ManagementLayouts> layouts(Session& session) {
    const std::filesystem::path folder = session.tools().share_folder / "config" / "reports";
    jobs::ManagementLayouts made;
    for (const auto& [file, text] : {std::pair{"management.html", &made.html}, {"management.txt", &made.text}}) {
        auto read = world::read_file(folder / file, layout_bytes_max);
        if (!read) return pass(read);
        *text = std::move(*read);
    }
    return made;
}

} // namespace

int run_management_report(Session& session, const std::string& kind, const std::string& language) {
    if (Status locked = session.lock("report"); !locked) return report(session, locked.error());
    auto context = session.context();
    if (!context) return report(session, context.error());
    auto scope = session.scope();
    if (!scope) return report(session, scope.error());
    auto texts = layouts(session);
    if (!texts) return report(session, texts.error());
    auto made = jobs::management_report(**context, *scope, kind == "quarter", language, *texts,
                                        (*context)->spool_folder.parent_path() / "reports");
    if (!made) return report(session, made.error());
    Table table({{"report"}, {"day"}, {"message", Align::right}, {"to"}, {"mail"}, {"workbook"}, {"subject"}});
    for (const jobs::MadeReport& each : made->reports)
        table.add({each.report, each.day.iso(), each.message == 0 ? "" : std::to_string(each.message),
                   fmt::format("{}", fmt::join(each.to, ", ")), each.html_file.string(), each.workbook_file.string(),
                   each.subject});
    table.print(session.globals().format, session.tools().out, "no company is configured", session.tools().out_columns);
    return status_of(!made->troubles.empty());
}

} // namespace settled::cli
