#include "store/copy_store.hpp"

#include "store/database/bulk_insert.hpp"
#include "store/database/database.hpp"
#include "store/database/dialect.hpp"
#include "store/database/schema.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <optional>

namespace settled::store {
namespace {

constexpr std::size_t rows_at_once = 1000;

struct Column {
    std::string name; // quoted
    bool is_text = false;
};

struct Table {
    std::string name;
    std::vector<Column> columns;
};

// What belongs to each database by itself.
constexpr std::array<std::string_view, 2> left_out = {"schema_migration", "job_lock"};
constexpr std::string_view one_row_table = "audit_head"; // a new schema has its row already

std::vector<std::string> names(Database& database, std::string_view sql) {
    std::vector<std::string> found;
    Rows rows = database.ask(sql, {}, "t");
    while (rows.next()) rows >> found.emplace_back();
    return found;
}

// In the order of their making, so that what is referred to comes first.
std::vector<Table> tables_of(Database& sqlite) {
    std::vector<Table> tables;
    for (const std::string& name :
         names(sqlite, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
                       "ORDER BY rowid")) {
        if (std::ranges::find(left_out, name) != left_out.end()) continue;
        Table& table = tables.emplace_back(Table{name, {}});
        Rows rows = sqlite.ask("SELECT name, type FROM pragma_table_info(?) ORDER BY cid", {name}, "tt");
        while (rows.next()) {
            std::string column, type;
            rows >> column >> type;
            const bool is_number = type.contains("INT");
            if (!is_number && !type.starts_with("TEXT"))
                refuse(SETTLED_INTERNAL, fmt::format("store: {}.{} is {}, neither number nor text", name, column, type));
            table.columns.push_back({'"' + column + '"', !is_number});
        }
    }
    return tables;
}

std::int64_t number_of(Database& database, const std::string& sql, const Values& values = {}) {
    Rows rows = database.ask(sql, values, "i");
    std::int64_t number = 0;
    if (rows.next()) rows >> number;
    return number;
}

std::string listed(const Table& table) {
    std::string text;
    for (const Column& column : table.columns) text += (text.empty() ? "" : ", ") + column.name;
    return text;
}

void copy_rows(Database& from, Database& to, const Table& table) {
    if (table.name == one_row_table) to.change("DELETE FROM " + table.name);
    std::string shape;
    for (const Column& column : table.columns) shape += column.is_text ? 't' : 'i';
    Rows rows = from.ask(fmt::format("SELECT {} FROM {} ORDER BY rowid", listed(table), table.name), {}, shape);
    BulkInsert insert(to, fmt::format("INSERT INTO {} ({})", table.name, listed(table)), table.columns.size());
    while (rows.next()) {
        for (const Column& column : table.columns) {
            std::optional<std::int64_t> number;
            if (column.is_text)
                insert.text(rows.text());
            else if (rows >> number; number)
                insert.number(*number);
            else
                insert.none();
        }
        if (insert.waiting() >= rows_at_once) insert.flush();
    }
    insert.flush();
}

// Rows, then of each column its sum or the length of all its texts.
std::vector<std::int64_t> figures(Database& database, const Table& table) {
    std::string sql = "SELECT COUNT(*)", shape = "i";
    for (const Column& column : table.columns) {
        sql +=
            fmt::format(", CAST(COALESCE(SUM({}), 0) AS BIGINT)", column.is_text ? "LENGTH(" + column.name + ")" : column.name);
        shape += 'i';
    }
    Rows rows = database.ask(sql + " FROM " + table.name, {}, shape);
    std::vector<std::int64_t> found(shape.size());
    if (rows.next())
        for (std::int64_t& figure : found) rows >> figure;
    return found;
}

CopiedTable compared(Database& from, Database& to, const Table& table) {
    const std::vector<std::int64_t> here = figures(from, table), there = figures(to, table);
    for (std::size_t i = 0; i < here.size(); ++i)
        if (here[i] != there[i])
            refuse(SETTLED_BAD_DATA,
                   fmt::format("store: {} of {} is {} here and {} there; nothing was taken over",
                               i == 0 ? "the count" : "the sum of " + table.columns[i - 1].name, table.name, here[i], there[i]));
    return {table.name, here.front(), table.columns.size()};
}

// A number that was given once is not given again, also where its row is gone.
void carry_numbers_on(Database& from, Database& to) {
    for (const std::string& table : names(from, "SELECT name FROM sqlite_sequence")) {
        const std::int64_t last = number_of(from, "SELECT seq FROM sqlite_sequence WHERE name = ?", {table});
        if (last > 0) number_of(to, "SELECT setval(pg_get_serial_sequence(?, 'id'), ?)", {table, last});
    }
}

void make_sure_it_is_empty(Database& to, const std::vector<Table>& tables) {
    for (const Table& table : tables)
        if (table.name != one_row_table && number_of(to, "SELECT COUNT(*) FROM " + table.name) > 0)
            refuse(SETTLED_INVALID_CONFIG,
                   fmt::format("the target holds {} already; give an empty database or schema", table.name));
}

Result<std::shared_ptr<Database>> opened(const StoreOptions& options) {
    auto database = Database::open(options);
    if (!database) return pass(database);
    if (Status current = migrate(**database, options.create); !current) return pass(current);
    return std::move(*database);
}

} // namespace

Result<std::vector<CopiedTable>> copy_store(const StoreOptions& from_options, const StoreOptions& to_options) {
    auto from = opened(from_options);
    if (!from) return pass(from);
    auto to = opened(to_options);
    if (!to) return pass(to);
    if ((*from)->dialect().is_shared() || !(*to)->dialect().is_shared())
        return fail(SETTLED_INVALID_CONFIG,
                    "a store goes from sqlite:FILE to postgresql://…; other ways are the databases' own tools'");
    auto copied = (*from)->write([&] {
        const std::vector<Table> tables = tables_of(**from);
        auto there = (*to)->write([&] {
            make_sure_it_is_empty(**to, tables);
            std::vector<CopiedTable> made;
            for (const Table& table : tables) {
                copy_rows(**from, **to, table);
                made.push_back(compared(**from, **to, table));
            }
            carry_numbers_on(**from, **to);
            return made;
        });
        if (!there) throw Failure{there.error()};
        return *there;
    });
    return copied;
}

} // namespace settled::store
