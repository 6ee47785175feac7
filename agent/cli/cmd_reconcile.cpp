// settled reconcile -- decides which bank entry settles what.

#include "cli/commands.hpp"
#include "cli/match_output.hpp"
#include "jobs/decisions_folder.hpp"
#include "jobs/reconcile.hpp"

#include <fmt/format.h>

#include <array>

namespace settled::cli {
namespace {

constexpr std::array states = {matching::State::settled,        matching::State::booked,   matching::State::partly_booked,
                               matching::State::on_account,     matching::State::question, matching::State::unmatched,
                               matching::State::not_receivable, matching::State::reversed};

std::int64_t count_of(const jobs::ReconcileSummary& summary, matching::State state) {
    auto hit = summary.states.find(state);
    return hit == summary.states.end() ? 0 : hit->second;
}

void print_json(const jobs::ReconcileReport& report, matching::Language language, const Sink& sink) {
    render::JsonWriter json(sink);
    json.begin_object()
        .text_or_null("as_of", report.as_of.iso())
        .key("summary")
        .begin_object()
        .number("entries", report.summary.entries);
    for (const matching::State state : states) json.number(matching::name(state), count_of(report.summary, state));
    json.key("amount_settled").begin_object();
    for (const auto& [currency, amount] : report.summary.amount_settled)
        json.text(currency.code(), amount_text(amount, currency));
    json.end_object().end_object().key("matches").begin_array();
    for (const store::StoredMatch& match : report.matches) write_match(json, match, language);
    json.end_array().key("differences").begin_array();
    for (const jobs::AppliedElsewhere& difference : report.differences) {
        json.begin_object()
            .number("match", difference.match)
            .number("entry", difference.entry)
            .text_or_null("customer", difference.customer);
        json.text_or_null("receipt", difference.receipt).text("amount", amount_text(difference.amount)).key("ours").begin_array();
        for (const std::string& document : difference.our_documents) json.text(document);
        json.end_array().key("erp").begin_array();
        for (const std::string& document : difference.erp_documents) json.text(document);
        json.end_array().end_object();
    }
    json.end_array().end_object();
}

void print_table(const jobs::ReconcileReport& report, const Sink& sink, std::size_t columns) {
    Table table({{"state"}, {"entries", Align::right}});
    for (const matching::State state : states)
        if (const std::int64_t count = count_of(report.summary, state); count > 0)
            table.add({std::string(matching::name(state)), std::to_string(count)});
    table.print(Format::table, sink, "no bank entry yet; settled import reads statements", columns);
    for (const auto& [currency, amount] : report.summary.amount_settled)
        sink(fmt::format("settled {} {}\n", grouped_amount_text(amount, currency), currency.code()));
    for (const jobs::AppliedElsewhere& difference : report.differences)
        sink(fmt::format("difference: entry {}: the ERP applied it to {}, settled decided {}\n", difference.entry,
                         fmt::join(difference.erp_documents, ", "), fmt::join(difference.our_documents, ", ")));
}

int run_reconcile(Session& session) {
    if (Status locked = session.lock("reconcile"); !locked) return report(session, locked.error());
    auto context = session.context();
    if (!context) return report(session, context.error());
    auto scope = session.scope();
    if (!scope) return report(session, scope.error());
    if (!scope->dry_run && !scope->as_of) { // what people decided comes first
        auto taken = jobs::take_decisions(**context, *scope);
        if (!taken) session.journal().warning(taken.error().message);
        for (const jobs::TakenWorkbook& workbook : taken ? *taken : std::vector<jobs::TakenWorkbook>())
            session.journal().info(fmt::format("{}: {} rows of {} taken over", workbook.file,
                                               std::ranges::count_if(workbook.rows, &jobs::AnsweredRow::is_done),
                                               workbook.person));
    }
    auto decided = jobs::reconcile(**context, *scope);
    if (!decided) return report(session, decided.error());
    if (session.globals().format == Format::json)
        print_json(*decided, matching::language((*context)->settings.language), session.tools().out);
    else
        print_table(*decided, session.tools().out, session.tools().out_columns);
    const bool waiting = session.globals().fail_on == "questions" && count_of(decided->summary, matching::State::question) > 0;
    return status_of(waiting || !decided->troubles.empty());
}

} // namespace

void add_reconcile(Commands& commands) {
    commands.add("reconcile", "Decide which bank entry settles which open item", run_reconcile);
}

} // namespace settled::cli
