// settled import [FILE…] -- fetches bank statements and lets those in that can be believed.

#include "cli/commands.hpp"
#include "jobs/import.hpp"

namespace settled::cli {
namespace {

struct Options {
    std::vector<std::string> files;
};

void print_json(const jobs::ImportReport& report, const Sink& sink) {
    render::JsonWriter json(sink);
    json.begin_object().key("files").begin_array();
    for (const jobs::ImportedFile& file : report.files) {
        json.begin_object()
            .text("file", file.name)
            .text_or_null("source", file.source)
            .text("sha256", file.sha256)
            .text_or_null("parser", file.parser);
        json.text("fate", name(file.fate))
            .number("statements", file.statements)
            .number("entries_new", file.entries_new)
            .number("entries_known", file.entries_known);
        json.key("diagnostics").begin_array();
        for (const statement::Diagnostic& diagnostic : file.diagnostics)
            json.begin_object()
                .text("code", diagnostic.code)
                .number("line", diagnostic.line)
                .text("message", diagnostic.message)
                .end_object();
        json.end_array();
        if (file.error)
            json.text("error", file.error->message);
        else
            json.null("error");
        json.end_object();
    }
    json.end_array().key("troubles").begin_array();
    for (const jobs::Trouble& trouble : report.troubles)
        json.begin_object().text("where", trouble.where).text("message", trouble.error.message).end_object();
    json.end_array().end_object();
}

void print_table(const jobs::ImportReport& report, const Sink& sink, std::size_t columns) {
    Table table({{"file"}, {"source"}, {"parser"}, {"fate"}, {"entries_new", Align::right}, {"entries_known", Align::right}});
    for (const jobs::ImportedFile& file : report.files)
        table.add({file.name, file.source, file.parser, std::string(name(file.fate)), std::to_string(file.entries_new),
                   std::to_string(file.entries_known)});
    table.print(Format::table, sink, "no new statement file", columns);
}

int run_import(Session& session, const Options& options) {
    if (Status locked = session.lock("import"); !locked) return report(session, locked.error());
    auto context = session.context();
    if (!context) return report(session, context.error());
    auto scope = session.scope();
    if (!scope) return report(session, scope.error());
    auto imported = jobs::import(**context, *scope, options.files);
    if (!imported) return report(session, imported.error());
    if (session.globals().format == Format::json)
        print_json(*imported, session.tools().out);
    else
        print_table(*imported, session.tools().out, session.tools().out_columns);
    return status_of(imported->failed());
}

} // namespace

void add_import(Commands& commands) {
    auto& options = commands.keep<Options>();
    commands
        .add("import", "Fetch bank statements and take in what can be believed",
             [&](Session& session) { return run_import(session, options); })
        .add_option("files", options.files, "Statement files handed over by a person; default: what the sources have")
        ->type_name("FILE");
}

} // namespace settled::cli
