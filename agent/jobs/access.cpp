#include "jobs/access.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

namespace settled::jobs {
namespace {

using Principals = std::vector<std::string>;

bool is_among(const Principals& principals, const world::Account& who) {
    return std::ranges::any_of(principals, [&](std::string_view one) {
        if (one.starts_with("user:")) return one.substr(5) == who.name;
        return one.starts_with("group:") && std::ranges::find(who.groups, one.substr(6)) != who.groups.end();
    });
}

// Each list whose members may do it.
std::vector<const Principals*> lists_of(const config::Access& access, Act act) {
    switch (act) {
    case Act::status:
        return {&access.view, &access.decide, &access.release, &access.operate};
    case Act::view:
        return {&access.view, &access.decide, &access.release};
    case Act::decide:
        return {&access.decide};
    case Act::release:
        return {&access.release};
    case Act::decide_or_release:
        return {&access.decide, &access.release};
    case Act::operate:
        break;
    }
    return {&access.operate};
}

} // namespace

std::string_view name(Act act) {
    constexpr std::array<std::string_view, 6> names = {"status", "view", "decide", "release", "operate", "decide or release"};
    return names[static_cast<std::size_t>(act) - 1];
}

bool names_anybody(const config::Access& access) {
    return std::ranges::any_of(lists_of(access, Act::status), [](const Principals* list) { return !list->empty(); });
}

bool may(const config::Access& access, const world::Account& who, Act act) {
    return std::ranges::any_of(lists_of(access, act), [&](const Principals* list) { return is_among(*list, who); });
}

std::string refusal(const config::Access& access, const world::Account& who, Act act, bool chinese) {
    Principals all;
    for (const Principals* list : lists_of(access, act))
        for (const std::string& one : *list)
            if (std::ranges::find(all, one) == all.end()) all.push_back(one);
    const auto key = act == Act::status ? name(Act::view) : name(act);
    if (all.empty())
        return chinese
                   ? fmt::format("{} 无权执行（{}）：[access] {} 未列出任何人；请联系 IT 在配置中增加", who.name, name(act), key)
                   : fmt::format(
                         "{} may not do this ({}): [access] {} names nobody; ask IT to name somebody in the configuration",
                         who.name, name(act), key);
    return chinese ? fmt::format("{} 无权执行（{}）；有权者：{}（[access] {}）", who.name, name(act), fmt::join(all, "、"), key)
                   : fmt::format("{} may not do this ({}); who may: {} ([access] {})", who.name, name(act), fmt::join(all, ", "),
                                 key);
}

} // namespace settled::jobs
