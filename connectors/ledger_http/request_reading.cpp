#include "request_reading.hpp"

#include "read_calls.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <array>

namespace settled::ledger_http {
namespace {

// What this plugin says itself, or what would lead elsewhere.
constexpr std::array<std::string_view, 8> reserved_headers = {"host",   "content-length",  "transfer-encoding",   "connection",
                                                              "cookie", "accept-encoding", "proxy-authorization", "te"};

TextTemplate read_text(ConnectorSource& source, const toml::node& node, const std::string& where, Surroundings surroundings) {
    const auto text = scalar_text(node);
    if (!text) {
        source.refuse(&node, where + ": expected a text, a number, true or false");
        return {};
    }
    auto made = TextTemplate::parse(*text, surroundings);
    if (made) return std::move(*made);
    source.refuse(&node, where + ": " + made.error().message);
    return {};
}

bool fit_for_a_header(std::string_view name, std::string_view value) {
    const auto in_a_name = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    };
    return !name.empty() && std::ranges::all_of(name, in_a_name) && value.find_first_of("\r\n") == std::string_view::npos &&
           std::ranges::find(reserved_headers, ascii_lower(name)) == reserved_headers.end();
}

void check_purpose(Section& section, const RequestTemplate& request, const RequestRules& rules, Purpose purpose) {
    Status fine;
    if (purpose == Purpose::read) fine = only_reads(request, rules.allowed_posts);
    if (purpose == Purpose::log_in) fine = only_logs_in(request);
    if (purpose == Purpose::log_out) fine = only_logs_out(request);
    if (!fine) section.refuse("path", fine.error().message);
}

} // namespace

void check_names(ConnectorSource& source, const TextTemplate& text, const RequestRules& rules, bool may_hold_secrets) {
    for (const TextTemplate::Piece& piece : text.pieces()) {
        if (!piece.place) continue;
        const std::string shown = "\"" + visible(text.written()) + "\": ";
        const bool of_session = piece.text.starts_with("session.");
        if (!of_session && !piece.text.starts_with("carry.") && std::ranges::find(rules.known, piece.text) == rules.known.end()) {
            const std::string_view near = nearest(piece.text, {rules.known.begin(), rules.known.end()});
            source.refuse(nullptr, shown + "{" + piece.text + "} is no parameter of this connector" +
                                       (near.empty() ? "; add [parameters." + piece.text + "] to connector.toml"
                                                     : "; did you mean {" + std::string(near) + "}?"));
        }
        const bool secret = of_session || std::ranges::find(rules.secrets, piece.text) != rules.secrets.end();
        if (secret && !may_hold_secrets)
            source.refuse(nullptr, shown + "{" + piece.text +
                                       "} in an address would stand in the logs of every server on the "
                                       "way; send it in a header or a body");
    }
}

JsonTemplate read_document(ConnectorSource& source, const toml::node& node, const std::string& where) {
    JsonTemplate made;
    if (const toml::array* list = node.as_array()) {
        made.kind = Json::Kind::list;
        for (const toml::node& item : *list) made.items.push_back(read_document(source, item, where));
    } else if (const toml::table* table = node.as_table()) {
        made.kind = Json::Kind::object;
        for (const auto& [key, value] : *table)
            made.members.emplace_back(std::string(key.str()), read_document(source, value, where));
    } else if (node.is_string()) {
        made.kind = Json::Kind::text;
        made.text = read_text(source, node, where, Surroundings::filter);
    } else {
        made.kind = node.is_boolean() ? Json::Kind::boolean : Json::Kind::number;
        made.literal = scalar_text(node).value_or("");
        if (made.literal.empty()) source.refuse(&node, where + ": expected texts, whole numbers, true or false");
    }
    return made;
}

std::vector<std::pair<std::string, TextTemplate>> read_headers(Section& section, const RequestRules& rules) {
    std::vector<std::pair<std::string, TextTemplate>> made;
    const toml::table* const table = section.table("headers");
    if (table == nullptr) return made;
    for (const auto& [key, node] : *table) {
        const std::string name(key.str());
        TextTemplate value = read_text(section.source(), node, section.name() + " headers", Surroundings::header);
        if (!fit_for_a_header(name, value.written()))
            section.refuse("headers", "\"" + visible(name) + "\" is no header that a connector may set");
        check_names(section.source(), value, rules, true);
        made.emplace_back(name, std::move(value));
    }
    return made;
}

RequestTemplate read_request(Section& section, const RequestRules& rules, Purpose purpose) {
    RequestTemplate made;
    const std::string method = section.text("method", purpose == Purpose::read ? "GET" : "POST");
    if (method != "GET" && method != "POST")
        section.refuse("method", "\"" + visible(method) + "\": settled only reads; expected GET or POST");
    made.post = method == "POST";
    const std::string path = section.needed_text("path");
    if (auto parsed = TextTemplate::parse(path, Surroundings::path))
        made.path = std::move(*parsed);
    else
        section.refuse("path", parsed.error().message);
    check_names(section.source(), made.path, rules, false);
    made.headers = read_headers(section, rules);
    if (const toml::table* query = section.table("query"))
        for (const auto& [key, node] : *query) {
            JsonTemplate value = read_document(section.source(), node, section.name() + " query");
            value.each_text([&](const TextTemplate& text) { check_names(section.source(), text, rules, false); });
            made.query.emplace_back(std::string(key.str()), std::move(value));
        }
    if (const toml::node* body = section.node("body")) {
        made.body = read_document(section.source(), *body, section.name() + " body");
        made.body->each_text([&](const TextTemplate& text) { check_names(section.source(), text, rules, true); });
    }
    if (const toml::table* form = section.table("form"))
        for (const auto& [key, node] : *form) {
            TextTemplate value = read_text(section.source(), node, section.name() + " form", Surroundings::filter);
            check_names(section.source(), value, rules, true);
            made.form.emplace_back(std::string(key.str()), std::move(value));
        }
    if (made.body && !made.form.empty()) section.refuse("form", "a request has a body or a form, not both");
    check_purpose(section, made, rules, purpose);
    return made;
}

} // namespace settled::ledger_http
