#include "store/database/ledger_rows.hpp"

#include "store/database/bulk_insert.hpp"

#include "store/database/standing_rows.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cstring>

namespace settled::store {
namespace {

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

// What a column holds of a field: `text` for words, `number` for the rest, `none` for nothing of either.
template <class Take> void take_value(const void* record, const Field& field, Take&& take) {
    const auto of_pair = [&](const auto& pair, std::int64_t value) { pair.present == 0 ? take.none() : take.number(value); };
    switch (field.type) {
    case FieldType::text:
    case FieldType::list:
    case FieldType::decimal:
        return take.text(std::string_view(field_value<settled_text>(record, field)));
    case FieldType::date:
        return take.number(field_value<settled_date>(record, field));
    case FieldType::currency:
        return take.text(Currency::from_abi(field_value<settled_currency>(record, field)).code());
    case FieldType::amount: {
        const auto& amount = field_value<settled_amount>(record, field);
        return of_pair(amount, amount.minor_units);
    }
    case FieldType::number:
    case FieldType::flag: {
        const auto& number = field_value<settled_number>(record, field);
        return of_pair(number, number.value);
    }
    case FieldType::enumeration:
        return take.number(field_value<std::int32_t>(record, field));
    }
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
struct HashedText {
    std::string& out;

    void none() { out += "-;"; }
    void text(std::string_view words) {
        add(static_cast<std::int64_t>(words.size()));
        (out += ':') += words;
        out += ';';
    }
    void number(std::int64_t value) {
        std::array<char, 24> digits{};
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
        text({digits.data(), end});
    }

  private:
    void add(std::int64_t value) {
        std::array<char, 24> digits{};
        out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr);
    }
};

struct Cells {
    BulkInsert& insert;

    void none() { insert.none(); }
    void text(std::string_view words) { insert.text(words); }
    void number(std::int64_t value) { insert.number(value); }
};

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

LedgerRow::LedgerRow(const Entity& entity)
    : entity_(&entity), key_field_(entity.key_field.empty() ? nullptr : &field_of(entity, entity.key_field)),
      sum_field_(entity.sum_field.empty() ? nullptr : &field_of(entity, entity.sum_field)),
      currency_field_(sum_field_ == nullptr ? nullptr : &field_of(entity, sum_field_->currency_field)),
      record_(entity.record_size) {}

Status LedgerRow::read(const void* record) {
    std::uint32_t size = 0;
    std::memcpy(&size, record, sizeof size);
    const std::size_t known = std::min<std::size_t>(size, record_.size());
    std::memcpy(record_.data(), record, known);
    std::fill(record_.begin() + static_cast<std::ptrdiff_t>(known), record_.end(), std::byte{});
    for (const Field& field : entity_->fields)
        if (auto error = mistake(*entity_, record_.data(), field)) return std::unexpected(*error);
    find_hash();
    return {};
}

void LedgerRow::find_hash() {
    hashed_.clear();
    for (const Field& field : entity_->fields) take_value(record_.data(), field, HashedText{hashed_});
    hash_ = digest_.add(hashed_).hex();
    hash_.resize(StandingRows::hash_digits); // half of SHA-256: no two rows of a ledger share it by chance
}

void LedgerRow::leave_out(std::span<const std::string_view> fields, std::string_view name) {
    for (const std::string_view each : fields) {
        const Field& field = field_of(*entity_, each);
        settled_text text{};
        if (each == fields.front()) text = name;
        std::memcpy(record_.data() + field.offset, &text, sizeof text);
    }
    find_hash();
}

const settled_open_item& LedgerRow::open_item() const {
    assert(entity_->id == SETTLED_OPEN_ITEMS);
    return *reinterpret_cast<const settled_open_item*>(record_.data());
}

std::string_view LedgerRow::key() {
    if (key_field_ == nullptr) return {};
    if (entity_->id != SETTLED_OPEN_ITEMS) return field_value<settled_text>(record_.data(), *key_field_);
    const settled_open_item& item = open_item();
    if (item.item_id_2.size == 0 && item.item_id_3.size == 0) return item.item_id;
    key_ = joined_id(item.item_id, item.item_id_2, item.item_id_3);
    return key_;
}

Money LedgerRow::main_amount() const {
    if (sum_field_ == nullptr) return {};
    const auto& amount = field_value<settled_amount>(record_.data(), *sum_field_);
    return {amount.present == 0 ? 0 : amount.minor_units,
            Currency::from_abi(field_value<settled_currency>(record_.data(), *currency_field_))};
}

void LedgerRow::append_to(BulkInsert& insert) const {
    for (const Field& field : entity_->fields) take_value(record_.data(), field, Cells{insert});
}

} // namespace settled::store
