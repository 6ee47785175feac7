// settled letters preview TEMPLATE --customer C -- the words as they would be sent.

#include "cli/commands.hpp"
#include "cli/templates.hpp"
#include "jobs/preview.hpp"

#include <fmt/format.h>

namespace settled::cli {
namespace {

struct Options {
    std::string template_name, customer, language;
    bool html = false;
};

int run_preview(Session& session, const Options& options) {
    auto context = session.context();
    if (!context) return report(session, context.error());
    auto scope = session.scope();
    if (!scope) return report(session, scope.error());
    const auto templates = letter_templates(session);
    auto letter = jobs::preview(**context, *scope, *templates, {options.template_name, options.customer, options.language});
    if (!letter) return report(session, letter.error());
    if (session.globals().format == Format::json) {
        render::JsonWriter json(session.tools().out);
        json.begin_object().text("subject", letter->subject).text("text", letter->text).text("html", letter->html).end_object();
    } else {
        session.tools().out(options.html ? letter->html : fmt::format("{}\n\n{}", letter->subject, letter->text));
    }
    return 0;
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
}

} // namespace settled::cli
