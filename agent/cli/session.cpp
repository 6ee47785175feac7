#include "cli/session.hpp"

#include "cli/exit_status.hpp"
#include "cli/journal.hpp"
#include "cli/lease_keeper.hpp"
#include "host/make_clients.hpp"
#include "jobs/access.hpp"
#include "jobs/mode.hpp"
#include "jobs/own_state.hpp"
#include "render/json_object.hpp"
#include "render/pdf.hpp"
#include "world/files.hpp"
#include "world/process.hpp"
#include "world/resting_file.hpp"
#include "world/trusted_file.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

namespace settled::cli {
namespace {

constexpr std::size_t shipped_bytes_max = 1 << 20;

std::vector<config::ShippedText> shipped_texts(const std::filesystem::path& folder) {
    std::vector<config::ShippedText> texts;
    auto listed = world::list_folder(folder);
    if (!listed) return texts; // an installation without them: the check names what is missing
    for (const world::FolderEntry& entry : *listed) {
        if (entry.is_folder || !entry.name.ends_with(".toml")) continue;
        if (auto text = world::read_file(folder / entry.name, shipped_bytes_max)) texts.push_back({entry.name, std::move(*text)});
    }
    return texts;
}

// A fallback that begins with "./" means what is installed, not what lies beside the configuration.
config::PluginLookup with_installed_folders(config::PluginLookup lookup, const std::filesystem::path& share) {
    auto ask = lookup.options;
    lookup.options = [ask, share](settled_kind kind, const std::string& plugin) {
        auto rows = ask(kind, plugin);
        if (rows && *rows)
            for (config::OptionRow& row : **rows)
                if (row.fallback.starts_with("./")) row.fallback = (share / row.fallback.substr(2)).string();
        return rows;
    };
    return lookup;
}

std::string default_config_file(const Tools& tools) {
    if (auto file = tools.environment("SETTLED_CONFIG"); file && !file->empty()) return *file;
    return world::packaged_configuration_file().string();
}

// The secrets of the blocks, filled in as each is opened: nothing else sees them.
class SecretClients final : public host::Clients {
  public:
    SecretClients(std::unique_ptr<host::Clients> clients, world::Secrets secrets)
        : clients_(std::move(clients)), secrets_(std::move(secrets)) {}

    Result<std::unique_ptr<host::LedgerClient>> ledger(const host::PluginBlock& block) override {
        return opened(block, [&](const host::PluginBlock& filled) { return clients_->ledger(filled); });
    }
    Result<std::unique_ptr<host::FetchClient>> fetch(const host::PluginBlock& block) override {
        return opened(block, [&](const host::PluginBlock& filled) { return clients_->fetch(filled); });
    }
    Result<std::unique_ptr<host::NotifyClient>> notify(const host::PluginBlock& block) override {
        return opened(block, [&](const host::PluginBlock& filled) { return clients_->notify(filled); });
    }
    Result<std::unique_ptr<host::FeedbackClient>> feedback(const host::PluginBlock& block) override {
        return opened(block, [&](const host::PluginBlock& filled) { return clients_->feedback(filled); });
    }
    host::StatementClient& statements() override { return clients_->statements(); }

  private:
    template <class Open> auto opened(const host::PluginBlock& block, Open&& open) -> decltype(open(block)) {
        host::PluginBlock filled = block;
        for (auto& [key, value] : filled.options) {
            auto secret = secrets_.resolve(value);
            if (!secret) return fail(secret.error().code, fmt::format("{}: {}: {}", block.where, key, secret.error().message));
            value = std::move(*secret);
        }
        return open(filled);
    }

    std::unique_ptr<host::Clients> clients_;
    world::Secrets secrets_;
};

} // namespace

struct Session::Parts {
    std::optional<config::Settings> settings;
    std::optional<config::Checked> peeked;
    std::string direct_command;
    std::unique_ptr<world::Clock> clock;
    std::unique_ptr<store::Store> store;
    std::unique_ptr<host::Clients> clients;
    jobs::ThreadedExecutor executor;
    std::optional<jobs::JobContext> context;
    std::vector<std::unique_ptr<store::Lock>> locks;                        // released before the store closes
    std::shared_ptr<store::Fence> fence = std::make_shared<store::Fence>(); // what `locks` are, for every connection
    std::optional<LeaseKeeper> keeper;
};

Session::Session(Tools& tools, const Globals& globals)
    : tools_(&tools), globals_(&globals), parts_(std::make_unique<Parts>()),
      journal_(make_journal(tools.err, tools.err_is_terminal, globals.log_level)) {}

Session::~Session() = default;

host::Catalog Session::catalog() const { return host::Catalog(tools_->plugin_folders); }

config::Checked Session::checked() {
    const std::filesystem::path file = config_file();
    auto text = world::read_resting_file(file, world::limit::configuration_bytes_max); // somebody may be saving it
    if (!text) {
        const bool is_absent = text.error().code == SETTLED_INVALID_CONFIG;
        const std::string_view next = is_absent ? "; give one with --config FILE, or write a first one with settled init" : "";
        return {std::nullopt, {{true, 0, fmt::format("{}{}", text.error().message, next)}}};
    }
    config::CheckRequest request;
    request.text = std::move(*text), request.file = file;
    request.plugins = with_installed_folders(catalog().lookup(), tools_->share_folder);
    request.procedures = shipped_texts(tools_->share_folder / "config" / "procedures");
    request.calendars = shipped_texts(tools_->share_folder / "config" / "calendars");
    request.interest = shipped_texts(tools_->share_folder / "config" / "interest");
    std::ranges::move(shipped_texts(file.parent_path() / "interest"), std::back_inserter(request.interest));
    request.time_zones = world::time_zone_names();
    request.makes_papers = render::makes_papers();
    return config::check(request);
}

std::string Session::config_file() const {
    return globals_->config_file.empty() ? default_config_file(*tools_) : globals_->config_file;
}

Result<config::Settings> Session::settings_as_they_stand() { return load(); }

// Whoever writes the file chooses whom is written to, what is loaded and who may act.
Status Session::take_service_account(const config::Settings& settings) const {
    if (Status own = jobs::own_state(settings); !own) return fail(SETTLED_INVALID_CONFIG, own.error().message);
    auto trusted = world::TrustedFile::open(config_file());
    if (trusted || trusted.error().code != SETTLED_ACCESS_DENIED) return {}; // one that is not there is said by its reading
    return fail(SETTLED_INVALID_CONFIG,
                fmt::format("others could change the configuration that the service obeys: {}", trusted.error().message));
}

const config::Settings* Session::peek() {
    if (parts_->settings) return &*parts_->settings;
    if (!parts_->peeked) parts_->peeked = checked();
    return parts_->peeked->settings ? &*parts_->peeked->settings : nullptr;
}

void Session::acts_directly(const std::string& command) { parts_->direct_command = command; }

Result<config::Settings> Session::load() {
    config::Checked found = parts_->peeked ? std::move(*parts_->peeked) : checked();
    parts_->peeked.reset();
    for (const config::Finding& finding : found.findings) {
        if (finding.is_error)
            journal_->error(finding.text);
        else
            journal_->warning(finding.text);
    }
    if (!found.settings) return fail(SETTLED_INVALID_CONFIG, ""); // said line by line above
    return std::move(*found.settings);
}

Result<const config::Settings*> Session::settings() {
    if (!parts_->settings) {
        auto loaded = load();
        if (!loaded) return pass(loaded);
        parts_->settings = std::move(*loaded);
    }
    return &*parts_->settings;
}

world::Secrets Session::secrets() const {
    const std::filesystem::path file = config_file();
    const bool environment_allowed = tools_->environment("SETTLED_SECRETS_FROM_ENVIRONMENT").value_or("") == "yes";
    return world::Secrets(world::process_secret_sources(std::filesystem::absolute(file).parent_path(), environment_allowed));
}

Result<jobs::Scope> Session::scope() {
    auto loaded = settings();
    if (!loaded) return pass(loaded);
    jobs::Scope scope{globals_->companies, globals_->ledgers, {}, globals_->dry_run};
    const auto check_names = [](const std::vector<std::string>& asked, const auto& known, std::string_view what) -> Status {
        std::string choices;
        for (const auto& each : known) choices += (choices.empty() ? "" : ", ") + each.name;
        for (const std::string& name : asked)
            if (std::ranges::none_of(known, [&](const auto& each) { return each.name == name; }))
                return fail(SETTLED_INVALID_CONFIG, fmt::format("no {} \"{}\"; there are: {}", what, name, choices));
        return {};
    };
    if (Status known = check_names(scope.companies, (*loaded)->companies, "company"); !known) return pass(known);
    if (Status known = check_names(scope.ledgers, (*loaded)->ledgers, "ledger"); !known) return pass(known);
    auto day = day_named_or_none("--as-of", globals_->as_of_text);
    if (!day) return pass(day);
    scope.as_of = *day;
    return scope;
}

Status Session::open() {
    auto loaded = settings();
    if (!loaded) return pass(loaded);
    config::Settings& settings = *parts_->settings;
    if (Status own = jobs::own_state(settings); !own) return own;
    auto clock = world::make_clock(tools_->environment("SETTLED_TEST_CLOCK"), settings.test.clock);
    if (!clock) return pass(clock);
    parts_->clock = std::move(*clock);
    std::string password;
    if (!settings.store.password.empty()) {
        auto secret = secrets().resolve(settings.store.password);
        if (!secret) return pass(secret);
        password = std::move(*secret);
    }
    store::StoreOptions store_options{.url = settings.store.url, .password = password};
    store_options.lease_seconds = settings.store.lease_seconds, store_options.fence = parts_->fence;
    auto opened = tools_->open_store(store_options);
    if (!opened) { // damaged or not: without it nothing at all can be done
        const bool bad = opened.error().code == SETTLED_BAD_DATA;
        return fail(bad ? SETTLED_UNAVAILABLE : opened.error().code, opened.error().message);
    }
    parts_->store = std::move(*opened);
    if (Status applied = jobs::apply_modes(*parts_->store, settings); !applied) return applied;

    host::ChildOptions children;
    children.executable = tools_->executable;
    children.limits = settings.limits;
    children.clock = parts_->clock.get();
    children.interrupted = &tools_->interrupted;
    children.log = [this, one_at_a_time = std::make_shared<std::mutex>()](int level, std::string_view line) {
        const std::scoped_lock turn(*one_at_a_time); // notifiers write from threads of their own
        if (level >= SETTLED_LOG_WARNING) journal_->warning(line);
    };
    parts_->clients = std::make_unique<SecretClients>(
        host::make_clients(host::Catalog(tools_->plugin_folders, settings.allowed_plugins), std::move(children)), secrets());
    const bool is_played = !tools_->caller && settings.test.clock && !settings.test.actor.empty();
    const std::string actor = is_played ? settings.test.actor : tools_->user;
    parts_->context.emplace(jobs::JobContext{settings, *parts_->clock, tools_->random, *parts_->store, *parts_->clients,
                                             parts_->executor, *journal_, tools_->interrupted, settings.data_folder() / "spool",
                                             actor});
    if (settings.store.url != "sqlite::memory:")
        parts_->context->another_store = [this, store_options] { return tools_->open_store(store_options); };
    return note_direct_act();
}

Status Session::note_direct_act() {
    const config::Settings& settings = *parts_->settings;
    if (parts_->direct_command.empty() || globals_->dry_run || !jobs::names_anybody(settings.access)) return {};
    const config::Company& company = settings.companies.front();
    auto day = jobs::day_of(*parts_->context, company, {});
    if (!day) return pass(day);
    auto stamped = jobs::stamp(*parts_->context, company, *day);
    if (!stamped) return pass(stamped);
    auto noted = parts_->store->audit().append(
        company.name, "offline", render::json_object({{"command", std::exchange(parts_->direct_command, {})}}), *stamped);
    return noted ? Status{} : Status(pass(noted));
}

Result<jobs::JobContext*> Session::context() {
    if (!parts_->context)
        if (Status opened = open(); !opened) return pass(opened);
    return &*parts_->context;
}

void Session::close() {
    parts_->keeper.reset();
    parts_->locks.clear();
    parts_->context.reset();
    parts_->clients.reset();
    parts_->store.reset();
}

Status Session::lock_name(const std::string& name) {
    auto opened = context();
    if (!opened) return pass(opened);
    jobs::JobContext& context = **opened;
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(globals_->wait_seconds);
    for (;;) {
        auto local = world::local_time(context.clock.now(), "UTC");
        if (!local) return pass(local);
        auto taken = context.store.locks().take(name, fmt::format("{} {} {}", tools_->host, tools_->process, name),
                                                {local->text, local->day, context.actor});
        if (taken) {
            parts_->locks.push_back(std::move(*taken));
            if (context.store.locks().are_leases() && !parts_->keeper)
                parts_->keeper.emplace(context.another_store, std::chrono::seconds(parts_->settings->store.lease_seconds),
                                       *journal_);
            return {};
        }
        if (taken.error().code != SETTLED_UNAVAILABLE || std::chrono::steady_clock::now() >= deadline) return pass(taken);
        if (tools_->interrupted) return fail(SETTLED_STOPPED, "interrupted while waiting for another run");
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
    }
}

Status Session::lock(const std::string& job) {
    auto chosen = scope();
    if (!chosen) return pass(chosen);
    for (const config::Company& company : parts_->settings->companies) {
        if (!chosen->companies.empty() && std::ranges::find(chosen->companies, company.name) == chosen->companies.end()) continue;
        if (Status taken = lock_name(fmt::format("job/{}/{}", company.name, job)); !taken) return taken;
    }
    return {};
}

Result<Date> day_named(std::string_view option, const std::string& text) {
    const auto day = Date::parse_iso(text);
    if (!day) return fail(SETTLED_INVALID_CONFIG, fmt::format("{} \"{}\" is not a day; expected YYYY-MM-DD", option, text));
    return *day;
}

Result<Date> day_named_or_none(std::string_view option, const std::string& text) {
    return text.empty() ? Date{} : day_named(option, text);
}

int report(Session& session, const Error& error) {
    if (!error.message.empty()) session.journal().error(error.message);
    return static_cast<int>(exit_status(error.code));
}

int status_of(bool in_part) { return static_cast<int>(in_part ? ExitStatus::in_part : ExitStatus::done); }

} // namespace settled::cli
