#include <tables/read_table.hpp>

#include <formats/file_names.hpp>
#include <settled/text.hpp>

#include <algorithm>
#include <utility>

namespace settled::tables {
namespace {

std::string row_of(const std::string& place, std::int64_t line) {
    return line > 0 ? place + ", row " + std::to_string(line) : place;
}

std::string names(const std::vector<SheetName>& sheets) {
    std::string all;
    for (const SheetName& one : sheets) all += (all.empty() ? "" : ", ") + visible(one.name) + (one.hidden ? " (hidden)" : "");
    return all;
}

} // namespace

std::string place_of(std::string_view file, std::string_view sheet) {
    return std::string(file) + (sheet.empty() ? "" : ", sheet " + visible(sheet));
}

Result<bool> UniqueKeys::add(const void* record, const std::string& place, std::int64_t line, bool repeated_is_fine) {
    if (entity_->key_field.empty()) return true;
    const std::string_view key = field_value<settled_text>(record, *find_field(*entity_, entity_->key_field));
    if (places_.empty() || places_.back() != place) places_.push_back(place);
    const auto [found, is_new] = seen_.try_emplace(std::string(key), Seen{places_.size() - 1, line});
    if (is_new) return true;
    if (repeated_is_fine) return false;
    return fail(SETTLED_BAD_DATA,
                std::string(entity_->name) + ": " + std::string(entity_->key_field) + " \"" + visible(key) + "\" stands in " +
                    row_of(places_[found->second.place], found->second.line) + " and in " + row_of(place, line) +
                    "; an id names one row: correct one of them, or make the id of several columns",
                line);
}

Result<std::vector<std::size_t>> sheets_of(const TableMapping& mapping, const TableFile& file) {
    const std::vector<SheetName>& all = file.sheets();
    std::vector<std::size_t> found;
    if (!file.is_workbook()) return std::vector<std::size_t>{0};
    for (std::size_t i = 0; i < all.size(); ++i) {
        const bool named = all[i].name == mapping.sheet;
        const bool meant = mapping.sheet.empty() || formats::matches_glob(all[i].name, mapping.sheet);
        if (named || (meant && !all[i].hidden)) found.push_back(i);
    }
    if (found.empty())
        return fail(SETTLED_INVALID_CONFIG, "no sheet is called \"" + visible(mapping.sheet) + "\", which " + mapping.where +
                                                " names; it has " + names(all));
    if (mapping.sheet.empty() && found.size() > 1)
        return fail(SETTLED_INVALID_CONFIG,
                    "it has several sheets (" + names(all) + "); say which: sheet = \"…\" in " + mapping.where);
    return found;
}

Result<TableRead> read_table(TableFile& file, std::size_t sheet, const std::string& place, const TableMapping& mapping,
                             const formats::RecordRules& rules, UniqueKeys& keys, const TakeRecord& take) {
    const auto at = [&](const Error& error) {
        return fail(error.code, row_of(place, error.line) + ": " + error.message, error.line);
    };
    auto rows = file.rows(sheet);
    if (!rows) return at(rows.error());
    auto table = MappedTable::open(std::move(*rows), mapping, file.epoch_1904());
    if (!table) return at(table.error());
    auto reader = formats::RecordReader::create(*mapping.entity, table->columns(), rules);
    if (!reader) return at({reader.error().code, reader.error().message, 0});
    TableRead made;
    made.heading_line = table->heading_line(), made.unread = table->unread();
    while (true) {
        auto more = table->next();
        if (!more) return at(more.error());
        if (!*more) break;
        const auto record = reader->read(table->values());
        if (!record) return at({record.error().code, record.error().message, table->line()});
        auto is_new = keys.add(*record, place, table->line(), mapping.distinct);
        if (!is_new) return pass(is_new);
        if (!*is_new) {
            ++made.repeated;
            continue;
        }
        ++made.rows;
        if (Status taken = take(*record, table->line()); !taken) return pass(taken);
    }
    made.left_out = table->left_out(), made.left_out_count = table->left_out_count();
    return made;
}

formats::RecordRules rules_of(const Mapping& mapping, formats::RecordRules rules) {
    if (const auto home = Currency::parse(mapping.home_currency)) rules.home_currency = *home;
    for (const auto& [own, code] : mapping.currencies) rules.currencies.insert_or_assign(own, code);
    return rules;
}

} // namespace settled::tables
