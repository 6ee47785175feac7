#include <settled/testing.hpp>

namespace settled::testing {

Columns columns_of(settled_entity id, const void* record) {
    Columns found;
    for (const Field& field : entity(id).fields) {
        std::string value;
        switch (field.type) {
        case FieldType::text:
        case FieldType::list:
        case FieldType::decimal:
            value = std::string_view(field_value<settled_text>(record, field));
            break;
        case FieldType::date:
            if (const settled_date date = field_value<settled_date>(record, field)) value = std::to_string(date);
            break;
        case FieldType::currency:
            value = field_value<settled_currency>(record, field).code;
            break;
        case FieldType::amount:
            if (const auto& amount = field_value<settled_amount>(record, field); amount.present)
                value = std::to_string(amount.minor_units);
            break;
        case FieldType::number:
        case FieldType::flag:
            if (const auto& number = field_value<settled_number>(record, field); number.present)
                value = std::to_string(number.value);
            break;
        case FieldType::enumeration:
            value = enumeration_name(field, field_value<std::int32_t>(record, field));
            break;
        }
        if (!value.empty()) found.emplace(field.name, std::move(value));
    }
    return found;
}

settled_ledger_sink LedgerRows::abi() {
    return {sizeof(settled_ledger_sink),
            0,
            this,
            [](void* self, std::int32_t id) -> std::int32_t {
                static_cast<LedgerRows*>(self)->rows.try_emplace(std::string(entity(static_cast<settled_entity>(id)).name));
                return 0;
            },
            [](void* self, std::int32_t id, const void* record) -> std::int32_t {
                const auto which = static_cast<settled_entity>(id);
                static_cast<LedgerRows*>(self)->rows[std::string(entity(which).name)].push_back(columns_of(which, record));
                return 0;
            },
            [](void* self, const settled_commit* commit) -> std::int32_t {
                static_cast<LedgerRows*>(self)->committed[std::string(entity(static_cast<settled_entity>(commit->entity)).name)] =
                    commit->count;
                return 0;
            }};
}

} // namespace settled::testing
