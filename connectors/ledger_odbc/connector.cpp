#include "connector.hpp"

#include <formats/toml_section.hpp>
#include <settled/text.hpp>

#include <algorithm>
#include <utility>

namespace settled::ledger_odbc {
namespace {

namespace fs = std::filesystem;
using formats::Section;

constexpr std::size_t variants_max = 50;

class Reader {
  public:
    explicit Reader(formats::ConnectorHead head)
        : connector_{std::move(head), {}}, folder_(connector_.folder), source_((folder_ / "connector.toml").string()) {}

    Result<Connector> read() {
        const toml::parse_result parsed = toml::parse(connector_.text); // the head has seen that it can be
        Section root(source_, parsed.table(), "connector.toml");
        // For people, for the head of the file, and for settled connectors.
        for (const char* key :
             {"settled-connector", "name", "title", "plugin", "tested", "parameters", "currencies", "absent", "grants"})
            root.node(key);
        const std::vector<const toml::table*> variants = root.tables("variant");
        if (variants.empty()) root.refuse("variant", "there is no [[variant]]");
        if (variants.size() > variants_max) root.refuse("variant", "more than " + std::to_string(variants_max) + " variants");
        for (const toml::table* table : variants) variant(*table);
        root.finish();
        if (Status fine = source_.trouble(); !fine) return pass(fine);
        return std::move(connector_);
    }

  private:
    void variant(const toml::table& table) {
        Variant made;
        Section section(source_, table, "[[variant]]");
        made.name = section.needed_text("name");
        made.open_items_by_key = section.flag("open_items_by_key");
        made.dbms = section.texts("dbms");
        if (const std::string probe = section.text("probe"); !probe.empty()) {
            auto checked = check_sql(probe);
            if (!checked)
                section.refuse("probe", checked.error().message);
            else if (const std::string strange = strange_parameter(*checked); !strange.empty())
                section.refuse("probe", strange);
            else
                made.probe = std::move(*checked);
        }
        made.left_out_file = section.text("left_out");
        if (!made.left_out_file.empty()) made.left_out = read_sql(*section.node("left_out"), "left_out", made.left_out_file);
        if (const toml::table* entities = section.table("entities"))
            for (const auto& [name, node] : *entities) query(made, name.str(), node);
        else
            section.refuse("entities", "is missing; expected a table of which file yields what");
        section.finish();
        std::ranges::sort(made.queries, {}, [](const Query& query) { return query.entity->id; });
        for (const settled_entity needed : {SETTLED_CUSTOMERS, SETTLED_OPEN_ITEMS})
            if (std::ranges::find(made.queries, &entity(needed), &Query::entity) == made.queries.end())
                section.refuse("entities", "variant " + made.name + " has no " + std::string(entity(needed).name));
        connector_.variants.push_back(std::move(made));
    }

    void query(Variant& made, std::string_view name, const toml::node& node) {
        Query query;
        query.entity = find_entity(name);
        if (query.entity == nullptr) {
            std::vector<std::string_view> known;
            for (const Entity& one : settled::entities()) known.push_back(one.name);
            const std::string_view near = nearest(name, known);
            return source_.refuse(&node, "unknown entity \"" + std::string(name) + "\"" +
                                             (near.empty() ? "" : "; did you mean \"" + std::string(near) + "\"?"));
        }
        if (const toml::table* table = node.as_table()) {
            Section row(source_, *table, "[variant.entities] " + std::string(name));
            query.file = row.needed_text("sql");
            query.optional = row.flag("optional");
            if (const toml::table* given = row.table("constants")) constants(query, *given);
            row.finish();
        } else if (const auto* file = node.as_string()) {
            query.file = file->get();
        } else {
            return source_.refuse(&node, std::string(name) + ": expected the name of a file within this folder");
        }
        query.sql = read_sql(node, name, query.file);
        made.queries.push_back(std::move(query));
    }

    void constants(Query& query, const toml::table& given) {
        Section section(source_, given, "constants");
        for (const auto& [column, ignored] : given) query.constants.emplace(column.str(), section.text(column.str()));
    }

    CheckedSql read_sql(const toml::node& at, std::string_view what, std::string_view name) {
        const auto file = formats::connector_file(folder_, name);
        if (!file) {
            source_.refuse(&at, std::string(what) + ": \"" + visible(name) + "\" " + file.error().message);
            return {};
        }
        auto text = formats::connector_text(*file);
        if (!text) {
            source_.refuse(&at, std::string(what) + ": " + text.error().message);
            return {};
        }
        auto checked = check_sql(*text);
        if (!checked) {
            source_.refuse_elsewhere(*file, checked.error());
            return {};
        }
        if (const std::string strange = strange_parameter(*checked); !strange.empty())
            source_.refuse_elsewhere(*file, {SETTLED_INVALID_CONFIG, strange, 0});
        return std::move(*checked);
    }

    // "" where every mark of the text is declared.
    std::string strange_parameter(const CheckedSql& sql) const {
        for (const Mark& mark : sql.marks) {
            const auto known = connector_.parameters.find(mark.name);
            const bool declared = known != connector_.parameters.end();
            if ((declared && known->second.owner == mark.owner) || (mark.name == "as_of" && !mark.owner)) continue;
            const std::string words = "parameter " + (mark.owner ? "{" + mark.name + "}" : ":" + mark.name);
            if (!declared) return words + " is not declared; add [parameters." + mark.name + "] to connector.toml";
            return words + (mark.owner ? " stands before a table; declare it with owner = true"
                                       : " is an owner of tables; write {" + mark.name + "} before a table");
        }
        return {};
    }

    Connector connector_;
    fs::path folder_;
    formats::ConnectorSource source_;
};

} // namespace

Result<Connector> read_connector(const fs::path& folder, std::string_view name) {
    auto head = formats::read_connector_head(folder, name, "ledger_odbc");
    if (!head) return pass(head);
    return Reader(std::move(*head)).read();
}

} // namespace settled::ledger_odbc
