#include "office.hpp"

#include "jobs/deliver.hpp"
#include "jobs/import.hpp"
#include "jobs/pull.hpp"
#include "jobs/reconcile.hpp"
#include "jobs/release.hpp"
#include "world/files.hpp"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <map>
#include <unistd.h>

namespace settled::simulator {
namespace {

class QuietJournal final : public jobs::Journal {
  public:
    void info(std::string_view) override {}
    void warning(std::string_view) override {}
    void error(std::string_view) override {}
    void progress(std::string_view, std::int64_t, std::int64_t) override {}
};

// The shipped letters, read from the disk once.
class ShippedTemplates final : public letters::TemplateSource {
  public:
    std::optional<std::string> find(std::string_view language, std::string_view file_name) const override {
        const std::filesystem::path path = std::filesystem::path(SETTLED_SOURCE_DIR) / "config/letters" / language / file_name;
        auto [hit, fresh] = known_.try_emplace(path.string());
        if (fresh)
            if (auto text = world::read_file(path, render::template_bytes_max)) hit->second = std::move(*text);
        return hit->second;
    }

  private:
    mutable std::map<std::string, std::optional<std::string>> known_;
};

template <class T> Status status_of(const Result<T>& done) {
    if (!done) return std::unexpected(done.error());
    return {};
}

std::filesystem::path spool_folder() {
    static std::atomic<int> count = 0;
    return std::filesystem::temp_directory_path() /
           ("settled_office." + std::to_string(::getpid()) + "." + std::to_string(++count));
}

} // namespace

dunning::Step friendly_step(const std::string& name, int day) {
    dunning::Step made;
    made.name = name, made.day = day, made.template_name = day < 0 ? "before_due" : "friendly", made.role = "ar_manager";
    return made;
}

config::Company small_company(const std::string& name) {
    config::Company company;
    company.name = name, company.currency = *Currency::parse("EUR"), company.time_zone = "UTC";
    company.mode = config::Mode::approve;
    company.legal_name = {{"en", "Small World Ltd"}}, company.gateways = {{"email", "mail"}};
    return company;
}

config::Settings small_settings() {
    config::Settings made;
    made.language = "en";
    made.companies.push_back(small_company("small"));
    config::Ledger ledger;
    ledger.name = "erp", ledger.company = "small", ledger.block = {"[ledger.erp]", "fake", {}};
    made.ledgers.push_back(ledger);
    config::BankAccount account;
    account.name = "bank", account.company = "small", account.account = "SIM-0001";
    account.currency = *Currency::parse("EUR"), account.source = "files";
    made.bank_accounts.push_back(account);
    config::StatementSource source;
    source.name = "files", source.block = {"[statement_source.files]", "fake", {}};
    made.sources.push_back(source);
    config::Gateway gateway;
    gateway.name = "mail", gateway.block = {"[gateway.mail]", "notify_folder", {}};
    gateway.from = {{"", "Small World <ar@small.example>"}};
    made.gateways.push_back(gateway);
    dunning::Procedure procedure;
    procedure.name = "standard", procedure.minimum_gap_days = 3;
    procedure.steps = {friendly_step("before-3", -3), friendly_step("overdue-1", 1), friendly_step("overdue-7", 7),
                       friendly_step("overdue-21", 21)};
    made.procedures.push_back(procedure);
    made.test.clock = true;
    return made;
}

Office::Office(config::Settings settings, const Outside& outside, std::uint64_t seed)
    : clients(outside, machine), settings_(std::move(settings)), chance_(seed ^ 0x5EED), executor_(chance_),
      spool_(spool_folder()), journal_(std::make_unique<QuietJournal>()), templates_(std::make_unique<ShippedTemplates>()) {
    settings_.store.url = "sqlite::memory:"; // no sent log beside it
    auto opened = store::open_store({.url = settings_.store.url, .password = {}, .watch = [this](store::TransactionPoint point) {
                                         return machine.reach(point);
                                     }});
    if (!opened) std::abort();
    store_ = std::move(*opened);
}

Office::~Office() { std::filesystem::remove_all(spool_); }

void Office::at(Date day, int hour) {
    clients.today = day;
    clock_.set(day.days() + std::chrono::hours(hour));
}

jobs::JobContext Office::context(const std::string& actor) {
    return {settings_, clock_, chance_, *store_, clients, executor_, *journal_, interrupted_, spool_, actor};
}

Status Office::pull() {
    auto agent = context();
    return status_of(jobs::pull(agent, {}));
}

Status Office::import() {
    auto agent = context();
    return status_of(jobs::import(agent, {}));
}

Status Office::reconcile() {
    auto agent = context();
    return status_of(jobs::reconcile(agent, {}));
}

Result<jobs::RemindReport> Office::remind() {
    auto agent = context();
    auto planned = jobs::remind(agent, {}, *templates_);
    if (!planned) return planned;
    for (const jobs::Trouble& trouble : planned->troubles)
        if (trouble.error.code != SETTLED_UNAVAILABLE) return std::unexpected(trouble.error);
    return planned;
}

Status Office::let_out() {
    auto second_person = context("li");
    return status_of(jobs::act_on_outbox(second_person, {}, jobs::OutboxAct::release, {"all"}, ""));
}

Status Office::settle_what_is_unknown() {
    auto second_person = context("li");
    for (const config::Company& company : settings_.companies) {
        auto unknown = store_->outbox().list(
            company.name,
            {.states = {store::MessageState::unknown}, .kind = {}, .ledger = {}, .customer_id = {}, .with_content = false});
        if (!unknown) return pass(unknown);
        for (const store::Message& message : *unknown) {
            const bool arrived = std::ranges::find(clients.delivered, message.key, &Delivered::key) != clients.delivered.end();
            const auto act = arrived ? jobs::OutboxAct::confirm : jobs::OutboxAct::retry;
            if (Status done = status_of(jobs::act_on_outbox(second_person, {}, act, {std::to_string(message.id)}, "")); !done)
                return done;
        }
    }
    return {};
}

Status Office::deliver() {
    auto agent = context();
    return status_of(jobs::deliver(agent, {}));
}

Status Office::day(Date day) {
    for (;;) {
        Status done = try_day(day);
        if (!machine.had_mishap()) return done;
        machine.start_again();
    }
}

Status Office::try_day(Date day) {
    at(day, 9);
    for (const auto job : {&Office::settle_what_is_unknown, &Office::pull, &Office::import, &Office::reconcile})
        if (Status done = (this->*job)(); !done || machine.is_dead()) return done;
    if (auto planned = remind(); !planned) return pass(planned);
    if (Status released = let_out(); !released) return released;
    at(day, 10);
    return deliver();
}

Result<std::vector<Letter>> Office::new_letters() {
    std::vector<Letter> made;
    if (letters_seen_ == clients.delivered.size()) return made;
    std::map<std::string, store::Message> by_key;
    for (const config::Company& company : settings_.companies) {
        auto messages = store_->outbox().list(company.name, {});
        if (!messages) return pass(messages);
        for (store::Message& message : *messages) by_key.emplace(message.key, std::move(message));
    }
    for (; letters_seen_ < clients.delivered.size(); ++letters_seen_) {
        const Delivered& delivered = clients.delivered[letters_seen_];
        const auto found = by_key.find(delivered.key);
        if (found == by_key.end()) return fail(SETTLED_INTERNAL, "a letter that no message of the outbox is: " + delivered.key);
        auto claims = store_->outbox().claims_of(found->second.id);
        if (!claims) return pass(claims);
        made.push_back({delivered.day, found->second, delivered.content, delivered.recipients, std::move(*claims)});
    }
    return made;
}

} // namespace settled::simulator
