#include "jobs/chat_digest.hpp"
#include "jobs/compose.hpp"
#include "jobs/figures.hpp"
#include "jobs/health.hpp"
#include "jobs/service_status.hpp"
#include "render/html.hpp"
#include "world/digest.hpp"
#include "world/lock_file.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace settled::jobs {
namespace {

constexpr const char* told_setting = "health.told"; // lines of "id", a tab and the day on which IT heard of it last

struct Words {
    const char *subject_wrong, *subject_well, *wrong, *ended, *end;
};
constexpr Words english = {"settled: {} to look at", "settled: all is well again", "What is wrong:", "What has ended:",
                           "Each is told when it begins, once a day while it lasts, and when it has ended."};
constexpr Words chinese = {"settled：{} 项需处理", "settled：已全部恢复正常", "现有问题：", "已恢复：",
                           "每个问题在发生时、持续期间每天一次以及恢复时通知。"};

std::map<std::string, std::string> read_told(const std::string& text) {
    std::map<std::string, std::string> told;
    for (const std::string_view line : split(text, '\n'))
        if (const std::size_t tab = line.find('\t'); tab != std::string_view::npos)
            told[std::string(line.substr(0, tab))] = line.substr(tab + 1);
    return told;
}

std::string text_of(const std::map<std::string, std::string>& told) {
    std::string text;
    for (const auto& [id, day] : told) text += id + '\t' + day + '\n';
    return text;
}

HouseMail mail_of(const HealthTold& told, const config::Settings& settings, std::string key) {
    const Words& words = settings.language == "zh-CN" ? chinese : english;
    HouseMail mail;
    mail.key = std::move(key), mail.language = settings.language, mail.to = settings.alerts.to;
    mail.subject =
        told.troubles.empty() ? words.subject_well : fmt::format(fmt::runtime(words.subject_wrong), told.troubles.size());
    std::string html;
    const auto list = [&](const char* heading, const std::vector<std::string>& lines) {
        if (lines.empty()) return;
        mail.text += std::string(heading) + "\n";
        html += "<h3>" + render::html_text(heading) + "</h3><ul>";
        for (const std::string& line : lines) {
            mail.text += "- " + visible(line) + "\n";
            html += "<li>" + render::html_text(line) + "</li>";
        }
        mail.text += "\n", html += "</ul>";
    };
    std::vector<std::string> lines;
    for (const HealthTrouble& trouble : told.troubles) lines.push_back(fmt::format("[{}] {}", trouble.id, trouble.words));
    list(words.wrong, lines);
    list(words.ended, told.ended);
    mail.text += std::string(words.end) + "\n";
    mail.html = html + "<p>" + render::html_text(words.end) + "</p>";
    return mail;
}

// What a chat may hear: ids name ledgers, plans and hosts, never a customer.
std::string ids_of(const HealthTold& told) {
    std::string text;
    for (const HealthTrouble& trouble : told.troubles) text += fmt::format("[{}]\n", trouble.id);
    return text;
}

// By the further gateways: a digest to a chat's robot, the same mail by any other.
Status tell_also(JobContext& context, const config::Company& company, const HealthTold& told, const std::string& now, Date day,
                 const store::Stamp& stamped) {
    for (const std::string& name : context.settings.alerts.also) {
        const config::Gateway* gateway = context.settings.gateway(name);
        if (!gateway || (!is_chat(*gateway) && context.settings.alerts.to.empty())) continue;
        const HouseMail mail =
            mail_of(told, context.settings,
                    fmt::format("{}.health.{}.{}", company.name, world::sha256_hex(stamped.at + now).substr(0, 16), name));
        const ChatDigest digest{mail.key, mail.language, mail.subject, mail.subject + "\n" + mail.text,
                                mail.subject + "\n" + ids_of(told)};
        auto message = is_chat(*gateway) ? Result<store::Message>(compose(company, *gateway, digest))
                                         : compose(context, company, *gateway, mail);
        if (!message) return pass(message);
        message->kind = "health", message->audience = "it", message->planned_for = day;
        message->created_at = stamped.at, message->created_by = stamped.actor;
        if (auto added = context.store.outbox().add(*message, {}, stamped); !added) return pass(added);
    }
    return {};
}

} // namespace

Result<HealthTold> tell_health(JobContext& context) {
    const config::Settings& settings = context.settings;
    const config::Company& company = settings.companies.front();
    auto found = health(context, world::lock_holder(settings.data_folder() / service_lock_name).has_value(), true);
    if (!found) return pass(found);
    HealthTold told{std::move(*found), {}, 0};
    if (!settings.metrics_listen.empty()) {
        auto figures = store_figures(context, told.troubles);
        if (!figures) return pass(figures);
        if (Status kept = keep_figures(settings.data_folder(), *figures); !kept) context.journal.warning(kept.error().message);
    }
    auto day = day_of(context, company, {});
    if (!day) return pass(day);
    auto stamped = stamp(context, company, *day);
    if (!stamped) return pass(stamped);
    auto before = context.store.reports().setting(company.name, told_setting);
    if (!before) return pass(before);
    const std::map<std::string, std::string> known = read_told(*before);
    std::map<std::string, std::string> now;
    bool is_news = false;
    for (const HealthTrouble& trouble : told.troubles) {
        const auto hit = known.find(trouble.id);
        is_news |= hit == known.end() || hit->second != day->iso();
        now[trouble.id] = day->iso();
    }
    for (const auto& [id, told_on] : known)
        if (!now.contains(id)) told.ended.push_back(id);
    if (!is_news && told.ended.empty()) return told;

    const config::Gateway* gateway = settings.gateway(settings.alerts.gateway);
    if (gateway && !settings.alerts.to.empty()) {
        const std::string key =
            fmt::format("{}.health.{}.it", company.name, world::sha256_hex(stamped->at + text_of(now)).substr(0, 16));
        auto message = compose(context, company, *gateway, mail_of(told, settings, key));
        if (!message) return pass(message);
        message->kind = "health", message->audience = "it", message->planned_for = *day;
        message->created_at = stamped->at, message->created_by = stamped->actor;
        auto added = context.store.outbox().add(*message, {}, *stamped);
        if (!added) return pass(added);
        told.message = added->message;
    }
    if (Status also = tell_also(context, company, told, text_of(now), *day, *stamped); !also) return pass(also);
    if (Status kept = context.store.reports().set(company.name, told_setting, text_of(now), *stamped); !kept) return pass(kept);
    return told;
}

} // namespace settled::jobs
