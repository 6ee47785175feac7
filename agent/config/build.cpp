#include "config/build.hpp"

#include <cassert>

namespace settled::config {
namespace {

namespace fs = std::filesystem;

// "sqlite:state/settled.db" → "sqlite:/etc/settled/state/settled.db"
std::string absolute_store_url(const fs::path& folder, const std::string& url) {
    constexpr std::string_view scheme = "sqlite:";
    if (!url.starts_with(scheme) || url == "sqlite::memory:") return url;
    return std::string(scheme) + absolute_path(folder, std::string_view(url).substr(scheme.size()));
}

// Fills one Settings, block by block.
class Builder {
  public:
    Builder(const fs::path& file, Settings& settings) : settings_(&settings) {
        settings.file = file;
        settings.folder = file.parent_path();
    }

    void top(const Value& root) { Reading(root, settings_->folder).text("language", settings_->language); }

    void block(const CheckedInstance& checked) {
        const Instance& instance = checked.instance;
        const Reading read(*instance.table, settings_->folder);
        bool enabled = true;
        read.flag("enabled", enabled);
        if (!enabled) return;
        const std::string_view name = instance.block->name;
        if (name == "store")
            store(read);
        else if (name == "log")
            log(read);
        else if (name == "network")
            network(read);
        else if (name == "access")
            access(read);
        else if (name == "alerts")
            alerts(read);
        else if (name == "company")
            company(read, instance.name);
        else if (name == "ledger")
            ledger(read, checked);
        else if (name == "customer_link")
            customer_link(read);
        else if (name == "bank_account")
            bank_account(read, instance.name);
        else if (name == "statement_source")
            source(read, checked);
        else if (name == "gateway")
            gateway(read, checked);
        else if (name == "feedback")
            settings_->feedbacks.push_back({instance.name, read.text("gateway"), plugin_block(read, checked)});
        else if (name == "person")
            person(read, instance.name);
        else if (name == "report")
            report(read, instance.name);
        else if (name == "procedure")
            settings_->procedures.push_back(build_procedure(instance, settings_->folder));
        else if (name == "assignment")
            assignment(read);
        else if (name == "sending")
            sending(read);
        else if (name == "matching")
            settings_->matching = build_matching(read);
        else if (name == "schedule")
            schedule(read, instance.name);
        else if (name == "plugins")
            read.pairs("allow", settings_->allowed_plugins);
        else if (name == "limits")
            limits(read);
        else if (name == "metrics")
            metrics(read);
        else if (name == "test")
            test(read);
        else
            assert(!"a block of the schema that nobody builds");
    }

  private:
    static Block plugin_block(const Reading& read, const CheckedInstance& checked) {
        return {checked.instance.where, read.text("plugin"), checked.options};
    }

    void store(const Reading& read) {
        StoreSettings& store = settings_->store;
        read.text("url", store.url);
        read.text("password", store.password);
        read.path("backup_folder", store.backup_folder);
        read.path("sent_log_copy", store.sent_log_copy);
        read.number("backup_keep", store.backup_keep);
        read.number("retention_years", store.retention_years);
        read.number("lease_seconds", store.lease_seconds);
    }

    void log(const Reading& read) {
        LogSettings& log = settings_->log;
        read.path("folder", log.folder);
        read.text("level", log.level);
        read.number("max_file_mb", log.max_file_mb);
        read.number("keep_files", log.keep_files);
        read.flag("system_log", log.system_log);
    }

    void network(const Reading& read) {
        Network& network = settings_->network;
        read.text("proxy", network.proxy);
        read.text("proxy_password", network.proxy_password);
        read.path("ca_file", network.ca_file);
        read.texts("no_proxy", network.no_proxy);
    }

    void access(const Reading& read) {
        Access& access = settings_->access;
        read.texts("view", access.view);
        read.texts("decide", access.decide);
        read.texts("release", access.release);
        read.texts("operate", access.operate);
        read.flag("two_people", access.two_people);
        read.path("decisions_folder", access.decisions_folder);
        read.path("socket", access.socket);
    }

    void alerts(const Reading& read) {
        read.texts("to", settings_->alerts.to);
        read.texts("also", settings_->alerts.also);
        read.text("gateway", settings_->alerts.gateway);
    }

    void company(const Reading& read, const std::string& name) {
        Company company;
        company.name = name;
        read.by_language("legal_name", company.legal_name);
        read.currency("currency", company.currency);
        read.text("time_zone", company.time_zone);
        read.text("calendar", company.calendar);
        read.text("country", company.country);
        const std::string mode = read.text("mode");
        company.mode = mode == "auto" ? Mode::automatic : mode == "approve" ? Mode::approve : Mode::shadow;
        read.day("go_live", company.go_live);
        read.texts("pilot_customers", company.pilot_customers);
        read.text("procedure", company.procedure);
        read.pairs("gateways", company.gateways);
        read.number("cost_of_money_basis_points", company.cost_of_money_basis_points);
        settings_->companies.push_back(std::move(company));
    }

    void ledger(const Reading& read, const CheckedInstance& checked) {
        Ledger ledger;
        ledger.name = checked.instance.name;
        read.text("company", ledger.company);
        read.text("connector", ledger.connector);
        ledger.block = plugin_block(read, checked);
        read.number("max_age_hours", ledger.max_age_hours);
        read.number("reread_after_minutes", ledger.reread_after_minutes);
        read.day("opening_day", ledger.opening_day);
        settings_->ledgers.push_back(std::move(ledger));
    }

    void customer_link(const Reading& read) {
        CustomerLink link;
        read.texts("customers", link.customers);
        settings_->customer_links.push_back(std::move(link));
    }

    void bank_account(const Reading& read, const std::string& name) {
        BankAccount account;
        account.name = name;
        read.text("company", account.company);
        read.text("bank", account.bank);
        read.text("account", account.account);
        read.text("ledger_account", account.ledger_account);
        read.text("source", account.source);
        read.texts("aliases", account.aliases);
        read.currency("currency", account.currency);
        read.flag("show_in_letters", account.show_in_letters);
        read.number("max_age_banking_days", account.max_age_banking_days);
        settings_->bank_accounts.push_back(std::move(account));
    }

    void source(const Reading& read, const CheckedInstance& checked) {
        StatementSource source;
        source.name = checked.instance.name;
        source.block = plugin_block(read, checked);
        read.text("parser", source.parser);
        read.text("layout", source.layout);
        read.text("then", source.then);
        source.parser_options = checked.parser_options;
        source.require_balances = source.block.plugin == "fetch_imap"; // anybody can send a mail
        read.flag("require_balances", source.require_balances);
        source.empty_day_is_covered = read.text("empty_day") == "no file";
        settings_->sources.push_back(std::move(source));
    }

    void gateway(const Reading& read, const CheckedInstance& checked) {
        Gateway gateway;
        gateway.name = checked.instance.name;
        gateway.block = plugin_block(read, checked);
        read.by_language("from", gateway.from);
        read.text("reply_to", gateway.reply_to);
        read.text("archive_to", gateway.archive_to);
        read.number("messages_per_minute", gateway.messages_per_minute);
        read.number("messages_per_day", gateway.messages_per_day);
        read.number("connections", gateway.connections);
        settings_->gateways.push_back(std::move(gateway));
    }

    void person(const Reading& read, const std::string& name) {
        Person person;
        person.name = name;
        read.text("name", person.display_name);
        read.text("email", person.email);
        read.text("language", person.language);
        read.text("substitute", person.substitute);
        read.day("away_until", person.away_until);
        read.texts("roles", person.roles);
        read.texts("companies", person.companies);
        read.amounts("limits", person.limits);
        read.texts("customers", person.customers);
        read.texts("customer_groups", person.customer_groups);
        read.texts("regions", person.regions);
        read.texts("business_lines", person.business_lines);
        settings_->people.push_back(std::move(person));
    }

    void report(const Reading& read, const std::string& name) {
        Report report;
        report.name = name;
        read.text("kind", report.kind);
        read.text("company", report.company);
        read.text("language", report.language);
        read.text("gateway", report.gateway);
        read.text("deliver_as", report.deliver_as);
        read.texts("to", report.to);
        settings_->reports.push_back(std::move(report));
    }

    void assignment(const Reading& read) {
        Assignment assignment;
        read.text("company", assignment.company);
        read.text("procedure", assignment.procedure);
        read.texts("customer_groups", assignment.customer_groups);
        read.texts("customers", assignment.customers);
        read.texts("grades", assignment.grades);
        read.texts("regions", assignment.regions);
        read.texts("business_lines", assignment.business_lines);
        settings_->assignments.push_back(std::move(assignment));
    }

    void sending(const Reading& read) {
        Sending& sending = settings_->sending;
        read.span("window", sending.window_from_minute, sending.window_to_minute);
        read.span("quiet_hours", sending.quiet_from_minute, sending.quiet_to_minute);
        read.number("messages_per_contact_per_day", sending.messages_per_contact_per_day);
        read.number("hold_above_usual_times", sending.hold_above_usual_times);
        read.number("hold_above_messages", sending.hold_above_messages);
        if (read.has("new_address")) sending.hold_new_address = read.text("new_address") == "hold";
        read.number("approval_valid_hours", sending.approval_valid_hours);
    }

    void schedule(const Reading& read, const std::string& name) {
        ScheduleEntry entry;
        entry.name = name;
        read.text("job", entry.job);
        read.text("days", entry.days);
        read.texts("at", entry.at);
        read.texts("company", entry.companies);
        read.number("every_minutes", entry.every_minutes);
        std::vector<std::string> between;
        read.texts("between", between);
        if (between.size() == 2) entry.between.emplace(between[0], between[1]);
        settings_->schedule.push_back(std::move(entry));
    }

    void limits(const Reading& read) {
        Limits& limits = settings_->limits;
        read.number("statement_file_mb", limits.statement_file_mb);
        read.number("statement_entries", limits.statement_entries);
        read.number("field_kb", limits.field_kb);
        read.number("nesting", limits.nesting);
        read.number("unpacked_mb", limits.unpacked_mb);
        read.number("unpack_ratio", limits.unpack_ratio);
        read.number("parts", limits.parts);
        read.number("file_seconds", limits.file_seconds);
        read.number("file_memory_mb", limits.file_memory_mb);
        read.number("job_seconds", limits.job_seconds);
        read.number("job_memory_mb", limits.job_memory_mb);
    }

    void metrics(const Reading& read) {
        read.text("listen", settings_->metrics_listen);
        read.text("heartbeat_url", settings_->heartbeat_url);
    }

    void test(const Reading& read) {
        read.flag("clock", settings_->test.clock);
        read.text("actor", settings_->test.actor);
    }

    Settings* settings_;
};

} // namespace

Settings build(const Value& root, const std::vector<CheckedInstance>& instances, const fs::path& file) {
    Settings settings;
    Builder builder(file, settings);
    builder.top(root);
    for (const CheckedInstance& instance : instances) builder.block(instance);
    settings.store.url = absolute_store_url(settings.folder, settings.store.url);
    return settings;
}

} // namespace settled::config
