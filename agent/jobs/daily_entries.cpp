#include "jobs/daily_entries.hpp"

#include "jobs/match_words.hpp"
#include "jobs/own_accounts.hpp"
#include "jobs/refunds.hpp"
#include "reports/headline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

namespace settled::jobs {
namespace {

using EntryKey = std::pair<std::int64_t, std::int32_t>; // the store's number, the part of a batch

bool waits(matching::State state) { return state == matching::State::question || state == matching::State::unmatched; }

std::string proposed(const store::StoredProposal& proposal, matching::Language language) {
    const auto reasons = match_reasons(proposal, language);
    return reasons.empty() ? documents_of(proposal) : fmt::format("{}: {}", documents_of(proposal), reasons.front());
}

// "Blue Harbour Ltd. (u8:C001): the amount is that of INV-7", each customer once, the most likely one first.
std::vector<std::string> likely_customers(const Picture& picture, const store::StoredMatch& match, matching::Language language) {
    std::vector<std::string> made, seen;
    for (const store::StoredProposal& proposal : match.alternatives) {
        const std::string customer = customer_of(proposal);
        if (customer.empty() || std::ranges::find(seen, customer) != seen.end()) continue;
        if (seen.size() == reports::likely_customers_max) break;
        seen.push_back(customer);
        const store::StoredAllocation& first = proposal.allocations.front();
        const auto reasons = match_reasons(proposal, language);
        made.push_back(fmt::format("{} ({}){}{}", customer_name(picture, first.ledger, first.customer_id), customer,
                                   reasons.empty() ? "" : ": ", reasons.empty() ? "" : reasons.front()));
    }
    return made;
}

reports::EntryLine entry_line(const Picture& picture, const store::StoredMatch& match, const std::string& previous_at,
                              matching::Language language) {
    reports::EntryLine line;
    line.match = match.id, line.entry = match.entry, line.part = match.part, line.date = match.date;
    line.account = masked_account(match.account), line.counterparty = match.counterparty_name;
    line.customer = customer_of(match.best), line.documents = documents_of(match.best);
    if (!match.best.allocations.empty())
        line.customer_name =
            customer_name(picture, match.best.allocations.front().ledger, match.best.allocations.front().customer_id);
    line.amount = match.amount, line.residual = {match.best.residual_amount, match.amount.currency};
    line.state = match.state, line.not_receivable = match.not_receivable;
    line.is_new = previous_at.empty() || match.decided_at > previous_at;
    line.reasons = match_reasons(match.best, language);
    for (const store::StoredProposal& alternative : match.alternatives)
        line.alternatives.push_back(proposed(alternative, language));
    if (reports::is_to_be_claimed(line)) line.likely = likely_customers(picture, match, language);
    return line;
}

// As the payer wrote it, but an account's number as everywhere else: its end only.
std::string remittance_of(const statement::EntryBook& entries, const statement::EntryRow& row) {
    std::string text(entries[row.remittance]);
    const std::string_view account = entries[row.counterparty_account];
    constexpr std::size_t account_digits_min = 6; // shorter ones may be any number
    if (account.size() < account_digits_min) return text;
    const std::string masked = masked_account(account);
    for (std::size_t at = text.find(account); at != std::string::npos; at = text.find(account, at + masked.size()))
        text.replace(at, account.size(), masked);
    return text;
}

} // namespace

void add_entries(reports::DailyFacts& facts, const Picture& picture, const dunning::Calendar& calendar) {
    const matching::Language language = matching::language(facts.language);
    std::map<EntryKey, std::size_t> waiting; // which line
    for (const store::StoredMatch& match : picture.matches) {
        reports::EntryLine line = entry_line(picture, match, facts.previous_at, language);
        if (!line.is_new && !waits(line.state)) continue;
        if (waits(line.state)) {
            line.waiting_days = calendar.working_days_between(line.date, picture.as_of);
            waiting.emplace(EntryKey(line.entry, line.part), facts.entries.size());
        }
        facts.entries.push_back(std::move(line));
    }
    for (const statement::EntryRow& row : picture.entries.entries)
        if (const auto hit = waiting.find({row.id, row.part}); hit != waiting.end())
            facts.entries[hit->second].remittance = remittance_of(picture.entries, row);
}

void add_refunds(reports::DailyFacts& facts, const Picture& picture) {
    const matching::Language language = matching::language(facts.language);
    for (const Refund& refund : refunds(picture.matches)) {
        const store::StoredMatch& match = *refund.match;
        if (match.state == matching::State::booked || waits(match.state)) continue;
        std::string name;
        if (!match.best.allocations.empty())
            name = customer_name(picture, match.best.allocations.front().ledger, match.best.allocations.front().customer_id);
        facts.refunds.push_back({match.id, match.entry, match.date, customer_of(match.best), std::move(name),
                                 match.counterparty_name, refund_reason(refund, language), refund.over});
    }
}

} // namespace settled::jobs
