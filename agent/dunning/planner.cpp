#include "dunning/planner.hpp"

#include "dunning/actors.hpp"
#include "dunning/candidate.hpp"
#include "dunning/language.hpp"
#include "ledger/due_date.hpp"
#include "ledger/grouped_items.hpp"

#include <algorithm>
#include <cassert>
#include <map>
#include <span>
#include <tuple>
#include <unordered_map>

namespace settled::dunning {
namespace {

using ledger::no_row;
using ledger::Row;

class Planner {
  public:
    explicit Planner(const PlannerInput& input)
        : input_(input), book_(*input.book), facts_(book_, input.facts), set_off_(input), claims_(input.done) {
        assert(input.items.size() == book_.items.size());
        assert(input.customers.empty() || input.customers.size() == book_.customers.size());
        std::ranges::stable_sort(claims_, {}, &DoneStep::item);
        for (const KnownTask& task : input.tasks) tasks_[task.customer].push_back(&task);
    }

    Plan run() {
        plan_.as_of = input_.today;
        plan_.calendar_warning = input_.calendar.warning(input_.today.year());
        const ledger::GroupedItems items(book_);
        for (Row customer = 0; customer < book_.customers.size(); ++customer) plan_customer(customer, items.of(customer));
        add_promise_tasks(input_, plan_);
        add_escalations(input_, plan_);
        add_retention_tasks(input_, plan_);
        add_warning_tasks(input_, plan_);
        add_asked_tasks(input_, plan_);
        add_questions(input_, plan_);
        guard_volume();
        return std::move(plan_);
    }

  private:
    void plan_customer(Row customer, std::span<const Row> items) {
        std::vector<Candidate> candidates;
        for (const Row row : items) add_candidate(row, candidates);
        add_account_check(customer, items);
        if (candidates.empty()) return add_thanks(customer, items);
        for (Candidate& candidate : candidates) add_holding_reasons(input_, facts_, claims_, candidate);
        set_off_.hold(input_, customer, items, candidates);
        const Coverage coverage = cover_with_unapplied(input_, customer, items, candidates);
        leave_out_small(items, candidates);
        add_message(customer, candidates, coverage);
        add_thanks(customer, items);
        add_step_tasks(input_, customer, candidates, plan_);
        for (Candidate& candidate : candidates) {
            std::ranges::stable_sort(candidate.reasons, {}, &Suppression::reason);
            std::ranges::move(candidate.reasons, std::back_inserter(plan_.suppressed));
        }
    }

    void add_candidate(Row row, std::vector<Candidate>& candidates) {
        const ledger::ItemRow& item = book_.items[row];
        if (item.open_amount <= 0) return;
        const std::string_view name = assigned_procedure(book_, item, input_.assignments, input_.default_procedure);
        const Procedure* procedure = find_procedure(input_.procedures, name);
        if (!procedure) return;
        ledger::DueState due = due_of(input_, row);
        if (due.has_lines && input_.items[row].position <= 0) due.due = item.due_date; // paid: the plan says by what
        if (!due.due) return add_without_day(row, *procedure, due, candidates);
        const auto known = tasks_.find(item.customer);
        const std::span<const KnownTask* const> tasks =
            known == tasks_.end() ? std::span<const KnownTask* const>() : known->second;
        const std::vector<DoneStep> done = done_steps(input_, claims_, tasks, *procedure, row, due);
        for (const ItemStep& place : item_steps(*procedure, due.due, done, input_.today, input_.calendar)) {
            const Step& step = procedure->steps[place.step];
            const Date day = due.due.plus_days(step.day + step.grace_days);
            const bool only_gap = place.standing == StepStanding::future && day <= input_.today;
            if (place.standing != StepStanding::due && !only_gap) continue;
            Candidate made{row, due.due, procedure, &step, day, due.line, due.asked};
            if (only_gap) {
                Suppression gap{item.customer, row, Reason::gap, place.on.plus_days(-1), made.step_name()};
                made.reasons.push_back(std::move(gap));
            }
            candidates.push_back(std::move(made));
            return;
        }
    }

    // Nothing of it is due. Where a step of the ERP's own date would be, the plan says what it waits for.
    void add_without_day(Row row, const Procedure& procedure, const ledger::DueState& due, std::vector<Candidate>& candidates) {
        const ledger::ItemRow& item = book_.items[row];
        if (input_.items[row].position <= 0) return;
        const bool waits_for_invoice = ledger::due_date(book_, item).basis == ledger::DueBasis::not_invoiced;
        if (!due.has_lines && !waits_for_invoice) return plan_.without_due_date.push_back(row);
        const Step* reached = nullptr;
        for (const Step& step : procedure.steps)
            if (item.due_date && item.due_date.plus_days(step.day) <= input_.today) reached = &step;
        if (!reached) return;
        Candidate made{row, item.due_date, &procedure, reached, item.due_date.plus_days(reached->day), {}, 0};
        Suppression waits{item.customer, row, waits_for_invoice ? Reason::not_invoiced : Reason::milestone_open};
        waits.step = reached->name;
        waits.amount = {due.has_lines ? due.waits_for_event + due.retention_not_due : input_.items[row].position, item.currency};
        made.reasons.push_back(std::move(waits));
        candidates.push_back(std::move(made));
    }

    // Per currency: what the customer owes and nothing holds, due today or earlier, and what is reminded today.
    void leave_out_small(std::span<const Row> items, std::vector<Candidate>& candidates) const {
        std::map<Currency, std::int64_t> owed;
        auto candidate = candidates.begin();
        for (const Row row : items) {
            while (candidate != candidates.end() && candidate->item < row) ++candidate;
            const bool is_candidate = candidate != candidates.end() && candidate->item == row;
            if (is_candidate ? !is_owed(*candidate) : !is_due(row)) continue;
            std::int64_t& sum = owed[book_.items[row].currency];
            sum = checked_add(sum, is_candidate ? candidate->open : due_of(input_, row).asked).value_or(sum);
        }
        for (Candidate& small : candidates) {
            const Currency currency = book_.items[small.item].currency;
            const auto minimum = small.procedure->minimum_total.find(currency);
            if (!small.free() || minimum == small.procedure->minimum_total.end() || owed[currency] >= minimum->second) continue;
            Suppression made{book_.items[small.item].customer, small.item, Reason::minimum, {}, small.step_name()};
            made.amount = {owed[currency], currency};
            small.reasons.push_back(std::move(made));
        }
    }

    // Nothing speaks against it but that it was reminded a few days ago.
    static bool is_owed(const Candidate& candidate) {
        return std::ranges::all_of(candidate.reasons, [](const Suppression& one) { return one.reason == Reason::gap; });
    }

    bool is_due(Row row) const {
        const Date due = due_of(input_, row).due;
        return due && due <= input_.today && input_.items[row].position > 0;
    }

    void add_message(Row customer, std::vector<Candidate>& candidates, const Coverage& coverage) {
        const Candidate* leading = nullptr; // the highest step names the message
        for (const Candidate& candidate : candidates)
            if (candidate.step->kind == StepKind::message && (!leading || is_higher(candidate, *leading))) leading = &candidate;
        if (!leading) return;
        const Reach reached = reach(input_, facts_, customer, *leading->step);
        for (Candidate& candidate : candidates) {
            if (candidate.step->kind != StepKind::message) continue;
            for (Suppression reason : reached.reasons) {
                reason.item = candidate.item;
                reason.step = candidate.step_name();
                candidate.reasons.push_back(std::move(reason));
            }
        }
        PlannedMessage message = compose(customer, *leading, reached, candidates);
        if (message.items.empty()) return;
        message.unapplied = coverage.for_letter(message.items);
        add_waits(input_, message, reached, messages_to(message.customer));
        if (const int contact = contact_of(message.customer); contact > 0) ++planned_for_[contact];
        if (!input_.wants_items) message.items = std::vector<PlannedItem>(); // {} would keep the memory
        plan_.messages.push_back(std::move(message));
    }

    // Items that nobody may call overdue, because no terms are known: the customer is asked whether they are right (对账).
    void add_account_check(Row customer, std::span<const Row> items) {
        std::vector<Candidate> candidates;
        for (const Row row : items) {
            const ledger::ItemRow& item = book_.items[row];
            const Procedure* procedure = procedure_of(item);
            if (!procedure || procedure->account_check_days == 0 || item.open_amount <= 0 || input_.items[row].position <= 0)
                continue;
            const ledger::DueState due = due_of(input_, row);
            if (due.due || due.has_lines || ledger::due_date(book_, item).basis == ledger::DueBasis::not_invoiced) continue;
            if (!item.document_date || item.document_date.plus_days(procedure->account_check_days) > input_.today) continue;
            if (was_said(row, account_check_step)) continue;
            Candidate made{row, {}, procedure, &account_check_, item.document_date, {}, input_.items[row].position};
            add_holding_reasons(input_, facts_, claims_, made);
            candidates.push_back(std::move(made));
        }
        if (candidates.empty()) return;
        const Coverage coverage = cover_with_unapplied(input_, customer, items, candidates);
        leave_out_small(items, candidates);
        add_message(customer, candidates, coverage);
        for (Candidate& candidate : candidates) std::ranges::move(candidate.reasons, std::back_inserter(plan_.suppressed));
    }

    // Thanks for what was reminded and is at the bank now, where the procedure wants it.
    void add_thanks(Row customer, std::span<const Row> items) {
        constexpr int days_back = 60; // whoever was reminded longer ago is not thanked any more
        std::vector<Candidate> candidates;
        for (const Row row : items) {
            const ledger::ItemRow& item = book_.items[row];
            const Procedure* procedure = procedure_of(item);
            const ItemState& state = input_.items[row];
            if (!procedure || procedure->thanks.empty() || state.position > 0 || state.paid_not_booked <= 0) continue;
            const bool was_reminded = std::ranges::any_of(claims_of(claims_, row), [&](const DoneStep& done) {
                return done.state == StepState::sent && done.channel != "task" && done.on >= input_.today.plus_days(-days_back);
            });
            if (!was_reminded || was_said(row, thanks_step)) continue;
            candidates.push_back({row, {}, procedure, &thanks_, input_.today, {}, state.paid_not_booked, state.paid_not_booked});
        }
        if (candidates.empty()) return;
        thanks_.template_name = candidates.front().procedure->thanks;
        add_message(customer, candidates, {}); // who cannot be reached is not thanked: no reason worth telling
    }

    const Procedure* procedure_of(const ledger::ItemRow& item) const {
        return find_procedure(input_.procedures, assigned_procedure(book_, item, input_.assignments, input_.default_procedure));
    }

    bool was_said(Row item, std::string_view step) const {
        return std::ranges::any_of(claims_of(claims_, item), [&](const DoneStep& done) { return done.step == step; });
    }

    static Step unlisted_step(std::string_view name, std::string template_name) {
        Step step;
        step.name = name, step.template_name = std::move(template_name), step.role = "ar_manager";
        return step;
    }

    // A free item leads before a held one: what is held is not in the message.
    static bool is_higher(const Candidate& left, const Candidate& right) {
        if (left.free() != right.free()) return left.free();
        return left.step->day > right.step->day;
    }

    PlannedMessage compose(Row customer, const Candidate& leading, const Reach& reached,
                           const std::vector<Candidate>& candidates) {
        const ledger::CustomerRow& row = book_.customers[customer];
        PlannedMessage message;
        message.customer = customer;
        message.procedure = leading.procedure->name;
        message.step = leading.step->name;
        message.role = leading.step->role;
        message.attach = leading.step->attach;
        message.channel = reached.channel;
        message.to = reached.to;
        message.template_name = leading.step->template_name;
        message.language = letter_language(book_[row.language], book_[row.country], input_.languages, input_.language);
        std::map<Currency, std::int64_t> totals;
        for (const Candidate& candidate : candidates) {
            if (!candidate.free() || candidate.step->kind != StepKind::message) continue;
            message.items.push_back(planned_item(input_, candidate));
            std::int64_t& total = totals[book_.items[candidate.item].currency];
            const auto sum = checked_add(total, candidate.open);
            assert(sum); // a position that adds up to more than 64 bits is refused where positions are made
            total = sum.value_or(total);
        }
        for (const auto& [currency, total] : totals) message.totals.push_back({total, currency});
        std::ranges::sort(message.items, [&](const PlannedItem& left, const PlannedItem& right) {
            const ledger::ItemRow& a = book_.items[left.item];
            const ledger::ItemRow& b = book_.items[right.item];
            return std::tuple(a.currency, left.due, book_[a.document_number], left.item) <
                   std::tuple(b.currency, right.due, book_[b.document_number], right.item);
        });
        Matter matter{customer, {}, message.totals};
        for (const PlannedItem& item : message.items) matter.items.push_back(item.item);
        message.told = acting(input_, leading.procedure->collaboration, leading.step->role, leading.step->copy, matter).told;
        return message;
    }

    int contact_of(Row customer) const { return input_.customers.empty() ? 0 : input_.customers[customer].contact; }

    // Messages of today to the firm, with those that this plan has for it under other names.
    int messages_to(Row customer) const {
        const auto planned = planned_for_.find(contact_of(customer));
        return input_.customers[customer].messages_today + (planned == planned_for_.end() ? 0 : planned->second);
    }

    // More letters than usual are a sign of a broken ledger rather than of bad customers.
    void guard_volume() {
        const auto leaves = [](const PlannedMessage& message) {
            return std::ranges::all_of(message.waits, [](const Suppression& one) { return waits_for_person(one.reason); });
        };
        const auto count = static_cast<std::int64_t>(std::ranges::count_if(plan_.messages, leaves));
        const SendingLimits& limits = input_.limits;
        const bool usual_is_known = limits.sending_days >= usual_days_min;
        // count > times × sent / days, without a fraction.
        const bool too_many = usual_is_known ? count * limits.sending_days > limits.hold_above_usual_times * limits.messages_sent
                                             : count > limits.hold_above_messages;
        if (!too_many) return;
        add_volume_question(input_, static_cast<std::size_t>(count), plan_);
        for (PlannedMessage& message : plan_.messages) {
            if (!leaves(message)) continue;
            Suppression made{message.customer, no_row, Reason::volume_guard, {}, message.step, std::to_string(count)};
            message.waits.push_back(std::move(made));
            settle_waits(message);
        }
    }

    const PlannerInput& input_;
    const ledger::Book& book_;
    FactsByRow facts_;
    SetOff set_off_;
    std::vector<DoneStep> claims_;
    std::unordered_map<Row, std::vector<const KnownTask*>> tasks_;
    Plan plan_;
    std::map<int, int> planned_for_; // contact → messages of this plan
    Step account_check_ = unlisted_step(account_check_step, "account_check"), thanks_ = unlisted_step(thanks_step, "thank_you");
};

} // namespace

Plan plan(const PlannerInput& input) {
    assert(input.book && input.today);
    return Planner(input).run();
}

} // namespace settled::dunning
