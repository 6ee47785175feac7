#include "jobs/unproved.hpp"

#include "jobs/own_accounts.hpp"
#include "statement/balance_check.hpp"
#include "statement/identity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

namespace settled::jobs {
namespace {

constexpr int days_ahead_max = 1; // where the bank stands, tomorrow may have begun

struct LastClosing {
    std::optional<Money> amount;
    Date day;
};
using LastClosings = std::map<std::string, LastClosing, std::less<>>; // by [bank_account] name

Result<LastClosings> last_closings(JobContext& context, const std::string& company, Date today) {
    auto coverage = context.store.entries().coverage(company, today);
    if (!coverage) return pass(coverage);
    LastClosings closings;
    for (const store::AccountCoverage& account : *coverage) closings[account.account] = {account.closing, account.last_closing};
    return closings;
}

// Of the days of its entries: the first before `first`, or behind `last`; none where all lie between.
Date day_outside(const statement::Statement& said, Date first, Date last) {
    for (const statement::Entry& entry : said.entries)
        if (const Date day = statement::entry_day(entry); day < first || day > last) return day;
    return {};
}

std::string why(const store::AccountStatement& said, const LastClosings& closings, Date today) {
    const std::string where = "account " + masked_account(said.statement.account) + ": ";
    // They decide what a booking settles, and no balance speaks for them.
    if (said.statement.details_only) return where + "details of bookings come without balances, so that nothing proves them";
    const statement::BalanceCheck check = statement::check_balances(said.statement);
    if (check.proof != statement::Proof::holds) return where + words(check);
    const auto known = closings.find(said.account);
    const LastClosing last = known == closings.end() ? LastClosing() : known->second;
    const Date latest = today.plus_days(days_ahead_max);
    if (const Date day = day_outside(said.statement, last.day, latest))
        return fmt::format("{}a booking of {} does not go on from the last known statement, which ended on {}; today is {}",
                           where, day.iso(), last.day ? last.day.iso() : "no day yet", today.iso());
    if (!last.amount) return {};
    const Money opening{said.statement.opening->amount.minor_units, said.statement.currency};
    if (opening == *last.amount) return {};
    return fmt::format("{}its opening balance is {}, expected {}, where the last known statement ended", where,
                       amount_text(opening), amount_text(*last.amount));
}

} // namespace

Result<std::string> why_unproved(JobContext& context, const AcceptedFile& accepted, const Scope& scope) {
    for (const auto& [company, statements] : accepted.companies) {
        auto today = day_of(context, *context.settings.company(company), scope);
        if (!today) return pass(today);
        auto closings = last_closings(context, company, *today);
        if (!closings) return pass(closings);
        for (const store::AccountStatement& said : statements) {
            if (said.statement.interim) continue; // waits beside the book as it is
            if (std::string words = why(said, *closings, *today); !words.empty()) return words;
            const statement::Balance& closing = *said.statement.closing;
            LastClosing& last = (*closings)[said.account];
            last = {Money{closing.amount.minor_units, said.statement.currency}, std::max(last.day, closing.date)};
        }
    }
    return std::string();
}

void hold(AcceptedFile& accepted) {
    for (auto& [company, statements] : accepted.companies)
        for (store::AccountStatement& said : statements) said.held = true;
}

} // namespace settled::jobs
