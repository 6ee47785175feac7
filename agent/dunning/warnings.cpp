#include "dunning/actors.hpp"
#include "dunning/candidate.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_set>

namespace settled::dunning {
namespace {

constexpr std::string_view warning_mark = "warning/";
constexpr int quiet_days = 90;   // the same warning is not told again before
constexpr int deadline_days = 3; // working days to look at it

// A talk is for whoever knows the customer; terms and limits are the credit manager's, and sales is told of each.
std::string_view role_for(std::string_view measure) { return measure == "talk" ? "sales" : "credit"; }

// "warning/late_twice/u8:C001/" of every warning that is open or was told lately.
std::unordered_set<std::string> told_lately(const PlannerInput& input) {
    std::unordered_set<std::string> keys;
    for (const KnownTask& task : input.tasks)
        if (task.key.starts_with(warning_mark) && (task.open || task.created_on > input.today.plus_days(-quiet_days)))
            keys.insert(task.key.substr(0, task.key.rfind('/') + 1));
    return keys;
}

} // namespace

void add_warning_tasks(const PlannerInput& input, Plan& plan) {
    const std::vector<std::string> told_of_stop = {"sales", "ar_manager", "finance_head"}, told = {"sales", "ar_manager"};
    if (input.early_warnings.empty()) return;
    const std::unordered_set<std::string> lately = told_lately(input);
    for (const PlannerInput::EarlyWarning& warning : input.early_warnings) {
        const ledger::CustomerRow& customer = input.book->customers[warning.customer];
        if (customer.unlisted || customer.related_party) continue;
        const std::string key = std::string(warning_mark) + warning.warning + '/' + input.book->qualified(customer) + '/';
        if (lately.contains(key)) continue;
        const bool stop = warning.measure == "stop_supply";
        Acting who =
            acting(input, "segmented", role_for(warning.measure), stop ? told_of_stop : told, {warning.customer, {}, {}});
        PlannedTask task;
        task.key = key + input.today.iso();
        task.kind = stop ? "stop_supply_proposal" : "early_warning";
        task.owner = std::move(who.owner), task.role = std::move(who.role), task.told = std::move(who.told);
        task.customer = warning.customer;
        task.due = input.calendar.plus_working_days(input.calendar.working_day_on_or_after(input.today), deadline_days);
        task.why = warning.words;
        plan.tasks.push_back(std::move(task));
    }
}

void add_asked_tasks(const PlannerInput& input, Plan& plan) {
    for (const PlannerInput::Asked& asked : input.asked) {
        if (std::ranges::any_of(input.tasks, [&](const KnownTask& task) { return task.key == asked.key; })) continue;
        Acting who = acting(input, "segmented", asked.role, asked.told, {asked.customer, {}, {}});
        PlannedTask task;
        task.key = asked.key, task.kind = asked.kind, task.customer = asked.customer, task.why = asked.words;
        task.owner = std::move(who.owner), task.role = std::move(who.role), task.told = std::move(who.told);
        task.due = input.calendar.plus_working_days(input.calendar.working_day_on_or_after(input.today), 1);
        plan.tasks.push_back(std::move(task));
    }
}

} // namespace settled::dunning
