// assignment.hpp -- which procedure an item follows: the first rule that fits, else the company's.
#pragma once

#include "dunning/procedure.hpp"
#include "ledger/book.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace settled::dunning {

// Empty lists fit everything; all that are not empty must fit.
struct AssignmentRule {
    std::string procedure;
    std::vector<std::string> customer_groups, customers, grades, regions, business_lines; // customers: "C001" or "u8:C001"
};

std::string_view assigned_procedure(const ledger::Book& book, const ledger::ItemRow& item, std::span<const AssignmentRule> rules,
                                    std::string_view otherwise);

const Procedure* find_procedure(std::span<const Procedure> procedures, std::string_view name);

} // namespace settled::dunning
