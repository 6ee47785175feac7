#include "connector.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <fstream>
#include <optional>
#include <sstream>
#include <utility>

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

namespace settled::ledger_odbc {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t format_of_this_plugin = 1;
constexpr std::uintmax_t file_bytes_max = 1 << 20;

Result<std::string> text_of(const fs::path& file) {
    std::error_code trouble;
    if (const std::uintmax_t size = fs::file_size(file, trouble); trouble || size > file_bytes_max)
        return fail(SETTLED_INVALID_CONFIG,
                    file.string() + (trouble ? " cannot be read: " + trouble.message() : " is larger than 1 MiB"));
    const std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in) return fail(SETTLED_INVALID_CONFIG, file.string() + " cannot be read; may the service's account open it?");
    return std::move(text).str();
}

class Reader {
  public:
    Reader(fs::path folder, std::string_view name) : folder_(std::move(folder)), name_(name) {}

    Result<Connector> read() {
        auto text = text_of(folder_ / "connector.toml");
        if (!text) return pass(text);
        const toml::parse_result parsed = toml::parse(*text);
        if (!parsed) return refuse(&parsed.error().source(), std::string(parsed.error().description()));
        const toml::table& root = parsed.table();
        if (root["settled-connector"].value<std::int64_t>() != format_of_this_plugin)
            return refuse(nullptr, "expected settled-connector = 1 (the format this agent reads)");
        if (root["plugin"].value_or(std::string_view()) != "ledger_odbc")
            return refuse(nullptr, "is a connector of plugin \"" + std::string(root["plugin"].value_or(std::string_view())) +
                                       "\", not of ledger_odbc; change plugin in your ledger block");
        connector_.name = name_;
        if (Status read = parameters(root); !read) return pass(read);
        if (const toml::table* currencies = root["currencies"].as_table())
            for (const auto& [own, code] : *currencies)
                connector_.currencies[std::string(own.str())] = code.value_or(std::string());
        const toml::array* const variants = root["variant"].as_array();
        if (variants == nullptr || variants->empty()) return refuse(nullptr, "has no [[variant]]");
        for (const toml::node& node : *variants) {
            if (!node.is_table()) return refuse(&node.source(), "expected [[variant]] as a table");
            if (Status read = variant(*node.as_table()); !read) return pass(read);
        }
        return std::move(connector_);
    }

  private:
    Status parameters(const toml::table& root) {
        const toml::table* const all = root["parameters"].as_table();
        if (all == nullptr) return {};
        for (const auto& [name, node] : *all) {
            const toml::table* const row = node.as_table();
            if (row == nullptr) return refuse(&node.source(), "expected [parameters." + std::string(name.str()) + "] as a table");
            connector_.parameters[std::string(name.str())] = {(*row)["default"].value_or(std::string()),
                                                              (*row)["list"].value_or(false)};
        }
        return {};
    }

    Status variant(const toml::table& table) {
        Variant made;
        made.name = table["name"].value_or(std::string());
        made.probe = table["probe"].value_or(std::string());
        made.open_items_by_key = table["open_items_by_key"].value_or(false);
        if (const toml::array* names = table["dbms"].as_array())
            for (const toml::node& name : *names) made.dbms.push_back(name.value_or(std::string()));
        if (!made.probe.empty())
            if (const auto checked = check_sql(made.probe); !checked)
                return refuse(&table.source(), "probe of variant " + made.name + ": " + checked.error().message);
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
        } else {
            query.file = node.value_or(std::string());
        }
        const fs::path relative(query.file);
        if (query.file.empty() || relative.is_absolute() || std::ranges::find(relative, fs::path("..")) != relative.end())
            return refuse(&node.source(), std::string(name) + ": expected the name of an SQL file within this folder");
        auto text = text_of(folder_ / relative);
        if (!text) return pass(text);
        auto checked = check_sql(*text);
        if (!checked)
            return fail(SETTLED_INVALID_CONFIG, (folder_ / relative).string() + ": " + checked.error().message,
                        checked.error().line);
        for (const std::string& parameter : checked->names)
            if (parameter != "as_of" && !connector_.parameters.contains(parameter))
                return fail(SETTLED_INVALID_CONFIG, (folder_ / relative)
                                                        .string()
                                                        .append(": parameter :")
                                                        .append(parameter)
                                                        .append(" is not declared; add [parameters.")
                                                        .append(parameter)
                                                        .append("] to connector.toml"));
        query.sql = std::move(*checked);
        made.queries.push_back(std::move(query));
        return {};
    }

    std::unexpected<Error> refuse(const toml::source_region* at, const std::string& words) const {
        const std::int64_t line = at == nullptr ? 0 : static_cast<std::int64_t>(at->begin.line);
        return fail(SETTLED_INVALID_CONFIG,
                    (folder_ / "connector.toml").string() + (line > 0 ? ":" + std::to_string(line) : "") + ": " + words, line);
    }

    fs::path folder_;
    std::string name_;
    Connector connector_;
};

} // namespace

Result<Connector> read_connector(const fs::path& folder, std::string_view name) {
    std::error_code absent;
    const bool one_name = !name.empty() && name.find_first_of("/\\.") == std::string_view::npos;
    if (one_name && fs::exists(folder / fs::path(std::u8string(name.begin(), name.end())) / "connector.toml", absent))
        return Reader(folder / fs::path(std::u8string(name.begin(), name.end())), name).read();
    std::vector<std::string> names;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, absent))
        if (fs::exists(entry.path() / "connector.toml", absent)) names.push_back(entry.path().filename().string());
    std::ranges::sort(names);
    std::string known;
    for (const std::string& one : names) known += (known.empty() ? "" : ", ") + one;
    const std::string_view near = nearest(name, {names.begin(), names.end()});
    return fail(SETTLED_INVALID_CONFIG, "connector = \"" + std::string(name) + "\": there is no such folder in " +
                                            folder.string() +
                                            (near.empty() ? "" : "; did you mean \"" + std::string(near) + "\"?") +
                                            " Known connectors: " + (known.empty() ? "none; check connector_folder" : known));
}

} // namespace settled::ledger_odbc
