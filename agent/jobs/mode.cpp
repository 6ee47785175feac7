#include "jobs/mode.hpp"

#include "render/json_object.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace settled::jobs {
namespace {

struct ModeName {
    config::Mode mode;
    std::string_view name;
};

constexpr std::array<ModeName, 3> modes = {
    {{config::Mode::shadow, "shadow"}, {config::Mode::approve, "approve"}, {config::Mode::automatic, "auto"}}};
constexpr int rows_at_once = 10000;
constexpr std::size_t head_characters_min = 8;

constexpr auto proposed_key = "mode.proposed"; // "auto wang": which, and who wants it

bool sends_more(config::Mode from, std::string_view to) {
    const auto place = [](const auto& mode) { return mode - modes.begin(); };
    return place(std::ranges::find(modes, to, &ModeName::name)) > place(std::ranges::find(modes, from, &ModeName::mode));
}

} // namespace

std::string_view name(config::Mode mode) { return std::ranges::find(modes, mode, &ModeName::mode)->name; }

Result<bool> set_mode(JobContext& context, const std::string& company_name, const std::string& mode) {
    const config::Company* company = context.settings.company(company_name);
    if (!company) return fail(SETTLED_INVALID_CONFIG, fmt::format("no company \"{}\" in the configuration", company_name));
    auto day = day_of(context, *company, {});
    if (!day) return pass(day);
    auto stamped = stamp(context, *company, *day);
    if (!stamped) return pass(stamped);
    auto proposed = context.store.reports().setting(company_name, proposed_key);
    if (!proposed) return pass(proposed);
    const std::string wanted_by_another = mode + ' ';
    const bool seconded = proposed->starts_with(wanted_by_another) && proposed->substr(wanted_by_another.size()) != context.actor;
    const bool takes_effect = !sends_more(company->mode, mode) || !context.settings.access.two_people || seconded;
    const std::string proposal = takes_effect ? std::string() : wanted_by_another + context.actor;
    if (Status set = context.store.reports().set(company_name, proposed_key, proposal, *stamped); !set) return pass(set);
    if (takes_effect)
        if (Status set = context.store.reports().set(company_name, "mode", mode, *stamped); !set) return pass(set);
    auto noted =
        context.store.audit().append(company_name, takes_effect ? "mode" : "mode.proposed",
                                     render::json_object({{"from", std::string(name(company->mode))}, {"to", mode}}), *stamped);
    if (!noted) return pass(noted);
    return takes_effect;
}

Status apply_modes(store::Store& store, config::Settings& settings) {
    for (config::Company& company : settings.companies) {
        auto said = store.reports().setting(company.name, "mode");
        if (!said) return pass(said);
        if (auto known = std::ranges::find(modes, *said, &ModeName::name); known != modes.end()) company.mode = known->mode;
    }
    return {};
}

Result<bool> audit_has_head(JobContext& context, const std::string& head) {
    if (head.size() < head_characters_min)
        return fail(SETTLED_INVALID_CONFIG, fmt::format("--head: give at least {} characters of it", head_characters_min));
    for (std::int64_t after = 0;;) {
        auto rows = context.store.audit().rows("", after, rows_at_once);
        if (!rows) return pass(rows);
        if (rows->empty()) return false;
        if (std::ranges::any_of(*rows, [&](const store::AuditRow& row) { return row.hash.ends_with(head); })) return true;
        after = rows->back().number;
    }
}

} // namespace settled::jobs
