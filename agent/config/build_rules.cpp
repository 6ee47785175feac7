// The two blocks that hold rules rather than figures: procedures and matching.
#include "config/build.hpp"

#include <algorithm>
#include <cassert>

namespace settled::config {
namespace {

std::int64_t minor_units(const std::string& text, Currency currency) {
    const auto money = parse_money(text, currency);
    assert(money);
    return money->minor_units;
}

dunning::Step build_step(const Reading& row) {
    dunning::Step step;
    row.text("name", step.name);
    row.number("day", step.day);
    step.kind = row.text("kind") == "task" ? dunning::StepKind::task : dunning::StepKind::message;
    row.text("channel", step.channel);
    row.texts("fallback", step.fallback);
    row.text("template", step.template_name);
    row.text("task", step.task);
    row.text("role", step.role);
    row.texts("copy", step.copy);
    row.texts("attach", step.attach);
    step.needs_release = row.text("approval") == "release";
    row.number("grace", step.grace_days);
    row.number("deadline_days", step.deadline_days);
    row.text("escalate_to", step.escalate_to);
    return step;
}

} // namespace

dunning::Procedure build_procedure(const Instance& instance, const std::filesystem::path& folder) {
    const Reading read(*instance.table, folder);
    dunning::Procedure procedure;
    procedure.name = instance.name;
    read.text("collaboration", procedure.collaboration);
    read.text("interest", procedure.interest);
    read.amounts("minimum_total", procedure.minimum_total);
    read.number("minimum_gap_days", procedure.minimum_gap_days);
    read.number("account_check_days", procedure.account_check_days);
    read.text("thanks", procedure.thanks);
    for (const Reading& row : read.rows("step")) procedure.steps.push_back(build_step(row));
    std::ranges::stable_sort(procedure.steps, {}, &dunning::Step::day);
    return procedure;
}

Matching build_matching(const Reading& read) {
    Matching matching;
    for (const char* reason : {"bank_fee", "cent_difference"}) {
        Amounts amounts;
        read.amounts(reason, amounts);
        for (const auto& [currency, limit] : amounts) matching.residuals.push_back({reason, currency, MatchPath::any, limit});
    }
    for (const Reading& row : read.rows("residual")) {
        ResidualLimit limit;
        row.text("reason", limit.reason);
        row.currency("currency", limit.currency);
        const std::string path = row.text("path");
        limit.path = path == "domestic" ? MatchPath::domestic : path == "foreign" ? MatchPath::foreign : MatchPath::any;
        limit.limit = minor_units(row.text("limit"), limit.currency);
        matching.residuals.push_back(std::move(limit));
    }
    Convention oldest_first{{}, "oldest_first"};
    read.texts("oldest_first_customers", oldest_first.customers);
    if (!oldest_first.customers.empty()) matching.conventions.push_back(std::move(oldest_first));
    for (const Reading& row : read.rows("convention")) {
        Convention convention;
        row.texts("customers", convention.customers);
        row.text("rule", convention.rule);
        matching.conventions.push_back(std::move(convention));
    }
    read.texts("early_payment_discount_percent", matching.early_payment_discount_percent);
    matching.first_third_party_settles = read.text("first_third_party") != "ask";
    return matching;
}

} // namespace settled::config
