// settled matches · review · undo -- what was decided, a person's answer, a decision taken back.

#include "cli/commands.hpp"
#include "cli/match_output.hpp"
#include "jobs/answer.hpp"
#include "jobs/decisions_folder.hpp"
#include "jobs/refunds.hpp"
#include "world/files.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace settled::cli {
namespace {

struct Options {
    std::int64_t match = 0, entry = 0;
    std::string state, reason, customer, file;
    bool refunds = false;
    jobs::NoReceivable instead;
    std::vector<std::string> items;
};

int print(Session& session, const std::vector<store::StoredMatch>& matches, std::string_view when_empty) {
    auto settings = session.settings();
    if (!settings) return report(session, settings.error());
    const matching::Language language = matching::language((*settings)->language);
    if (session.globals().format == Format::table) {
        match_table(matches, language).print(Format::table, session.tools().out, when_empty, session.tools().out_columns);
        return 0;
    }
    render::JsonWriter json(session.tools().out);
    json.begin_object().key("rows").begin_array();
    for (const store::StoredMatch& match : matches) write_match(json, match, language);
    json.end_array().end_object();
    return 0;
}

Result<std::vector<store::StoredMatch>> standing(Session& session) {
    auto context = session.context();
    if (!context) return pass(context);
    auto scope = session.scope();
    if (!scope) return pass(scope);
    return jobs::standing_matches(**context, *scope);
}

int print_refunds(Session& session, const std::vector<store::StoredMatch>& matches) {
    auto settings = session.settings();
    if (!settings) return report(session, settings.error());
    const matching::Language language = matching::language((*settings)->language);
    const Format format = session.globals().format;
    refund_table(jobs::refunds(matches), language, format)
        .print(format, session.tools().out, "no customer has paid twice or too much", session.tools().out_columns);
    return 0;
}

int run_matches(Session& session, const Options& options) {
    auto matches = standing(session);
    if (!matches) return report(session, matches.error());
    if (options.refunds) return print_refunds(session, *matches);
    if (!options.state.empty())
        std::erase_if(*matches, [&](const store::StoredMatch& match) { return matching::name(match.state) != options.state; });
    return print(session, *matches, "nothing was decided yet; settled reconcile does");
}

int run_review(Session& session) {
    auto matches = standing(session);
    if (!matches) return report(session, matches.error());
    std::erase_if(*matches, [](const store::StoredMatch& match) { return match.state != matching::State::question; });
    const bool waiting = !matches->empty() && session.globals().fail_on == "questions";
    const int status = print(session, *matches, "no question waits");
    return status == 0 ? status_of(waiting) : status;
}

template <class Act> int answer(Session& session, Act&& act) {
    auto context = session.context();
    if (!context) return report(session, context.error());
    auto scope = session.scope();
    if (!scope) return report(session, scope.error());
    Result<std::int64_t> kept = act(**context, *scope);
    if (!kept) return report(session, kept.error());
    Table table({{"match", Align::right}, {"answered_by"}});
    table.add({std::to_string(*kept), (*context)->actor});
    table.print(session.globals().format, session.tools().out, "", session.tools().out_columns);
    return 0;
}

Result<std::vector<jobs::Assignment>> assignments(const std::vector<std::string>& texts) {
    std::vector<jobs::Assignment> wanted;
    for (const std::string& text : texts) {
        const std::size_t mark = text.rfind('=');
        if (mark == 0) return fail(SETTLED_INVALID_CONFIG, fmt::format("\"{}\" is not ITEM=AMOUNT, such as INV-7=985.00", text));
        if (mark == std::string::npos)
            wanted.push_back({text, ""});
        else
            wanted.push_back({text.substr(0, mark), text.substr(mark + 1)});
    }
    return wanted;
}

int run_assign(Session& session, const Options& options) {
    auto wanted = assignments(options.items);
    if (!wanted) return report(session, wanted.error());
    return answer(session, [&](jobs::JobContext& context, const jobs::Scope& scope) {
        return jobs::assign(context, scope, options.entry, *wanted, options.customer);
    });
}

void add_rows(Table& table, const std::string& person, const std::vector<jobs::AnsweredRow>& rows) {
    for (const jobs::AnsweredRow& row : rows)
        table.add({person, row.sheet, std::to_string(row.row), row.about, row.decision, row.is_done ? "yes" : "no", row.outcome});
}

Table answers_table() {
    return Table({{"person"}, {"sheet"}, {"row", Align::right}, {"about"}, {"decision"}, {"done"}, {"outcome"}});
}

// What lies in [access] decisions_folder, each by whose file it is.
int run_take_decisions(Session& session) {
    auto context = session.context();
    if (!context) return report(session, context.error());
    auto scope = session.scope();
    if (!scope) return report(session, scope.error());
    if ((*context)->settings.access.decisions_folder.empty())
        return report(session, {SETTLED_INVALID_CONFIG, "name a FILE, or set decisions_folder in [access]", 0});
    auto taken = jobs::take_decisions(**context, *scope);
    if (!taken) return report(session, taken.error());
    Table table = answers_table();
    bool refused = false;
    for (const jobs::TakenWorkbook& workbook : *taken) {
        add_rows(table, workbook.person, workbook.rows);
        if (!workbook.refused.empty()) table.add({workbook.person, workbook.file, "", "", "", "no", workbook.refused});
        refused |= !workbook.refused.empty() || !std::ranges::all_of(workbook.rows, &jobs::AnsweredRow::is_done);
    }
    table.print(session.globals().format, session.tools().out, "no workbook waits", session.tools().out_columns);
    return status_of(refused);
}

int run_import_answers(Session& session, const Options& options) {
    if (options.file.empty()) return run_take_decisions(session);
    constexpr std::size_t workbook_bytes_max = std::size_t{50} << 20;
    auto bytes = world::read_file(options.file, workbook_bytes_max);
    if (!bytes) return report(session, bytes.error());
    auto context = session.context();
    if (!context) return report(session, context.error());
    auto scope = session.scope();
    if (!scope) return report(session, scope.error());
    auto rows = jobs::import_answers(**context, *scope, *bytes, (*context)->settings.language);
    if (!rows) return report(session, {rows.error().code, options.file + ": " + rows.error().message, rows.error().line});
    Table table = answers_table();
    add_rows(table, (*context)->actor, *rows);
    table.print(session.globals().format, session.tools().out, "nothing is filled in", session.tools().out_columns);
    return status_of(std::ranges::any_of(*rows, [](const jobs::AnsweredRow& row) { return !row.is_done; }));
}

int run_undo(Session& session, const Options& options) {
    auto context = session.context();
    if (!context) return report(session, context.error());
    if (Status undone = jobs::undo(**context, options.match, options.reason); !undone) return report(session, undone.error());
    session.tools().out(
        fmt::format("match {} is undone; the next settled reconcile decides about its entry again\n", options.match));
    return 0;
}

} // namespace

void add_matches(Commands& commands) {
    auto& options = commands.keep<Options>();
    CLI::App& matches = commands.add("matches", "What was decided about each bank entry",
                                     [&](Session& session) { return run_matches(session, options); });
    CLI::Option* const state =
        matches.add_option("--state", options.state, "Only this state: settled, booked, on_account, question, unmatched …")
            ->type_name("STATE");
    matches.add_flag("--refunds", options.refunds, "What customers paid twice or too much and did not get back")->excludes(state);
}

void add_review(Commands& commands) {
    auto& options = commands.keep<Options>();
    CLI::App& review = commands.add("review", "The questions that wait for a person, and the answers", run_review);
    CLI::App& accept = commands.add_to(review, "accept", "The proposal is right", [&](Session& session) {
        return answer(session, [&](jobs::JobContext& context, const jobs::Scope& scope) {
            return jobs::accept(context, scope, options.match);
        });
    });
    accept.add_option("match", options.match, "Number of the match")->required()->type_name("N");
    CLI::App& reject = commands.add_to(review, "reject", "The proposal is wrong; nothing is settled", [&](Session& session) {
        return answer(session, [&](jobs::JobContext& context, const jobs::Scope& scope) {
            return jobs::reject(context, scope, options.match, options.instead);
        });
    });
    reject.add_option("match", options.match, "Number of the match")->required()->type_name("N");
    reject.add_option("--class", options.instead.what, "It is no receivable but a bank_charge, interest, tax, own_transfer …")
        ->type_name("CLASS");
    reject.add_option("--text", options.instead.text, "Words of its text that say so from now on; settled forget takes it back")
        ->type_name("TEXT");
    CLI::App& import = commands.add_to(review, "import", "Decisions filled in in the workbook of a daily mail, row by row",
                                       [&](Session& session) { return run_import_answers(session, options); });
    import.add_option("file", options.file, "The workbook; without it, those in [access] decisions_folder")->type_name("FILE");
    CLI::App& assign = commands.add_to(review, "assign", "Say which items a bank entry pays",
                                       [&](Session& session) { return run_assign(session, options); });
    assign.add_option("entry", options.entry, "Number of the bank entry")->required()->type_name("ENTRY");
    assign.add_option("items", options.items, "Items with amounts; without an amount as much as is open")
        ->type_name("ITEM=AMOUNT");
    assign.add_option("--customer", options.customer, "Put it, or what is left of it, on this customer's account")
        ->type_name("C");
}

void add_undo(Commands& commands) {
    auto& options = commands.keep<Options>();
    CLI::App& undo = commands.add("undo", "Take a decision back, with what was learned from it",
                                  [&](Session& session) { return run_undo(session, options); });
    undo.add_option("match", options.match, "Number of the match")->required()->type_name("N");
    undo.add_option("--reason", options.reason, "Why")->type_name("TEXT");
}

} // namespace settled::cli
