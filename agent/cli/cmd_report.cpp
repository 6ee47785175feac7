// settled report -- makes finance's daily mail and workbook, and management's of a month or quarter, from what the store holds.

#include "cli/commands.hpp"
#include "jobs/management_report.hpp"
#include "jobs/report.hpp"
#include "world/files.hpp"
#include "world/open_page.hpp"

#include <fmt/format.h>

namespace settled::cli {
namespace {

constexpr std::size_t layout_bytes_max = 1 << 20;

struct Options {
    std::string kind = "daily", language;
    bool open = false;
};

struct Layout {
    const char* file;
    std::string* text;
};

Status read_layouts(Session& session, std::initializer_list<Layout> layouts) {
    const std::filesystem::path folder = session.tools().share_folder / "config" / "reports";
    for (const Layout& layout : layouts) {
        auto read = world::read_file(folder / layout.file, layout_bytes_max);
        if (!read) return pass(read);
        *layout.text = std::move(*read);
    }
    return {};
}

Result<jobs::ReportResult> make(Session& session, jobs::JobContext& context, const jobs::Scope& scope, const Options& options) {
    const std::filesystem::path folder = context.spool_folder.parent_path() / "reports";
    if (options.kind == "daily") {
        jobs::ReportLayouts layouts;
        if (Status read = read_layouts(session, {{"daily.html", &layouts.html},
                                                 {"daily.txt", &layouts.text},
                                                 {"worklist.html", &layouts.worklist_html},
                                                 {"worklist.txt", &layouts.worklist_text}});
            !read)
            return pass(read);
        return jobs::report(context, scope, layouts, folder);
    }
    jobs::ManagementLayouts layouts;
    if (Status read = read_layouts(session, {{"management.html", &layouts.html}, {"management.txt", &layouts.text}}); !read)
        return pass(read);
    return jobs::management_report(context, scope, options.kind == "quarter", options.language, layouts, folder);
}

int run_report(Session& session, const Options& options) {
    if (Status locked = session.lock("report"); !locked) return report(session, locked.error());
    auto context = session.context();
    if (!context) return report(session, context.error());
    auto scope = session.scope();
    if (!scope) return report(session, scope.error());
    auto made = make(session, **context, *scope, options);
    if (!made) return report(session, made.error());
    Table table({{"report"}, {"day"}, {"message", Align::right}, {"to"}, {"mail"}, {"workbook"}, {"subject"}});
    for (const jobs::MadeReport& each : made->reports)
        table.add({each.report, each.day.iso(), each.message == 0 ? "" : std::to_string(each.message),
                   fmt::format("{}", fmt::join(each.to, ", ")), each.html_file.string(), each.workbook_file.string(),
                   each.subject});
    const std::string none = made->troubles.empty() ? fmt::format("no [report] of kind {} is configured", options.kind)
                                                    : "no report was made; the lines of errors say why";
    table.print(session.globals().format, session.tools().out, none, session.tools().out_columns);
    bool not_opened = false;
    if (options.open)
        for (const jobs::MadeReport& each : made->reports)
            if (!each.html_file.empty())
                if (Status opened = world::open_page(each.html_file); !opened) {
                    report(session, opened.error());
                    not_opened = true;
                    break;
                }
    return status_of(!made->troubles.empty() || not_opened);
}

} // namespace

void add_report(Commands& commands) {
    auto& options = commands.keep<Options>();
    CLI::App& command = commands.add("report", "Make the daily mail and workbook, or management's report of a month or quarter",
                                     [&](Session& session) { return run_report(session, options); });
    command.add_option("--kind", options.kind, "daily, month or quarter: the last that is over")
        ->check(CLI::IsMember({"daily", "month", "quarter"}))
        ->type_name("KIND");
    command.add_option("--language", options.language, "Of a month's or quarter's report; default the configuration's")
        ->check(CLI::IsMember({"zh-CN", "en", "de"}))
        ->type_name("L");
    command.add_flag("--open", options.open, "Show the page in the browser of this machine");
}

} // namespace settled::cli
