// columns.hpp -- the ledger's canonical columns as data: one table for everybody who moves records.
//
// A connector finds a field by its column's name, the pipe writes records by it, the store binds
// them by it, `settled connectors map` prints it. Names and order are CONTRACT's.
#pragma once

#include <settled/plugin_abi.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace settled {

enum class FieldType : std::uint8_t {
    text,        // settled_text
    list,        // settled_text, parts joined with ';'
    decimal,     // settled_text that holds a decimal number in '.' notation
    date,        // settled_date
    currency,    // settled_currency
    amount,      // settled_amount, in the currency of `currency_field`
    number,      // settled_number, a whole number
    flag,        // settled_number, 1 yes or 0 no
    enumeration, // int32_t, 1 + index in `names`; 0 = absent
};

struct Field {
    std::string_view name;
    FieldType type = FieldType::text;
    std::uint32_t offset = 0;
    bool required = false;
    std::string_view currency_field;         // of an amount
    std::span<const std::string_view> names; // of an enumeration
};

struct Entity {
    settled_entity id;
    std::string_view name; // "open_items"
    std::size_t record_size;
    std::span<const Field> fields;
    std::string_view sum_field; // the amount that `commit` adds up; empty where nothing is
    std::string_view key_field; // the id that must be unique; empty where rows have none
};

std::span<const Entity> entities(); // in order of settled_entity, from 1
const Entity& entity(settled_entity id);
const Entity* find_entity(std::string_view name);
const Field* find_field(const Entity& entity, std::string_view name);

// Access by type; the field must be of that type.
template <class T> T& field_value(void* record, const Field& field) {
    return *reinterpret_cast<T*>(static_cast<std::byte*>(record) + field.offset);
}
template <class T> const T& field_value(const void* record, const Field& field) {
    return *reinterpret_cast<const T*>(static_cast<const std::byte*>(record) + field.offset);
}

// "invoice" for SETTLED_DOC_INVOICE; "" for 0 or a value of a later plugin.
std::string_view enumeration_name(const Field& field, std::int32_t value);

} // namespace settled
