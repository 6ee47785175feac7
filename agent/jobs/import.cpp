#include "jobs/import.hpp"

#include "jobs/accept_statement.hpp"
#include "jobs/freshness.hpp"
#include "jobs/job_run.hpp"
#include "jobs/spooled_file.hpp"
#include "jobs/statement_collector.hpp"
#include "jobs/unproved.hpp"
#include "world/digest.hpp"
#include "world/files.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace settled::jobs {
namespace {

constexpr int reading_tries_max = 3; // of one file by runs that were ended while it was read

// One file on its way in: its bytes on our disk, its digest, and the companies it may concern.
struct Incoming {
    std::string source, name, sha256, sender, owner;
    std::filesystem::path file;
    std::vector<const config::Company*> companies;
    const config::StatementSource* settings = nullptr; // nothing: handed over by a person
};

store::SourceFile source_file(const Incoming& incoming, const std::string& company) {
    return {company,       incoming.source.empty() ? "by hand" : incoming.source, incoming.name, incoming.sha256, incoming.sender,
            incoming.owner};
}

// A file that waits for a person is kept under another digest than one in the book, so that the same
// file handed over by that person is new.
Incoming held(Incoming incoming) {
    incoming.sha256 = "held:" + incoming.sha256;
    return incoming;
}

// The stored state that matters most: imported by one company is imported.
Result<store::KnownFile> known(JobContext& context, const Incoming& incoming) {
    store::KnownFile strongest;
    for (const config::Company* company : incoming.companies) {
        auto found = context.store.entries().known(company->name, incoming.sha256);
        if (!found) return pass(found);
        if (found->state > strongest.state) strongest = std::move(*found);
    }
    return strongest;
}

template <class Write> Status for_each_company(JobContext& context, const Incoming& incoming, const Scope& scope, Write&& write) {
    for (const config::Company* company : incoming.companies) {
        auto day = day_of(context, *company, scope);
        if (!day) return std::unexpected(day.error());
        auto stamped = stamp(context, *company, *day);
        if (!stamped) return std::unexpected(stamped.error());
        if (Status done = write(*company, *stamped); !done) return done;
    }
    return {};
}

Status refuse(JobContext& context, const Incoming& incoming, const Scope& scope, const std::string& reason) {
    if (scope.dry_run) return {};
    return for_each_company(context, incoming, scope, [&](const config::Company& company, const store::Stamp& stamped) {
        return context.store.entries().refuse(source_file(incoming, company.name), reason, stamped);
    });
}

// Only these say something about the file itself; anything else may be different tomorrow.
bool is_the_files_fault(settled_code code) { return code == SETTLED_BAD_DATA || code == SETTLED_UNSUPPORTED; }

std::string_view next_step(const Error& error) {
    if (!is_the_files_fault(error.code)) return "Next: the file stays and is tried again at the next run";
    return asks_the_bank(error.message) ? "Not imported" : "Next: mend the file, or ask the bank for it again; not imported";
}

Result<ReadFile> read(JobContext& context, const Incoming& incoming) {
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

Status publish(JobContext& context, const Incoming& incoming, const Scope& scope, const AcceptedFile& accepted,
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
Status publish_held(JobContext& context, const Incoming& incoming, const Scope& scope, AcceptedFile& accepted,
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

// It lies there and is not in the book: nobody is reminded until it is (stale_bank).
Status leave_unread(JobContext& context, const Incoming& incoming, const Scope& scope) {
    if (scope.dry_run) return {};
    return for_each_company(context, incoming, scope, [&](const config::Company& company, const store::Stamp& stamped) {
        return context.store.entries().leave_unread(source_file(incoming, company.name), stamped);
    });
}

// The source was looked through to its end: what was begun once and does not lie there any more, a person took away.
Status forget_what_went(JobContext& context, const config::StatementSource& source,
                        const std::vector<const config::Company*>& companies, const std::vector<std::string>& lying) {
    for (const config::Company* company : companies) {
        auto day = day_of(context, *company, {});
        if (!day) return pass(day);
        auto unread = context.store.entries().unread(company->name, *day);
        if (!unread) return pass(unread);
        for (const store::UnreadFile& file : *unread) {
            if (file.source != source.name || std::ranges::find(lying, file.sha256) != lying.end()) continue;
            if (Status gone = context.store.entries().forget_reading(company->name, file.sha256); !gone) return gone;
        }
    }
    return {};
}

// Fills `imported`. An error is the store's; a reader that could not work leaves the file for the
// next run, as if it had not been seen.
Status take_in(JobContext& context, const Incoming& incoming, const Scope& scope, ImportedFile& imported) {
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

void import_source(JobContext& context, const config::StatementSource& source,
                   const std::vector<const config::Company*>& companies, const Scope& scope, ImportReport& report) {
    const auto trouble = [&](const Error& error) {
        context.journal.error(error.message);
        report.troubles.push_back({source.block.where, error});
    };
    const auto not_stored = [&](const Error& error) {
        report.not_stored = error;
        trouble(error);
    };
    std::vector<std::string> lying; // digests of what stays there unread
    auto client = context.clients.fetch(source.block);
    if (!client) return trouble(client.error());
    auto listed = (*client)->list();
    if (!listed) return trouble(listed.error());
    for (std::size_t i = 0; i < listed->size() && !context.interrupted; ++i) {
        const host::RemoteFile& remote = (*listed)[i];
        context.journal.progress(source.name, static_cast<std::int64_t>(i), static_cast<std::int64_t>(listed->size()));
        Incoming incoming{source.name, remote.name, "unfetched:" + remote.id, remote.sender, remote.owner, {},
                          companies,   &source};
        auto bytes = fetch_bytes(context, **client, remote);
        // What the source itself refuses (a forged mail, a file beyond the limit) has no bytes to remember it by.
        if (!bytes && is_the_files_fault(bytes.error().code)) {
            context.journal.error(bytes.error().message);
            ImportedFile& unread = report.files.emplace_back();
            unread.source = source.name, unread.name = remote.name, unread.fate = FileFate::refused, unread.error = bytes.error();
            if (scope.dry_run) continue;
            if (Status disposed = (*client)->refused(remote.id, "", bytes.error().message); !disposed) trouble(disposed.error());
            continue;
        }
        if (!bytes) {
            trouble(bytes.error());
            lying.push_back(incoming.sha256);
            if (Status left = leave_unread(context, incoming, scope); !left) return not_stored(left.error());
            continue;
        }
        incoming.sha256 = world::sha256_hex(*bytes);
        incoming.file = context.spool_folder / incoming.sha256;
        const SpooledFile spooled(incoming.file);
        ImportedFile imported;
        Status taken = world::write_file(incoming.file, *bytes);
        if (taken) taken = take_in(context, incoming, scope, imported);
        if (!taken) {
            // A disk that was full for a moment takes this note, so that a later job knows of it too.
            if (Status left = leave_unread(context, incoming, scope); !left) context.journal.error(left.error().message);
            return not_stored(taken.error());
        }
        report.files.push_back(imported);
        if (imported.fate == FileFate::left) lying.push_back(incoming.sha256);
        if (imported.error) context.journal.error(imported.error->message);
        if (scope.dry_run || imported.fate == FileFate::left) continue;
        Status disposed = imported.fate == FileFate::refused
                              ? (*client)->refused(remote.id, incoming.sha256, imported.error->message)
                              : (*client)->imported(remote.id, incoming.sha256);
        if (!disposed) trouble(disposed.error());
    }
    if (scope.dry_run || context.interrupted) return;
    if (Status gone = forget_what_went(context, source, companies, lying); !gone) trouble(gone.error());
}

Status import_by_hand(JobContext& context, const std::vector<std::string>& files, const Scope& scope, ImportReport& report) {
    const std::size_t bytes_max = static_cast<std::size_t>(context.settings.limits.statement_file_mb) << 20;
    for (const std::string& file : files) {
        auto bytes = world::read_file(file, bytes_max);
        if (!bytes) {
            context.journal.error(bytes.error().message);
            report.troubles.push_back({file, bytes.error()});
            continue;
        }
        const Incoming incoming{"",
                                std::filesystem::path(file).filename().string(),
                                world::sha256_hex(*bytes),
                                "",
                                "",
                                file,
                                companies_of(context, scope),
                                nullptr};
        ImportedFile& imported = report.files.emplace_back();
        if (Status taken = take_in(context, incoming, scope, imported); !taken) return taken;
        if (imported.error) context.journal.error(imported.error->message);
    }
    return {};
}

std::vector<const config::Company*> companies_of_source(const JobContext& context, const config::StatementSource& source,
                                                        const Scope& scope) {
    std::vector<const config::Company*> served;
    for (const config::Company* company : companies_of(context, scope))
        if (std::ranges::any_of(context.settings.accounts_of(company->name),
                                [&](const config::BankAccount* account) { return account->source == source.name; }))
            served.push_back(company);
    return served;
}

} // namespace

std::string_view name(FileFate fate) {
    switch (fate) {
    case FileFate::imported:
        return "imported";
    case FileFate::already_known:
        return "already_known";
    case FileFate::held:
        return "held";
    case FileFate::left:
        return "left";
    case FileFate::refused:
        break;
    }
    return "refused";
}

bool ImportReport::failed() const {
    return !troubles.empty() || std::ranges::any_of(files, [](const ImportedFile& file) { return file.error.has_value(); });
}

Result<ImportReport> import(JobContext& context, const Scope& scope, const std::vector<std::string>& files) {
    ImportReport report;
    // An import that cannot run ends as one that cannot, whatever the reason was: the jobs after it depend on that.
    if (Status made = world::make_folder(context.spool_folder, world::Permission::owner_only); !made)
        return fail(SETTLED_UNAVAILABLE, made.error().message);
    if (!files.empty()) {
        if (Status done = import_by_hand(context, files, scope, report); !done) return pass(done);
        return report;
    }
    std::vector<std::function<void()>> pieces;
    for (const config::StatementSource& source : context.settings.sources) {
        const auto companies = companies_of_source(context, source, scope);
        if (companies.empty()) continue;
        pieces.emplace_back([&context, &source, companies, &scope, &report] {
            JobRunRecord run(context, *companies.front(), "import", source.name, scope.dry_run);
            const std::size_t troubles_before = report.troubles.size(), files_before = report.files.size();
            import_source(context, source, companies, scope, report);
            std::int64_t entries_new = 0, refused = 0;
            for (std::size_t i = files_before; i < report.files.size(); ++i)
                entries_new += report.files[i].entries_new, refused += report.files[i].error ? 1 : 0;
            const std::string summary =
                fmt::format("files={} entries_new={} refused={}", report.files.size() - files_before, entries_new, refused);
            if (report.troubles.size() == troubles_before && refused == 0 && !scope.dry_run && !context.interrupted)
                for (const config::Company* company : companies)
                    if (Status noted = note_look(context, *company, source); !noted)
                        report.troubles.push_back({source.name, noted.error()});
            if (report.troubles.size() > troubles_before)
                run.failed(report.troubles.back().error.message);
            else if (refused > 0)
                run.partly(summary);
            else
                run.done(summary);
        });
    }
    context.executor.run(std::move(pieces));
    if (context.interrupted)
        return fail(SETTLED_STOPPED,
                    "import: interrupted between two files; what was taken in is stored, the others wait where they lie");
    // The bank's word lies there and is not known: whoever paid yesterday would be reminded today.
    if (report.not_stored)
        return fail(SETTLED_UNAVAILABLE, "a statement lies there that could not be stored: " + report.not_stored->message);
    return report;
}

} // namespace settled::jobs
