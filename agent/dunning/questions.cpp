#include "dunning/actors.hpp"
#include "dunning/candidate.hpp"
#include "dunning/every_language.hpp"
#include "dunning/task_words.hpp"

#include <algorithm>
#include <string>

namespace settled::dunning {
namespace {

constexpr int retention_notice_days = 30; // its owner hears of it that long before

bool is_known(const PlannerInput& input, std::string_view key) {
    return std::ranges::any_of(input.tasks, [&](const KnownTask& task) { return task.key == key; });
}

PlannedTask question(const PlannerInput& input, std::string key, std::string kind) {
    PlannedTask task;
    task.key = std::move(key), task.kind = std::move(kind), task.role = "finance_head";
    task.owner = owner_of(input, task.role, {});
    task.due = input.calendar.working_day_on_or_after(input.today);
    return task;
}

} // namespace

void add_retention_tasks(const PlannerInput& input, Plan& plan) {
    const ledger::Book& book = *input.book;
    if (book.terms.empty()) return;
    for (ledger::Row row = 0; row < book.items.size(); ++row) {
        const ledger::DueState due = due_of(input, row);
        if (due.retention_not_due == 0 || !due.retention_day || due.retention_day > input.today.plus_days(retention_notice_days))
            continue;
        const ledger::CustomerRow& customer = book.customer_of(book.items[row]);
        const std::string key = "retention/" + book.ledger_of(customer).name + ':' + std::string(book[book.items[row].key]);
        if (is_known(input, key)) continue;
        PlannedTask task;
        task.key = key, task.kind = "retention_due", task.role = "sales", task.customer = book.items[row].customer;
        task.owner = owner_of(input, task.role, {task.customer, {row}, {}});
        task.due = due.retention_day;
        PlannedItem& item = task.items.emplace_back();
        item.item = row, item.due = due.retention_day, item.open = due.retention_not_due;
        task.why = in_every_language([&](std::string_view language) { return retention_words(book, item, language); });
        plan.tasks.push_back(std::move(task));
    }
}

void add_questions(const PlannerInput& input, Plan& plan) {
    for (const PlannerInput::MovedDueDates& moved : input.moved_due_dates) {
        if (is_known(input, moved.key)) continue;
        PlannedTask task = question(input, moved.key, "due_dates_moved");
        const auto in_all = static_cast<std::size_t>(moved.items_in_all);
        task.why = in_every_language(
            [&](std::string_view language) { return moved_due_dates_words(moved.ledger, moved.items.size(), in_all, language); });
        task.ledger = moved.ledger;
        plan.tasks.push_back(std::move(task));
    }
}

void add_volume_question(const PlannerInput& input, std::size_t messages, Plan& plan) {
    const std::string key = "volume/" + input.today.iso();
    if (is_known(input, key)) return;
    PlannedTask task = question(input, key, "volume_guard");
    const int days = std::max(input.limits.sending_days, 1);
    const auto usual = static_cast<std::size_t>(input.limits.messages_sent / days);
    task.why = in_every_language([&](std::string_view language) { return volume_words(messages, usual, language); });
    plan.tasks.push_back(std::move(task));
}

} // namespace settled::dunning
