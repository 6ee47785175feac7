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

} // namespace

std::string_view name(config::Mode mode) { return std::ranges::find(modes, mode, &ModeName::mode)->name; }

Status set_mode(JobContext& context, const std::string& company_name, const std::string& mode) {
    const config::Company* company = context.settings.company(company_name);
    if (!company) return fail(SETTLED_INVALID_CONFIG, fmt::format("no company \"{}\" in the configuration", company_name));
    auto day = day_of(context, *company, {});
    if (!day) return pass(day);
    auto stamped = stamp(context, *company, *day);
    if (!stamped) return pass(stamped);
    if (Status set = context.store.reports().set(company_name, "mode", mode, *stamped); !set) return set;
    auto noted = context.store.audit().append(
        company_name, "mode", render::json_object({{"from", std::string(name(company->mode))}, {"to", mode}}), *stamped);
    return noted ? Status{} : Status(pass(noted));
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
