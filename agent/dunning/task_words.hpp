// task_words.hpp -- why a task was given, in a sentence for the colleague who gets it.
#pragma once

#include "dunning/plan.hpp"
#include "ledger/book.hpp"
#include "ledger/fact.hpp"

#include <span>
#include <string>
#include <string_view>

namespace settled::dunning {

// "3 items overdue, the oldest by 18 days, 12,300.00 CNY: INV-1, INV-2, INV-3"
std::string overdue_words(const ledger::Book& book, std::span<const PlannedItem> items, std::string_view language);
// An advance or credit note (`credit`: its number, may be empty) covers the items and waits to be applied.
std::string credit_words(const ledger::Book& book, std::span<const PlannedItem> items, std::string_view credit,
                         std::string_view language);
std::string promise_words(const ledger::Fact& promise, std::string_view language);
std::string escalation_words(std::string_view owner, Date due, std::string_view language);

std::string retention_words(const ledger::Book& book, const PlannedItem& item, std::string_view language);
std::string moved_due_dates_words(std::string_view ledger, std::size_t moved, std::size_t in_all, std::string_view language);
std::string volume_words(std::size_t messages, std::size_t usual, std::string_view language);

} // namespace settled::dunning
