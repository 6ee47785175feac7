// remind.hpp -- plans who is to be reminded and puts the composed messages into the outbox.
//
// Plans from positions, never from the ERP alone. A message and the claims beneath it are one
// transaction: an item whose claim is taken is not in the message. Nothing is sent here.
#pragma once

#include "dunning/plan.hpp"
#include "jobs/context.hpp"
#include "letters/reminder.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace settled::jobs {

struct ReminderItem {
    std::string item_id, document_number;
    Date due_date;
    int days_overdue = 0;
    Money open;
};

struct Reminder {
    std::int64_t message = 0; // 0: a dry run, or it waits for the world and takes no claim
    std::string company, customer, customer_name, procedure, step, role, channel, language;
    std::vector<std::string> to;
    bool approval = false;
    std::string held, held_text; // CONTRACT's reason, and words
    std::vector<ReminderItem> items;
    std::vector<Money> total;
};

struct ReminderTask {
    std::string company, owner, customer, customer_name, step, kind, why;
    Date due;
    bool is_new = false;
};

struct SuppressedItem {
    std::string company, customer, item_id, document_number, reason, text;
    Date until;
};

struct RemindReport {
    Date as_of;
    std::vector<Reminder> reminders;
    std::vector<ReminderTask> tasks;
    std::vector<SuppressedItem> suppressed;
    std::vector<std::string> warnings;
    std::vector<Trouble> troubles;
};

Result<RemindReport> remind(JobContext& context, const Scope& scope, const letters::TemplateSource& templates);

} // namespace settled::jobs
