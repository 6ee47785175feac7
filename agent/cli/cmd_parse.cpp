// settled parse FILE… -- reads statement files without configuration or database.

#include "cli/commands.hpp"
#include "cli/parse_output.hpp"
#include "host/make_clients.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace settled::cli {
namespace {

struct Options {
    std::string parser = "auto", layout;
    bool summary = false, no_limits = false;
    std::vector<std::string> files;
};

std::string_view severity_name(statement::Severity severity) {
    switch (severity) {
    case statement::Severity::info:
        return "info";
    case statement::Severity::warning:
        return "warning";
    case statement::Severity::error:
        break;
    }
    return "error";
}

std::string_view code_name(settled_code code) {
    switch (code) {
    case SETTLED_STOPPED:
        return "STOPPED";
    case SETTLED_INVALID_CONFIG:
        return "INVALID_CONFIG";
    case SETTLED_ACCESS_DENIED:
        return "ACCESS_DENIED";
    case SETTLED_UNAVAILABLE:
        return "UNAVAILABLE";
    case SETTLED_BAD_DATA:
        return "BAD_DATA";
    case SETTLED_REJECTED:
        return "REJECTED";
    case SETTLED_UNSUPPORTED:
        return "UNSUPPORTED";
    default:
        return "INTERNAL";
    }
}

bool has_error(const std::vector<statement::Diagnostic>& diagnostics) {
    return std::ranges::any_of(
        diagnostics, [](const statement::Diagnostic& diagnostic) { return diagnostic.severity == statement::Severity::error; });
}

host::FileToRead request_for(const std::string& file, const Options& options, const std::filesystem::path& share_folder) {
    host::FileToRead request{file, std::filesystem::path(file).filename().string(), options.parser, {}, !options.no_limits};
    request.options.emplace_back("layouts_folder", (share_folder / "config" / "banks").string());
    if (!options.layout.empty()) request.options.emplace_back("layout", options.layout);
    return request;
}

// Says whether the file was read without an error.
bool parse_json(host::StatementClient& reader, const host::FileToRead& request, const Options& options,
                render::JsonWriter& json) {
    json.begin_object().text("file", request.path).key("statements").begin_array();
    JsonStatements statements(json, options.summary ? ParseDetail::summary : ParseDetail::entries);
    const auto parser = reader.read(request, statements);
    statements.close_open_statement();
    json.end_array();
    if (parser)
        json.text("parser", *parser);
    else
        json.text_or_null("parser", options.parser == "auto" ? "" : options.parser);
    json.key("diagnostics").begin_array();
    for (const statement::Diagnostic& diagnostic : statements.diagnostics()) {
        json.begin_object().text("severity", severity_name(diagnostic.severity)).text_or_null("code", diagnostic.code);
        json.number("line", diagnostic.line).text("message", diagnostic.message).end_object();
    }
    json.end_array();
    if (parser) {
        json.null("error");
    } else {
        json.key("error").begin_object().text("code", code_name(parser.error().code)).number("line", parser.error().line);
        json.text("message", parser.error().message).end_object();
    }
    json.end_object();
    return parser && !has_error(statements.diagnostics());
}

bool parse_table(Session& session, host::StatementClient& reader, const host::FileToRead& request, Table& table) {
    CountedStatements counted;
    const auto parser = reader.read(request, counted);
    for (const StatementFigures& figures : counted.statements)
        table.add({request.name, parser ? *parser : "", figures.account, std::string(figures.currency.code()), figures.number,
                   figures.opening, std::to_string(figures.entries), figures.sum.text(figures.currency), figures.closing,
                   figures.first.iso(), figures.last.iso()});
    for (const statement::Diagnostic& diagnostic : counted.diagnostics) {
        const std::string line = fmt::format("{}:{}: {}", request.name, diagnostic.line, diagnostic.message);
        if (diagnostic.severity == statement::Severity::error)
            session.journal().error(line);
        else
            session.journal().warning(line);
    }
    if (!parser)
        session.journal().error(parser.error().line > 0
                                    ? fmt::format("{}:{}: {}", request.name, parser.error().line, parser.error().message)
                                    : fmt::format("{}: {}", request.name, parser.error().message));
    return parser && !has_error(counted.diagnostics);
}

int run_parse(Session& session, const Options& options) {
    host::ChildOptions children;
    children.executable = session.tools().executable;
    children.in_process = options.no_limits;
    children.interrupted = &session.tools().interrupted;
    children.log = [&](int level, std::string_view line) {
        if (level >= SETTLED_LOG_WARNING) session.journal().warning(line);
    };
    const auto clients = host::make_clients(session.catalog(), std::move(children));
    bool all_read = true;
    if (session.globals().format == Format::json) {
        render::JsonWriter json(session.tools().out);
        json.begin_object().key("files").begin_array();
        for (const std::string& file : options.files)
            all_read &=
                parse_json(clients->statements(), request_for(file, options, session.tools().share_folder), options, json);
        json.end_array().end_object();
    } else {
        Table table({{"file"},
                     {"parser"},
                     {"account"},
                     {"currency"},
                     {"number"},
                     {"opening", Align::right},
                     {"entries", Align::right},
                     {"sum", Align::right},
                     {"closing", Align::right},
                     {"first_booking"},
                     {"last_booking"}});
        for (const std::string& file : options.files)
            all_read &=
                parse_table(session, clients->statements(), request_for(file, options, session.tools().share_folder), table);
        table.print(Format::table, session.tools().out, "no statement was read", session.tools().out_columns);
    }
    return status_of(!all_read);
}

} // namespace

void add_parse(Commands& commands) {
    auto& options = commands.keep<Options>();
    CLI::App& parse = commands.add("parse", "Read statement files; needs no configuration and no database",
                                   [&](Session& session) { return run_parse(session, options); });
    parse.add_option("files", options.files, "Statement files")->required()->type_name("FILE");
    parse.add_option("--parser", options.parser, "Which plugin reads them (default auto: by content)")->type_name("NAME");
    parse.add_option("--layout", options.layout, "Which layout of config/banks a table follows (default: by its header)")
        ->type_name("NAME");
    parse.add_flag("--summary", options.summary, "Only account, balances, count, sum and dates");
    parse.add_flag("--no-limits", options.no_limits, "Read in this process, however large the file is");
}

} // namespace settled::cli
