#include <tables/mapping.hpp>

#include <settled/money.hpp>
#include <settled/text.hpp>

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

// The agent reads its configuration with the same library built to throw. Two builds of one inline library in one program
// must not share their names: the linker would take either's functions for both.
#define toml toml_of_mappings
#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

namespace settled::tables {
namespace {

constexpr std::int64_t format_of_this_agent = 1;
constexpr std::int64_t heading_row_max = 1000;
constexpr std::size_t tables_max = 200;

std::string toml_text(std::string_view text) {
    std::string made = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') made += '\\';
        made += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    return made + "\"";
}

bool is_bare_key(std::string_view text) {
    return !text.empty() && text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == text.npos;
}

std::string key_text(std::string_view text) { return is_bare_key(text) ? std::string(text) : toml_text(text); }

std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& known) {
    const std::string_view near = nearest(word, known);
    return near.empty() ? "" : "; did you mean \"" + std::string(near) + "\"?";
}

template <class Named> std::vector<std::string_view> names_of(std::span<const Named> all) {
    std::vector<std::string_view> names;
    for (const Named& one : all) names.push_back(one.name);
    return names;
}

class Reader {
  public:
    explicit Reader(std::string name) : name_(std::move(name)) {}

    Result<Mapping> read(const toml::table& root) {
        if (root["settled-mapping"].value<std::int64_t>() != format_of_this_agent)
            return fail(SETTLED_INVALID_CONFIG, name_ + ": expected settled-mapping = 1 (the format this agent reads)");
        Mapping made;
        for (const auto& [key, node] : root) {
            const std::string_view name = key.str();
            if (name == "settled-mapping") continue;
            Status read;
            if (name == "home_currency")
                read = text(node, made.home_currency);
            else if (name == "currencies")
                read = words(node, made.currencies);
            else
                read = tables(name, node, made.tables);
            if (!read) return pass(read);
        }
        for (const auto& [own, code] : made.currencies)
            if (!Currency::parse(code)) return fail(SETTLED_INVALID_CONFIG, no_currency("currencies." + own, code));
        if (!made.home_currency.empty() && !Currency::parse(made.home_currency))
            return fail(SETTLED_INVALID_CONFIG, no_currency("home_currency", made.home_currency));
        return made;
    }

  private:
    std::string no_currency(const std::string& key, const std::string& code) const {
        return name_ + ": " + key + " = \"" + code + "\" is not an ISO 4217 code such as CNY";
    }
    std::string place(const toml::node& node) const { return name_ + ":" + std::to_string(node.source().begin.line); }
    std::unexpected<Error> refuse(const toml::node& node, const std::string& words) const {
        return fail(SETTLED_INVALID_CONFIG, place(node) + ": " + words, static_cast<std::int64_t>(node.source().begin.line));
    }

    Status text(const toml::node& node, std::string& out) const {
        if (!node.is_string()) return refuse(node, "expected a text in quotes");
        out = node.as_string()->get();
        return {};
    }
    Status flag(const toml::node& node, bool& out) const {
        if (!node.is_boolean()) return refuse(node, "expected true or false");
        out = node.as_boolean()->get();
        return {};
    }
    Status number(const toml::node& node, std::int64_t smallest, std::int64_t largest, std::int64_t& out) const {
        const auto value = node.value<std::int64_t>();
        if (!node.is_integer() || !value || *value < smallest || *value > largest)
            return refuse(node, "expected a whole number from " + std::to_string(smallest) + " to " + std::to_string(largest));
        out = *value;
        return {};
    }
    // One text or several.
    Status list(const toml::node& node, std::vector<std::string>& out) const {
        if (node.is_string()) return out.push_back(node.as_string()->get()), Status{};
        if (!node.is_array()) return refuse(node, "expected a text in quotes, or several in [ ]");
        for (const toml::node& one : *node.as_array())
            if (Status read = text(one, out.emplace_back()); !read) return read;
        return {};
    }
    Status words(const toml::node& node, Words& out) const {
        if (!node.is_table()) return refuse(node, "expected pairs such as \"发票\" = \"invoice\"");
        for (const auto& [own, value] : *node.as_table())
            if (Status read = text(value, out[std::string(own.str())]); !read) return read;
        return {};
    }

    Status tables(std::string_view name, const toml::node& node, std::vector<TableMapping>& out) const {
        const Entity* const entity = find_entity(name);
        if (entity == nullptr)
            return refuse(node, "unknown table \"" + std::string(name) + "\"" + did_you_mean(name, names_of(entities())));
        if (node.is_table()) return table(*entity, *node.as_table(), out);
        if (!node.is_array()) return refuse(node, "expected [[" + std::string(name) + "]]");
        for (const toml::node& one : *node.as_array()) {
            if (!one.is_table()) return refuse(one, "expected [[" + std::string(name) + "]]");
            if (out.size() == tables_max) return refuse(one, "more than " + std::to_string(tables_max) + " tables");
            if (Status read = table(*entity, *one.as_table(), out); !read) return read;
        }
        return {};
    }

    Status table(const Entity& entity, const toml::table& node, std::vector<TableMapping>& out) const {
        TableMapping made;
        made.entity = &entity, made.where = place(node);
        made.text.rule = MarkRule::most_regular; // titles may stand above the headings
        for (const auto& [key, value] : node)
            if (Status read = entry(made, key.str(), value); !read) return read;
        if (made.file.empty()) return refuse(node, "needs file = \"…\": the file, or a pattern such as \"应收*.xlsx\"");
        if (made.file.find_first_of("/\\") != made.file.npos)
            return refuse(node, "file = \"" + made.file + "\" leads out of the folder; name a file in it");
        if (made.columns.empty()) return refuse(node, "needs [" + std::string(entity.name) + ".columns]");
        out.push_back(std::move(made));
        return {};
    }

    Status entry(TableMapping& made, std::string_view key, const toml::node& node) const {
        const Entity& entity = *made.entity;
        std::int64_t small = 0;
        std::string word;
        if (key == "file") return text(node, made.file);
        if (key == "sheet") return text(node, made.sheet);
        if (key == "heading_row") return number(node, 1, heading_row_max, made.heading_row);
        if (key == "heading_rows") {
            Status read = number(node, 1, 2, small);
            made.heading_rows = static_cast<int>(small);
            return read;
        }
        if (key == "days") return list(node, made.days);
        if (key == "decimal") return text(node, made.amounts.decimal);
        if (key == "grouping") return text(node, made.amounts.grouping);
        if (key == "unit") return number(node, 1, 100'000'000, made.amounts.unit);
        if (key == "newest") return flag(node, made.newest);
        if (key == "distinct") return flag(node, made.distinct);
        if (key == "fill_down") return columns_of(entity, node, made.fill_down);
        if (key == "fractions") return columns_of(entity, node, made.fractions);
        if (key == "constants") return values_of(entity, node, made.constants);
        if (key == "when_negative") return values_of(entity, node, made.when_negative);
        if (key == "columns") return columns(entity, node, made);
        if (key == "words") return words_of(entity, node, made);
        if (key == "encoding") {
            if (Status read = text(node, word); !read) return read;
            made.text.encoding = formats::encoding_named(word);
            if (!made.text.encoding) return refuse(node, "encoding \"" + word + "\" is unknown; expected UTF-8, GBK …");
            return {};
        }
        if (key == "mark") {
            if (Status read = text(node, word); !read) return read;
            if (word.size() != 1) return refuse(node, "expected one character, such as \";\" or \"\\t\"");
            made.text.mark = word.front();
            return {};
        }
        constexpr std::array<std::string_view, 18> known = {
            "newest",   "encoding", "mark",     "file",      "sheet",     "heading_row", "heading_rows",  "days",    "decimal",
            "grouping", "unit",     "distinct", "fill_down", "fractions", "constants",   "when_negative", "columns", "words"};
        return refuse(node, "unknown key \"" + std::string(key) + "\"" + did_you_mean(key, {known.begin(), known.end()}));
    }

    Status column_known(const Entity& entity, std::string_view column, const toml::node& node) const {
        if (is_column(entity, column)) return {};
        return refuse(node, std::string(entity.name) + " has no column \"" + std::string(column) + "\"" +
                                did_you_mean(column, names_of(entity.fields)));
    }
    Status columns_of(const Entity& entity, const toml::node& node, std::vector<std::string>& out) const {
        if (Status read = list(node, out); !read) return read;
        for (const std::string& column : out)
            if (Status known = column_known(entity, column, node); !known) return known;
        return {};
    }
    Status values_of(const Entity& entity, const toml::node& node, Words& out) const {
        if (Status read = words(node, out); !read) return read;
        for (const auto& [column, value] : out)
            if (Status known = column_known(entity, column, node); !known) return known;
        return {};
    }
    Status words_of(const Entity& entity, const toml::node& node, TableMapping& made) const {
        if (!node.is_table()) return refuse(node, "expected [" + std::string(entity.name) + ".words.COLUMN]");
        for (const auto& [column, value] : *node.as_table()) {
            if (Status known = column_known(entity, column.str(), value); !known) return known;
            if (Status read = words(value, made.words[std::string(column.str())]); !read) return read;
        }
        return {};
    }
    Status columns(const Entity& entity, const toml::node& node, TableMapping& made) const {
        if (!node.is_table()) return refuse(node, "expected document_number = \"单据号\" and the like");
        for (const auto& [column, value] : *node.as_table()) {
            if (Status known = column_known(entity, column.str(), value); !known) return known;
            ColumnSource& source = made.columns[std::string(column.str())];
            if (!value.is_table()) {
                if (Status read = list(value, source.plus); !read) return read;
                continue;
            }
            for (const auto& [sign, headings] : *value.as_table()) {
                if (sign != "plus" && sign != "minus") return refuse(headings, "expected plus and minus");
                if (Status read = list(headings, sign == "plus" ? source.plus : source.minus); !read) return read;
            }
            const Field* const field = find_field(entity, column.str());
            if (!source.minus.empty() && (field == nullptr || field->type != FieldType::amount))
                return refuse(value, "only an amount can be less another column");
        }
        return {};
    }

    std::string name_;
};

std::string list_text(const std::vector<std::string>& all) {
    if (all.size() == 1) return toml_text(all.front());
    std::string made;
    for (const std::string& one : all) made += (made.empty() ? "" : ", ") + toml_text(one);
    return "[" + made + "]";
}

void put_words(std::string& out, const std::string& head, const Words& words) {
    if (words.empty()) return;
    out += "[" + head + "]\n";
    for (const auto& [own, value] : words) out += key_text(own) + " = " + toml_text(value) + "\n";
}

std::string table_text(const TableMapping& table) {
    const std::string name(table.entity->name);
    std::string out = "\n[[" + name + "]]\nfile = " + toml_text(table.file) + "\n";
    if (!table.sheet.empty()) out += "sheet = " + toml_text(table.sheet) + "\n";
    if (table.heading_row > 0) out += "heading_row = " + std::to_string(table.heading_row) + "\n";
    if (table.heading_rows > 0) out += "heading_rows = " + std::to_string(table.heading_rows) + "\n";
    if (!table.days.empty()) out += "days = " + list_text(table.days) + "\n";
    const AmountForm usual;
    if (table.amounts.decimal != usual.decimal || table.amounts.grouping != usual.grouping)
        out += "decimal = " + toml_text(table.amounts.decimal) + "\ngrouping = " + toml_text(table.amounts.grouping) + "\n";
    if (table.amounts.unit != 1) out += "unit = " + std::to_string(table.amounts.unit) + "\n";
    if (table.text.encoding) out += "encoding = " + toml_text(formats::name(*table.text.encoding)) + "\n";
    if (table.text.mark == '\t') out += "mark = \"\\t\"\n";
    if (table.text.mark != '\0' && table.text.mark != '\t') out += "mark = " + toml_text(std::string(1, table.text.mark)) + "\n";
    if (!table.fill_down.empty()) out += "fill_down = " + list_text(table.fill_down) + "\n";
    if (!table.fractions.empty()) out += "fractions = " + list_text(table.fractions) + "\n";
    if (table.newest) out += "newest = true\n";
    if (table.distinct) out += "distinct = true\n";
    out += "[" + name + ".columns]\n";
    for (const Field& field : table.entity->fields) {
        const auto column = table.columns.find(field.name);
        if (column == table.columns.end()) continue;
        const ColumnSource& source = column->second;
        out += column->first + " = ";
        if (source.minus.empty())
            out += list_text(source.plus) + "\n";
        else
            out += "{ plus = " + list_text(source.plus) + ", minus = " + list_text(source.minus) + " }\n";
    }
    put_words(out, name + ".constants", table.constants);
    put_words(out, name + ".when_negative", table.when_negative);
    for (const auto& [column, words] : table.words) put_words(out, name + ".words." + column, words);
    return out;
}

} // namespace

bool is_column(const Entity& entity, std::string_view name) {
    if (find_field(entity, name) != nullptr) return true;
    if (!name.ends_with("_id_2") && !name.ends_with("_id_3")) return false;
    return find_field(entity, name.substr(0, name.size() - 2)) != nullptr;
}

Result<Mapping> read_mapping(std::string_view text, const std::string& name) {
    const toml::parse_result parsed = toml::parse(text);
    if (!parsed)
        return fail(SETTLED_INVALID_CONFIG, name + ":" + std::to_string(parsed.error().source().begin.line) + ": " +
                                                std::string(parsed.error().description()));
    return Reader(name).read(parsed.table());
}

std::string mapping_text(const Mapping& mapping, bool with_head) {
    std::string out;
    if (with_head) {
        out = "settled-mapping = 1\n";
        if (!mapping.home_currency.empty()) out += "home_currency = " + toml_text(mapping.home_currency) + "\n";
        put_words(out, "currencies", mapping.currencies);
    }
    for (const TableMapping& table : mapping.tables) out += table_text(table);
    return out;
}

} // namespace settled::tables
