#include "jobs/statement_collector.hpp"

#include <settled/abi_array.hpp>

namespace settled::jobs {
namespace {

std::string text(const settled_text& borrowed) { return std::string(std::string_view(borrowed)); }

statement::Amount amount(const settled_amount& amount) { return {amount.minor_units, amount.finer_digits}; }

std::optional<statement::Balance> balance(const settled_balance& balance) {
    if (!balance.present) return std::nullopt;
    return statement::Balance{Date::from_abi(balance.date), amount(balance.amount)};
}

} // namespace

statement::Entry owned_entry(const settled_entry& entry) {
    statement::Entry made;
    made.line = entry.line;
    made.status = static_cast<statement::EntryStatus>(entry.status);
    made.booking_date = Date::from_abi(entry.booking_date), made.value_date = Date::from_abi(entry.value_date);
    made.currency = Currency::from_abi(entry.currency), made.amount = amount(entry.amount);
    made.reversal = entry.reversal != 0;
    made.counterparty_name = text(entry.counterparty_name), made.counterparty_account = text(entry.counterparty_account);
    made.counterparty_bank = text(entry.counterparty_bank), made.ultimate_party = text(entry.ultimate_party);
    made.remittance = text(entry.remittance), made.structured_reference = text(entry.structured_reference);
    made.end_to_end_id = text(entry.end_to_end_id), made.mandate_id = text(entry.mandate_id);
    made.bank_reference = text(entry.bank_reference), made.customer_reference = text(entry.customer_reference);
    made.transaction_code = text(entry.transaction_code), made.return_reason = text(entry.return_reason);
    if (entry.original_amount.present)
        made.original = statement::Original{amount(entry.original_amount), Currency::from_abi(entry.original_currency),
                                            text(entry.original_rate)};
    for (std::uint32_t i = 0; i < entry.charge_count; ++i) {
        const settled_charge& charge = *element_at(entry.charges, i);
        statement::Charge& kept = made.charges.emplace_back();
        kept.amount = amount(charge.amount), kept.currency = Currency::from_abi(charge.currency), kept.kind = text(charge.kind);
        if (charge.included.present) kept.included = charge.included.value != 0;
    }
    for (std::uint32_t i = 0; i < entry.detail_count; ++i) made.details.push_back(owned_entry(*element_at(entry.details, i)));
    return made;
}

Status StatementCollector::begin(const settled_statement_begin& begin) {
    statement::Statement& made = statements.emplace_back();
    made.account = text(begin.account), made.account_name = text(begin.account_name), made.number = text(begin.number);
    made.currency = Currency::from_abi(begin.currency);
    made.opening = balance(begin.opening);
    made.interim = begin.interim != 0, made.details_only = begin.details_only != 0;
    made.line = begin.line;
    return {};
}

Status StatementCollector::entry(const settled_entry& entry) {
    if (statements.empty()) return fail(SETTLED_INTERNAL, "the reader sent an entry before its statement", entry.line);
    if (++entries_ > entries_max_)
        return fail(SETTLED_BAD_DATA,
                    "more than " + std::to_string(entries_max_) + " entries; raise [limits] statement_entries if that is right",
                    entry.line);
    statements.back().entries.push_back(owned_entry(entry));
    return {};
}

Status StatementCollector::end(const settled_statement_end& end) {
    if (statements.empty()) return fail(SETTLED_INTERNAL, "the reader ended a statement that it never began", end.line);
    statements.back().closing = balance(end.closing);
    return {};
}

void StatementCollector::diagnostic(const settled_diagnostic& diagnostic) {
    constexpr std::size_t diagnostics_max = 1000;
    if (diagnostics.size() >= diagnostics_max) return;
    diagnostics.push_back({static_cast<statement::Severity>(diagnostic.severity), diagnostic.line, text(diagnostic.code),
                           text(diagnostic.message)});
}

} // namespace settled::jobs
