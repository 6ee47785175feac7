#include "read_calls.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <array>

namespace settled::ledger_http {
namespace {

// Query calls of the interfaces this product knows, by the last part of their path, in small letters.
//   Odoo JSON-2:   /json/2/MODEL/METHOD         (documentation "External JSON-2 API")
//   Kingdee:       …DynamicFormService.CALL.common.kdsvc
//   Chanjet T+:    /tplus/api/v2/THING/CALL
constexpr std::array<std::string_view, 19> query_calls = {
    "search_read",
    "search_count",
    "search",
    "read",
    "read_group",
    "formatted_read_group",
    "fields_get",
    "kingdee.bos.webapi.servicesstub.dynamicformservice.executebillquery.common.kdsvc",
    "kingdee.bos.webapi.servicesstub.dynamicformservice.billquery.common.kdsvc",
    "kingdee.bos.webapi.servicesstub.dynamicformservice.querybusinessinfo.common.kdsvc",
    "kingdee.bos.webapi.servicesstub.dynamicformservice.getsysreportdata.common.kdsvc",
    "kingdee.bos.webapi.servicesstub.dynamicformservice.view.common.kdsvc",
    "query",
    "query2",
    "querypage",
    "findvoucherlist",
    "getreportdata",
    "version",
    "list"};

// What Odoo's execute_kw may be asked to do.
constexpr std::array<std::string_view, 7> odoo_methods = {"search_read", "search_count",         "search",    "read",
                                                          "read_group",  "formatted_read_group", "fields_get"};
constexpr std::array<std::string_view, 3> odoo_common_methods = {"authenticate", "login", "version"};

// A word with which the name of a call begins that changes something.
constexpr std::array<std::string_view, 28> write_words = {
    "create", "insert", "add",    "update", "set",      "save",      "delete",  "remove", "unlink", "write",
    "post",   "submit", "cancel", "audit",  "unaudit",  "approve",   "import",  "push",   "draft",  "close",
    "reopen", "copy",   "reset",  "rename", "allocate", "reconcile", "confirm", "batch"};

constexpr std::array<std::string_view, 7> login_words = {"login", "logon", "auth", "token", "session", "signin", "validateuser"};
constexpr std::array<std::string_view, 4> logout_words = {"logout", "logoff", "signout", "revoke"};

template <class Known> bool is_one_of(std::string_view word, const Known& known) {
    return std::ranges::find(known, word) != known.end();
}

std::string_view last_segment(std::string_view path) { return path.substr(path.rfind('/') + 1); }

// "delete" of "deleteInvoice", "delete_invoice", "frappe.client.delete".
std::string first_word(std::string_view segment) {
    if (const std::size_t dot = segment.rfind('.'); dot != std::string_view::npos) segment.remove_prefix(dot + 1);
    while (segment.starts_with('$')) segment.remove_prefix(1);
    std::string word;
    for (const char c : segment) {
        const bool capital = c >= 'A' && c <= 'Z';
        const bool letter = capital || (c >= 'a' && c <= 'z');
        if (!letter || (capital && !word.empty())) break;
        word += capital ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return word;
}

std::string_view constant_text(const JsonTemplate* node) {
    return node != nullptr && node->kind == Json::Kind::text && node->text.constant() ? std::string_view(node->text.written())
                                                                                      : std::string_view();
}

const JsonTemplate* member(const JsonTemplate* node, std::string_view name) {
    if (node == nullptr) return nullptr;
    const auto hit = std::ranges::find(node->members, name, &JsonTemplateMember::name);
    return hit == node->members.end() ? nullptr : &hit->value;
}

// {"params":{"service":"object","method":"execute_kw","args":[db, uid, key, model, METHOD, …]}}
Status json_rpc_reads(const RequestTemplate& request) {
    const JsonTemplate* const params = member(request.body ? &*request.body : nullptr, "params");
    const std::string_view service = constant_text(member(params, "service"));
    const std::string_view method = constant_text(member(params, "method"));
    constexpr std::size_t method_place = 4;
    const JsonTemplate* const arguments = member(params, "args");
    const std::string_view called = arguments != nullptr && arguments->items.size() > method_place
                                        ? constant_text(&arguments->items[method_place])
                                        : std::string_view();
    if (service == "common" && is_one_of(method, odoo_common_methods)) return {};
    if (service == "object" && method == "execute_kw" && is_one_of(called, odoo_methods)) return {};
    return fail(
        SETTLED_INVALID_CONFIG,
        "this call of /jsonrpc is none that only reads; expected service object, execute_kw and search_read, search_count, "
        "read, read_group or fields_get, written as constants");
}

bool names_a_method(std::string_view key) {
    return equal_ignoring_ascii_case(key, "_method") || equal_ignoring_ascii_case(key, "X-HTTP-Method") ||
           equal_ignoring_ascii_case(key, "X-HTTP-Method-Override") || equal_ignoring_ascii_case(key, "X-Method-Override");
}

Status hides_no_method(const RequestTemplate& request) {
    const auto refuse = [](const std::string& key) {
        return fail(SETTLED_INVALID_CONFIG, "\"" + key + "\" would make another method of the request; leave it out");
    };
    for (const auto& [key, ignored] : request.headers)
        if (names_a_method(key)) return refuse(key);
    for (const auto& [key, ignored] : request.query)
        if (names_a_method(key)) return refuse(key);
    for (const auto& [key, ignored] : request.form)
        if (names_a_method(key)) return refuse(key);
    return {};
}

Status path_says_nothing_else(std::string_view path) {
    for (const std::string_view segment : split(path, '/'))
        if (const std::string word = first_word(segment); is_one_of(word, write_words))
            return fail(SETTLED_INVALID_CONFIG,
                        "path \"" + visible(path) + "\": \"" + word + "\" is no reading; settled never writes to an ERP");
    return {};
}

template <class Words> Status is_call_for(const RequestTemplate& request, const Words& words, const std::string& what) {
    if (Status there = stays_on_host(request.path.written()); !there) return there;
    if (Status plain = hides_no_method(request); !plain) return plain;
    const std::string last = ascii_lower(last_segment(request.path.written()));
    const bool fits = std::ranges::any_of(words, [&](std::string_view word) { return last.contains(word); });
    if ((fits && request.path.constant()) || (last == "jsonrpc" && json_rpc_reads(request).has_value())) return {};
    return fail(SETTLED_INVALID_CONFIG, "path \"" + visible(request.path.written()) + "\" does not look like a " + what +
                                            "; its last part must say so, without a {place}");
}

} // namespace

Status stays_on_host(std::string_view path) {
    const auto refuse = [&](const std::string& why) {
        return fail(SETTLED_INVALID_CONFIG, "path \"" + visible(path) + "\": " + why);
    };
    if (!path.starts_with('/') || path.starts_with("//"))
        return refuse("expected a path on the ledger's url, such as \"/api/x\"");
    if (path.find_first_of("\\?#@ ") != std::string_view::npos)
        return refuse("holds one of \\ ? # @ or a blank; write a query as [query]");
    for (const std::string_view segment : split(path, '/'))
        if (segment == "." || segment == ".." || ascii_lower(segment).starts_with("%2e")) return refuse("holds a dot segment");
    return {};
}

Status only_reads(const RequestTemplate& request, const std::vector<std::string>& allowed_posts) {
    const std::string& path = request.path.written();
    if (Status there = stays_on_host(path); !there) return there;
    if (Status plain = hides_no_method(request); !plain) return plain;
    if (!request.post) {
        if (request.body || !request.form.empty())
            return fail(SETTLED_INVALID_CONFIG, "a GET has no body; write method = \"POST\", or [query]");
        return path_says_nothing_else(path);
    }
    if (std::ranges::find(allowed_posts, path) != allowed_posts.end()) return {};
    const std::string last = ascii_lower(last_segment(path));
    if (last == "jsonrpc") return json_rpc_reads(request);
    if (!is_one_of(last, query_calls))
        return fail(SETTLED_INVALID_CONFIG,
                    "POST " + visible(path) +
                        " is none of the calls that are known to only read. If you are sure that it does, name "
                        "it in the ledger block: allow_posts = [\"" +
                        visible(path) + "\"]");
    return path_says_nothing_else(path.substr(0, path.rfind('/')));
}

Status only_logs_in(const RequestTemplate& request) { return is_call_for(request, login_words, "login"); }
Status only_logs_out(const RequestTemplate& request) { return is_call_for(request, logout_words, "logout"); }

} // namespace settled::ledger_http
