#include "reports/daily_charts.hpp"

#include "render/locale.hpp"
#include "reports/report_words.hpp"

#include <fmt/format.h>

#include <array>
#include <numeric>
#include <span>

namespace settled::reports {
namespace {

std::int64_t sum(std::span<const CashWeek> weeks) {
    return std::accumulate(weeks.begin(), weeks.end(), std::int64_t{0},
                           [](std::int64_t sum, const CashWeek& week) { return sum + week.amount; });
}

std::string day_label(Date day) { return day.iso().substr(5); }

std::string tenths_text(std::int64_t tenths) { return fmt::format("{}.{}", tenths / 10, tenths % 10); }

DailyChart cash_chart(const DailyFacts& facts) {
    const CashView& cash = facts.cash;
    const auto money = [&](std::int64_t amount) { return render::money_text({amount, cash.currency}, facts.language); };
    DailyChart made{"cash", std::string(word("chart_cash", facts.language)), "", {}, {}};
    render::Chart chart;
    chart.value_text = [currency = cash.currency, language = facts.language](std::int64_t value) {
        return short_amount(value, currency, language);
    };
    for (const CashWeek& week : cash.received) {
        chart.points.push_back({day_label(week.from), week.amount, 0, 0, false});
        made.lines.push_back(fmt::format("{} {} {}", week.from.iso(), word("cash_received", facts.language), money(week.amount)));
    }
    for (const CashWeek& week : cash.expected) {
        chart.points.push_back({day_label(week.from), week.amount, week.low, week.high, true});
        made.lines.push_back(fmt::format("{} {} {} ({} – {})", week.from.iso(), word("cash_expected", facts.language),
                                         money(week.amount), money(week.low), money(week.high)));
    }
    made.words = fmt::format("{} {} · {} {}", word("cash_received_sum", facts.language), money(sum(cash.received)),
                             word("cash_expected_sum", facts.language), money(sum(cash.expected)));
    if (!cash.has_history && sum(cash.expected) != 0) made.words += fmt::format(" · {}", word("cash_no_history", facts.language));
    made.chart = std::move(chart);
    return made;
}

DailyChart dso_chart(const DailyFacts& facts) {
    DailyChart made{"dso", std::string(word("chart_dso", facts.language)), "", {}, {}};
    render::Chart chart;
    chart.shape = render::ChartShape::line;
    chart.value_text = [](std::int64_t tenths) { return tenths_text(tenths); };
    for (const MonthDays& month : facts.dso) {
        chart.points.push_back({month.end.iso().substr(0, 7), month.tenths, 0, 0, false});
        made.lines.push_back(fmt::format("{} {}", month.end.iso().substr(0, 7), tenths_text(month.tenths)));
    }
    made.words = fmt::format(fmt::runtime(word("dso_last", facts.language)), facts.dso.back().end.iso().substr(0, 7),
                             tenths_text(facts.dso.back().tenths));
    made.chart = std::move(chart);
    return made;
}

} // namespace

std::vector<DailyChart> daily_charts(const DailyFacts& facts) {
    std::vector<DailyChart> made;
    if (sum(facts.cash.received) != 0 || sum(facts.cash.expected) != 0) made.push_back(cash_chart(facts));
    if (facts.dso.size() > 1) made.push_back(dso_chart(facts));
    return made;
}

std::string short_amount(std::int64_t minor_units, Currency currency, std::string_view language) {
    struct Unit {
        std::int64_t size;
        std::string_view name;
    };
    const bool chinese = language.starts_with("zh");
    const std::array<Unit, 3> units = chinese ? std::array<Unit, 3>{{{100'000'000, "亿"}, {10'000, "万"}, {1, ""}}}
                                      : language.starts_with("de")
                                          ? std::array<Unit, 3>{{{1'000'000, " Mio"}, {1'000, " Tsd"}, {1, ""}}}
                                          : std::array<Unit, 3>{{{1'000'000, "M"}, {1'000, "k"}, {1, ""}}};
    std::int64_t minor = 1;
    for (int i = 0; i < currency.exponent(); ++i) minor *= 10;
    const std::int64_t whole = minor_units / minor;
    for (const Unit& unit : units) {
        if (whole < unit.size && unit.size > 1) continue;
        const std::int64_t tenth = unit.size > 1 ? whole % unit.size * 10 / unit.size : 0;
        const char mark = language.starts_with("de") ? ',' : '.';
        return tenth == 0 ? fmt::format("{}{}", whole / unit.size, unit.name)
                          : fmt::format("{}{}{}{}", whole / unit.size, mark, tenth, unit.name);
    }
    return "0";
}

} // namespace settled::reports
