// worklist.hpp -- the tasks that wait, by the money at risk: what `settled task` lists and what each colleague gets by mail.
#pragma once

#include "jobs/picture.hpp"
#include "jobs/report.hpp"

#include <string>
#include <vector>

namespace settled::jobs {

struct WorkItem {
    store::Task task;
    std::string customer, customer_name; // "u8:C001"
    std::vector<Money> at_risk;          // what its items still owe; of a task about a customer, what that one owes and is due
    int oldest_days = 0;                 // overdue
    bool late = false;                   // the task's own day has passed
};

// The most money of the company's own currency first, then the most of any other; late tasks first among equals.
Result<std::vector<WorkItem>> worklist(const Picture& picture, std::vector<store::Task> tasks);

// What a person says about a task. INVALID_CONFIG: there is none of that number. Stands in the audit.
Status change_task(JobContext& context, const Scope& scope, std::int64_t task, const store::TaskChange& change);

// Tasks that need nobody any more are done: of steps whose items are all paid, for a second person who has spoken, told upwards
// of a task that is done meanwhile. Returns how many; `tasks` says so too.
Result<std::int64_t> close_answered_tasks(JobContext& context, const Picture& picture, std::vector<store::Task>& tasks,
                                          const store::Stamp* stamped); // null: a dry run changes nothing in the store

// One mail a day to each colleague who has an open task or is told of one. The key of the day makes it arise once.
Result<std::int64_t> mail_worklists(JobContext& context, const config::Company& company, const ReportLayouts& layouts, Date day,
                                    const store::Stamp& stamped);

} // namespace settled::jobs
