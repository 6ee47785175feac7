// connector.hpp -- an ERP with an HTTP interface as data: how to log in, what a fault looks like, which
// lists make which table. README.md beside this file tells authors of connectors how to write one.
#pragma once

#include "list_request.hpp"

#include <formats/connector_folder.hpp>
#include <settled/columns.hpp>
#include <settled/result.hpp>

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace settled::ledger_http {

// What an answer that is no data means, and thereby what is done next.
enum class Meaning {
    session_lost,  // log in once and send the request again
    access_denied, // stop; credentials or rights are wrong
    wait,          // too many requests: wait as long as the service says, then again
    unavailable,   // out of order for now: again, then later
    refused        // the request itself is not understood: a field or a parameter is wrong
};

struct FaultRule {
    std::vector<std::string> statuses; // "401"; none: any status
    std::optional<Pointer> at;         // must be there, and not null, false, 0 or ""
    std::vector<std::string> is;       // where given: one of these
    std::vector<std::string> is_not;   // where given: none of these
    std::string contains;
    Meaning meaning = Meaning::refused;
    std::vector<Pointer> words; // where the service says in words what is wrong
};

struct Login {
    enum class Kind { none, basic, call, oauth2 };
    Kind kind = Kind::none;
    RequestTemplate request;                // of call and oauth2; the path of oauth2 may be empty: token_url
    std::optional<Pointer> success;         // of call: where the answer says that it worked
    std::vector<std::string> success_is;    // and what stands there then
    std::vector<std::string> cookies;       // which must have come
    std::map<std::string, Pointer> session; // "uid" → where it stands; filled in as {session.uid}
    std::optional<Pointer> valid_seconds;   // where the answer says how long it is good for
    std::int64_t valid_seconds_max = 0;     // 0: until the service says otherwise
    std::optional<RequestTemplate> logout;
};

struct ServiceRules {
    std::vector<std::pair<std::string, TextTemplate>> headers; // of every request after the login
    std::int64_t requests_per_minute = 0;                      // 0: as fast as it answers
    Forms forms;
    std::vector<FaultRule> faults; // the first that fits is taken, before what the status alone means
};

struct Query {
    const Entity* entity = nullptr;
    std::vector<ListRequest> lists;
    bool optional = false; // this site's ERP or account may not offer it
};

struct Variant {
    std::string name;
    std::optional<ListRequest> probe; // fits where the service understands it
    std::vector<Query> queries;       // in order of entities
};

struct Connector : formats::ConnectorHead {
    ServiceRules service;
    Login login;
    std::vector<Variant> variants;
};

// Reads FOLDERS/NAME/connector.toml and every request file it names, and refuses what could write.
// `allowed_posts` are paths that the operator vouches for.
Result<Connector> read_connector(const std::filesystem::path& folders, std::string_view name,
                                 const std::vector<std::string>& allowed_posts);

} // namespace settled::ledger_http
