// settled forecast [backtest] -- what customers are expected to pay, by week or by item; how good that was in the past.

#include "cli/commands.hpp"
#include "jobs/forecast.hpp"
#include "jobs/forecast_words.hpp"

#include <fmt/format.h>

#include <cstdlib>

namespace settled::cli {
namespace {

constexpr int weeks_max = 104, training_months_max = 60;

struct Options {
    int weeks = 13; // a quarter
    int training_months = 12;
    bool items = false;
};

Table weeks_table(const std::vector<jobs::CompanyForecast>& companies, matching::Language language, Format format) {
    using enum jobs::ForecastNote;
    const auto said = [&](jobs::ForecastNote note) { return std::string(jobs::words(note, language)); };
    Table table({{"company"},
                 {"currency"},
                 {"week_from"},
                 {"expected", Align::right},
                 {"low", Align::right},
                 {"high", Align::right},
                 {"items", Align::right},
                 {"note"}});
    for (const jobs::CompanyForecast& company : companies)
        for (const jobs::ForecastSums& sums : company.sums) {
            const auto add = [&](std::string from, std::int64_t expected, std::string low, std::string high, std::string items,
                                 std::string note) {
                table.add({company.company, std::string(sums.currency.code()), std::move(from),
                           amount_cell(expected, sums.currency, format), std::move(low), std::move(high), std::move(items),
                           std::move(note)});
            };
            for (const credit::ExpectedWeek& week : sums.weeks)
                if (week.monday || week.expected != 0)
                    add(week.monday.iso(), week.expected, amount_cell(week.low, sums.currency, format),
                        amount_cell(week.high, sums.currency, format), std::to_string(week.items),
                        week.monday ? "" : said(later));
            if (sums.disputed != 0) add("", sums.disputed, "", "", "", said(disputed));
            if (sums.no_due_date != 0) add("", sums.no_due_date, "", "", "", said(no_due_date));
        }
    return table;
}

Table items_table(const std::vector<jobs::CompanyForecast>& companies, Format format) {
    Table table({{"customer"},
                 {"name"},
                 {"document"},
                 {"due"},
                 {"owed", Align::right},
                 {"currency"},
                 {"expected"},
                 {"earliest"},
                 {"latest"},
                 {"why"}});
    for (const jobs::CompanyForecast& company : companies)
        for (const jobs::ForecastItem& item : company.items)
            table.add({item.customer, item.customer_name, item.document_number, item.due_date.iso(),
                       amount_cell(item.owed.minor_units, item.owed.currency, format), std::string(item.owed.currency.code()),
                       item.when.day.iso(), item.when.earliest.iso(), item.when.latest.iso(), item.why});
    return table;
}

int run_forecast(Session& session, const Options& options) {
    auto settings = session.settings();
    if (!settings) return report(session, settings.error());
    auto context = session.context();
    if (!context) return report(session, context.error());
    auto scope = session.scope();
    if (!scope) return report(session, scope.error());
    const matching::Language language = matching::language((*settings)->language);
    auto made = jobs::forecast(**context, *scope, options.weeks, language);
    if (!made) return report(session, made.error());
    const Format format = session.globals().format;
    for (const jobs::CompanyForecast& company : *made)
        if (!company.history && format == Format::table)
            session.tools().err(
                fmt::format("{}: no ledger gives the history of payments (settlements): every item is expected on "
                            "its due date\n",
                            company.company));
    (options.items ? items_table(*made, format) : weeks_table(*made, language, format))
        .print(format, session.tools().out, "nothing is open", session.tools().out_columns);
    return 0;
}

std::string days_cell(const credit::BacktestError& error) {
    const std::int64_t hundredths = error.mean_in_hundredths();
    return fmt::format("{}.{:02}", hundredths / 100, hundredths % 100);
}

// How many days early (negative: late) on average, with its sign.
std::string bias_cell(const credit::BacktestError& error) {
    if (error.items == 0) return {};
    const std::int64_t hundredths = 100 * error.days_early / error.items;
    return fmt::format("{}{}.{:02}", hundredths < 0 ? "-" : "+", std::abs(hundredths) / 100, std::abs(hundredths) % 100);
}

std::string better_cell(const credit::BacktestError& ours, const credit::BacktestError& other) {
    if (other.days == 0) return {};
    return fmt::format("{} %", (other.days - ours.days) * 100 / other.days);
}

int run_backtest(Session& session, const Options& options) {
    auto context = session.context();
    if (!context) return report(session, context.error());
    auto scope = session.scope();
    if (!scope) return report(session, scope.error());
    auto made = jobs::forecast_backtest(**context, *scope, options.training_months);
    if (!made) return report(session, made.error());
    Table table({{"company"},
                 {"method"},
                 {"from"},
                 {"to"},
                 {"items", Align::right},
                 {"mean_days_off", Align::right},
                 {"mean_days_later", Align::right},
                 {"in_range", Align::right},
                 {"forecast_is_better_by", Align::right}});
    for (const jobs::CompanyBacktest& company : *made) {
        const credit::Backtest& result = company.result;
        if (result.forecast.items == 0) continue;
        const auto add = [&](const char* method, const credit::BacktestError& error, std::string range, std::string better) {
            table.add({company.company, method, result.from.iso(), result.to.iso(), std::to_string(error.items), days_cell(error),
                       bias_cell(error), std::move(range), std::move(better)});
        };
        add("forecast", result.forecast, fmt::format("{} %", 100 * result.forecast.in_range / result.forecast.items), "");
        add("average delay", result.average_delay, "", better_cell(result.forecast, result.average_delay));
        add("due date", result.due_date, "", better_cell(result.forecast, result.due_date));
    }
    table.print(session.globals().format, session.tools().out,
                "no payments are known beyond the training months; the ledger's connector must give settlements, or "
                "--training-months be smaller",
                session.tools().out_columns);
    return 0;
}

} // namespace

void add_forecast(Commands& commands) {
    auto& options = commands.keep<Options>();
    CLI::App& forecast = commands.add("forecast", "What customers are expected to pay, week by week, from how each of them pays",
                                      [&](Session& session) { return run_forecast(session, options); });
    forecast.add_option("--weeks", options.weeks, "Weeks ahead; 13 unless told")->check(CLI::Range(1, weeks_max))->type_name("N");
    forecast.add_flag("--items", options.items, "Each item with its day, range and reason");
    CLI::App& backtest = commands.add_to(forecast, "backtest", "How far off it would have been, beside two simple forecasts",
                                         [&](Session& session) { return run_backtest(session, options); });
    backtest.add_option("--training-months", options.training_months, "Months at the beginning that only teach; 12 unless told")
        ->check(CLI::Range(1, training_months_max))
        ->type_name("N");
}

} // namespace settled::cli
