#include "connector.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <utility>

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

namespace settled::ledger_odbc {
namespace {

namespace fs = std::filesystem;

class Reader {
  public:
    explicit Reader(formats::ConnectorHead head) : connector_{std::move(head), {}}, folder_(connector_.folder) {}

    Result<Connector> read() {
        const toml::parse_result parsed = toml::parse(connector_.text);
        if (!parsed) return refuse(&parsed.error().source(), std::string(parsed.error().description()));
        const toml::table& root = parsed.table();
        const toml::array* const variants = root["variant"].as_array();
        if (variants == nullptr || variants->empty()) return refuse(nullptr, "has no [[variant]]");
        for (const toml::node& node : *variants) {
            if (!node.is_table()) return refuse(&node.source(), "expected [[variant]] as a table");
            if (Status read = variant(*node.as_table()); !read) return pass(read);
        }
        return std::move(connector_);
    }

  private:
    Status variant(const toml::table& table) {
        Variant made;
        made.name = table["name"].value_or(std::string());
        made.open_items_by_key = table["open_items_by_key"].value_or(false);
        if (const toml::array* names = table["dbms"].as_array())
            for (const toml::node& name : *names) made.dbms.push_back(name.value_or(std::string()));
        if (const auto probe = table["probe"].value<std::string>(); probe && !probe->empty()) {
            auto checked = check_sql(*probe);
            if (!checked) return refuse(&table.source(), "probe of variant " + made.name + ": " + checked.error().message);
            if (Status known = parameters_known(*checked, folder_ / "connector.toml"); !known) return known;
            made.probe = std::move(*checked);
        }
        if (made.left_out_file = table["left_out"].value_or(std::string()); !made.left_out_file.empty()) {
            auto sql = read_sql("left_out", made.left_out_file, table.source());
            if (!sql) return pass(sql);
            made.left_out = std::move(*sql);
        }
        const toml::table* const entities = table["entities"].as_table();
        if (entities == nullptr) return refuse(&table.source(), "variant " + made.name + " has no entities");
        for (const auto& [name, node] : *entities)
            if (Status read = query(made, name.str(), node); !read) return read;
        std::ranges::sort(made.queries, {}, [](const Query& query) { return query.entity->id; });
        for (const settled_entity needed : {SETTLED_CUSTOMERS, SETTLED_OPEN_ITEMS})
            if (std::ranges::find(made.queries, &entity(needed), &Query::entity) == made.queries.end())
                return refuse(&table.source(), "variant " + made.name + " has no " + std::string(entity(needed).name));
        connector_.variants.push_back(std::move(made));
        return {};
    }

    Status query(Variant& made, std::string_view name, const toml::node& node) {
        Query query;
        query.entity = find_entity(name);
        if (query.entity == nullptr) {
            std::vector<std::string_view> known;
            for (const Entity& one : settled::entities()) known.push_back(one.name);
            const std::string_view near = nearest(name, known);
            return refuse(&node.source(), "unknown entity \"" + std::string(name) + "\"" +
                                              (near.empty() ? "" : "; did you mean \"" + std::string(near) + "\"?"));
        }
        if (const toml::table* row = node.as_table()) {
            query.file = (*row)["sql"].value_or(std::string());
            query.optional = (*row)["optional"].value_or(false);
            if (Status read = constants(query, *row); !read) return read;
        } else {
            query.file = node.value_or(std::string());
        }
        auto sql = read_sql(name, query.file, node.source());
        if (!sql) return pass(sql);
        query.sql = std::move(*sql);
        made.queries.push_back(std::move(query));
        return {};
    }

    Status constants(Query& query, const toml::table& row) const {
        if (!row.contains("constants")) return {};
        const toml::table* const given = row["constants"].as_table();
        if (given == nullptr) return refuse(&row.source(), "constants: expected a table such as { doc_type = \"invoice\" }");
        for (const auto& [column, node] : *given) {
            const auto value = node.value<std::string>();
            if (!value) return refuse(&node.source(), "constants: " + std::string(column.str()) + ": expected a text");
            query.constants.emplace(column.str(), *value);
        }
        return {};
    }

    Result<CheckedSql> read_sql(std::string_view what, std::string_view name, const toml::source_region& at) const {
        const auto file = formats::connector_file(folder_, name);
        if (!file) return refuse(&at, std::string(what) + ": " + file.error().message);
        auto text = formats::connector_text(*file);
        if (!text) return pass(text);
        auto checked = check_sql(*text);
        if (!checked) return fail(SETTLED_INVALID_CONFIG, file->string() + ": " + checked.error().message, checked.error().line);
        if (Status known = parameters_known(*checked, *file); !known) return pass(known);
        return checked;
    }

    Status parameters_known(const CheckedSql& sql, const fs::path& file) const {
        for (const Mark& mark : sql.marks) {
            const auto known = connector_.parameters.find(mark.name);
            const bool declared = known != connector_.parameters.end();
            if ((declared && known->second.owner == mark.owner) || (mark.name == "as_of" && !mark.owner)) continue;
            std::string words = file.string() + ": parameter " + (mark.owner ? "{" + mark.name + "}" : ":" + mark.name);
            if (!declared)
                words += " is not declared; add [parameters." + mark.name + "] to connector.toml";
            else if (mark.owner)
                words += " stands before a table; declare it with owner = true";
            else
                words += " is an owner of tables; write {" + mark.name + "} before a table";
            return fail(SETTLED_INVALID_CONFIG, std::move(words));
        }
        return {};
    }

    std::unexpected<Error> refuse(const toml::source_region* at, const std::string& words) const {
        const std::int64_t line = at == nullptr ? 0 : static_cast<std::int64_t>(at->begin.line);
        return fail(SETTLED_INVALID_CONFIG,
                    (folder_ / "connector.toml").string() + (line > 0 ? ":" + std::to_string(line) : "") + ": " + words, line);
    }

    Connector connector_;
    fs::path folder_;
};

} // namespace

Result<Connector> read_connector(const fs::path& folder, std::string_view name) {
    auto head = formats::read_connector_head(folder, name, "ledger_odbc");
    if (!head) return pass(head);
    return Reader(std::move(*head)).read();
}

} // namespace settled::ledger_odbc
