// ledger_words.hpp -- what people call the ledger's columns and values, in Chinese, English and German.
#pragma once

#include <settled/columns.hpp>

#include <optional>
#include <string_view>

namespace settled::tables {

// How well a heading names a column: 0 not at all, whole_name - rank for a word itself (the surest words first), less
// than part_name_max where the heading only holds a word.
inline constexpr int whole_name = 100, part_name_max = 50;
int meaning(const Entity& entity, const Field& field, std::string_view heading);

// Is this the name of a file or sheet that holds such a table: 应收, AR open, 客户档案?
bool names_table(const Entity& entity, std::string_view name);

// The contract's word for a value that people write: 发票 → invoice, 电汇 → transfer, 是 → 1. "" for one that is unknown.
std::string_view known_value(const Field& field, std::string_view word);

} // namespace settled::tables
