#include "jobs/worklist.hpp"

#include "jobs/second_person.hpp"
#include "jobs/statement_follow_up.hpp"
#include "ledger/due_date.hpp"
#include "ledger/terms.hpp"
#include "render/json_object.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace settled::jobs {
namespace {

using ledger::no_row;
using ledger::Row;

// Sums what is owed, and how old the oldest of it is.
class Risk {
  public:
    Risk(const Picture& picture, const ledger::Positions& positions) : picture_(picture), positions_(positions) {}

    void add(Row item, bool only_due) {
        const std::int64_t owed = positions_.items[item].position;
        if (owed <= 0) return;
        const Date due = ledger::due_state(picture_.book, item, owed, picture_.as_of).due;
        const int days = due ? ledger::days_overdue(due, picture_.as_of) : 0;
        if (only_due && days <= 0) return;
        std::int64_t& sum = sums_[picture_.book.items[item].currency];
        sum = checked_add(sum, owed).value_or(sum);
        oldest_ = std::max(oldest_, days);
    }
    void put_into(WorkItem& work) const {
        for (const auto& [currency, sum] : sums_) work.at_risk.push_back({sum, currency});
        work.oldest_days = oldest_;
    }

  private:
    const Picture& picture_;
    const ledger::Positions& positions_;
    std::map<Currency, std::int64_t> sums_;
    int oldest_ = 0;
};

constexpr std::string_view escalated = "/escalated";

bool is_paid(const Picture& picture, const ledger::Positions& positions, const store::Task& task) {
    if (task.item_keys.empty() || task.procedure.empty() || task.step.empty()) return false;
    // A ledger that is not in the book says nothing about what is paid.
    if (picture.rows->index().customer(task.ledger, task.customer_id) == no_row) return false;
    return std::ranges::all_of(task.item_keys, [&](const std::string& key) {
        const Row item = picture.rows->index().item_by_key(task.ledger, key);
        return item == no_row || positions.items[item].position <= 0;
    });
}

// Nothing waits for this second person any more: it was confirmed, refused or taken back.
bool is_confirmed(const config::Settings& settings, const Picture& picture, const store::Task& task) {
    if (task.kind != "confirm" || task.key.ends_with(escalated)) return false;
    return std::ranges::none_of(picture.facts, [&](const ledger::Fact& fact) {
        return task.key == fmt::format("confirm/{}/{}", fact.id, missing_role(settings, fact));
    });
}

bool was_done(const std::vector<store::Task>& tasks, const store::Task& upwards) {
    const std::string_view below = std::string_view(upwards.key).substr(0, upwards.key.size() - escalated.size());
    return std::ranges::any_of(tasks, [&](const store::Task& task) { return task.key == below && task.state != "open"; });
}

} // namespace

Result<std::vector<WorkItem>> worklist(const Picture& picture, std::vector<store::Task> tasks) {
    auto positions = positions_of(picture);
    if (!positions) return pass(positions);
    std::vector<std::vector<Row>> items_of(picture.book.customers.size());
    for (Row item = 0; item < picture.book.items.size(); ++item) items_of[picture.book.items[item].customer].push_back(item);
    std::vector<WorkItem> list;
    for (store::Task& task : tasks) {
        WorkItem& work = list.emplace_back();
        Risk risk(picture, *positions);
        const Row customer = picture.rows->index().customer(task.ledger, task.customer_id);
        work.customer = task.customer_id.empty() ? task.ledger : task.ledger + ":" + task.customer_id;
        if (customer != no_row) work.customer_name = picture.book[picture.book.customers[customer].name];
        for (const std::string& key : task.item_keys)
            if (const Row item = picture.rows->index().item_by_key(task.ledger, key); item != no_row) risk.add(item, false);
        if (task.item_keys.empty() && customer != no_row)
            for (const Row item : items_of[customer]) risk.add(item, true);
        risk.put_into(work);
        work.late = task.state == "open" && task.due && task.due < picture.as_of;
        work.task = std::move(task);
    }
    const auto rank = [&](const WorkItem& work) {
        std::int64_t own = 0, other = 0;
        for (const Money& money : work.at_risk)
            (money.currency == picture.company->currency ? own : other) =
                std::max(money.minor_units, money.currency == picture.company->currency ? own : other);
        return std::tuple(-own, -other, !work.late, work.task.due, work.task.id);
    };
    std::ranges::stable_sort(list, {}, rank);
    return list;
}

Status change_task(JobContext& context, const Scope& scope, std::int64_t task, const store::TaskChange& change) {
    for (const config::Company* company : companies_of(context, scope)) {
        auto tasks = context.store.facts().tasks(company->name, true);
        if (!tasks) return pass(tasks);
        if (std::ranges::find(*tasks, task, &store::Task::id) == tasks->end()) continue;
        auto day = day_of(context, *company, scope);
        if (!day) return pass(day);
        auto stamped = stamp(context, *company, *day);
        if (!stamped) return pass(stamped);
        if (Status changed = context.store.facts().change_task(task, change, *stamped); !changed) return changed;
        const std::string said = change.state   ? *change.state
                                 : change.owner ? "owner " + *change.owner
                                 : change.due   ? "due " + change.due->iso()
                                                : "note";
        auto noted = context.store.audit().append(
            company->name, "task", render::json_object({{"task", task}, {"said", said}}), // no words: the audit is never erased
            *stamped);
        return noted ? Status{} : Status(pass(noted));
    }
    return fail(SETTLED_INVALID_CONFIG, fmt::format("there is no task {}; settled task lists them", task));
}

Result<std::int64_t> close_answered_tasks(JobContext& context, const Picture& picture, std::vector<store::Task>& tasks,
                                          const store::Stamp* stamped) {
    auto positions = positions_of(picture);
    if (!positions) return pass(positions);
    std::int64_t closed = 0;
    for (store::Task& task : tasks) {
        if (task.state != "open") continue;
        const std::string_view why = is_paid(picture, *positions, task)                       ? "paid"
                                     : is_confirmed(context.settings, picture, task)          ? "answered"
                                     : is_followed_up(picture, task)                          ? "answered"
                                     : task.key.ends_with(escalated) && was_done(tasks, task) ? "done"
                                                                                              : "";
        if (why.empty()) continue;
        task.state = "done", task.note = why, ++closed;
        if (!stamped) continue;
        const store::TaskChange change{.owner = {}, .state = "done", .note = task.note, .due = {}};
        if (Status changed = context.store.facts().change_task(task.id, change, *stamped); !changed) return pass(changed);
    }
    return closed;
}

} // namespace settled::jobs
