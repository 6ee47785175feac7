// settled backup · store backup|restore|migrate|verify|seed-contacts -- the one database: copied, put back, moved, looked at,
// and begun with.

#include "cli/commands.hpp"
#include "jobs/backup.hpp"
#include "jobs/job_run.hpp"
#include "jobs/own_state.hpp"
#include "jobs/seed_contacts.hpp"
#include "jobs/service_status.hpp"
#include "jobs/table_file.hpp"
#include "world/files.hpp"
#include "world/lock_file.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace settled::cli {
namespace {

struct Options {
    std::string file, to, password;
};

jobs::OpenCopy opener(Session& session) {
    return [&](const std::filesystem::path& file) {
        return session.tools().open_store({.url = "sqlite:" + file.string(), .password = {}, .create = false});
    };
}

int run_backup(Session& session) {
    auto context = session.context();
    if (!context) return report(session, context.error());
    if (Status locked = session.lock_name("job/backup"); !locked) return report(session, locked.error());
    jobs::JobRunRecord run(**context, (*context)->settings.companies.front(), "backup", "", false);
    auto made = jobs::back_up(**context, opener(session));
    if (!made) {
        run.failed(made.error().message);
        return report(session, made.error());
    }
    run.done(fmt::format("{} bytes={} removed={}", made->file.filename().string(), made->byte_count, made->removed.size()));
    Table table({{"file"}, {"bytes", Align::right}, {"removed", Align::right}});
    table.add({made->file.string(), std::to_string(made->byte_count), std::to_string(made->removed.size())});
    table.print(session.globals().format, session.tools().out, "", session.tools().out_columns);
    return 0;
}

int run_verify(Session& session) {
    auto context = session.context();
    if (!context) return report(session, context.error());
    auto damage = (*context)->store.damage();
    if (!damage) return report(session, damage.error());
    for (const std::string& words : *damage) session.journal().error(words);
    if (!damage->empty()) {
        auto copies = jobs::backups((*context)->settings);
        if (copies && !copies->empty())
            session.journal().error(fmt::format("the newest backup is {}; put it back: settled store restore {}",
                                                copies->front().string(), copies->front().string()));
        return status_of(true);
    }
    session.tools().out("the store is as it was written: pages, audit chain, messages\n");
    return 0;
}

// Nobody else may have the database open: not the service, and not a job by hand.
int run_restore(Session& session, const Options& options) {
    auto settings = session.settings();
    if (!settings) return report(session, settings.error());
    // On another machine nothing has made it yet.
    if (Status made = world::make_folder((*settings)->data_folder(), world::Permission::owner_only); !made)
        return report(session, made.error());
    if (Status own = jobs::own_state(**settings); !own) return report(session, own.error()); // the lock is made in it
    auto service = world::LockFile::take((*settings)->data_folder() / jobs::service_lock_name);
    if (!service)
        return report(session, {service.error().code,
                                "the service runs; stop it first: settled service stop (" + service.error().message + ")", 0});
    // A store that is damaged may not open; then nobody else works with it either.
    if (auto opened = session.context()) {
        auto holders = (*opened)->store.locks().holders();
        if (holders)
            for (const store::LockHolder& holder : *holders)
                return report(session,
                              {SETTLED_UNAVAILABLE,
                               fmt::format("{} is running ({} since {}); wait for it", holder.name, holder.owner, holder.since),
                               0});
    }
    session.close();
    auto kept = jobs::restore(**settings, options.file, opener(session), session.tools().clock.now());
    if (!kept) return report(session, kept.error());
    auto context = session.context();
    if (!context) return report(session, context.error());
    const config::Company& company = (*settings)->companies.front();
    auto day = jobs::day_of(**context, company, {});
    if (!day) return report(session, day.error());
    auto stamped = jobs::stamp(**context, company, *day);
    if (!stamped) return report(session, stamped.error());
    auto noted = (*context)->store.audit().append(company.name, "restore", "{}", *stamped);
    if (!noted) return report(session, noted.error());
    session.tools().out(
        fmt::format("{} is the store now; the one before is kept as {}. Run settled cycle; what was sent since the "
                    "backup is known from the sent log and not sent again\n",
                    options.file, kept->string()));
    return 0;
}

// Into a PostgreSQL; the configuration is changed by hand afterwards, so that whoever does it knows when.
int run_migrate(Session& session, const Options& options) {
    auto settings = session.settings();
    if (!settings) return report(session, settings.error());
    if (Status own = jobs::own_state(**settings); !own) return report(session, own.error()); // the lock is made in it
    auto service = world::LockFile::take((*settings)->data_folder() / jobs::service_lock_name);
    if (!service)
        return report(session, {service.error().code,
                                "the service runs; stop it first: settled service stop (" + service.error().message + ")", 0});
    auto context = session.context();
    if (!context) return report(session, context.error());
    auto damage = (*context)->store.damage(); // what is damaged is not carried on
    if (!damage) return report(session, damage.error());
    if (!damage->empty())
        return report(session,
                      {SETTLED_UNAVAILABLE, "the store is damaged: " + damage->front() + "; see settled store verify", 0});
    if (Status locked = session.lock("cycle"); !locked) return report(session, locked.error());
    store::StoreOptions to{.url = options.to, .password = {}};
    if (!options.password.empty()) {
        auto secret = session.secrets().resolve(options.password);
        if (!secret) return report(session, secret.error());
        to.password = std::move(*secret);
    }
    auto copied = session.tools().copy_store({.url = (*settings)->store.url, .password = {}, .create = false}, to);
    if (!copied) return report(session, copied.error());
    auto opened = session.tools().open_store(to);
    if (!opened) return report(session, opened.error());
    if (auto verified = (*opened)->audit().verify(); !verified) return report(session, verified.error());
    Table table({{"table"}, {"rows", Align::right}, {"sums_compared", Align::right}});
    for (const store::CopiedTable& each : *copied)
        table.add({each.name, std::to_string(each.rows), std::to_string(each.sums_compared)});
    table.print(session.globals().format, session.tools().out, "", session.tools().out_columns);
    session.journal().info(
        fmt::format("everything is in {}, the chain of the audit too; now write it into [store] url", options.to));
    return 0;
}

int run_seed_contacts(Session& session, const Options& options) {
    auto bytes = world::read_file(options.file, jobs::table_file_bytes_max);
    if (!bytes) return report(session, bytes.error());
    auto context = session.context();
    if (!context) return report(session, context.error());
    auto scope = session.scope();
    if (!scope) return report(session, scope.error());
    auto seeded = jobs::seed_contacts(**context, *scope, *bytes);
    if (!seeded) return report(session, {seeded.error().code, options.file + ": " + seeded.error().message, 0});
    Table table({{"row", Align::right}, {"customer"}, {"address"}, {"outcome"}});
    for (const jobs::SeededContact& each : *seeded)
        table.add({std::to_string(each.row), each.customer, each.address, each.outcome});
    table.print(session.globals().format, session.tools().out, "the file names no customer", session.tools().out_columns);
    return status_of(std::ranges::any_of(*seeded, &jobs::SeededContact::is_refused));
}

} // namespace

void add_store(Commands& commands) {
    auto& options = commands.keep<Options>();
    commands.add("backup", "A copy of the store in [store] backup_folder; the oldest beyond backup_keep go", run_backup);
    CLI::App& group = commands.add_group("store", "The one database of the agent");
    group.require_subcommand(1);
    commands.add_to(group, "backup", "The same as settled backup", run_backup);
    commands.add_to(group, "verify", "Is everything as it was written? Pages, audit chain, messages", run_verify);
    commands
        .add_to(group, "seed-contacts", "Keep the addresses that finance has confirmed, all at once",
                [&](Session& session) { return run_seed_contacts(session, options); })
        .add_option("file", options.file, "CSV or workbook with a column for the customer and one for e-mail or phone")
        ->required()
        ->type_name("FILE");
    CLI::App& migrate =
        commands.add_to(group, "migrate", "Everything from SQLite into an empty PostgreSQL, proved by counts and sums",
                        [&](Session& session) { return run_migrate(session, options); });
    migrate.add_option("--to", options.to, "postgresql://USER@HOST/DATABASE")->required()->type_name("URL");
    migrate.add_option("--password", options.password, "Of that user: secret:NAME")->type_name("secret:NAME");
    commands
        .add_to(group, "restore", "Put a backup in the store's place; the store of now is kept beside it",
                [&](Session& session) { return run_restore(session, options); })
        .add_option("file", options.file, "A file that settled backup wrote")
        ->required()
        ->type_name("FILE");
}

} // namespace settled::cli
