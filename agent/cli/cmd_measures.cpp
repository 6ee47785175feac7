// settled measures -- how fast the money comes in, month by month: DSO, collection effectiveness, days late.

#include "cli/commands.hpp"
#include "jobs/measures.hpp"

#include <fmt/format.h>

#include <cstdlib>

namespace settled::cli {
namespace {

constexpr int months_max = 120;

struct Options {
    int months = 12;
};

std::string tenths(const credit::Tenths& value) {
    if (!value) return {};
    return fmt::format("{}{}.{}", *value < 0 ? "-" : "", std::abs(*value) / 10, std::abs(*value) % 10);
}

int run_measures(Session& session, const Options& options) {
    auto context = session.context();
    if (!context) return report(session, context.error());
    auto scope = session.scope();
    if (!scope) return report(session, scope.error());
    auto made = jobs::measures(**context, *scope, options.months);
    if (!made) return report(session, made.error());
    const Format format = session.globals().format;
    Table table({{"company"},
                 {"currency"},
                 {"month"},
                 {"invoiced", Align::right},
                 {"collected", Align::right},
                 {"open", Align::right},
                 {"overdue", Align::right},
                 {"dso_simple", Align::right},
                 {"dso_count_back", Align::right},
                 {"best_possible_dso", Align::right},
                 {"average_days_delinquent", Align::right},
                 {"collection_effectiveness_percent", Align::right},
                 {"overdue_ratio_percent", Align::right},
                 {"days_late", Align::right},
                 {"paid_on_time_percent", Align::right}});
    for (const jobs::CurrencyMeasures& one : made->currencies) {
        const auto amount = [&](std::int64_t minor_units) { return amount_cell(minor_units, one.currency, format); };
        for (const credit::MonthMeasures& month : one.months)
            table.add({one.company, std::string(one.currency.code()), month.end.iso().substr(0, 7), amount(month.invoiced),
                       amount(month.collected), amount(month.open), amount(month.overdue), tenths(month.dso_simple),
                       tenths(month.dso_count_back), tenths(month.best_possible_dso), tenths(month.average_days_delinquent),
                       tenths(month.collection_effectiveness), tenths(month.overdue_ratio), tenths(month.days_late),
                       tenths(month.paid_on_time)});
    }
    for (const std::string& company : made->without_history)
        session.tools().err(fmt::format("{}: no measures: no ledger gives the history of payments; its connector must yield "
                                        "settlements\n",
                                        company));
    table.print(format, session.tools().out, "no month is over yet that the history reaches", session.tools().out_columns);
    return 0;
}

} // namespace

void add_measures(Commands& commands) {
    auto& options = commands.keep<Options>();
    commands
        .add("measures",
             "How fast the money comes in, month by month: DSO, collection effectiveness, days late; docs/measures.md",
             [&](Session& session) { return run_measures(session, options); })
        .add_option("--months", options.months, "Months that are over; 12 unless told")
        ->check(CLI::Range(1, months_max))
        ->type_name("N");
}

} // namespace settled::cli
