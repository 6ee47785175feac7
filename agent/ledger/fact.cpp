#include "ledger/fact.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <unordered_set>

namespace settled::ledger {
namespace {

struct Name {
    FactKind kind;
    std::string_view text;
};

constexpr std::array<Name, 13> names = {{
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
    std::vector<Fact> left;
    for (const Fact& fact : all)
        if (fact.kind != FactKind::revoke && !revoked.contains(fact.id)) left.push_back(fact);
    return left;
}

} // namespace settled::ledger
