#include "config/show.hpp"

#include "config/check.hpp"
#include "config/document.hpp"
#include "config/toml_writer.hpp"

#include <fmt/format.h>

namespace settled::config {
namespace {

void show_agent(TomlWriter& out, const Settings& settings) {
    out.heading("[store]");
    out.text("url", settings.store.url);
    out.text("password", settings.store.password);
    out.text("backup_folder", settings.store.backup_folder);
    out.number("backup_keep", settings.store.backup_keep);
    out.text("sent_log_copy", settings.store.sent_log_copy);
    if (settings.store.retention_years > 0) out.number("retention_years", settings.store.retention_years);
    out.number("lease_seconds", settings.store.lease_seconds);
    out.heading("[log]");
    out.text("folder", settings.log.folder);
    out.text("level", settings.log.level);
    out.number("max_file_mb", settings.log.max_file_mb);
    out.number("keep_files", settings.log.keep_files);
    out.flag("system_log", settings.log.system_log);
    out.heading("[network]");
    out.text("proxy", settings.network.proxy);
    out.text("proxy_password", settings.network.proxy_password);
    out.list("no_proxy", settings.network.no_proxy);
    out.text("ca_file", settings.network.ca_file);
    out.heading("[access]");
    out.list("view", settings.access.view);
    out.list("decide", settings.access.decide);
    out.list("release", settings.access.release);
    out.list("operate", settings.access.operate);
    out.flag("two_people", settings.access.two_people);
    out.text("decisions_folder", settings.access.decisions_folder);
    out.text("socket", settings.access.socket);
    out.heading("[alerts]");
    out.list("to", settings.alerts.to);
    out.text("gateway", settings.alerts.gateway);
    out.list("also", settings.alerts.also);
}

void show_companies(TomlWriter& out, const Settings& settings) {
    for (const Company& company : settings.companies) {
        out.named("company", company.name);
        out.by_language("legal_name", company.legal_name);
        out.text("currency", company.currency.code());
        out.text("time_zone", company.time_zone);
        out.text("calendar", company.calendar);
        out.text("country", company.country);
        out.text("mode", company.mode == Mode::automatic ? "auto" : company.mode == Mode::approve ? "approve" : "shadow");
        out.day("go_live", company.go_live);
        out.list("pilot_customers", company.pilot_customers);
        out.text("procedure", company.procedure);
        out.table("gateways", company.gateways);
        if (company.cost_of_money_basis_points > 0) out.number("cost_of_money_basis_points", company.cost_of_money_basis_points);
    }
    for (const Ledger& ledger : settings.ledgers) {
        out.named("ledger", ledger.name);
        out.text("company", ledger.company);
        out.text("plugin", ledger.block.plugin);
        out.text("connector", ledger.connector);
        out.number("max_age_hours", ledger.max_age_hours);
        out.number("reread_after_minutes", ledger.reread_after_minutes);
        out.day("opening_day", ledger.opening_day);
        out.options("ledger", ledger.block.options);
    }
    for (const CustomerLink& link : settings.customer_links) {
        out.heading("[[customer_link]]");
        out.list("customers", link.customers);
    }
    for (const BankAccount& account : settings.bank_accounts) {
        out.named("bank_account", account.name);
        out.text("company", account.company);
        out.text("bank", account.bank);
        out.text("account", account.account);
        out.list("aliases", account.aliases);
        out.text("currency", account.currency.code());
        out.text("ledger_account", account.ledger_account);
        out.text("source", account.source);
        out.flag("show_in_letters", account.show_in_letters);
        out.number("max_age_banking_days", account.max_age_banking_days);
    }
}

void show_ways(TomlWriter& out, const Settings& settings) {
    for (const StatementSource& source : settings.sources) {
        out.named("statement_source", source.name);
        out.text("plugin", source.block.plugin);
        out.text("parser", source.parser);
        out.text("layout", source.layout);
        out.text("then", source.then);
        out.flag("require_balances", source.require_balances);
        out.text("empty_day", source.empty_day_is_covered ? "no file" : "unknown");
        out.options("statement_source", source.block.options);
        out.options("statement_source", source.parser_options);
    }
    for (const Gateway& gateway : settings.gateways) {
        out.named("gateway", gateway.name);
        out.text("plugin", gateway.block.plugin);
        out.by_language("from", gateway.from);
        out.text("reply_to", gateway.reply_to);
        out.text("archive_to", gateway.archive_to);
        out.number("messages_per_minute", gateway.messages_per_minute);
        out.number("messages_per_day", gateway.messages_per_day);
        out.number("connections", gateway.connections);
        out.options("gateway", gateway.block.options);
    }
    for (const Feedback& feedback : settings.feedbacks) {
        out.named("feedback", feedback.name);
        out.text("plugin", feedback.block.plugin);
        out.text("gateway", feedback.gateway);
        out.options("feedback", feedback.block.options);
    }
}

void show_people(TomlWriter& out, const Settings& settings) {
    for (const Person& person : settings.people) {
        out.named("person", person.name);
        out.text("name", person.display_name);
        out.text("email", person.email);
        out.text("language", person.language);
        out.list("roles", person.roles);
        out.list("companies", person.companies);
        out.amounts("limits", person.limits);
        out.text("substitute", person.substitute);
        out.day("away_until", person.away_until);
        if (!person.customers.empty()) out.list("customers", person.customers);
        if (!person.customer_groups.empty()) out.list("customer_groups", person.customer_groups);
        if (!person.regions.empty()) out.list("regions", person.regions);
        if (!person.business_lines.empty()) out.list("business_lines", person.business_lines);
    }
    for (const Report& report : settings.reports) {
        out.named("report", report.name);
        out.text("kind", report.kind);
        out.text("company", report.company);
        out.text("language", report.language);
        out.text("gateway", report.gateway);
        out.text("deliver_as", report.deliver_as);
        out.list("to", report.to);
    }
}

std::string step_text(const dunning::Step& step) {
    std::string row = fmt::format("{{ name = {}, day = {}", config::quoted(step.name), step.day);
    const auto add = [&](std::string_view key, std::string_view value) { row += fmt::format(", {} = {}", key, value); };
    const auto add_text = [&](std::string_view key, std::string_view value) {
        if (!value.empty()) add(key, config::quoted(value));
    };
    const auto add_list = [&](std::string_view key, const std::vector<std::string>& values) {
        if (!values.empty()) add(key, list_text(values));
    };
    const bool is_message = step.kind == dunning::StepKind::message;
    add("kind", is_message ? "\"message\"" : "\"task\"");
    if (is_message) add_text("channel", step.channel);
    add_list("fallback", step.fallback);
    add_text("template", step.template_name);
    add_text("task", step.task);
    add_text("role", step.role);
    add_list("copy", step.copy);
    add_list("attach", step.attach);
    if (step.needs_release) add_text("approval", "release");
    if (step.grace_days != 0) add("grace", std::to_string(step.grace_days));
    if (step.deadline_days != 0) add("deadline_days", std::to_string(step.deadline_days));
    add_text("escalate_to", step.escalate_to);
    return row + " }";
}

void show_dunning(TomlWriter& out, const Settings& settings) {
    for (const dunning::Procedure& procedure : settings.procedures) {
        out.named("procedure", procedure.name);
        out.text("collaboration", procedure.collaboration);
        out.text("interest", procedure.interest);
        out.amounts("minimum_total", procedure.minimum_total);
        out.number("minimum_gap_days", procedure.minimum_gap_days);
        if (procedure.account_check_days > 0) out.number("account_check_days", procedure.account_check_days);
        if (!procedure.thanks.empty()) out.text("thanks", procedure.thanks);
        std::string steps = "[\n";
        for (const dunning::Step& step : procedure.steps) steps += "  " + step_text(step) + ",\n";
        out.raw("step", steps + "]");
    }
    for (const Assignment& assignment : settings.assignments) {
        out.heading("[[assignment]]");
        out.text("company", assignment.company);
        out.text("procedure", assignment.procedure);
        out.list("customer_groups", assignment.customer_groups);
        out.list("customers", assignment.customers);
        out.list("grades", assignment.grades);
        out.list("regions", assignment.regions);
        out.list("business_lines", assignment.business_lines);
    }
    const Sending& sending = settings.sending;
    out.heading("[sending]");
    out.span("window", sending.window_from_minute, sending.window_to_minute);
    out.span("quiet_hours", sending.quiet_from_minute, sending.quiet_to_minute);
    out.number("messages_per_contact_per_day", sending.messages_per_contact_per_day);
    out.number("hold_above_usual_times", sending.hold_above_usual_times);
    out.number("hold_above_messages", sending.hold_above_messages);
    out.text("new_address", sending.hold_new_address ? "hold" : "warn");
    out.number("approval_valid_hours", sending.approval_valid_hours);
}

void show_matching(TomlWriter& out, const Matching& matching) {
    out.heading("[matching]");
    out.list("early_payment_discount_percent", matching.early_payment_discount_percent);
    out.text("first_third_party", matching.first_third_party_settles ? "settle" : "ask");
    for (const ResidualLimit& limit : matching.residuals) {
        out.heading("[[matching.residual]]");
        out.text("reason", limit.reason);
        out.text("currency", limit.currency.code());
        out.text("path", limit.path == MatchPath::domestic ? "domestic" : limit.path == MatchPath::foreign ? "foreign" : "any");
        out.text("limit", amount_text(limit.limit, limit.currency));
    }
    for (const Convention& convention : matching.conventions) {
        out.heading("[[matching.convention]]");
        out.raw("customers", list_text(convention.customers));
        out.text("rule", convention.rule);
    }
}

void show_running(TomlWriter& out, const Settings& settings) {
    for (const ScheduleEntry& entry : settings.schedule) {
        out.named("schedule", entry.name);
        out.text("job", entry.job);
        out.text("days", entry.days);
        out.list("company", entry.companies);
        if (entry.every_minutes > 0)
            out.number("every_minutes", entry.every_minutes);
        else
            out.raw("at", list_text(entry.at));
        if (entry.between) out.raw("between", list_text({entry.between->first, entry.between->second}));
    }
    if (!settings.allowed_plugins.empty()) {
        out.heading("[plugins]");
        out.table("allow", settings.allowed_plugins);
    }
    const Limits& limits = settings.limits;
    out.heading("[limits]");
    out.number("statement_file_mb", limits.statement_file_mb);
    out.number("statement_entries", limits.statement_entries);
    out.number("field_kb", limits.field_kb);
    out.number("nesting", limits.nesting);
    out.number("unpacked_mb", limits.unpacked_mb);
    out.number("unpack_ratio", limits.unpack_ratio);
    out.number("parts", limits.parts);
    out.number("file_seconds", limits.file_seconds);
    out.number("file_memory_mb", limits.file_memory_mb);
    out.number("job_seconds", limits.job_seconds);
    out.number("job_memory_mb", limits.job_memory_mb);
    if (!settings.metrics_listen.empty() || !settings.heartbeat_url.empty()) {
        out.heading("[metrics]");
        out.text("listen", settings.metrics_listen);
        out.text("heartbeat_url", settings.heartbeat_url);
    }
    if (settings.test.clock || !settings.test.actor.empty()) {
        out.heading("[test]");
        out.flag("clock", settings.test.clock);
        out.text("actor", settings.test.actor);
    }
}

} // namespace

std::string show(const Settings& settings) {
    TomlWriter out;
    out.number("schema", schema_of_this_agent);
    out.text("language", settings.language);
    show_agent(out, settings);
    show_companies(out, settings);
    show_ways(out, settings);
    show_people(out, settings);
    show_dunning(out, settings);
    show_matching(out, settings.matching);
    show_running(out, settings);
    return out.take();
}

} // namespace settled::config
