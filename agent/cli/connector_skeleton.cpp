#include "cli/connector_skeleton.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace settled::cli {
namespace {

constexpr std::size_t name_bytes_max = 40;
constexpr std::string_view view_begins = "CREATE VIEW settled_";

struct View {
    std::string_view entity;
    std::string_view meaning; // "-- …", the line before it
    std::string_view query;   // SELECT … FROM …
};

std::string_view line_before(std::string_view text, std::size_t at) {
    if (at == 0) return {};
    const std::size_t end = at - 1;
    const std::size_t newline = text.rfind('\n', end == 0 ? 0 : end - 1);
    const std::size_t begin = newline == std::string_view::npos ? 0 : newline + 1;
    return text.substr(begin, end - begin);
}

std::vector<View> views_in(std::string_view text) {
    std::vector<View> found;
    for (std::size_t at = text.find(view_begins); at != std::string_view::npos; at = text.find(view_begins, at + 1)) {
        const std::string_view rest = text.substr(at + view_begins.size());
        const std::size_t name_end = rest.find(" AS\n");
        const std::size_t end = rest.find(";\n");
        if (name_end == std::string_view::npos || end == std::string_view::npos || end < name_end) continue;
        const std::string_view before = line_before(text, at);
        found.push_back({rest.substr(0, name_end), before.starts_with("--") ? before : std::string_view(),
                         rest.substr(name_end + 4, end - name_end - 4)});
    }
    return found;
}

constexpr std::string_view how_to =
    "-- Put your own tables and columns in place of your_…; leave out every line that is not marked required and that "
    "your ERP does not have.\n"
    "-- 将 your_… 换成自己的表和列；ERP 没有的列，凡未标“必填”的整行删去。\n";

std::string connector_toml(std::string_view name, const std::vector<View>& views) {
    std::string text = fmt::format(R"(settled-connector = 1
name = "{0}"
title = {{ en = "{0}", zh-CN = "{0}" }}
plugin = "ledger_odbc"
# What it was run on, when it was: "5.2 on SQL Server 2019". / 在哪些版本上运行过。
tested = []

# Values of the site, :name in the SQL: bound, never pasted. / 各单位不同的取值，在 SQL 中写作 :name。
[parameters.home_currency]
default = "CNY"
help = {{ en = "Currency of rows that name none.", zh-CN = "未写币种的行所用币种。" }}

# Names of this ERP that are not ISO 4217. / 本 ERP 中非 ISO 4217 的币种名。
# [currencies]
# "PRE001" = "CNY"

# The first variant whose probe yields a row is taken; a second one may stand below for another version.
# 取第一个 probe 有结果的 variant；其他版本可在下面再写一个。
[[variant]]
name = "current"
# probe = "SELECT 1 FROM your_open_items WHERE 1 = 0 UNION ALL SELECT 1"
open_items_by_key = true
[variant.entities]
)",
                                   name);
    for (const View& view : views) {
        const bool required = view.entity == "customers" || view.entity == "open_items";
        text += fmt::format("{}{} = \"{}.sql\"\n", required ? "" : "# ", view.entity, view.entity);
    }
    text += R"(
# What the ERP does not have, with the reason: "open_items.contract_number" = "…". / ERP 没有的数据及原因。
[absent]

# [grants]
# "SQL Server" = "grants.sqlserver.sql"
)";
    return text;
}

std::string readme(std::string_view name) {
    return fmt::format(R"(# {0}

Versions, the rights the account needs, what each table is made of, what is certain and what was not verified at a live system.

适用版本、账号所需权限、各表取数规则，以及哪些已确认、哪些未在真实系统上验证。

| table | made of | certain |
| --- | --- | --- |
| customers | | |
| open_items | | |
)",
                       name);
}

} // namespace

bool is_connector_name(std::string_view name) {
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
    return !name.empty() && name.size() <= name_bytes_max && name.front() >= 'a' && name.front() <= 'z' &&
           std::ranges::all_of(name, fits);
}

Result<std::vector<SkeletonFile>> connector_skeleton(std::string_view name, std::string_view views_text) {
    const std::vector<View> views = views_in(views_text);
    for (const std::string_view required : {"customers", "open_items"})
        if (std::ranges::find(views, required, &View::entity) == views.end())
            return fail(SETTLED_BAD_DATA,
                        fmt::format("the shipped views do not have settled_{}; is the installation whole?", required));
    std::vector<SkeletonFile> files;
    files.push_back({"connector.toml", connector_toml(name, views)});
    files.push_back({"README.md", readme(name)});
    for (const View& view : views)
        files.push_back({fmt::format("{}.sql", view.entity), fmt::format("{}\n{}{}\n", view.meaning, how_to, view.query)});
    files.push_back(
        {"fixture/fixture.toml", "# The day and the options of the test run. / 测试日期与选项。\nas_of = 2026-11-18\n"});
    files.push_back({"fixture/tables.sql",
                     "-- CREATE TABLE of the columns that are read, in what SQLite, PostgreSQL and MariaDB share.\n"
                     "-- 所读各列的建表语句，须为 SQLite、PostgreSQL、MariaDB 共有的写法。\n"});
    files.push_back({"fixture/rows.sql", "-- INSERT only; each case with a line that says what it is and what must come out.\n"
                                         "-- 仅 INSERT；每个情形写明是什么、应得出什么。\n"});
    return files;
}

} // namespace settled::cli
