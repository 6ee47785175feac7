#include "dunning/actors.hpp"

#include "dunning/candidate.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace settled::dunning {
namespace {

using ledger::Row;

bool names(const std::vector<std::string>& wanted, std::string_view found) {
    return wanted.empty() || std::ranges::find(wanted, found) != wanted.end();
}

// How far the person's limits reach: nothing where every sum is within them, else the smallest that is not.
std::optional<std::int64_t> limit_below(const Actor& actor, std::span<const Money> sums) {
    std::optional<std::int64_t> smallest;
    for (const Money& sum : sums) {
        const auto limit = actor.limits.find(sum.currency);
        if (limit != actor.limits.end() && limit->second < sum.minor_units)
            smallest = std::min(smallest.value_or(limit->second), limit->second);
    }
    return smallest;
}

const Actor* best_of(const std::vector<const Actor*>& people, std::span<const Money> sums) {
    const Actor* largest = nullptr;
    for (const Actor* actor : people) {
        const auto limit = limit_below(*actor, sums);
        if (!limit) return actor;
        if (!largest || *limit > *limit_below(*largest, sums)) largest = actor;
    }
    return largest;
}

std::string acting_for(const PlannerInput& input, std::string_view address) {
    const auto stand_in = input.stand_ins.find(std::string(address));
    return stand_in == input.stand_ins.end() ? std::string(address) : stand_in->second;
}

// Nothing where nobody has the role.
std::optional<std::string> person_of(const PlannerInput& input, std::string_view role, const Matter& matter) {
    if (role == "sales" && matter.customer != ledger::no_row) {
        const ledger::CustomerRow& row = input.book->customers[matter.customer];
        for (const ledger::TextRef known : {row.salesperson_email, row.salesperson_name, row.salesperson_id})
            if (!known.empty()) return acting_for(input, (*input.book)[known]);
    }
    if (const auto people = input.people_of_role.find(std::string(role)); people != input.people_of_role.end()) {
        std::vector<const Actor*> own, any;
        for (const Actor& actor : people->second) {
            if (!is_responsible(*input.book, actor.responsible_for, matter)) continue;
            (actor.responsible_for.is_everything() ? any : own).push_back(&actor);
        }
        // Beyond what her own people may decide it goes to whoever may, for everything.
        const Actor* chosen = best_of(own, matter.sums);
        if (!chosen || limit_below(*chosen, matter.sums)) {
            std::vector<const Actor*> all = own;
            all.insert(all.end(), any.begin(), any.end());
            chosen = best_of(all, matter.sums);
        }
        if (chosen) return chosen->name;
    }
    const auto person = input.person_of_role.find(std::string(role));
    if (person == input.person_of_role.end() || input.people_of_role.contains(std::string(role))) return std::nullopt;
    return person->second;
}

// Steps that are one person's where one person works the customer.
bool is_working_role(std::string_view role) {
    constexpr std::array working = {"sales", "ar_clerk", "ar_manager"};
    return std::ranges::find(working, role) != working.end();
}

std::optional<std::pair<std::string, std::string>> specialist(const PlannerInput& input, const Matter& matter) {
    for (const std::string_view role : {"ar_manager", "ar_clerk"})
        if (auto person = person_of(input, role, matter)) return std::pair(std::string(role), std::move(*person));
    return std::nullopt;
}

} // namespace

bool is_responsible(const ledger::Book& book, const Responsibility& responsibility, const Matter& matter) {
    if (responsibility.is_everything()) return true;
    if (matter.customer == ledger::no_row) return false;
    const ledger::CustomerRow& customer = book.customers[matter.customer];
    const bool named = responsibility.customers.empty() ||
                       std::ranges::any_of(responsibility.customers,
                                           [&](const std::string& one) { return names_customer(book, customer, one); });
    const bool of_line = responsibility.business_lines.empty() || std::ranges::any_of(matter.items, [&](Row item) {
                             return names(responsibility.business_lines, book[book.handling_of(book.items[item]).business_line]);
                         });
    return named && of_line && names(responsibility.customer_groups, book[customer.group]) &&
           names(responsibility.regions, book[customer.region]);
}

std::string owner_of(const PlannerInput& input, std::string_view role, const Matter& matter) {
    return person_of(input, role, matter).value_or("role:" + std::string(role));
}

Acting acting(const PlannerInput& input, std::string_view collaboration, std::string_view role,
              std::span<const std::string> copied_roles, const Matter& matter) {
    Acting made{owner_of(input, role, matter), std::string(role), {}};
    const auto tell = [&](const std::optional<std::string>& person) {
        if (person && *person != made.owner && std::ranges::find(made.told, *person) == made.told.end())
            made.told.push_back(*person);
    };
    if (collaboration == "centralised")
        if (const auto one = specialist(input, matter)) {
            if (is_working_role(role)) made.role = one->first, made.owner = one->second;
            tell(one->second);
        }
    for (const std::string& copied : copied_roles) tell(person_of(input, copied, matter));
    if (collaboration != "matrix") return made;
    tell(person_of(input, "sales", matter));
    tell(person_of(input, "ar_manager", matter));
    for (const auto& [unused, people] : input.people_of_role)
        for (const Actor& actor : people)
            if (!actor.responsible_for.is_everything() && is_responsible(*input.book, actor.responsible_for, matter))
                tell(actor.name);
    return made;
}

} // namespace settled::dunning
