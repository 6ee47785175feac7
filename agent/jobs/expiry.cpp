#include "jobs/expiry.hpp"

#include "world/last_days.hpp"
#include "world/secrets.hpp"
#include "world/web.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <set>

namespace settled::jobs {
namespace {

constexpr const char* kept_setting = "health.certificates"; // the day, then lines of server, tab, last day

std::string host_and_port(std::string_view url) {
    const std::size_t begin = url.find("://") + 3;
    const std::string_view host = url.substr(begin, url.find_first_of("/?#", begin) - begin);
    return std::string(host.substr(host.rfind('@') == std::string_view::npos ? 0 : host.rfind('@') + 1));
}

std::set<std::string> servers_of(const config::Settings& settings) {
    std::set<std::string> urls;
    const auto add = [&](const config::Block& block) {
        for (const auto& [key, value] : block.options) {
            if (key != "url" || value.find("://") == std::string::npos || urls.size() >= limit::servers_asked_max) continue;
            const std::size_t host = value.find("://") + 3;
            urls.insert(value.substr(0, value.find_first_of("/?#", host))); // its path may be a secret, and is not needed
        }
    };
    for (const config::Ledger& ledger : settings.ledgers) add(ledger.block);
    for (const config::StatementSource& source : settings.sources) add(source.block);
    for (const config::Gateway& gateway : settings.gateways) add(gateway.block);
    for (const config::Feedback& feedback : settings.feedbacks) add(feedback.block);
    return urls;
}

std::vector<Expiry> read_kept(std::string_view text) {
    std::vector<Expiry> found;
    for (const std::string_view line : split(text, '\n')) {
        const std::size_t tab = line.find('\t');
        const auto day = tab == std::string_view::npos ? std::nullopt : Date::parse_iso(line.substr(tab + 1));
        if (day) found.push_back({std::string(line.substr(0, tab)), *day});
    }
    return found;
}

} // namespace

std::vector<Expiry> password_expiries(const config::Settings& settings) {
    std::vector<Expiry> found;
    if (auto days = world::last_days(world::process_secret_sources(settings.folder, false).secrets_folder))
        for (const auto& [name, day] : *days) found.push_back({"password/" + name, day});
    return found;
}

Result<std::vector<Expiry>> certificate_expiries(JobContext& context, bool ask) {
    const config::Settings& settings = context.settings;
    const config::Company& company = settings.companies.front();
    auto today = day_of(context, company, {});
    if (!today) return pass(today);
    auto kept = context.store.reports().setting(company.name, kept_setting);
    if (!kept) return pass(kept);
    if (!ask || kept->starts_with(today->iso())) return read_kept(*kept);
    std::vector<Expiry> found;
    const world::WayOut way_out{settings.network.proxy, settings.network.no_proxy, settings.network.ca_file};
    for (const std::string& url : servers_of(settings)) {
        if (context.interrupted) break;
        if (auto day = world::certificate_end(url, way_out)) found.push_back({"certificate/" + host_and_port(url), *day});
    }
    std::string text = today->iso() + "\n";
    for (const Expiry& one : found) text += one.what + '\t' + one.last_day.iso() + '\n';
    auto stamped = stamp(context, company, *today);
    if (!stamped) return pass(stamped);
    if (Status set = context.store.reports().set(company.name, kept_setting, text, *stamped); !set) return pass(set);
    return found;
}

} // namespace settled::jobs
