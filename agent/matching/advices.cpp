#include "matching/advices.hpp"

#include "matching/fold.hpp"
#include "matching/limits.hpp"
#include "matching/names.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <cstdlib>
#include <string>

namespace settled::matching {
namespace {

constexpr std::size_t id_signs_min = 4; // fewer stand in many texts

std::string signs_of(std::string_view written) { return number_signs(fold(trim(written))); }

// A reference may be written in several pieces.
std::vector<std::string> signs_written(const statement::EntryRow& entry, const statement::EntryBook& entries,
                                       const Pieces& pieces) {
    std::vector<std::string> written;
    for (std::size_t first = 0; first < pieces.size(); ++first)
        for (std::size_t count = 1; count <= limits::pieces_in_number && first + count <= pieces.size(); ++count) {
            written.emplace_back(pieces.joined(first, count));
            if (!pieces.all[first + count - 1].joins_next) break;
        }
    for (const ledger::TextRef text : {entry.structured_reference, entry.end_to_end_id, entry.bank_reference})
        if (!text.empty()) written.push_back(signs_of(entries[text]));
    return written;
}

} // namespace

Advices::Advices(const ledger::Book& book, const References& references) : book_(book) {
    // Lines of one advice need not stand side by side.
    std::map<std::pair<std::uint16_t, std::uint32_t>, std::vector<const ledger::AdviceRow*>> rows; // by ledger and id
    for (const ledger::AdviceRow& row : book.advices) rows[{row.ledger, row.id.offset}].push_back(&row);
    References::Workspace workspace;
    for (const auto& [of, lines] : rows) add(lines, references, workspace);
}

void Advices::add(const std::vector<const ledger::AdviceRow*>& rows, const References& references,
                  References::Workspace& workspace) {
    const ledger::AdviceRow& head = *rows.front();
    Advice made{.id = head.id,
                .payer = head.payer,
                .reference = head.reference,
                .payment_date = head.payment_date,
                .currency = head.currency};
    std::int64_t paid = 0, said = 0;
    const auto add_up = [](std::int64_t& sum, std::int64_t more) {
        const auto next = checked_add(sum, more);
        if (next) sum = *next;
        return next.has_value();
    };
    for (const ledger::AdviceRow* row : rows) {
        if (row->amount != 0) {
            if (said != 0 && said != row->amount) return; // it contradicts itself
            said = row->amount;
        }
        if (row->document_number.empty()) {
            if (!add_up(made.fee, row->deduction) || !add_up(made.fee, -row->paid)) return;
            continue;
        }
        if (row->paid == 0) continue;
        std::vector<Hit> hits;
        references.number(signs_of(book_[row->document_number]), workspace, hits);
        std::erase_if(hits, [&](const Hit& hit) {
            const ledger::ItemRow& item = book_.items[hit.item];
            return item.currency != row->currency || (item.open_amount < 0) != (row->paid < 0);
        });
        if (hits.size() != 1 || !add_up(paid, row->paid)) return;
        const Row item = hits.front().item;
        const auto known = std::ranges::find(made.lines, item, &Advice::Line::item);
        if (known == made.lines.end())
            made.lines.push_back({item, row->paid, row->deduction, row->reason});
        else if (!add_up(known->paid, row->paid) || !add_up(known->deduction, row->deduction))
            return;
    }
    made.amount = paid - made.fee;
    if (made.lines.empty() || made.amount <= 0 || (said != 0 && said != made.amount)) return;
    std::ranges::sort(made.lines, {}, &Advice::Line::item);
    std::vector<Advice>& of_amount = by_amount_[{made.currency, made.amount}];
    if (of_amount.size() < limits::advices_of_amount) of_amount.push_back(std::move(made));
}

const Advice* Advices::of(const statement::EntryRow& entry, const statement::EntryBook& entries, const Pieces& pieces) const {
    if (by_amount_.empty()) return nullptr;
    const auto hit = by_amount_.find({entry.currency, entry.amount});
    if (hit == by_amount_.end()) return nullptr;
    const Date day = entry.value_date.none() ? entry.booking_date : entry.value_date;
    const std::vector<std::string> written = signs_written(entry, entries, pieces);
    const auto stands = [&](ledger::TextRef of) {
        const std::string signs = signs_of(book_[of]);
        return signs.size() >= id_signs_min && std::ranges::find(written, signs) != written.end();
    };
    const std::string payer(firm_name(entries[entry.counterparty_name]).bare());
    const auto same_payer = [&](const Advice& advice) {
        return !advice.payer.empty() && !payer.empty() && firm_name(book_[advice.payer]).bare() == payer;
    };
    const Advice* found = nullptr;
    for (const Advice& advice : hit->second) {
        if (!advice.payment_date.none() && !day.none() &&
            std::abs(days_between(advice.payment_date, day)) > limits::days_around_advice)
            continue;
        if (!stands(advice.id) && !stands(advice.reference) && !same_payer(advice)) continue;
        if (found != nullptr) return nullptr;
        found = &advice;
    }
    return found;
}

} // namespace settled::matching
