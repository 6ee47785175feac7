#include "reports/visibility.hpp"

#include "reports/headline.hpp"

#include <algorithm>
#include <map>

namespace settled::reports {
namespace {

bool has(const std::vector<std::string>& roles, std::string_view role) { return std::ranges::find(roles, role) != roles.end(); }

// Of what went out only a customer's payment that the bank took back concerns receivables.
bool concerns_receivables(const EntryLine& entry) {
    if (entry.state == matching::State::not_receivable) return false;
    return entry.amount.minor_units >= 0 || is_return(entry);
}

void hide_entries(DailyFacts& facts, const auto& is_seen) {
    std::map<Currency, std::int64_t> sums;
    for (const EntryLine& entry : facts.entries)
        if (!is_seen(entry)) sums[entry.amount.currency] += entry.amount.minor_units, ++facts.unseen_count;
    std::erase_if(facts.entries, [&](const EntryLine& entry) { return !is_seen(entry); });
    for (const auto& [currency, amount] : sums) facts.unseen.push_back({amount, currency});
}

void keep_own(DailyFacts& facts, const std::set<std::string>& own) {
    const auto foreign = [&](const auto& line) { return !own.contains(line.customer); };
    const auto owed_by_foreign = [&](const auto& line) { return foreign(facts.debtors[line.debtor]); };
    std::erase_if(facts.entries, foreign), std::erase_if(facts.customers, owed_by_foreign);
    std::erase_if(facts.open_items, owed_by_foreign);
    for (Debtor& debtor : facts.debtors)
        if (foreign(debtor)) debtor = {};
    std::erase_if(facts.going_out, foreign), std::erase_if(facts.sent, foreign), std::erase_if(facts.tasks, foreign);
    std::erase_if(facts.warnings, foreign), std::erase_if(facts.promises, foreign), std::erase_if(facts.suppressed, foreign);
    std::erase_if(facts.differences, foreign), std::erase_if(facts.bills, foreign), facts.bills_received.clear(),
        std::erase_if(facts.statement_differences, foreign), std::erase_if(facts.refunds, foreign);
    // Sums of the whole company, balances and what is wrong with the machine are not sales' business.
    facts.aging.clear(), facts.business_lines.clear(), facts.controls.clear(), facts.balances.clear(), facts.problems.clear(),
        facts.unguarded.clear(), facts.cash = {}, facts.dso.clear();
    for (AccountFreshness& account : facts.accounts) account.has_closing = false, account.closing = {};
}

} // namespace

Audience audience_of(const std::vector<std::string>& roles) {
    if (has(roles, "cashier") || has(roles, "finance_head")) return Audience::treasury;
    const bool other = std::ranges::any_of(roles, [](const std::string& role) { return role != "sales"; });
    return has(roles, "sales") && !other ? Audience::sales : Audience::receivables;
}

std::string_view name(Audience audience) {
    switch (audience) {
    case Audience::treasury:
        return "treasury";
    case Audience::receivables:
        return "receivables";
    case Audience::sales:
        break;
    }
    return "sales";
}

DailyFacts seen_by(DailyFacts facts, Audience audience, const std::set<std::string>& own) {
    if (audience == Audience::treasury) return facts;
    hide_entries(facts, concerns_receivables);
    for (BalanceTie& tie : facts.balances) tie.form = {}; // wages and taxes stand there line by line
    if (audience == Audience::sales) {
        keep_own(facts, own);
        facts.unseen.clear(), facts.unseen_count = 0; // not even as a sum
    }
    return facts;
}

} // namespace settled::reports
