#include "dunning/assignment.hpp"

#include <algorithm>

namespace settled::dunning {
namespace {

bool fits(const std::vector<std::string>& wanted, std::string_view found) {
    return wanted.empty() || std::ranges::find(wanted, found) != wanted.end();
}

} // namespace

std::string_view assigned_procedure(const ledger::Book& book, const ledger::ItemRow& item, std::span<const AssignmentRule> rules,
                                    std::string_view otherwise) {
    const ledger::CustomerRow& customer = book.customer_of(item);
    for (const AssignmentRule& rule : rules) {
        const bool named = fits(rule.customers, book[customer.id]) || fits(rule.customers, book.qualified(customer));
        if (named && fits(rule.customer_groups, book[customer.group]) && fits(rule.grades, book[customer.grade]) &&
            fits(rule.regions, book[customer.region]) && fits(rule.business_lines, book[book.handling_of(item).business_line]))
            return rule.procedure;
    }
    return otherwise;
}

const Procedure* find_procedure(std::span<const Procedure> procedures, std::string_view name) {
    const auto hit = std::ranges::find(procedures, name, &Procedure::name);
    return hit == procedures.end() ? nullptr : &*hit;
}

} // namespace settled::dunning
