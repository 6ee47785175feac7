// settled health -- what the service runs every quarter of an hour: looks at everything and tells IT what is new.

#include "cli/commands.hpp"
#include "jobs/deliver.hpp"
#include "jobs/health.hpp"

#include <fmt/format.h>

namespace settled::cli {
namespace {

int run_health(Session& session) {
    auto context = session.context();
    if (!context) return report(session, context.error());
    if (Status locked = session.lock_name("job/health"); !locked) return report(session, locked.error());
    auto told = jobs::tell_health(**context);
    if (!told) return report(session, told.error());
    Table table({{"id"}, {"severity"}, {"words"}});
    for (const jobs::HealthTrouble& trouble : told->troubles)
        table.add({trouble.id, trouble.severity == jobs::Severity::critical ? "critical" : "warning", trouble.words});
    table.print(session.globals().format, session.tools().out, "nothing is wrong", session.tools().out_columns);
    if (told->message == 0) return 0;
    // What IT is told does not wait for the next deliver; where one runs just now, it takes the mail along.
    jobs::Scope first{{(*context)->settings.companies.front().name}, {}, {}, false};
    if (!session.lock_name(fmt::format("job/{}/deliver", first.companies.front()))) return 0;
    auto sent = jobs::deliver(**context, first, false, jobs::Audience::house);
    if (!sent) return report(session, sent.error());
    return status_of(sent->failed());
}

} // namespace

void add_health(Commands& commands) {
    commands.add("health", "What the service looks at: everything that may be wrong; IT is told what is new", run_health)
        .group(""); // for the service; people ask settled status
}

} // namespace settled::cli
