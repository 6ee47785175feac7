#include "jobs/pull.hpp"

#include "jobs/job_run.hpp"
#include "render/json_object.hpp"

#include <settled/ledger_sanity.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace settled::jobs {
namespace {

// Passes a pull's rows on to the store and counts them on the way.
class Receiver final : public host::LedgerReceiver {
  public:
    Receiver(JobContext& context, PulledLedger& pulled, store::GenerationWriter* writer)
        : context_(&context), pulled_(&pulled), writer_(writer) {}

    Status begin(settled_entity id) override {
        context_->journal.progress(fmt::format("{}: {}", pulled_->ledger, entity(id).name), rows_ = 0, 0);
        seen_[static_cast<std::size_t>(id)] = true;
        return writer_ ? writer_->begin(id) : Status{};
    }

    Status record(settled_entity id, const void* record) override {
        if (context_->interrupted) return stopped();
        ++counts_[static_cast<std::size_t>(id)];
        if (++rows_ % progress_every_rows == 0)
            context_->journal.progress(fmt::format("{}: {}", pulled_->ledger, entity(id).name), rows_, 0);
        if (Status fits = check_.add(id, record); !fits) return fits;
        sanity_.add(id, record);
        if (Status counted = pulled_->totals.add(id, record, pulled_->as_of); !counted) return counted;
        return writer_ ? writer_->add(id, record) : Status{};
    }

    Status commit(const settled_commit& commit) override {
        if (!writer_) return counted(commit);
        store::EntityTotals claimed{static_cast<settled_entity>(commit.entity), commit.count, {}};
        for (std::uint32_t i = 0; i < commit.sum_count; ++i)
            claimed.sums.push_back({commit.sums[i].minor_units, Currency::from_abi(commit.sums[i].currency)});
        return writer_->commit(claimed);
    }

    // What finance should know: rows that do not fit each other, figures that do not tie.
    std::vector<std::string> remarks() const {
        std::vector<std::string> made = check_.remarks(pulled_->ledger);
        for (const LedgerSanity::Line& line : sanity_.lines(pulled_->as_of))
            if (line.doubtful) made.push_back(fmt::format("ledger {}: {}: {}", pulled_->ledger, line.what, line.found));
        return made;
    }
    bool has(settled_entity id) const { return seen_[static_cast<std::size_t>(id)]; }
    std::int64_t count(settled_entity id) const { return counts_[static_cast<std::size_t>(id)]; }

  private:
    // A dry run has no writer that would look at it.
    Status counted(const settled_commit& commit) const {
        const auto id = static_cast<settled_entity>(commit.entity);
        if (commit.count == count(id)) return {};
        return fail(SETTLED_BAD_DATA, fmt::format("ledger {}: {}: the connector counted {} rows, received were {}; pull again",
                                                  pulled_->ledger, entity(id).name, commit.count, count(id)));
    }

    static constexpr std::int64_t progress_every_rows = 5000;
    static Status stopped() { return fail(SETTLED_STOPPED, "interrupted; the ledger of before is still the current one"); }

    JobContext* context_;
    PulledLedger* pulled_;
    store::GenerationWriter* writer_;
    PullCheck check_;
    LedgerSanity sanity_;
    std::int64_t rows_ = 0;
    std::array<std::int64_t, 16> counts_{};
    std::array<bool, 16> seen_{};
};

Status required_seen(const Receiver& receiver, const std::string& ledger) {
    for (const settled_entity id : {SETTLED_CUSTOMERS, SETTLED_OPEN_ITEMS})
        if (!receiver.has(id))
            return fail(
                SETTLED_BAD_DATA,
                fmt::format("[ledger.{}]: the connector gave no {}; they are required. Look at its query or file for them",
                            ledger, entity(id).name));
    return {};
}

// What the store refuses when a generation is made, a dry run refuses too.
Status not_emptied(JobContext& context, const Receiver& receiver, const PulledLedger& pulled) {
    auto current = context.store.ledgers().current(pulled.company, pulled.ledger, pulled.as_of);
    if (!current) return pass(current);
    if (!*current) return {};
    for (const store::EntityTotals& before : (*current)->totals)
        if ((before.entity == SETTLED_CUSTOMERS || before.entity == SETTLED_OPEN_ITEMS) && before.count > 0 &&
            receiver.count(before.entity) == 0)
            return std::unexpected(store::came_empty(pulled.ledger, before.entity, before.count));
    return {};
}

// Which of several ledgers it was stands in the line.
Error named(const config::Ledger& ledger, Error error) {
    if (!error.message.starts_with(ledger.block.where)) error.message = ledger.block.where + ": " + error.message;
    return error;
}

Status note_accepted(JobContext& context, const store::Generation& generation, const store::Stamp& stamped) {
    auto noted = context.store.audit().append(
        generation.company, "accept_empty",
        render::json_object(
            {{"ledger", generation.ledger}, {"generation", generation.number}, {"rows_gone", generation.rows_gone}}),
        stamped);
    return noted ? Status{} : pass(noted);
}

Status pull_one(JobContext& context, const config::Company& company, const config::Ledger& ledger, const Scope& scope,
                bool accept_empty, PulledLedger& pulled) {
    auto day = day_of(context, company, scope);
    if (!day) return pass(day);
    pulled.as_of = *day;
    auto stamped = stamp(context, company, *day);
    if (!stamped) return pass(stamped);
    auto client = context.clients.ledger(ledger.block);
    if (!client) return pass(client);

    std::unique_ptr<store::GenerationWriter> writer;
    if (!scope.dry_run) {
        auto begun = context.store.ledgers().begin(company.name, ledger.name, *stamped);
        if (!begun) return pass(begun);
        writer = std::move(*begun);
        if (accept_empty) writer->accept_empty();
    }
    Receiver receiver(context, pulled, writer.get());
    if (Status done = (*client)->pull(*day, receiver); !done) return done;
    if (Status complete = required_seen(receiver, ledger.name); !complete) return complete;
    pulled.remarks = receiver.remarks();
    for (const std::string& remark : pulled.remarks) context.journal.warning(remark);
    if (!writer) return accept_empty ? Status{} : not_emptied(context, receiver, pulled);
    auto published = writer->publish();
    if (!published) return pass(published);
    pulled.generation = std::move(*published);
    const bool is_empty = pulled.totals.customers == 0 || std::ranges::all_of(pulled.totals.currencies, [](const auto& total) {
                              return total.second.open_items == 0;
                          });
    return accept_empty && is_empty ? note_accepted(context, *pulled.generation, *stamped) : Status{};
}

void pull_recorded(JobContext& context, const config::Company& company, const config::Ledger& ledger, const Scope& scope,
                   bool accept_empty, PulledLedger& pulled) {
    JobRunRecord run(context, company, "pull", ledger.name, scope.dry_run);
    if (Status done = pull_one(context, company, ledger, scope, accept_empty, pulled); !done)
        pulled.error = named(ledger, std::move(done.error()));
    if (pulled.error) {
        context.journal.error(pulled.error->message);
        run.failed(pulled.error->message);
        return;
    }
    const auto& generation = pulled.generation;
    run.done(fmt::format("customers={} generation={} new={} changed={} gone={}", pulled.totals.customers,
                         generation ? generation->number : 0, generation ? generation->rows_new : 0,
                         generation ? generation->rows_changed : 0, generation ? generation->rows_gone : 0));
}

JobContext with_store(const JobContext& context, store::Store& store) {
    return {context.settings, context.clock,       context.random,       store,        context.clients, context.executor,
            context.journal,  context.interrupted, context.spool_folder, context.actor};
}

} // namespace

bool PullReport::failed() const {
    return std::ranges::any_of(ledgers, [](const PulledLedger& ledger) { return ledger.error.has_value(); });
}

Result<PullReport> pull(JobContext& context, const Scope& scope, bool accept_empty) {
    PullReport report;
    std::vector<std::function<void()>> pieces;
    std::vector<std::pair<const config::Company*, const config::Ledger*>> chosen;
    for (const config::Company* company : companies_of(context, scope))
        for (const config::Ledger* ledger : context.settings.ledgers_of(company->name))
            if (scope.ledgers.empty() || std::ranges::find(scope.ledgers, ledger->name) != scope.ledgers.end())
                chosen.emplace_back(company, ledger);
    report.ledgers.resize(chosen.size());
    if (accept_empty && chosen.size() != 1)
        return fail(SETTLED_INVALID_CONFIG,
                    fmt::format("--accept-empty is said about one ledger, not about {}; name it with --ledger", chosen.size()));

    const bool side_by_side = chosen.size() > 1 && context.another_store;
    for (std::size_t i = 0; i < chosen.size(); ++i)
        pieces.emplace_back([&, i] {
            const auto& [company, ledger] = chosen[i];
            PulledLedger& pulled = report.ledgers[i];
            pulled.company = company->name, pulled.ledger = ledger->name;
            if (!side_by_side) return pull_recorded(context, *company, *ledger, scope, accept_empty, pulled);
            auto store = context.another_store();
            if (!store) {
                pulled.error = named(*ledger, std::move(store.error()));
                return context.journal.error(pulled.error->message);
            }
            JobContext own = with_store(context, **store);
            pull_recorded(own, *company, *ledger, scope, accept_empty, pulled);
        });
    if (side_by_side)
        run_in_threads(pieces, limit::ledgers_at_once_max);
    else
        context.executor.run(std::move(pieces));
    return report;
}

} // namespace settled::jobs
