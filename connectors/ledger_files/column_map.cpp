#include "column_map.hpp"

#include <formats/connector_folder.hpp>
#include <settled/text.hpp>

#include <algorithm>
#include <system_error>
#include <utility>

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

namespace settled::ledger_files {
namespace {

constexpr std::string_view map_prefix = "map.";

template <class Named> std::vector<std::string_view> names_of(std::span<const Named> all) {
    std::vector<std::string_view> names;
    for (const Named& one : all) names.push_back(one.name);
    return names;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& known) {
    const std::string_view near = nearest(word, known);
    return near.empty() ? "" : "; did you mean \"" + std::string(near) + "\"?";
}

} // namespace

Result<ColumnMap> ColumnMap::read(const Settings& settings, const std::filesystem::path& folder) {
    ColumnMap map;
    if (Status read = map.read_file(folder / "columns.toml"); !read) return pass(read);
    Status done;
    settings.for_each(map_prefix, [&](std::string_view key, std::string_view heading) {
        if (!done || key == "*") return; // the option row itself
        const std::size_t point = std::min(key.find('.'), key.size());
        done =
            map.add("option map", key.substr(0, point), point < key.size() ? key.substr(point + 1) : std::string_view(), heading);
    });
    if (!done) return pass(done);
    return map;
}

Status ColumnMap::add(std::string_view where, std::string_view entity_name, std::string_view column, std::string_view heading) {
    const Entity* const entity = find_entity(entity_name);
    if (entity == nullptr)
        return fail(SETTLED_INVALID_CONFIG, std::string(where) + ": unknown table \"" + std::string(entity_name) + "\"" +
                                                did_you_mean(entity_name, names_of(entities())));
    if (find_field(*entity, column) == nullptr)
        return fail(SETTLED_INVALID_CONFIG, std::string(where) + ": " + std::string(entity_name) + " has no column \"" +
                                                std::string(column) + "\"" + did_you_mean(column, names_of(entity->fields)));
    headings_[std::string(entity_name)][std::string(column)] = trim(heading);
    return {};
}

Status ColumnMap::read_file(const std::filesystem::path& file) {
    std::error_code absent;
    if (!std::filesystem::exists(file, absent)) return {}; // the file is optional
    auto text = formats::connector_text(file);
    if (!text) return pass(text);
    const toml::parse_result parsed = toml::parse(*text);
    const std::string name = file.string();
    if (!parsed)
        return fail(SETTLED_INVALID_CONFIG, name + ":" + std::to_string(parsed.error().source().begin.line) + ": " +
                                                std::string(parsed.error().description()));
    for (const auto& [entity, columns] : parsed.table()) {
        const std::string where = name + ":" + std::to_string(entity.source().begin.line);
        if (!columns.is_table()) return fail(SETTLED_INVALID_CONFIG, where + ": expected a table such as [open_items]");
        for (const auto& [column, heading] : *columns.as_table()) {
            const std::string line = name + ":" + std::to_string(column.source().begin.line);
            if (!heading.is_string())
                return fail(SETTLED_INVALID_CONFIG,
                            line + ": expected the file's heading in quotes, as document_number = \"单据号\"");
            if (Status added = add(line, entity.str(), column.str(), heading.as_string()->get()); !added) return added;
        }
    }
    return {};
}

Result<std::vector<std::string>> ColumnMap::columns(const Entity& entity, std::span<const std::string_view> headings) const {
    std::vector<std::string> columns;
    for (const std::string_view heading : headings) columns.emplace_back(trim(heading));
    const auto own = headings_.find(entity.name);
    if (own == headings_.end()) return columns;
    std::vector<std::string> mapped(columns.size());
    for (const auto& [column, heading] : own->second) {
        const auto found = std::ranges::find(columns, heading);
        if (found == columns.end())
            return fail(SETTLED_INVALID_CONFIG, std::string(entity.name)
                                                    .append(": the file has no column \"")
                                                    .append(heading)
                                                    .append("\", which the map names for ")
                                                    .append(column)
                                                    .append(did_you_mean(heading, {columns.begin(), columns.end()})));
        mapped[static_cast<std::size_t>(found - columns.begin())] = column;
    }
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (mapped[i].empty() && !own->second.contains(ascii_lower(columns[i])) &&
            find_field(entity, ascii_lower(columns[i])) != nullptr)
            mapped[i] = columns[i];
    return mapped;
}

} // namespace settled::ledger_files
