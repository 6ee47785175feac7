// renumbered_items.hpp -- items that went from a ledger and may be others that came: the question, and a person's answer.
//
// A pull recognises an item under its new name where only one fits. Where several do, or where the bank has paid what went,
// nothing is sent for any of them until somebody says which is which: a fact with a name and a time, taken back like others.
#pragma once

#include "jobs/context.hpp"
#include "jobs/people.hpp"
#include "jobs/picture.hpp"

#include <string>
#include <vector>

namespace settled::jobs {

struct ItemQuestion {
    std::string company, ledger, old_key;
    std::string gone;                    // the document that went, as it was called
    std::vector<std::string> candidates; // documents that it may be now
    std::vector<std::string> candidate_keys;
    Date seen_on;
};

Result<std::vector<ItemQuestion>> item_questions(JobContext& context, const Scope& scope);

// `gone` names a question by its document, or by its whole key where two documents share a number; `item` is one of the
// candidates, "" where the old item is none of them. INVALID_CONFIG: no such question or candidate, or several.
Result<Told> answer_item(JobContext& context, const Scope& scope, const std::string& gone, const std::string& item);

// An item of the picture that nothing may be sent for, and why, in figures that need no language.
struct DoubtfulItem {
    ledger::Row item = ledger::no_row;
    std::string words;
};
Result<std::vector<DoubtfulItem>> doubtful_items(JobContext& context, const Picture& picture, const std::string& ledger);

} // namespace settled::jobs
