#include "jobs/incoming_file.hpp"

#include "jobs/accept_statement.hpp"
#include "jobs/statement_collector.hpp"
#include "jobs/unproved.hpp"

#include <fmt/format.h>

namespace settled::jobs {
namespace {

constexpr int reading_tries_max = 3; // of one file by runs that were ended while it was read

store::SourceFile source_file(const IncomingFile& incoming, const std::string& company) {
    return {company,       incoming.source.empty() ? "by hand" : incoming.source, incoming.name, incoming.sha256, incoming.sender,
            incoming.owner};
}

// A file that waits for a person is kept under another digest than one in the book, so that the same
// file handed over by that person is new.
IncomingFile held(IncomingFile incoming) {
    incoming.sha256 = "held:" + incoming.sha256;
    return incoming;
}

// The stored state that matters most: imported by one company is imported.
Result<store::KnownFile> known(JobContext& context, const IncomingFile& incoming) {
    store::KnownFile strongest;
    for (const config::Company* company : incoming.companies) {
        auto found = context.store.entries().known(company->name, incoming.sha256);
        if (!found) return pass(found);
        if (found->state > strongest.state) strongest = std::move(*found);
    }
    return strongest;
}

template <class Write>
Status for_each_company(JobContext& context, const IncomingFile& incoming, const Scope& scope, Write&& write) {
    for (const config::Company* company : incoming.companies) {
        auto day = day_of(context, *company, scope);
        if (!day) return std::unexpected(day.error());
        auto stamped = stamp(context, *company, *day);
        if (!stamped) return std::unexpected(stamped.error());
        if (Status done = write(*company, *stamped); !done) return done;
    }
    return {};
}

Status refuse(JobContext& context, const IncomingFile& incoming, const Scope& scope, const std::string& reason) {
    if (scope.dry_run) return {};
    return for_each_company(context, incoming, scope, [&](const config::Company& company, const store::Stamp& stamped) {
        return context.store.entries().refuse(source_file(incoming, company.name), reason, stamped);
    });
}

std::string_view next_step(const Error& error) {
    if (!is_the_files_fault(error.code)) return "Next: the file stays and is tried again at the next run";
    return asks_the_bank(error.message) ? "Not imported" : "Next: mend the file, or ask the bank for it again; not imported";
}

Result<ReadFile> read(JobContext& context, const IncomingFile& incoming) {
    StatementCollector collector(static_cast<std::size_t>(context.settings.limits.statement_entries));
    host::FileToRead request{
        incoming.file.string(), incoming.name, incoming.settings ? incoming.settings->parser : "auto", {}, true};
    if (incoming.settings && !incoming.settings->layout.empty())
        request.options.emplace_back("layout", incoming.settings->layout);
    if (incoming.settings)
        request.options.insert(request.options.end(), incoming.settings->parser_options.begin(),
                               incoming.settings->parser_options.end());
    auto parser = context.clients.statements().read(request, collector);
    if (!parser) {
        const Error& error = parser.error();
        return fail(error.code,
                    fmt::format("statement {}{}: {}. {}", incoming.name, error.line > 0 ? fmt::format(":{}", error.line) : "",
                                error.message, next_step(error)),
                    error.line);
    }
    return ReadFile{incoming.name, incoming.source, std::move(*parser), std::move(collector.statements),
                    std::move(collector.diagnostics)};
}

Status publish(JobContext& context, const IncomingFile& incoming, const Scope& scope, const AcceptedFile& accepted,
               ImportedFile& imported) {
    if (scope.dry_run) {
        for (const auto& [company, statements] : accepted.companies)
            for (const store::AccountStatement& said : statements)
                imported.entries_new += static_cast<std::int64_t>(said.statement.entries.size());
        return {};
    }
    return for_each_company(context, incoming, scope, [&](const config::Company& company, const store::Stamp& stamped) -> Status {
        std::span<const store::AccountStatement> statements;
        for (const auto& [name, of_company] : accepted.companies)
            if (name == company.name) statements = of_company;
        auto published = context.store.entries().publish(source_file(incoming, company.name), statements, stamped);
        if (!published) return std::unexpected(published.error());
        imported.statements += published->statements;
        imported.entries_new += published->entries_new, imported.entries_known += published->entries_known;
        return {};
    });
}

// What is not proved by its balances stands beside the book until a person hands the file over.
Status publish_held(JobContext& context, const IncomingFile& incoming, const Scope& scope, AcceptedFile& accepted,
                    const std::string& why, ImportedFile& imported) {
    imported.fate = FileFate::held;
    const std::string words =
        fmt::format("statement {}: {}. It holds reminders and settles nothing. Next: ask the bank; if it is right, hand the file "
                    "over: settled import FILE",
                    incoming.name, why);
    imported.diagnostics.push_back({statement::Severity::warning, 0, "UNPROVED", words});
    context.journal.warning(words);
    hold(accepted);
    if (Status done = publish(context, held(incoming), scope, accepted, imported); !done || scope.dry_run) return done;
    return for_each_company(context, incoming, scope, [&](const config::Company& company, const store::Stamp&) {
        return context.store.entries().forget_reading(company.name, incoming.sha256);
    });
}

} // namespace

Status leave_unread(JobContext& context, const IncomingFile& incoming, const Scope& scope) {
    if (scope.dry_run) return {};
    return for_each_company(context, incoming, scope, [&](const config::Company& company, const store::Stamp& stamped) {
        return context.store.entries().leave_unread(source_file(incoming, company.name), stamped);
    });
}

Status take_in(JobContext& context, const IncomingFile& incoming, const Scope& scope, ImportedFile& imported) {
    imported.source = incoming.source, imported.name = incoming.name, imported.sha256 = incoming.sha256;
    const auto refused = [&](Error reason) {
        imported.fate = FileFate::refused;
        imported.error = std::move(reason);
        return refuse(context, incoming, scope, imported.error->message);
    };
    const bool must_be_proved = incoming.settings != nullptr && incoming.settings->require_balances;
    auto before = known(context, incoming);
    if (before && before->state == store::FileState::unknown && must_be_proved) before = known(context, held(incoming));
    if (!before) return std::unexpected(before.error());
    switch (before->state) {
    case store::FileState::imported:
        imported.fate = FileFate::already_known;
        return {};
    case store::FileState::refused:
        imported.fate = FileFate::refused;
        imported.error = Error{SETTLED_BAD_DATA, before->reason, 0};
        return {};
    case store::FileState::reading: // the run that read it ended without a word: the machine's fault once, hardly thrice
        if (before->times_begun < reading_tries_max) break;
        return refused({SETTLED_BAD_DATA,
                        fmt::format("statement {}: {} runs ended while it was read, the last one of {}; expected a file that can "
                                    "be read. Not tried again; ask the bank for the file again",
                                    incoming.name, before->times_begun, before->at),
                        0});
    case store::FileState::unknown:
        break;
    }
    if (!scope.dry_run)
        if (Status begun = for_each_company(context, incoming, scope,
                                            [&](const config::Company& company, const store::Stamp& stamped) {
                                                return context.store.entries().begin_reading(source_file(incoming, company.name),
                                                                                             stamped);
                                            });
            !begun)
            return begun;

    auto said = read(context, incoming);
    if (!said && !is_the_files_fault(said.error().code)) {
        imported.fate = FileFate::left;
        imported.error = std::move(said.error());
        return leave_unread(context, incoming, scope);
    }
    if (!said) return refused(said.error());
    imported.parser = said->parser, imported.diagnostics = said->diagnostics;
    auto accepted = accept(context.settings, std::move(*said));
    if (!accepted) return refused(accepted.error());
    if (!must_be_proved) return publish(context, incoming, scope, *accepted, imported);
    auto why = why_unproved(context, *accepted, scope);
    if (!why) return std::unexpected(why.error());
    if (!why->empty()) return publish_held(context, incoming, scope, *accepted, *why, imported);
    return publish(context, incoming, scope, *accepted, imported);
}

} // namespace settled::jobs
