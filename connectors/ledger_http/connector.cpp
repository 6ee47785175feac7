#include "connector.hpp"

#include "request_reading.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <array>

namespace settled::ledger_http {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t requests_per_minute_max = 60'000;
constexpr std::int64_t session_seconds_max = 864'000;

constexpr std::array<std::pair<std::string_view, Meaning>, 5> meanings = {{{"session_lost", Meaning::session_lost},
                                                                           {"access_denied", Meaning::access_denied},
                                                                           {"wait", Meaning::wait},
                                                                           {"unavailable", Meaning::unavailable},
                                                                           {"refused", Meaning::refused}}};
constexpr std::array<std::pair<std::string_view, Login::Kind>, 4> login_kinds = {
    {{"none", Login::Kind::none}, {"basic", Login::Kind::basic}, {"call", Login::Kind::call}, {"oauth2", Login::Kind::oauth2}}};

template <class Known, class Value> bool found_in(const Known& known, std::string_view name, Value& value) {
    const auto hit = std::ranges::find(known, name, &Known::value_type::first);
    if (hit == known.end()) return false;
    value = hit->second;
    return true;
}

class Reader {
  public:
    Reader(formats::ConnectorHead head, const std::vector<std::string>& allowed_posts)
        : connector_{std::move(head), {}, {}, {}}, source_((connector_.folder / "connector.toml").string()) {
        rules_.folder = connector_.folder, rules_.allowed_posts = allowed_posts;
        rules_.known = {"user", "password", "token", "client_id", "client_secret", "ticket", "as_of", "now", "home_currency"};
        rules_.secrets = {"password", "token", "client_secret", "ticket"};
        for (const auto& [name, ignored] : connector_.parameters) rules_.known.push_back(name);
    }

    Result<Connector> read() {
        const toml::parse_result parsed = toml::parse(connector_.text); // the head has seen that it can be
        Section root(source_, parsed.table(), "connector.toml");
        // For people, for the head of the file, and for settled connectors.
        for (const char* key :
             {"settled-connector", "name", "title", "plugin", "tested", "parameters", "currencies", "absent", "grants"})
            root.node(key);
        service(root);
        login(root);
        faults(root);
        const auto variants = root.tables("variant");
        if (variants.empty()) root.refuse("variant", "there is no [[variant]]");
        for (const toml::table* table : variants) variant(*table);
        root.finish();
        if (Status fine = source_.trouble(); !fine) return pass(fine);
        return std::move(connector_);
    }

  private:
    void service(Section& root) {
        const toml::table* const table = root.table("service");
        if (table == nullptr) return;
        Section section(source_, *table, "[service]");
        ServiceRules& service = connector_.service;
        service.headers = read_headers(section, rules_);
        service.requests_per_minute = section.number("requests_per_minute", 0, 0, requests_per_minute_max);
        if (const toml::table* forms = section.table("forms")) {
            Section form(source_, *forms, "[service.forms]");
            service.forms.date = form.text("date");
            const std::string mark = form.text("decimal_mark", ".");
            if (mark != "." && mark != ",") form.refuse("decimal_mark", "expected \".\" or \",\"");
            service.forms.decimal_mark = mark.empty() ? '.' : mark.front();
            service.forms.grouping_marks = form.text("grouping_marks");
            service.forms.false_is_empty = form.flag("false_is_empty");
            service.forms.doubles = form.flag("doubles");
            form.finish();
        }
        section.finish();
    }

    void login(Section& root) {
        const toml::table* const table = root.table("login");
        if (table == nullptr) return;
        Section section(source_, *table, "[login]");
        Login& login = connector_.login;
        if (!found_in(login_kinds, section.needed_text("kind"), login.kind))
            section.refuse("kind", "expected none, basic, call or oauth2");
        if (login.kind == Login::Kind::call || login.kind == Login::Kind::oauth2) {
            login.request = read_request(section, rules_, Purpose::log_in);
            login.success = section.pointer("success");
            login.success_is = section.texts("success_is");
            login.cookies = section.texts("cookies");
            login.valid_seconds = section.pointer("valid_seconds");
            login.valid_seconds_max = section.number("valid_seconds_max", 0, 0, session_seconds_max);
            if (const toml::table* session = section.table("session"))
                for (const auto& [name, node] : *session) {
                    auto pointer = Pointer::parse(node.value_or(std::string()));
                    if (pointer)
                        login.session.emplace(std::string(name.str()), std::move(*pointer));
                    else
                        section.refuse("session", pointer.error().message);
                }
            if (const toml::table* logout = section.table("logout")) {
                Section end(source_, *logout, "[login.logout]");
                login.logout = read_request(end, rules_, Purpose::log_out);
                end.finish();
            }
        }
        section.finish();
    }

    void faults(Section& root) {
        for (const toml::table* table : root.tables("fault")) {
            Section section(source_, *table, "[[fault]]");
            FaultRule rule;
            rule.statuses = section.texts("status");
            rule.at = section.pointer("at");
            rule.is = section.texts("is"), rule.is_not = section.texts("not");
            rule.contains = section.text("contains");
            for (const std::string& text : section.texts("words")) {
                auto pointer = Pointer::parse(text);
                if (pointer)
                    rule.words.push_back(std::move(*pointer));
                else
                    section.refuse("words", pointer.error().message);
            }
            if (!found_in(meanings, section.needed_text("means"), rule.meaning))
                section.refuse("means", "expected session_lost, access_denied, wait, unavailable or refused");
            if (rule.statuses.empty() && !rule.at) section.refuse("", "expected status, at or both");
            if (!rule.at && (!rule.is.empty() || !rule.is_not.empty() || !rule.contains.empty()))
                section.refuse("at", "is missing beside is, not or contains");
            section.finish();
            connector_.service.faults.push_back(std::move(rule));
        }
    }

    void variant(const toml::table& table) {
        Variant made;
        Section section(source_, table, "[[variant]]");
        made.name = section.needed_text("name");
        if (const std::string file = section.text("probe"); !file.empty()) {
            auto probe = read_list_request(rules_, file, nullptr);
            if (probe)
                made.probe = std::move(*probe);
            else
                section.refuse("probe", probe.error().message);
        }
        if (const toml::table* entities = section.table("entities"))
            for (const auto& [name, node] : *entities) query(made, section, name.str(), node);
        else
            section.refuse("entities", "is missing");
        section.finish();
        std::ranges::sort(made.queries, {}, [](const Query& query) { return query.entity->id; });
        for (const settled_entity needed : {SETTLED_CUSTOMERS, SETTLED_OPEN_ITEMS})
            if (std::ranges::find(made.queries, &entity(needed), &Query::entity) == made.queries.end())
                section.refuse("entities", "variant " + made.name + " has no " + std::string(entity(needed).name));
        connector_.variants.push_back(std::move(made));
    }

    void query(Variant& made, Section& section, std::string_view name, const toml::node& node) {
        Query query;
        query.entity = find_entity(name);
        if (query.entity == nullptr) {
            std::vector<std::string_view> known;
            for (const Entity& one : settled::entities()) known.push_back(one.name);
            const std::string_view near = nearest(name, known);
            return source_.refuse(&node, "unknown entity \"" + std::string(name) + "\"" +
                                             (near.empty() ? "" : "; did you mean \"" + std::string(near) + "\"?"));
        }
        std::vector<std::string> files;
        if (const toml::table* table = node.as_table()) {
            Section row(source_, *table, "[variant.entities] " + std::string(name));
            files = row.texts("requests");
            query.optional = row.flag("optional");
            row.finish();
        } else {
            files = texts_of(node);
        }
        if (files.empty()) section.refuse("entities", std::string(name) + ": expected the name of a request file, or several");
        for (const std::string& file : files) {
            auto list = read_list_request(rules_, file, query.entity);
            if (!list) return source_.refuse(&node, list.error().message);
            query.lists.push_back(std::move(*list));
        }
        made.queries.push_back(std::move(query));
    }

    static std::vector<std::string> texts_of(const toml::node& node) {
        std::vector<std::string> all;
        if (const auto* one = node.as_string()) all.push_back(one->get());
        if (const toml::array* many = node.as_array())
            for (const toml::node& item : *many) all.push_back(item.value_or(std::string()));
        return all;
    }

    Connector connector_;
    ConnectorSource source_;
    RequestRules rules_;
};

} // namespace

Result<Connector> read_connector(const fs::path& folders, std::string_view name, const std::vector<std::string>& allowed_posts) {
    auto head = formats::read_connector_head(folders, name, "ledger_http");
    if (!head) return pass(head);
    return Reader(std::move(*head), allowed_posts).read();
}

} // namespace settled::ledger_http
