#include "jobs/check.hpp"

#include "jobs/backup.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace settled::jobs {
namespace {

using statement::Severity;

template <class Opened> void check_client(std::vector<CheckLine>& lines, const std::string& where, Opened opened) {
    if (!opened) {
        lines.push_back({Severity::error, where, opened.error().message});
        return;
    }
    auto findings = (*opened)->check();
    if (!findings) {
        lines.push_back({Severity::error, where, findings.error().message});
        return;
    }
    for (const host::Finding& finding : *findings)
        lines.push_back({finding.severity, fmt::format("{}: {}", where, finding.what), finding.found});
    if (findings->empty()) lines.push_back({Severity::info, where, "reached"});
}

// Rates end where they were known; interest of later days is not shown, which somebody should hear before a letter lacks it.
void check_interest(JobContext& context, std::vector<CheckLine>& lines) {
    for (const config::Company& company : context.settings.companies) {
        const dunning::Procedure* procedure = context.settings.procedure(company.procedure);
        const dunning::InterestRule* rule = procedure ? context.settings.interest_rule(procedure->interest) : nullptr;
        const auto today = day_of(context, company, {});
        if (!rule || !today || *today <= rule->known_until) continue;
        lines.push_back({Severity::warning, fmt::format("[procedure.{}]", procedure->name),
                         fmt::format("the rates of {} end on {}: letters show no interest for later days. Put the file with the "
                                     "newer rates into interest/{}.toml beside settled.toml",
                                     rule->name, rule->known_until.iso(), rule->name)});
    }
}

// All of it: pages, audit chain, messages.
void check_store(JobContext& context, std::vector<CheckLine>& lines) {
    auto damage = context.store.damage();
    if (!damage) return lines.push_back({Severity::error, "store", damage.error().message});
    for (const std::string& words : *damage) lines.push_back({Severity::error, "store", words});
    if (!damage->empty()) {
        if (auto copies = backups(context.settings); copies && !copies->empty())
            lines.push_back({Severity::error, "store",
                             fmt::format("the newest backup is {}; put it back: settled store restore {}",
                                         copies->front().string(), copies->front().string())});
        return;
    }
    auto audit = context.store.audit().head();
    if (audit)
        lines.push_back({Severity::info, "store", fmt::format("as it was written; audit chain of {} rows holds", audit->count)});
}

} // namespace

std::vector<CheckLine> check(JobContext& context) {
    std::vector<CheckLine> lines;
    check_store(context, lines);
    for (const config::Ledger& ledger : context.settings.ledgers)
        check_client(lines, ledger.block.where, context.clients.ledger(ledger.block));
    for (const config::StatementSource& source : context.settings.sources) {
        check_client(lines, source.block.where, context.clients.fetch(source.block));
        if (std::ranges::none_of(context.settings.bank_accounts,
                                 [&](const config::BankAccount& account) { return account.source == source.name; }))
            lines.push_back({Severity::warning, source.block.where, "no bank account takes its statements from here"});
        if (!source.require_balances)
            lines.push_back({Severity::warning, source.block.where,
                             "believes files that state no balances, or whose balances do not go on from the last ones: whoever "
                             "can put a file there can invent money. Set require_balances = true unless only the bank can"});
    }
    for (const config::Gateway& gateway : context.settings.gateways)
        check_client(lines, gateway.block.where, context.clients.notify(gateway.block));
    for (const config::Feedback& feedback : context.settings.feedbacks)
        check_client(lines, feedback.block.where, context.clients.feedback(feedback.block));
    check_interest(context, lines);
    return lines;
}

} // namespace settled::jobs
