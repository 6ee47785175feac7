// settled report -- makes the daily mail and workbook from what the store holds.

#include "cli/commands.hpp"
#include "cli/management_output.hpp"
#include "jobs/report.hpp"
#include "world/files.hpp"

#include <fmt/format.h>

namespace settled::cli {
namespace {

constexpr std::size_t layout_bytes_max = 1 << 20;

struct Options {
    std::string kind = "daily", language;
};

Result<jobs::ReportLayouts> layouts(Session& session) {
    const std::filesystem::path folder = session.tools().share_folder / "config" / "reports";
    jobs::ReportLayouts made;
    for (const auto& [file, text] : {std::pair{"daily.html", &made.html},
                                     {"daily.txt", &made.text},
                                     {"worklist.html", &made.worklist_html},
                                     {"worklist.txt", &made.worklist_text}}) {
        auto read = world::read_file(folder / file, layout_bytes_max);
        if (!read) return pass(read);
        *text = std::move(*read);
    }
    return made;
}

int run_report(Session& session) {
    if (Status locked = session.lock("report"); !locked) return report(session, locked.error());
    auto context = session.context();
    if (!context) return report(session, context.error());
    auto scope = session.scope();
    if (!scope) return report(session, scope.error());
    auto texts = layouts(session);
    if (!texts) return report(session, texts.error());
    auto made = jobs::report(**context, *scope, *texts, (*context)->spool_folder.parent_path() / "reports");
    if (!made) return report(session, made.error());
    Table table({{"report"}, {"day"}, {"message", Align::right}, {"to"}, {"mail"}, {"workbook"}, {"subject"}});
    for (const jobs::MadeReport& each : made->reports)
        table.add({each.report, each.day.iso(), each.message == 0 ? "" : std::to_string(each.message),
                   fmt::format("{}", fmt::join(each.to, ", ")), each.html_file.string(), each.workbook_file.string(),
                   each.subject});
    table.print(session.globals().format, session.tools().out, "no company is configured", session.tools().out_columns);
    return status_of(!made->troubles.empty());
}

} // namespace

void add_report(Commands& commands) {
    auto& options = commands.keep<Options>();
    CLI::App& command = commands.add(
        "report", "Make the daily mail and workbook, or management's report of a month or quarter", [&](Session& session) {
            return options.kind == "daily" ? run_report(session) : run_management_report(session, options.kind, options.language);
        });
    command.add_option("--kind", options.kind, "daily, month or quarter: the last that is over")
        ->check(CLI::IsMember({"daily", "month", "quarter"}))
        ->type_name("KIND");
    command.add_option("--language", options.language, "Of a month's or quarter's report; default the configuration's")
        ->check(CLI::IsMember({"zh-CN", "en", "de"}))
        ->type_name("L");
}

} // namespace settled::cli
