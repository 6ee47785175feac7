#include "jobs/freshness.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace settled::jobs {
namespace {

constexpr std::int64_t vanished_percent_max = 5;
constexpr std::size_t unread_files_told_max = 3;
constexpr std::int64_t vanished_items_min = 10; // below, a percentage says nothing

const config::Ledger* find_ledger(const JobContext& context, const std::string& name) {
    auto hit = std::ranges::find(context.settings.ledgers, name, &config::Ledger::name);
    return hit == context.settings.ledgers.end() ? nullptr : &*hit;
}

std::string look_setting(const std::string& source) { return "source.looked_through." + source; }

// When the generation became current; on a replayed day the end of that day counts, not our clock.
Result<std::string> age_of(JobContext& context, const store::Generation& generation, int hours_max, Date as_of) {
    if (generation.known_on >= as_of) return std::string();
    auto published = world::parse_moment(generation.published_at);
    if (!published) return pass(published);
    const auto hours = std::chrono::duration_cast<std::chrono::hours>(context.clock.now() - *published).count();
    const auto hours_by_day = std::int64_t{24} * days_between(generation.known_on, as_of);
    if (std::min<std::int64_t>(hours, hours_by_day) <= hours_max) return std::string();
    return fmt::format("last complete pull {} ({} h ago, at most {} h allowed)", generation.published_at,
                       std::min<std::int64_t>(hours, hours_by_day), hours_max);
}

} // namespace

Result<std::string> stale_ledger(JobContext& context, const config::Company& company, const std::string& ledger, Date as_of) {
    const config::Ledger* settings = find_ledger(context, ledger);
    auto current = context.store.ledgers().current(company.name, ledger, as_of);
    if (!current) return pass(current);
    if (!settings || !*current) return fmt::format("ledger {} was never pulled", ledger);
    auto age = age_of(context, **current, settings->max_age_hours, as_of);
    if (!age || age->empty()) return age;
    return fmt::format("ledger {}: {}", ledger, *age);
}

std::string stale_account(const dunning::Calendar& calendar, const config::BankAccount& account,
                          const std::vector<store::AccountCoverage>& coverage, Date as_of, Date looked_on) {
    auto covered = std::ranges::find(coverage, account.name, &store::AccountCoverage::account);
    Date last = covered == coverage.end() ? Date() : std::max(covered->last_closing, covered->last_entry);
    if (looked_on) last = std::max(last, looked_on.plus_days(-1));
    if (last.none()) return fmt::format("account {}: no statement yet", account.name);
    const int age = calendar.working_days_between(last, as_of);
    if (age <= account.max_age_banking_days) return {};
    return fmt::format("account {}: statements end {} ({} banking days ago, at most {} allowed)", account.name, last.iso(), age,
                       account.max_age_banking_days);
}

Result<Date> looked_on(JobContext& context, const config::Company& company, const config::BankAccount& account, Date as_of) {
    const auto source = std::ranges::find(context.settings.sources, account.source, &config::StatementSource::name);
    if (source == context.settings.sources.end() || !source->empty_day_is_covered) return Date();
    auto kept = context.store.reports().setting(company.name, look_setting(account.source));
    if (!kept) return pass(kept);
    const auto day = Date::parse_iso(*kept);
    return day && *day <= as_of ? *day : Date();
}

Status note_look(JobContext& context, const config::Company& company, const config::StatementSource& source) {
    if (!source.empty_day_is_covered) return {};
    auto day = day_of(context, company, {});
    if (!day) return pass(day);
    auto stamped = stamp(context, company, *day);
    if (!stamped) return pass(stamped);
    return context.store.reports().set(company.name, look_setting(source.name), day->iso(), *stamped);
}

Result<std::string> stale_bank(JobContext& context, const config::Company& company, Date as_of) {
    auto coverage = context.store.entries().coverage(company.name, as_of);
    if (!coverage) return pass(coverage);
    std::string words;
    const auto add = [&words](const std::string& sentence) {
        if (!sentence.empty()) words += (words.empty() ? "" : "; ") + sentence;
    };
    for (const config::BankAccount* account : context.settings.accounts_of(company.name)) {
        auto looked = looked_on(context, company, *account, as_of);
        if (!looked) return pass(looked);
        add(stale_account(context.settings.calendar_of(company), *account, *coverage, as_of, *looked));
    }
    auto unread = context.store.entries().unread(company.name, as_of);
    if (!unread) return pass(unread);
    std::size_t told = 0;
    for (const store::UnreadFile& file : *unread) {
        if (std::ranges::find(context.settings.sources, file.source, &config::StatementSource::name) ==
            context.settings.sources.end())
            continue; // handed over by a person, who saw how it ended; or of a source that is gone
        if (++told <= unread_files_told_max)
            add(fmt::format("statement {} lies at {} since {} and could not be read", file.name, file.source, file.at));
    }
    if (told > unread_files_told_max) add(fmt::format("{} more lie unread", told - unread_files_told_max));
    return words;
}

Result<std::string> vanished_items(JobContext& context, const config::Company& company, const std::string& ledger, Date as_of) {
    // A later pull of the same day shows nothing new, and nobody has looked yet.
    auto generations = context.store.ledgers().of_that_day(company.name, ledger, as_of);
    if (!generations) return pass(generations);
    for (const store::Generation& generation : *generations) {
        if (generation.items_before < vanished_items_min) continue;
        // Paid items go and nothing comes for them; renumbered ones go and as many others come.
        auto items = std::ranges::find(generation.totals, SETTLED_OPEN_ITEMS, &store::EntityTotals::entity);
        const std::int64_t now = items == generation.totals.end() ? 0 : items->count;
        const std::int64_t renumbered =
            std::min(generation.item_keys_gone, now - (generation.items_before - generation.item_keys_gone));
        if (renumbered * 100 > generation.items_before * vanished_percent_max)
            return fmt::format(
                "ledger {}: {} of {} open items went and as many others came with the pull of {}; were they renumbered?", ledger,
                renumbered, generation.items_before, generation.published_at);
    }
    return std::string();
}

} // namespace settled::jobs
