#include "dunning/candidate.hpp"

#include <algorithm>

namespace settled::dunning {
namespace {

constexpr int downtime_working_days_max = 3; // longer, and what would have been sent in between would leave at once
constexpr int old_claim_years = 3;           // limitation may have run (CN Civil Code art. 188, BGB § 195): a person decides

bool was_down(const PlannerInput& input) {
    return input.planned_last && input.calendar.working_days_between(input.planned_last, input.today) > downtime_working_days_max;
}

bool asks_release(const PlannerInput& input, const PlannedMessage& message) {
    return std::ranges::any_of(message.items, [&](const PlannedItem& item) {
        const Procedure* procedure = find_procedure(input.procedures, item.procedure);
        const auto step = std::ranges::find(procedure->steps, without_line(item.step), &Step::name);
        return step != procedure->steps.end() && (step->needs_release || step->template_name == "formal_letter");
    });
}

bool is_old(const PlannerInput& input, const PlannedMessage& message) {
    const Date limit = input.today.plus_months(-12 * old_claim_years);
    return std::ranges::any_of(message.items, [&](const PlannedItem& item) { return item.due && item.due < limit; });
}

bool is_pilot(const PlannerInput& input, ledger::Row customer) {
    if (input.pilot_customers.empty()) return true;
    return std::ranges::any_of(input.pilot_customers, [&](std::string_view named) {
        return names_customer(*input.book, input.book->customers[customer], named);
    });
}

} // namespace

void add_waits(const PlannerInput& input, PlannedMessage& message, const Reach& reached, int messages_to_contact) {
    const auto wait = [&](Reason reason, std::string text = {}, Date until = {}) {
        Suppression made{message.customer, ledger::no_row, reason, until, message.step, std::move(text)};
        message.waits.push_back(std::move(made));
    };
    const CustomerState* state = input.customers.empty() ? nullptr : &input.customers[message.customer];
    // For the world first: such a message takes no claims and is planned again.
    if (input.mode == CompanyMode::shadow) wait(Reason::shadow);
    if (input.go_live && input.today < input.go_live) wait(Reason::before_go_live, {}, input.go_live.plus_days(-1));
    if (!is_pilot(input, message.customer)) wait(Reason::pilot);
    if (!input.calendar.is_working_day(input.today) || input.calendar.is_silent(input.today)) wait(Reason::no_working_day);
    if (state && messages_to_contact >= input.limits.messages_per_contact_per_day) wait(Reason::contact_limit);
    if (std::ranges::find(input.full_channels, message.channel) != input.full_channels.end())
        wait(Reason::rate_limit, message.channel);
    // Then for a person (finance requires these even where everything else leaves by itself).
    if (asks_release(input, message)) wait(Reason::awaiting_approval, "release_step");
    if (input.mode == CompanyMode::approve) wait(Reason::awaiting_approval, "approve_mode");
    if (input.first_batch) wait(Reason::awaiting_approval, "first_batch");
    if (!state || !state->written_before) wait(Reason::awaiting_approval, "first_contact");
    if (is_old(input, message)) wait(Reason::awaiting_approval, "over_three_years");
    if (asks_release(input, message) && !input.person_of_role.empty() && !input.person_of_role.contains(message.role))
        wait(Reason::approval_missing, message.role);
    if (was_down(input)) wait(Reason::after_downtime, input.planned_last.iso());
    // The first letter that names another account is what a forger would like to send.
    if (state && state->written_before && input.bank_details_since && state->written_on < input.bank_details_since)
        wait(Reason::changed_bank_details, input.bank_details_since.iso());
    if (input.limits.hold_new_address)
        for (const std::string& address : reached.unseen) wait(Reason::new_address, address);
    settle_waits(message);
}

void settle_waits(PlannedMessage& message) {
    message.needs_release =
        std::ranges::any_of(message.waits, [](const Suppression& one) { return waits_for_person(one.reason); });
    if (message.waits.empty()) return;
    message.held = message.waits.front().reason;
    message.held_text = message.waits.front().text;
}

} // namespace settled::dunning
