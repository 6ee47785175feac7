// settled letters preview TEMPLATE --customer C · check · accept -- the words as they would be sent, and which of them count.

#include "cli/commands.hpp"
#include "cli/templates.hpp"
#include "jobs/preview.hpp"
#include "world/files.hpp"

#include <fmt/format.h>

namespace settled::cli {
namespace {

struct Options {
    std::string template_name, customer, language, pdf;
    bool html = false;
};

int run_preview(Session& session, const Options& options) {
    auto context = session.context();
    if (!context) return report(session, context.error());
    auto scope = session.scope();
    if (!scope) return report(session, scope.error());
    auto templates = jobs::letters_in_use(**context, letter_folders(session));
    if (!templates) return report(session, templates.error());
    auto made = jobs::preview(**context, *scope, **templates,
                              {options.template_name, options.customer, options.language, !options.pdf.empty()});
    if (!made) return report(session, made.error());
    if (!options.pdf.empty()) {
        if (Status written = world::write_file(options.pdf, made->pdf); !written) return report(session, written.error());
        session.tools().out(fmt::format("{}\n", options.pdf));
        return 0;
    }
    const letters::Letter* letter = &made->letter;
    if (session.globals().format == Format::json) {
        render::JsonWriter json(session.tools().out);
        json.begin_object().text("subject", letter->subject).text("text", letter->text).text("html", letter->html).end_object();
    } else {
        session.tools().out(options.html ? letter->html : fmt::format("{}\n\n{}", letter->subject, letter->text));
    }
    return 0;
}

int run_own(Session& session, bool accept) {
    auto context = session.context();
    if (!context) return report(session, context.error());
    const jobs::LetterFolders folders = letter_folders(session);
    auto files = accept ? jobs::accept_letters(**context, folders) : jobs::own_letters(**context, folders);
    if (!files) return report(session, files.error());
    Table table({{"file"}, {"state"}, {"changed_by"}, {"problem"}});
    bool refused = false;
    for (const jobs::LetterFile& file : *files) {
        table.add({file.path, std::string(jobs::name(file.state)), file.changed_by, file.problem});
        refused |= !file.problem.empty();
    }
    table.print(session.globals().format, session.tools().out, "every letter is as it was shipped", session.tools().out_columns);
    return status_of(refused);
}

} // namespace

void add_letters(Commands& commands) {
    auto& options = commands.keep<Options>();
    CLI::App& group = commands.add_group("letters", "Words to customers");
    group.require_subcommand(1);
    CLI::App& preview = commands.add_to(group, "preview", "A letter with a customer's open items, as it would be sent",
                                        [&](Session& session) { return run_preview(session, options); });
    preview.add_option("template", options.template_name, "before_due, friendly, reminder, formal_letter …")
        ->required()
        ->type_name("TEMPLATE");
    preview.add_option("--customer", options.customer, "Customer")->required()->type_name("C");
    preview.add_option("--language", options.language, "zh-CN, en or de; default the customer's")->type_name("L");
    preview.add_flag("--html", options.html, "The HTML part");
    preview.add_option("--pdf", options.pdf, "Write the letter on paper into this file instead")->type_name("FILE");
    commands.add_to(group, "check", "Try every letter of your own; which are in use, wait for a second person or are broken",
                    [](Session& session) { return run_own(session, false); });
    commands.add_to(group, "accept", "Changed letters are in use from now on; who changed a file may not accept it",
                    [](Session& session) { return run_own(session, true); });
}

} // namespace settled::cli
