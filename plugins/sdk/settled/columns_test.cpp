// The column tables against the records they describe: every table is the only place where a
// column's name and its member meet.
#include <settled/columns.hpp>
#include <settled/ledger.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <cstring>
#include <set>
#include <string>
#include <vector>

namespace settled {
namespace {

std::size_t size_of(FieldType type) {
    switch (type) {
    case FieldType::text:
    case FieldType::list:
    case FieldType::decimal:
        return sizeof(settled_text);
    case FieldType::date:
        return sizeof(settled_date);
    case FieldType::currency:
        return sizeof(settled_currency);
    case FieldType::amount:
        return sizeof(settled_amount);
    case FieldType::number:
    case FieldType::flag:
        return sizeof(settled_number);
    case FieldType::enumeration:
        return sizeof(std::int32_t);
    }
    return 0;
}

TEST(Columns, EntitiesStandInTheOrderOfTheirNumbers) {
    ASSERT_EQ(entities().size(), 14u);
    for (std::size_t i = 0; i < entities().size(); ++i) {
        EXPECT_EQ(static_cast<std::size_t>(entities()[i].id), i + 1);
        EXPECT_EQ(find_entity(entities()[i].name), &entities()[i]);
    }
    EXPECT_EQ(find_entity("open_item"), nullptr);
}

TEST(Columns, FieldsLieWithinTheirRecordAndDoNotOverlap) {
    for (const Entity& entity : entities()) {
        std::vector<int> used(entity.record_size);
        for (std::size_t i = 0; i < sizeof(std::uint32_t); ++i) used[i] = 1; // the size
        for (const Field& field : entity.fields) {
            ASSERT_LE(field.offset + size_of(field.type), entity.record_size) << entity.name << '.' << field.name;
            for (std::size_t i = 0; i < size_of(field.type); ++i)
                ASSERT_EQ(used[field.offset + i]++, 0) << entity.name << '.' << field.name;
        }
    }
}

TEST(Columns, NamesAreUniqueAndReferencesResolve) {
    for (const Entity& entity : entities()) {
        std::set<std::string_view> names;
        for (const Field& field : entity.fields) {
            EXPECT_TRUE(names.insert(field.name).second) << entity.name << '.' << field.name;
            EXPECT_EQ(find_field(entity, field.name), &field);
            EXPECT_EQ(field.type == FieldType::enumeration, !field.names.empty()) << field.name;
            if (field.type != FieldType::amount) continue;
            const Field* const currency = find_field(entity, field.currency_field);
            ASSERT_NE(currency, nullptr) << entity.name << '.' << field.name;
            EXPECT_EQ(currency->type, FieldType::currency);
        }
        if (!entity.sum_field.empty()) {
            EXPECT_EQ(find_field(entity, entity.sum_field)->type, FieldType::amount) << entity.name;
        }
        if (!entity.key_field.empty()) {
            EXPECT_EQ(find_field(entity, entity.key_field)->type, FieldType::text) << entity.name;
        }
    }
}

TEST(Columns, AFieldOfTheTableIsTheMemberOfTheRecord) {
    auto item = record<settled_open_item>();
    item.document_number = "INV-7", item.due_date = 20261031, item.currency = {"CNY"}, item.open_amount = amount(985);
    item.terms_days = number(30), item.doc_type = SETTLED_DOC_CREDIT_NOTE;
    const Entity& entity = settled::entity(SETTLED_OPEN_ITEMS);
    const auto field = [&](std::string_view name) { return *find_field(entity, name); };
    EXPECT_EQ(std::string_view(field_value<settled_text>(&item, field("document_number"))), "INV-7");
    EXPECT_EQ(field_value<settled_date>(&item, field("due_date")), 20261031);
    EXPECT_EQ(std::string_view(field_value<settled_currency>(&item, field("currency")).code), "CNY");
    EXPECT_EQ(field_value<settled_amount>(&item, field("open_amount")).minor_units, 985);
    EXPECT_EQ(field_value<settled_number>(&item, field("terms_days")).value, 30);
    EXPECT_EQ(enumeration_name(field("doc_type"), field_value<std::int32_t>(&item, field("doc_type"))), "credit_note");
}

TEST(Columns, AnEnumerationsNumbersAreItsNamesInOrder) {
    const Field& state = *find_field(entity(SETTLED_BILLS), "status");
    EXPECT_EQ(enumeration_name(state, SETTLED_BILL_OFFERED), "offered");
    EXPECT_EQ(enumeration_name(state, SETTLED_BILL_RETURNED), "returned");
    EXPECT_EQ(enumeration_name(state, 0), "");
    EXPECT_EQ(enumeration_name(state, SETTLED_BILL_RETURNED + 1), "") << "of a later plugin";
    EXPECT_EQ(enumeration_name(state, -1), "");
}

// What every source must say; the rest may be absent.
TEST(Columns, OnlyTheseAreRequiredOfAnOpenItem) {
    std::set<std::string_view> required;
    for (const Field& field : entity(SETTLED_OPEN_ITEMS).fields)
        if (field.required) required.insert(field.name);
    EXPECT_EQ(required,
              (std::set<std::string_view>{"item_id", "customer_id", "doc_type", "document_number", "currency", "open_amount"}));
}

} // namespace
} // namespace settled
