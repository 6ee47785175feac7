#include "service/timetable.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace settled::service {
namespace {

constexpr int minutes_of_a_day = 24 * 60, health_minutes = 15;

// "07:30", which the check of the configuration has proved.
int minute_of(std::string_view text) {
    const auto digit = [&](std::size_t place) { return text.at(place) - '0'; };
    return (digit(0) * 10 + digit(1)) * 60 + digit(3) * 10 + digit(4);
}

std::vector<int> every(int step) {
    std::vector<int> minutes;
    for (int minute = 0; minute < minutes_of_a_day; minute += step) minutes.push_back(minute);
    return minutes;
}

std::vector<int> minutes_of(const config::ScheduleEntry& entry) {
    std::vector<int> minutes;
    for (const std::string& at : entry.at) minutes.push_back(minute_of(at));
    if (entry.every_minutes > 0) {
        const int first = entry.between ? minute_of(entry.between->first) : 0;
        int last = entry.between ? minute_of(entry.between->second) : minutes_of_a_day - 1;
        if (last < first) last += minutes_of_a_day; // over midnight
        for (int minute = first; minute <= last; minute += entry.every_minutes) minutes.push_back(minute % minutes_of_a_day);
    }
    std::ranges::sort(minutes);
    const auto twice = std::ranges::unique(minutes);
    minutes.erase(twice.begin(), twice.end());
    return minutes;
}

bool runs_on(const Plan& plan, Date day) { return !plan.working_days_only || plan.calendar.is_working_day(day); }

} // namespace

Result<std::vector<Plan>> plans_of(const config::Settings& settings) {
    std::vector<Plan> plans;
    for (const config::ScheduleEntry& entry : settings.schedule) {
        const bool of_all = entry.job == "backup";
        for (const config::Company& company : settings.companies) {
            if (!entry.companies.empty() && std::ranges::find(entry.companies, company.name) == entry.companies.end()) continue;
            if (plans.size() == limit::plans_max)
                return fail(SETTLED_INVALID_CONFIG,
                            fmt::format("[schedule] and companies make more than {} plans; name fewer companies in each entry",
                                        limit::plans_max));
            plans.push_back({of_all ? entry.name : entry.name + '/' + company.name, entry.job, of_all ? "" : company.name,
                             company.time_zone, minutes_of(entry), entry.days == "working", settings.calendar_of(company)});
            if (of_all) break; // once, by the first company's clock
        }
    }
    if (!settings.companies.empty() && !plans.empty())
        plans.push_back({health_plan, "health", "", settings.companies.front().time_zone, every(health_minutes), false, {}});
    return plans;
}

Result<std::optional<world::Moment>> latest_due(const Plan& plan, world::Moment now) {
    auto local = world::local_time(now, plan.time_zone);
    if (!local) return pass(local);
    for (int back = 0; back <= limit::days_searched_max; ++back) {
        const Date day = local->day.plus_days(-back);
        if (!runs_on(plan, day)) continue;
        for (auto minute = plan.minutes_of_day.rbegin(); minute != plan.minutes_of_day.rend(); ++minute) {
            auto moment = world::moment_of(day, *minute, plan.time_zone);
            if (!moment) return pass(moment);
            if (*moment <= now) return *moment;
        }
    }
    return std::nullopt;
}

Result<std::optional<world::Moment>> next_due(const Plan& plan, world::Moment now) {
    auto local = world::local_time(now, plan.time_zone);
    if (!local) return pass(local);
    for (int ahead = 0; ahead <= limit::days_searched_max; ++ahead) {
        const Date day = local->day.plus_days(ahead);
        if (!runs_on(plan, day)) continue;
        for (const int minute : plan.minutes_of_day) {
            auto moment = world::moment_of(day, minute, plan.time_zone);
            if (!moment) return pass(moment);
            if (*moment > now) return *moment;
        }
    }
    return std::nullopt;
}

} // namespace settled::service
