#include "list_request.hpp"

#include "request_reading.hpp"

#include <formats/connector_folder.hpp>
#include <settled/text.hpp>

#include <algorithm>
#include <array>

namespace settled::ledger_http {
namespace {

constexpr std::int64_t page_rows_max = 100'000;
constexpr std::size_t joins_max = 8;

constexpr std::array<std::pair<std::string_view, Paging::Kind>, 5> paging_kinds = {{{"one", Paging::Kind::one},
                                                                                    {"keyset", Paging::Kind::keyset},
                                                                                    {"offset", Paging::Kind::offset},
                                                                                    {"number", Paging::Kind::number},
                                                                                    {"link", Paging::Kind::link}}};

class ListReader {
  public:
    ListReader(const RequestRules& rules, const std::string& file, const Entity* entity)
        : rules_(&rules), entity_(entity), source_((rules.folder / file).string()) {
        made_.file = file;
    }

    Result<ListRequest> read() {
        auto path = formats::connector_file(rules_->folder, made_.file);
        if (!path) return fail(SETTLED_INVALID_CONFIG, "\"" + visible(made_.file) + "\": " + path.error().message);
        auto text = formats::connector_text(*path);
        if (!text) return pass(text);
        const toml::parse_result parsed = toml::parse(*text);
        if (!parsed)
            return fail(SETTLED_INVALID_CONFIG,
                        path->string() + ":" + std::to_string(parsed.error().source().begin.line) + ": " +
                            std::string(parsed.error().description()),
                        parsed.error().source().begin.line);
        Section root(source_, parsed.table(), "the file");
        RequestRules of_list = *rules_;
        for (const char* name : {"page_rows", "offset", "page", "last_key"}) of_list.known.emplace_back(name);
        made_.request = read_request(root, of_list, Purpose::read);
        paging(root);
        count(root);
        rows(root);
        joins(root); // before what names them
        keep(root);
        columns(root);
        group(root);
        root.finish();
        if (Status fine = source_.trouble(); !fine) return pass(fine);
        return std::move(made_);
    }

  private:
    void paging(Section& root) {
        const toml::table* const table = root.table("page");
        if (table == nullptr) return;
        Section section(source_, *table, "[page]");
        Paging& page = made_.page;
        const std::string kind = section.needed_text("kind");
        const auto* const hit = std::ranges::find(paging_kinds, kind, &std::pair<std::string_view, Paging::Kind>::first);
        if (hit == paging_kinds.end())
            section.refuse("kind", "expected one, keyset, offset, number or link");
        else
            page.kind = hit->second;
        page.rows = section.number("rows", page.rows, 1, page_rows_max);
        for (const std::string& text : section.texts("key")) {
            auto pointer = Pointer::parse(text);
            if (pointer)
                page.key.push_back(std::move(*pointer));
            else
                section.refuse("key", pointer.error().message);
        }
        page.number_key = section.flag("number_key");
        page.start = section.text("start", page.number_key ? "0" : "");
        page.first = section.number("first", 1, 0, 1);
        if (auto link = section.pointer("link")) page.link = std::move(*link);
        page.link_base = section.text("link_base");
        if (const toml::table* carry = section.table("carry")) {
            for (const auto& [name, node] : *carry) {
                auto pointer = Pointer::parse(node.value_or(std::string()));
                if (pointer)
                    page.carry.emplace(std::string(name.str()), std::move(*pointer));
                else
                    section.refuse("carry", pointer.error().message);
            }
        }
        page.total = section.pointer("total");
        if (page.kind != Paging::Kind::one && page.key.empty())
            section.refuse("key", "is missing; name what no two rows share, so that a row that moved between pages is noticed");
        if (page.kind == Paging::Kind::keyset) {
            if (page.key.size() != 1) section.refuse("key", "a keyset has one key");
            needs_place(section, "last_key");
        }
        if (page.kind == Paging::Kind::offset) needs_place(section, "offset");
        if (page.kind == Paging::Kind::number) needs_place(section, "page");
        if (page.kind == Paging::Kind::link && page.link.text().empty()) section.refuse("link", "is missing");
        section.finish();
    }

    // A request that does not say which page it wants would read the first one for ever.
    void needs_place(Section& section, const std::string& name) {
        bool found = false;
        made_.request.each_text([&](const TextTemplate& text) {
            for (const TextTemplate::Piece& piece : text.pieces()) found = found || (piece.place && piece.text == name);
        });
        if (!found) section.refuse("kind", "the request holds no {" + name + "}");
    }

    void count(Section& root) {
        const toml::table* const table = root.table("count");
        if (table == nullptr) return;
        Section section(source_, *table, "[count]");
        Count made;
        made.request = read_request(section, *rules_, Purpose::read);
        made.at = section.pointer("at").value_or(Pointer());
        section.finish();
        made_.count = std::move(made);
    }

    void rows(Section& root) {
        const toml::table* const table = root.table("rows");
        if (table == nullptr) return;
        Section section(source_, *table, "[rows]");
        made_.rows = section.pointer("at").value_or(Pointer());
        made_.part = section.pointer("part");
        made_.drop_zero = section.text("drop_zero");
        section.finish();
    }

    void joins(Section& root) {
        const toml::table* const all = root.table("join");
        if (all == nullptr) return;
        if (entity_ == nullptr) return root.refuse("join", made_.file + " is joined itself and has joins of its own");
        if (all->size() > joins_max) root.refuse("join", "at most " + std::to_string(joins_max));
        std::vector<std::pair<std::string, const toml::table*>> in_order; // of the file: a join may use an earlier one
        for (const auto& [key, node] : *all) {
            if (node.is_table())
                in_order.emplace_back(std::string(key.str()), node.as_table());
            else
                root.refuse("join", "expected [join.NAME]");
        }
        std::ranges::sort(in_order, {}, [](const auto& one) { return one.second->source().begin.line; });
        for (const auto& [name, table] : in_order) {
            Join join;
            join.name = name;
            Section section(source_, *table, "[join." + join.name + "]");
            const std::string file = section.needed_text("list");
            join.by = place(section, "by").value_or(Place());
            if (join.by.written.empty()) section.refuse("by", "is missing");
            if (auto key = section.pointer("key")) join.key.push_back(std::move(*key));
            section.finish();
            if (!source_.trouble()) return;
            auto list = read_list_request(*rules_, file, nullptr);
            if (!list)
                section.refuse("list", list.error().message);
            else if (list->page.key.empty())
                section.refuse("list", file + " has no [page] key to be found by");
            else {
                if (join.key.empty()) join.key = list->page.key;
                join.list.push_back(std::move(*list)), made_.joins.push_back(std::move(join));
            }
        }
    }

    void keep(Section& root) { made_.keep = conditions(root, "keep"); }

    void columns(Section& root) {
        const toml::table* const table = root.table("columns");
        if (entity_ == nullptr) {
            if (table != nullptr) root.refuse("columns", "a list that is only joined has no columns");
            return;
        }
        if (table == nullptr) return root.refuse("columns", "is missing");
        for (const auto& [key, node] : *table) {
            Column column;
            column.name = std::string(key.str());
            if (find_field(*entity_, column.name) == nullptr) {
                std::vector<std::string_view> known;
                for (const Field& field : entity_->fields) known.push_back(field.name);
                const std::string_view near = nearest(column.name, known);
                source_.refuse(&node, std::string(entity_->name) + ": unknown column \"" + column.name + "\"" +
                                          (near.empty() ? "" : "; did you mean \"" + std::string(near) + "\"?"));
            }
            if (const toml::array* many = node.as_array())
                for (const toml::node& one : *many) choice(column, one);
            else
                choice(column, node);
            made_.columns.push_back(std::move(column));
        }
    }

    void choice(Column& column, const toml::node& node) {
        Choice made;
        if (node.is_string()) {
            if (auto at = parsed_place(node, node.value_or(std::string()))) made.at.push_back(std::move(*at));
        } else if (const toml::table* table = node.as_table()) {
            Section section(source_, *table, "[columns] " + column.name);
            made.at = places(section, "at");
            if (section.has("value")) {
                if (auto value = TextTemplate::parse(section.text("value"), Surroundings::filter))
                    made.value = std::move(*value);
                else
                    section.refuse("value", value.error().message);
                check_names(source_, made.value, *rules_, false);
            }
            if (made.at.empty() == !section.has("value")) section.refuse("", "expected at = \"/…\" or value = \"…\"");
            made.plus = places(section, "plus");
            made.minus = places(section, "minus");
            made.followed_by = places(section, "followed_by");
            made.until = section.text("until");
            made.negate = section.flag("negate");
            made.optional = section.flag("optional");
            if (const toml::table* map = section.table("map"))
                for (const auto& [from, to] : *map) made.map[std::string(from.str())] = scalar_text(to).value_or("");
            made.when = conditions(section, "when");
            section.finish();
        } else {
            source_.refuse(&node, "[columns] " + column.name + ": expected a place such as \"/DocNum\", or a table");
        }
        column.choices.push_back(std::move(made));
    }

    void group(Section& root) {
        std::vector<std::string> named;
        if (!made_.drop_zero.empty()) named.push_back(made_.drop_zero);
        if (const toml::table* table = root.table("group")) {
            Section section(source_, *table, "[group]");
            made_.group_by = section.texts("by"), made_.sum = section.texts("sum");
            if (made_.group_by.empty()) section.refuse("by", "is missing");
            section.finish();
        }
        for (const auto* names : {&made_.group_by, &made_.sum}) named.insert(named.end(), names->begin(), names->end());
        for (const std::string& name : named)
            if (std::ranges::find(made_.columns, name, &Column::name) == made_.columns.end())
                root.refuse("", "\"" + name + "\" of [rows] drop_zero or [group] is none of the columns");
    }

    // One table, or a list of them, all of which must hold.
    std::vector<Condition> conditions(Section& parent, std::string_view key) {
        std::vector<const toml::table*> tables;
        if (const toml::node* node = parent.node(key)) {
            if (node->is_table())
                tables = {node->as_table()};
            else
                tables = parent.tables(key);
        }
        std::vector<Condition> all;
        for (const toml::table* table : tables) {
            Section section(source_, *table, std::string(key));
            Condition made;
            made.at = place(section, "at");
            made.same = place(section, "same");
            made.is = section.texts("is"), made.is_not = section.texts("not");
            made.present = section.flag("present"), made.negative = section.flag("negative");
            if (!made.at) section.refuse("at", "is missing");
            if (!made.same && made.is.empty() && made.is_not.empty() && !made.present && !made.negative)
                section.refuse("", "expected is, not, same, present or negative beside at");
            for (const auto* values : {&made.is, &made.is_not})
                for (const std::string& value : *values) {
                    auto text = TextTemplate::parse(value, Surroundings::filter);
                    if (text)
                        check_names(source_, *text, *rules_, false);
                    else
                        section.refuse("", text.error().message);
                }
            section.finish();
            all.push_back(std::move(made));
        }
        return all;
    }

    std::optional<Place> place(Section& section, std::string_view key) {
        const toml::node* const node = section.node(key);
        return node == nullptr ? std::nullopt : parsed_place(*node, section.text(key));
    }
    std::vector<Place> places(Section& section, std::string_view key) {
        std::vector<Place> all;
        for (const std::string& text : section.texts(key))
            if (auto one = parsed_place(*section.node(key), text)) all.push_back(std::move(*one));
        return all;
    }
    std::optional<Place> parsed_place(const toml::node& node, const std::string& text) {
        Place made;
        made.written = text;
        std::string_view rest = text;
        if (const std::size_t colon = text.find(":/"); colon != std::string::npos && !text.starts_with('/')) {
            const std::string_view scope = rest.substr(0, colon);
            const auto join = std::ranges::find(made_.joins, scope, &Join::name);
            if (scope == "part" && made_.part)
                made.scope = Place::of_part;
            else if (join != made_.joins.end())
                made.scope = static_cast<int>(join - made_.joins.begin());
            else
                source_.refuse(&node, "\"" + visible(text) + "\": there is no [join." + visible(scope) + "] and no such part");
            rest.remove_prefix(colon + 1);
        }
        auto pointer = Pointer::parse(rest);
        if (pointer) return made.pointer = std::move(*pointer), made;
        source_.refuse(&node, pointer.error().message);
        return std::nullopt;
    }

    const RequestRules* rules_;
    const Entity* entity_;
    ConnectorSource source_;
    ListRequest made_;
};

} // namespace

void RequestTemplate::each_text(const std::function<void(const TextTemplate&)>& visit) const {
    visit(path);
    for (const auto& [ignored, text] : headers) visit(text);
    for (const auto& [ignored, document] : query) document.each_text(visit);
    if (body) body->each_text(visit);
    for (const auto& [ignored, text] : form) visit(text);
}

Result<ListRequest> read_list_request(const RequestRules& rules, const std::string& file, const Entity* entity) {
    return ListReader(rules, file, entity).read();
}

} // namespace settled::ledger_http
