// The amounts of an entry beside the booked one: what was ordered, and what was charged.
#include "camt_entry.hpp"

#include <cstdlib>

namespace settled::camt {

// Amounts beside the booked one (charges, originals, parts) inform; one that cannot be read is said
// and left out.
std::optional<Piece::Amount> EntryReader::optional_amount(Node node) {
    if (!node) return std::nullopt;
    auto amount = piece_->amount(node, Currency::from_abi(booking_.record.currency));
    if (amount) return *amount;
    remark(SETTLED_WARNING, "AMOUNT", node, amount.error().message + "; left out");
    return std::nullopt;
}

// What was ordered, where it is not what was booked: in another currency, or less a fee.
void EntryReader::read_amount_details(Node details, Draft& draft) {
    if (!details) return;
    settled_entry& made = draft.record;
    const Currency booked = Currency::from_abi(made.currency);
    const auto candidates = children<3>(details, {"InstdAmt", "TxAmt", "CntrValAmt"});
    std::string_view any_rate;
    for (const Node candidate : candidates) {
        const auto [amount, exchange] = children<2>(candidate, {"Amt", "CcyXchg"});
        const std::string_view rate = piece_->text(exchange, {"XchgRate"});
        if (any_rate.empty()) any_rate = rate;
        if (made.original_amount.present != 0) continue;
        const auto original = optional_amount(amount);
        if (!original) continue;
        const bool other_amount =
            candidate == candidates.front() && original->value.minor_units != std::abs(made.amount.minor_units);
        if (original->currency == booked && !other_amount) continue;
        made.original_currency = original->currency.abi();
        made.original_amount = original->value.abi();
        if (!draft.credit) made.original_amount.minor_units = -made.original_amount.minor_units;
        made.original_rate = rate;
    }
    if (made.original_amount.present != 0 && made.original_rate.size == 0) made.original_rate = any_rate;
}

// Charges are told beside the amount, never added to it. Single ones (<Rcrd>, before version 4 <Amt>)
// rather than their total. What was charged is positive.
void EntryReader::read_charges(Node charges, Draft& draft) {
    if (!charges) return;
    const auto add = [&](Node amount_node, Node record) {
        const auto amount = optional_amount(amount_node);
        if (!amount) return;
        const auto [side, included, kind] = children<3>(record, {"CdtDbtInd", "ChrgInclInd", "Tp"});
        settled_charge made{.size = sizeof(settled_charge), .currency = amount->currency.abi(), .amount = amount->value.abi()};
        if (piece_->text(side) == "CRDT") made.amount.minor_units = -made.amount.minor_units;
        if (const std::string_view within = piece_->text(included); !within.empty())
            made.included = {1, within == "true" || within == "1" ? 1 : 0};
        const auto [code, proprietary] = children<2>(kind, {"Cd", "Prtry"});
        const Node id = child(proprietary, "Id");
        made.kind = limited(piece_->text(code ? code : id ? id : proprietary), kind);
        charges_.push_back(made);
        ++draft.record.charge_count;
    };
    for (const Node group : charges.parent()) {
        if (name_of(group) != "Chrgs") continue;
        const std::uint32_t before = draft.record.charge_count;
        for (const Node record : group)
            if (name_of(record) == "Rcrd") add(child(record, "Amt"), record);
        if (draft.record.charge_count != before) continue;
        const auto [amount, total] = children<2>(group, {"Amt", "TtlChrgsAndTaxAmt"});
        add(amount ? amount : total, group);
    }
}

} // namespace settled::camt
