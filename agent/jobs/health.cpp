#include "jobs/health.hpp"

#include "jobs/backup.hpp"
#include "jobs/expiry.hpp"
#include "jobs/freshness.hpp"
#include "jobs/service_alerts.hpp"
#include "jobs/service_status.hpp"
#include "world/files.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace settled::jobs {
namespace {

namespace fs = std::filesystem;

// Everything that may be wrong, one function each.
class Examination {
  public:
    Examination(JobContext& context, std::vector<HealthTrouble>& found) : context_(&context), found_(&found) {}

    void service(bool runs) {
        if (!runs && !context_->settings.schedule.empty())
            add(Severity::critical, "service-down",
                words("no service runs, so nothing is read, settled or sent; start it: systemctl start settled",
                      "服务未运行，不会取数、核销或发送；请启动：systemctl start settled"));
        auto alerts = service_alerts(context_->settings.data_folder());
        if (!alerts) return add(Severity::warning, "service-alerts", alerts.error().message);
        for (const ServiceAlert& alert : *alerts) {
            std::string id = alert.what;
            std::ranges::replace(id, ' ', '/');
            add(Severity::critical, std::move(id), alert.words);
        }
    }

    void disk() {
        std::error_code failed;
        for (const fs::path& folder : {context_->settings.data_folder(), backup_folder(context_->settings)}) {
            if (folder.empty()) continue;
            const fs::space_info space = fs::space(folder, failed);
            if (failed) continue; // not made yet
            const auto free = static_cast<std::int64_t>(space.available), all = static_cast<std::int64_t>(space.capacity);
            if (free >= limit::free_bytes_min && free >= all / 100 * limit::free_percent_min) continue;
            add(Severity::critical, folder == backup_folder(context_->settings) ? "disk-low/backup" : "disk-low",
                words("{}: {} MB free, {} % of the disk; below {} MB on the store's disk nothing is sent, below {} % it is told. "
                      "Make room",
                      "{}：剩余 {} MB，占磁盘 {} %；数据库所在磁盘低于 {} MB 时停止发送，低于 {} % 时告警。请清理空间",
                      folder.string(), free >> 20, all > 0 ? free * 100 / all : 0, limit::free_bytes_min >> 20,
                      limit::free_percent_min));
        }
    }

    void backup() {
        const bool wanted = !context_->settings.store.backup_folder.empty() ||
                            std::ranges::find(context_->settings.schedule, "backup", &config::ScheduleEntry::job) !=
                                context_->settings.schedule.end();
        std::error_code ignored;
        if (!wanted || !fs::exists(backup_folder(context_->settings), ignored)) return; // the first backup makes it
        auto files = world::list_folder(backup_folder(context_->settings));
        if (!files) return add(Severity::warning, "backup-folder", files.error().message);
        std::int64_t newest = 0;
        for (const world::FolderEntry& file : *files)
            if (file.name.starts_with("settled-") && file.name.ends_with(".db")) newest = std::max(newest, file.modified_unix_ms);
        const auto age = context_->clock.now().time_since_epoch() - std::chrono::milliseconds(newest);
        if (newest == 0)
            add(Severity::warning, "backup-old",
                words("{} holds no backup yet; make one: settled store backup", "{} 中还没有备份；请执行：settled store backup",
                      backup_folder(context_->settings).string()));
        else if (age > limit::backup_age_max)
            add(Severity::warning, "backup-old",
                words("the newest backup in {} is {} hours old; make one: settled store backup",
                      "{} 中最新的备份已是 {} 小时前；请执行：settled store backup", backup_folder(context_->settings).string(),
                      std::chrono::floor<std::chrono::hours>(age).count()));
    }

    // Every page and the chain of the audit: a quarter of an hour is the longest that damage stays unknown.
    bool store_is_whole() {
        Status whole = context_->store.check_pages();
        if (whole)
            if (auto chain = context_->store.audit().verify(); !chain) whole = pass(chain);
        if (whole) return true;
        auto copies = backups(context_->settings);
        add(Severity::critical, "store-damaged",
            words("{}. Put the newest backup back: settled service stop, settled store restore {}",
                  "{}。请恢复最新备份：settled service stop，settled store restore {}", whole.error().message,
                  copies && !copies->empty() ? copies->front().string() : "FILE"));
        return false;
    }

    Status expiries(bool ask_servers) {
        auto today = day_of(*context_, context_->settings.companies.front(), {});
        if (!today) return pass(today);
        std::vector<Expiry> all = password_expiries(context_->settings);
        auto certificates = certificate_expiries(*context_, ask_servers);
        if (!certificates) return pass(certificates);
        all.insert(all.end(), certificates->begin(), certificates->end());
        for (const Expiry& one : all) {
            const int days = days_between(*today, one.last_day);
            if (days > limit::expiry_told_days) continue;
            add(days <= limit::expiry_urgent_days ? Severity::critical : Severity::warning, "expires/" + one.what,
                words("{} ends on {}, in {} days; replace it before", "{} 将于 {} 到期（还有 {} 天），请提前更换", one.what,
                      one.last_day.iso(), days));
        }
        return {};
    }

    Status company(const config::Company& company) {
        auto day = day_of(*context_, company, {});
        if (!day) return pass(day);
        for (const config::Ledger* ledger : context_->settings.ledgers_of(company.name)) {
            auto stale = stale_ledger(*context_, company, ledger->name, *day);
            if (!stale) return pass(stale);
            if (!stale->empty()) add(Severity::warning, "ledger-stale/" + ledger->name, *stale);
        }
        auto bank = stale_bank(*context_, company, *day);
        if (!bank) return pass(bank);
        if (!bank->empty()) add(Severity::warning, "bank-stale/" + company.name, *bank);
        if (Status seen = outbox(company); !seen) return seen;
        auto runs = context_->store.reports().latest(company.name);
        if (!runs) return pass(runs);
        for (const store::JobRun& run : *runs)
            if (run.outcome == "failed")
                add(Severity::warning,
                    fmt::format("job-failed/{}/{}{}{}", company.name, run.job, run.scope.empty() ? "" : "/", run.scope),
                    run.summary);
        return {};
    }

  private:
    Status outbox(const config::Company& company) {
        for (const auto state : {store::MessageState::unknown, store::MessageState::failed}) {
            auto messages = context_->store.outbox().list(
                company.name, {.states = {state}, .kind = {}, .ledger = {}, .customer_id = {}, .with_content = false});
            if (!messages) return pass(messages);
            if (!messages->empty())
                add(Severity::warning, fmt::format("messages-{}/{}", store::name(state), company.name),
                    words("{} messages are {}; look at them: settled outbox", "{} 条消息状态为 {}；请查看：settled outbox",
                          messages->size(), store::name(state)));
        }
        return {};
    }

    // In the language of [language], which is that of messages to IT.
    template <class... Parts> std::string words(const char* english, const char* chinese, const Parts&... parts) const {
        return fmt::format(fmt::runtime(context_->settings.language == "zh-CN" ? chinese : english), parts...);
    }

    void add(Severity severity, std::string id, std::string words) {
        if (found_->size() < limit::troubles_max) found_->push_back({std::move(id), std::move(words), severity});
    }

    JobContext* context_;
    std::vector<HealthTrouble>* found_;
};

} // namespace

Result<std::vector<HealthTrouble>> health(JobContext& context, bool service_runs, bool ask_servers) {
    std::vector<HealthTrouble> found;
    Examination examination(context, found);
    examination.service(service_runs);
    examination.disk();
    examination.backup();
    // What a damaged store cannot say is not said; that it is damaged stands above all.
    const bool whole = examination.store_is_whole();
    if (Status seen = examination.expiries(ask_servers); !seen && whole) return pass(seen);
    for (const config::Company& company : context.settings.companies)
        if (Status seen = examination.company(company); !seen && whole) return pass(seen);
    std::ranges::stable_sort(found, std::ranges::greater{}, &HealthTrouble::severity);
    return found;
}

std::string monitor_line(const std::vector<HealthTrouble>& troubles) {
    if (troubles.empty()) return "OK: nothing is wrong";
    std::string line = fmt::format("{}: {}: ", troubles.front().severity == Severity::critical ? "CRITICAL" : "WARNING",
                                   troubles.size() == 1 ? "1 trouble" : fmt::format("{} troubles", troubles.size()));
    for (const HealthTrouble& trouble : troubles)
        line += fmt::format("{}[{}] {}", &trouble == &troubles.front() ? "" : " | ", trouble.id, trouble.words);
    return line;
}

} // namespace settled::jobs
