// list_request.hpp -- one NAME.request.toml: what is asked for, how its pages follow, where its rows are and
// which column is made of what.
#pragma once

#include "column_rules.hpp"
#include "text_template.hpp"

#include <settled/columns.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace settled::ledger_http {

struct RequestTemplate {
    bool post = false;
    TextTemplate path;
    std::vector<std::pair<std::string, TextTemplate>> headers;
    std::vector<std::pair<std::string, JsonTemplate>> query; // a document is sent as its JSON text
    std::optional<JsonTemplate> body;
    std::vector<std::pair<std::string, TextTemplate>> form; // application/x-www-form-urlencoded

    void each_text(const std::function<void(const TextTemplate&)>& visit) const;
};

struct Paging {
    enum class Kind { one, keyset, offset, number, link };
    Kind kind = Kind::one;
    std::int64_t rows = 500;  // {page_rows}
    std::vector<Pointer> key; // what no two rows share
    bool number_key = false;  // it grows as a number
    std::string start;        // {last_key} of the first page
    std::int64_t first = 1;   // {page} of the first page
    Pointer link;
    std::string link_base;                // a path that links are written as seen from
    std::map<std::string, Pointer> carry; // taken from an answer, {carry.NAME} of the next request
    std::optional<Pointer> total;         // how many rows the service says there are
};

struct ListRequest;

struct Join {
    std::string name;
    Place by;                      // in the row
    std::vector<Pointer> key;      // in the joined list; the first row with that key is taken
    std::vector<ListRequest> list; // exactly one
};

struct Count {
    RequestTemplate request;
    Pointer at;
};

struct ListRequest {
    std::string file; // within the connector's folder, for messages
    RequestTemplate request;
    Paging page;
    std::optional<Count> count;
    Pointer rows;
    std::optional<Pointer> part; // a list inside the row, each entry of which becomes a row
    std::vector<Join> joins;
    std::vector<Condition> keep;
    std::vector<Column> columns;
    // Rows with the same `group_by` columns are one: `sum` is added up, of the rest the first value counts.
    std::vector<std::string> group_by, sum;
    std::string drop_zero; // rows in which this column is zero are left out
};

// `known` are the values that templates may name.
struct RequestRules {
    std::filesystem::path folder;
    std::vector<std::string> known, secrets, allowed_posts;
};

// Reads a request file with its joins. A join's own list and a probe have no columns: `entity` is null.
Result<ListRequest> read_list_request(const RequestRules& rules, const std::string& file, const Entity* entity);

} // namespace settled::ledger_http
