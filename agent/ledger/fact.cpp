#include "ledger/fact.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <unordered_map>
#include <unordered_set>

namespace settled::ledger {
namespace {

struct Name {
    FactKind kind;
    std::string_view text;
};

constexpr std::array<Name, 21> names = {{
    {FactKind::hold, "hold"},
    {FactKind::dispute, "dispute"},
    {FactKind::promise, "promise"},
    {FactKind::accept_contact, "accept_contact"},
    {FactKind::consent, "consent"},
    {FactKind::opt_out, "opt_out"},
    {FactKind::payer_account, "payer_account"},
    {FactKind::payer_name, "payer_name"},
    {FactKind::not_receivable, "not_receivable"},
    {FactKind::log_line, "log_line"},
    {FactKind::revoke, "revoke"},
    {FactKind::same_item, "same_item"},
    {FactKind::other_item, "other_item"},
    {FactKind::confirm, "confirm"},
    {FactKind::stop_supply, "stop_supply"},
    {FactKind::write_off, "write_off"},
    {FactKind::statement_answer, "statement_answer"},
    {FactKind::statement_difference, "statement_difference"},
    {FactKind::legal_hold, "legal_hold"},
    {FactKind::erasure, "erasure"},
    {FactKind::erased, "erased"},
}};

} // namespace

std::string_view name(FactKind kind) {
    auto hit = std::ranges::find(names, kind, &Name::kind);
    assert(hit != names.end());
    return hit->text;
}

FactKind fact_kind(std::string_view name) {
    auto hit = std::ranges::find(names, name, &Name::text);
    assert(hit != names.end());
    return hit->kind;
}

std::vector<Fact> standing(const std::vector<Fact>& all) {
    std::unordered_set<std::int64_t> revoked;
    for (const Fact& fact : all)
        if (fact.kind == FactKind::revoke) revoked.insert(fact.revokes);
    std::unordered_map<std::int64_t, std::vector<std::string>> confirmed;
    for (const Fact& fact : all)
        if (fact.kind == FactKind::confirm && !revoked.contains(fact.id)) confirmed[fact.revokes].push_back(fact.actor);
    std::vector<Fact> left;
    for (const Fact& fact : all) {
        if (fact.kind == FactKind::revoke || fact.kind == FactKind::confirm || revoked.contains(fact.id)) continue;
        Fact& kept = left.emplace_back(fact);
        if (const auto hit = confirmed.find(fact.id); hit != confirmed.end())
            for (const std::string& actor : hit->second)
                if (actor != fact.actor && std::ranges::find(kept.confirmed_by, actor) == kept.confirmed_by.end())
                    kept.confirmed_by.push_back(actor);
    }
    return left;
}

} // namespace settled::ledger
