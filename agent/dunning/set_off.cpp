#include "dunning/candidate.hpp"

#include <settled/text.hpp>

#include <map>

namespace settled::dunning {
namespace {

// As people write it, with blanks, dashes and small letters, or without.
std::string bare(std::string_view tax_id) {
    std::string made;
    for (const char c : ascii_lower(tax_id))
        if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')) made += c;
    return made;
}

} // namespace

SetOff::SetOff(const PlannerInput& input) {
    for (const ledger::PayableRow& payable : input.book->payables) {
        const std::string tax_id = bare((*input.book)[payable.tax_id]);
        if (tax_id.empty() || payable.open_amount <= 0) continue;
        std::int64_t& sum = owed_[{tax_id, payable.currency}];
        sum = checked_add(sum, payable.open_amount).value_or(sum);
    }
}

void SetOff::hold(const PlannerInput& input, ledger::Row customer, std::span<const ledger::Row> items,
                  std::span<Candidate> candidates) const {
    if (owed_.empty()) return;
    const std::string tax_id = bare((*input.book)[input.book->customers[customer].tax_id]);
    if (tax_id.empty()) return;
    std::map<Currency, std::int64_t> due;
    for (const ledger::Row row : items) {
        const ledger::DueState state = due_of(input, row);
        if (!state.due || state.due > input.today) continue;
        std::int64_t& sum = due[input.book->items[row].currency];
        sum = checked_add(sum, state.asked).value_or(sum);
    }
    for (Candidate& candidate : candidates) {
        const Currency currency = input.book->items[candidate.item].currency;
        const auto owed = owed_.find({tax_id, currency});
        if (owed == owed_.end() || owed->second < due[currency]) continue;
        Suppression made{customer, candidate.item, Reason::set_off_pending, {}, candidate.step_name()};
        made.amount = {owed->second, currency};
        candidate.reasons.push_back(std::move(made));
    }
}

} // namespace settled::dunning
