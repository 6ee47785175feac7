#include "jobs/unproved.hpp"

#include "jobs/own_accounts.hpp"
#include "statement/balance_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

namespace settled::jobs {
namespace {

using Closings = std::map<std::string, std::optional<Money>, std::less<>>; // by [bank_account] name

Result<Closings> last_closings(JobContext& context, const std::string& company, const Scope& scope) {
    auto day = day_of(context, *context.settings.company(company), scope);
    if (!day) return pass(day);
    auto coverage = context.store.entries().coverage(company, *day);
    if (!coverage) return pass(coverage);
    Closings closings;
    for (const store::AccountCoverage& account : *coverage) closings[account.account] = account.closing;
    return closings;
}

std::string why(const store::AccountStatement& said, const Closings& closings) {
    const std::string where = "account " + masked_account(said.statement.account) + ": ";
    const statement::BalanceCheck check = statement::check_balances(said.statement);
    if (check.proof != statement::Proof::holds) return where + words(check);
    const auto last = closings.find(said.account);
    if (last == closings.end() || !last->second) return {};
    const Money opening{said.statement.opening->amount.minor_units, said.statement.currency};
    if (opening == *last->second) return {};
    return fmt::format("{}its opening balance is {}, expected {}, where the last known statement ended", where,
                       amount_text(opening), amount_text(*last->second));
}

} // namespace

Result<std::string> why_unproved(JobContext& context, const AcceptedFile& accepted, const Scope& scope) {
    for (const auto& [company, statements] : accepted.companies) {
        auto closings = last_closings(context, company, scope);
        if (!closings) return pass(closings);
        for (const store::AccountStatement& said : statements) {
            if (said.statement.interim || said.statement.details_only) continue;
            if (std::string words = why(said, *closings); !words.empty()) return words;
            (*closings)[said.account] = Money{said.statement.closing->amount.minor_units, said.statement.currency};
        }
    }
    return std::string();
}

void hold(AcceptedFile& accepted) {
    for (auto& [company, statements] : accepted.companies)
        for (store::AccountStatement& said : statements) said.statement.interim = !said.statement.details_only;
}

} // namespace settled::jobs
