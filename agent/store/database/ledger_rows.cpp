#include "store/database/ledger_rows.hpp"

#include "world/digest.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <cassert>
#include <cstring>

namespace settled::store {
namespace {

constexpr std::size_t hash_digits = 32; // half of SHA-256: no two rows of a ledger share it by chance

const Field& field_of(const Entity& entity, std::string_view name) {
    const Field* field = find_field(entity, name);
    assert(field != nullptr && "a field of another entity");
    return *field;
}

Error wrong(const Entity& entity, const Field& field, const std::string& what) {
    return {SETTLED_BAD_DATA, std::string(entity.name) + ": " + std::string(field.name) + " " + what, 0};
}

bool empty(const void* record, const Field& field) {
    switch (field.type) {
    case FieldType::text:
    case FieldType::list:
    case FieldType::decimal:
        return field_value<settled_text>(record, field).size == 0;
    case FieldType::date:
        return field_value<settled_date>(record, field) == 0;
    case FieldType::currency:
        return Currency::from_abi(field_value<settled_currency>(record, field)).none();
    case FieldType::amount:
        return field_value<settled_amount>(record, field).present == 0;
    case FieldType::number:
    case FieldType::flag:
        return field_value<settled_number>(record, field).present == 0;
    case FieldType::enumeration:
        return field_value<std::int32_t>(record, field) == 0;
    }
    return true;
}

Value value_of(const void* record, const Field& field) {
    switch (field.type) {
    case FieldType::text:
    case FieldType::list:
    case FieldType::decimal:
        return std::string_view(field_value<settled_text>(record, field));
    case FieldType::date:
        return field_value<settled_date>(record, field);
    case FieldType::currency:
        return Currency::from_abi(field_value<settled_currency>(record, field));
    case FieldType::amount: {
        const auto& amount = field_value<settled_amount>(record, field);
        return amount.present == 0 ? std::optional<std::int64_t>() : std::optional(amount.minor_units);
    }
    case FieldType::number:
    case FieldType::flag: {
        const auto& number = field_value<settled_number>(record, field);
        return number.present == 0 ? std::optional<std::int64_t>() : std::optional<std::int64_t>(number.value);
    }
    case FieldType::enumeration:
        return field_value<std::int32_t>(record, field);
    }
    return {0};
}

std::optional<Error> mistake(const Entity& entity, const void* record, const Field& field) {
    if (empty(record, field)) {
        if (field.required) return wrong(entity, field, "is required and empty");
        return std::nullopt;
    }
    switch (field.type) {
    case FieldType::text:
    case FieldType::list:
    case FieldType::decimal: {
        const std::string_view text = field_value<settled_text>(record, field);
        if (first_invalid_utf8(text) != std::string_view::npos || text.find('\0') != std::string_view::npos)
            return wrong(entity, field, "is not UTF-8 text: " + visible(text.substr(0, 40)));
        break;
    }
    case FieldType::date: {
        const settled_date day = field_value<settled_date>(record, field);
        if (!Date::from_number(day)) return wrong(entity, field, "is no day: " + std::to_string(day));
        break;
    }
    case FieldType::currency: {
        const auto& code = field_value<settled_currency>(record, field);
        if (!Currency::parse(std::string_view(code.code, strnlen(code.code, sizeof code.code))))
            return wrong(entity, field, "is no ISO 4217 code");
        break;
    }
    case FieldType::amount:
        if (field_value<settled_amount>(record, field).finer_digits != 0)
            return wrong(entity, field, "has more decimals than its currency");
        break;
    case FieldType::number:
    case FieldType::flag:
    case FieldType::enumeration:
        break;
    }
    return std::nullopt;
}

// Every field with its length, so that no two rows run into the same text.
std::string hash_of(const Entity& entity, const void* record) {
    std::string text;
    for (const Field& field : entity.fields) {
        const Value value = value_of(record, field);
        if (value.null()) {
            text += "-;";
            continue;
        }
        const std::string shown = value.is_text() ? value.text() : std::to_string(value.number());
        text += std::to_string(shown.size()) + ':' + shown + ';';
    }
    return world::sha256_hex(text).substr(0, hash_digits);
}

} // namespace

std::string table_of(const Entity& entity) { return "ledger_" + std::string(entity.name); }

std::string joined_id(std::string_view id, std::string_view second, std::string_view third) {
    std::string joined(id);
    for (const std::string_view part : {second, third})
        if (!part.empty()) joined.append("/").append(part);
    return joined;
}

std::string insert_columns(const Entity& entity) {
    std::string columns = "company, ledger, valid_from, valid_to, row_hash";
    for (const Field& field : entity.fields) columns += ", \"" + std::string(field.name) + '"';
    return columns;
}

std::size_t insert_column_count(const Entity& entity) { return 5 + entity.fields.size(); }

Result<LedgerRow> LedgerRow::read(const Entity& entity, const void* record) {
    LedgerRow row;
    row.entity_ = &entity;
    row.record_.resize(entity.record_size);
    std::uint32_t size = 0;
    std::memcpy(&size, record, sizeof size);
    std::memcpy(row.record_.data(), record, std::min<std::size_t>(size, entity.record_size));
    for (const Field& field : entity.fields)
        if (auto error = mistake(entity, row.record_.data(), field)) return std::unexpected(*error);
    row.hash_ = hash_of(entity, row.record_.data());
    return row;
}

std::string LedgerRow::key() const {
    if (entity_->key_field.empty()) return {};
    if (entity_->id == SETTLED_OPEN_ITEMS) return joined_id(text("item_id"), text("item_id_2"), text("item_id_3"));
    return std::string(text(entity_->key_field));
}

bool LedgerRow::has_main_amount() const { return !entity_->sum_field.empty(); }

Money LedgerRow::main_amount() const {
    if (!has_main_amount()) return {};
    const Field& field = field_of(*entity_, entity_->sum_field);
    return {amount(field.name).value_or(0), currency(field.currency_field)};
}

void LedgerRow::append_to(Values& row) const {
    for (const Field& field : entity_->fields) row.push_back(value_of(record_.data(), field));
}

std::string_view LedgerRow::text(std::string_view field) const {
    return field_value<settled_text>(record_.data(), field_of(*entity_, field));
}
std::int32_t LedgerRow::number(std::string_view field) const {
    return field_value<std::int32_t>(record_.data(), field_of(*entity_, field));
}
Currency LedgerRow::currency(std::string_view field) const {
    return Currency::from_abi(field_value<settled_currency>(record_.data(), field_of(*entity_, field)));
}
std::optional<std::int64_t> LedgerRow::amount(std::string_view field) const {
    const auto& value = field_value<settled_amount>(record_.data(), field_of(*entity_, field));
    return value.present == 0 ? std::nullopt : std::optional(value.minor_units);
}

} // namespace settled::store
