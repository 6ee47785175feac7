#include "jobs/reconcile.hpp"

#include "jobs/job_run.hpp"
#include "jobs/picture.hpp"
#include "render/json_object.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace settled::jobs {
namespace {

std::string document(const ledger::Book& book, ledger::Row item) { return std::string(book[book.items[item].document_number]); }

AppliedElsewhere spoken(const Picture& picture, const matching::Difference& difference) {
    AppliedElsewhere made;
    made.match = difference.match;
    if (difference.entry != ledger::no_row) {
        const statement::EntryRow& entry = picture.entries.entries[difference.entry];
        made.entry = entry.id, made.amount = {difference.amount, entry.currency};
    }
    if (difference.customer != ledger::no_row) {
        const ledger::CustomerRow& customer = picture.book.customers[difference.customer];
        made.customer_id = picture.book.qualified(customer), made.customer = picture.book[customer.name];
    }
    if (difference.receipt != ledger::no_row) made.receipt = picture.book[picture.book.receipts[difference.receipt].id];
    for (const ledger::Row item : difference.our_items) made.our_documents.push_back(document(picture.book, item));
    for (const ledger::Row item : difference.erp_items) made.erp_documents.push_back(document(picture.book, item));
    if (made.erp_documents.empty()) made.erp_documents = difference.erp_item_ids;
    return made;
}

std::vector<store::StoredMatch> stored_decisions(const Picture& picture, const matching::Outcome& outcome) {
    std::vector<store::StoredMatch> decided;
    decided.reserve(outcome.decisions.size());
    for (const matching::Decision& decision : outcome.decisions) decided.push_back(picture.rows->stored(decision));
    return decided;
}

// On a dry run the standing list is shown as it would be.
std::vector<store::StoredMatch> with(std::vector<store::StoredMatch> standing, const std::vector<store::StoredMatch>& decided) {
    for (const store::StoredMatch& match : decided) {
        auto before = std::ranges::find_if(
            standing, [&](const store::StoredMatch& old) { return old.entry == match.entry && old.part == match.part; });
        if (before == standing.end())
            standing.push_back(match);
        else
            *before = match;
    }
    return standing;
}

Status reconcile_company(JobContext& context, const config::Company& company, const Scope& scope, ReconcileReport& report,
                         std::string& summary) {
    auto day = day_of(context, company, scope);
    if (!day) return std::unexpected(day.error());
    report.as_of = *day;
    auto stamped = stamp(context, company, *day);
    if (!stamped) return std::unexpected(stamped.error());
    auto picture = look(context, company, *day);
    if (!picture) return std::unexpected(picture.error());

    const matching::Outcome outcome = matching::reconcile((*picture)->book, (*picture)->entries, (*picture)->history,
                                                          (*picture)->rules, *day, [&](std::int64_t done, std::int64_t total) {
                                                              context.journal.progress(company.name, done, total);
                                                              return !context.interrupted;
                                                          });
    if (outcome.stopped) return fail(SETTLED_STOPPED, "interrupted; no decision of this run was kept");

    std::vector<store::StoredMatch> decided = stored_decisions(**picture, outcome);
    for (store::StoredMatch& match : decided) match.known_on = *day, match.decided_at = stamped->at;
    std::vector<store::Booking> bookings;
    for (const matching::BookingChange& change : outcome.bookings) {
        auto match = std::ranges::find((*picture)->matches, change.match, &store::StoredMatch::id);
        bookings.push_back(
            (*picture)->rows->stored(change, match == (*picture)->matches.end() ? Currency() : match->amount.currency));
    }
    for (const matching::Difference& difference : outcome.differences)
        report.differences.push_back(spoken(**picture, difference));
    report.decided_now += static_cast<std::int64_t>(decided.size()),
        report.booked_now += static_cast<std::int64_t>(bookings.size());
    summary = fmt::format("entries={} decided={} booked={} differences={}", (*picture)->entries.entries.size(), decided.size(),
                          bookings.size(), outcome.differences.size());

    std::vector<store::StoredMatch> standing;
    if (scope.dry_run) {
        standing = with(std::move((*picture)->matches), decided);
    } else {
        if (!decided.empty() || !bookings.empty()) {
            // The engine's decisions, whoever started the run: only a person's answer is never looked at again.
            store::Stamp by_engine = *stamped;
            by_engine.actor = "settled";
            auto saved = context.store.matches().save(company.name, decided, bookings, by_engine);
            if (!saved) return std::unexpected(saved.error());
            auto noted =
                context.store.audit().append(company.name, "reconcile",
                                             render::json_object({{"decided", static_cast<std::int64_t>(decided.size())},
                                                                  {"booked", static_cast<std::int64_t>(bookings.size())}}),
                                             *stamped);
            if (!noted) return std::unexpected(noted.error());
        }
        auto loaded = context.store.matches().load(company.name, *day);
        if (!loaded) return std::unexpected(loaded.error());
        standing = std::move(*loaded);
    }
    std::ranges::move(standing, std::back_inserter(report.matches));
    return {};
}

} // namespace

std::vector<AppliedElsewhere> differences_of(const Picture& picture) {
    std::vector<AppliedElsewhere> spoken_of;
    const matching::Outcome outcome =
        matching::reconcile(picture.book, picture.entries, picture.history, picture.rules, picture.as_of);
    for (const matching::Difference& difference : outcome.differences) spoken_of.push_back(spoken(picture, difference));
    return spoken_of;
}

void decide_what_came_since(Picture& picture) {
    const matching::Outcome outcome =
        matching::reconcile(picture.book, picture.entries, picture.history, picture.rules, picture.as_of);
    picture.matches = with(std::move(picture.matches), stored_decisions(picture, outcome));
    auto taken_back = std::move(picture.history.taken_back);
    picture.history = picture.rows->history(picture.matches);
    picture.history.taken_back = std::move(taken_back);
}

ReconcileSummary summarise(const std::vector<store::StoredMatch>& matches) {
    ReconcileSummary summary;
    for (const store::StoredMatch& match : matches) {
        ++summary.entries, ++summary.states[match.state];
        const bool settles = match.state == matching::State::settled || match.state == matching::State::booked ||
                             match.state == matching::State::partly_booked;
        if (!settles) continue;
        for (const store::StoredAllocation& allocation : match.best.allocations)
            if (!allocation.item_key.empty()) summary.amount_settled[match.amount.currency] += allocation.amount;
    }
    return summary;
}

Result<ReconcileReport> reconcile(JobContext& context, const Scope& scope) {
    ReconcileReport report;
    for (const config::Company* company : companies_of(context, scope)) {
        JobRunRecord run(context, *company, "reconcile", "", scope.dry_run);
        std::string summary;
        if (Status done = reconcile_company(context, *company, scope, report, summary); !done) {
            context.journal.error(done.error().message);
            report.troubles.push_back({company->name, done.error()});
            run.failed(done.error().message);
            continue;
        }
        run.done(summary);
    }
    report.summary = summarise(report.matches);
    return report;
}

} // namespace settled::jobs
