#include "jobs/import.hpp"

#include "jobs/freshness.hpp"
#include "jobs/incoming_file.hpp"
#include "jobs/job_run.hpp"
#include "jobs/spooled_file.hpp"
#include "world/digest.hpp"
#include "world/files.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace settled::jobs {
namespace {

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
        IncomingFile incoming{source.name, remote.name, "unfetched:" + remote.id, remote.sender, remote.owner, {},
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
        const IncomingFile incoming{"",
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
