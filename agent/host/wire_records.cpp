#include "host/wire_records.hpp"

#include <array>

namespace settled::host {
namespace {

constexpr std::array entry_texts = {
    &settled_entry::counterparty_name,  &settled_entry::counterparty_account, &settled_entry::counterparty_bank,
    &settled_entry::ultimate_party,     &settled_entry::remittance,           &settled_entry::structured_reference,
    &settled_entry::end_to_end_id,      &settled_entry::mandate_id,           &settled_entry::bank_reference,
    &settled_entry::customer_reference, &settled_entry::transaction_code,     &settled_entry::return_reason,
    &settled_entry::original_rate};

// An entry without its texts, charges and details: one block of bytes.
struct EntryNumbers {
    std::int64_t line;
    settled_amount amount, original_amount;
    settled_date booking_date, value_date;
    settled_currency currency, original_currency;
    std::int32_t status, reversal;
    std::uint32_t charge_count, detail_count;
};

void write_entry_alone(WireWriter& wire, const settled_entry& entry, std::uint32_t detail_count) {
    wire.number(EntryNumbers{entry.line, entry.amount, entry.original_amount, entry.booking_date, entry.value_date,
                             entry.currency, entry.original_currency, entry.status, entry.reversal, entry.charge_count,
                             detail_count});
    for (const auto text : entry_texts) wire.text(entry.*text);
    for (std::uint32_t i = 0; i < entry.charge_count; ++i) {
        const settled_charge& charge = entry.charges[i];
        wire.number(charge.currency);
        wire.number(charge.amount);
        wire.number(charge.included);
        wire.text(charge.kind);
    }
}

settled_entry read_entry_alone(WireReader& wire, std::vector<settled_charge>& charges) {
    const auto numbers = wire.number<EntryNumbers>();
    settled_entry entry{};
    entry.size = sizeof entry;
    entry.line = numbers.line;
    entry.amount = numbers.amount, entry.original_amount = numbers.original_amount;
    entry.booking_date = numbers.booking_date, entry.value_date = numbers.value_date;
    entry.currency = numbers.currency, entry.original_currency = numbers.original_currency;
    entry.status = numbers.status, entry.reversal = numbers.reversal;
    entry.charge_count = numbers.charge_count, entry.detail_count = numbers.detail_count;
    for (const auto text : entry_texts) entry.*text = wire.text();
    for (std::uint32_t i = 0; i < entry.charge_count && wire.intact(); ++i) {
        settled_charge charge{
            sizeof charge, wire.number<settled_currency>(), wire.number<settled_amount>(), wire.number<settled_number>(), {}};
        charge.kind = wire.text();
        charges.push_back(charge);
    }
    return entry;
}

} // namespace

void write_record(WireWriter& wire, const Entity& entity, const void* record) {
    for (const Field& field : entity.fields) {
        switch (field.type) {
        case FieldType::text:
        case FieldType::list:
        case FieldType::decimal:
            wire.text(field_value<settled_text>(record, field));
            break;
        case FieldType::date:
            wire.number(field_value<settled_date>(record, field));
            break;
        case FieldType::currency:
            wire.number(field_value<settled_currency>(record, field));
            break;
        case FieldType::amount:
            wire.number(field_value<settled_amount>(record, field));
            break;
        case FieldType::number:
        case FieldType::flag:
            wire.number(field_value<settled_number>(record, field));
            break;
        case FieldType::enumeration:
            wire.number(field_value<std::int32_t>(record, field));
            break;
        }
    }
}

const void* RecordReader::record(WireReader& wire, const Entity& entity) {
    record_.assign((entity.record_size + sizeof(std::max_align_t) - 1) / sizeof(std::max_align_t), std::max_align_t{});
    void* const record = record_.data();
    const auto size = static_cast<std::uint32_t>(entity.record_size);
    std::memcpy(record, &size, sizeof size); // every record begins with its size
    for (const Field& field : entity.fields) {
        switch (field.type) {
        case FieldType::text:
        case FieldType::list:
        case FieldType::decimal:
            field_value<settled_text>(record, field) = wire.text();
            break;
        case FieldType::date:
            field_value<settled_date>(record, field) = wire.number<settled_date>();
            break;
        case FieldType::currency:
            field_value<settled_currency>(record, field) = wire.number<settled_currency>();
            break;
        case FieldType::amount:
            field_value<settled_amount>(record, field) = wire.number<settled_amount>();
            break;
        case FieldType::number:
        case FieldType::flag:
            field_value<settled_number>(record, field) = wire.number<settled_number>();
            break;
        case FieldType::enumeration:
            field_value<std::int32_t>(record, field) = wire.number<std::int32_t>();
            break;
        }
    }
    return record;
}

void write_commit(WireWriter& wire, const settled_commit& commit) {
    wire.number(commit.entity);
    wire.number(commit.count);
    wire.size(commit.sum_count);
    for (std::uint32_t i = 0; i < commit.sum_count; ++i) wire.number(commit.sums[i]);
}

settled_commit RecordReader::commit(WireReader& wire) {
    settled_commit commit{};
    commit.size = sizeof commit;
    commit.entity = wire.number<std::int32_t>();
    commit.count = wire.number<std::int64_t>();
    sums_.clear();
    for (std::uint64_t left = wire.size(); left > 0 && wire.intact(); --left) sums_.push_back(wire.number<settled_sum>());
    commit.sums = sums_.data();
    commit.sum_count = static_cast<std::uint32_t>(sums_.size());
    return commit;
}

void write_begin(WireWriter& wire, const settled_statement_begin& begin) {
    wire.number(begin.currency);
    for (const settled_text& text : {begin.account, begin.account_name, begin.account_bank, begin.number}) wire.text(text);
    wire.number(begin.opening);
    wire.number(begin.interim);
    wire.number(begin.details_only);
    wire.number(begin.line);
}

settled_statement_begin read_begin(WireReader& wire) {
    settled_statement_begin begin{};
    begin.size = sizeof begin;
    begin.currency = wire.number<settled_currency>();
    for (settled_text* const text : {&begin.account, &begin.account_name, &begin.account_bank, &begin.number})
        *text = wire.text();
    begin.opening = wire.number<settled_balance>();
    begin.interim = wire.number<std::int32_t>();
    begin.details_only = wire.number<std::int32_t>();
    begin.line = wire.number<std::int64_t>();
    return begin;
}

void write_entry(WireWriter& wire, const settled_entry& entry) {
    write_entry_alone(wire, entry, entry.detail_count);
    for (std::uint32_t i = 0; i < entry.detail_count; ++i) write_entry_alone(wire, entry.details[i], 0);
}

const settled_entry& RecordReader::entry(WireReader& wire) {
    charges_.clear(), details_.clear();
    entry_ = read_entry_alone(wire, charges_);
    for (std::uint32_t i = 0; i < entry_.detail_count && wire.intact(); ++i) {
        details_.push_back(read_entry_alone(wire, charges_));
        details_.back().detail_count = 0;
    }
    if (!wire.intact()) return entry_ = {}; // counts without the rows they count
    const settled_charge* charges = charges_.data();
    entry_.charges = charges, charges += entry_.charge_count;
    for (settled_entry& detail : details_) detail.charges = charges, charges += detail.charge_count;
    entry_.details = details_.data();
    return entry_;
}

void write_end(WireWriter& wire, const settled_statement_end& end) {
    wire.number(end.closing);
    wire.number(end.closing_available);
    wire.number(end.line);
}

settled_statement_end read_end(WireReader& wire) {
    settled_statement_end end{};
    end.size = sizeof end;
    end.closing = wire.number<settled_balance>();
    end.closing_available = wire.number<settled_balance>();
    end.line = wire.number<std::int64_t>();
    return end;
}

void write_diagnostic(WireWriter& wire, const settled_diagnostic& diagnostic) {
    wire.number(diagnostic.severity);
    wire.number(diagnostic.line);
    wire.text(diagnostic.code);
    wire.text(diagnostic.message);
}

settled_diagnostic read_diagnostic(WireReader& wire) {
    settled_diagnostic diagnostic{};
    diagnostic.size = sizeof diagnostic;
    diagnostic.severity = wire.number<std::int32_t>();
    diagnostic.line = wire.number<std::int64_t>();
    diagnostic.code = wire.text();
    diagnostic.message = wire.text();
    return diagnostic;
}

} // namespace settled::host
