#include "jobs/daily_ties.hpp"

#include "jobs/balance_statement.hpp"
#include "matching/control_comparison.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace settled::jobs {
namespace {

Status add_controls(JobContext& context, reports::DailyFacts& facts, const Picture& picture) {
    for (std::size_t ledger = 0; ledger < picture.book.ledgers.size(); ++ledger) {
        const std::string& name = picture.book.ledgers[ledger].name;
        auto sums = context.store.ledgers().home_sums(picture.company->name, name, picture.as_of);
        if (!sums) return pass(sums);
        const auto rows =
            matching::compare_control(picture.book, static_cast<std::uint16_t>(ledger), picture.company->currency, *sums);
        if (!rows) return fail(SETTLED_BAD_DATA, "the open amounts add up to more than 64 bits hold");
        for (const matching::ControlRow& row : *rows) {
            if (!row.balance) continue;
            const auto mixed = std::ranges::find(row.hints, matching::HintKind::kinds_mixed, &matching::ControlHint::kind);
            facts.controls.push_back({name,
                                      fmt::format("{}", fmt::join(row.accounts, " + ")),
                                      {*row.balance, row.currency},
                                      {row.items, row.currency},
                                      mixed != row.hints.end()});
        }
    }
    return {};
}

Status add_balances(JobContext& context, reports::DailyFacts& facts, const Picture& picture) {
    for (const config::BankAccount* account : context.settings.accounts_of(picture.company->name)) {
        auto made = balance_statement(context, picture, *account);
        if (!made) return pass(made);
        if (!*made) continue;
        const BalanceStatement& statement = **made;
        reports::BalanceTie& tie = facts.balances.emplace_back();
        tie.account = account->name, tie.currency = account->currency, tie.agrees = statement.result.agrees();
        tie.bank_adjusted = statement.result.bank_adjusted, tie.book_adjusted = statement.result.book_adjusted;
        for (const matching::Doubt& doubt : statement.result.doubts)
            tie.doubts.push_back(reports::words(doubt, account->currency, facts.language));
        tie.form = reports::balance_form(view_of(statement), facts.language);
    }
    return {};
}

} // namespace

Status add_ties(JobContext& context, reports::DailyFacts& facts, const Picture& picture) {
    if (Status added = add_controls(context, facts, picture); !added) return added;
    return add_balances(context, facts, picture);
}

} // namespace settled::jobs
