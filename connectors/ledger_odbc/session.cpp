#include "session.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

namespace settled::ledger_odbc {
namespace {

constexpr unsigned login_timeout_seconds = 15;
constexpr std::int64_t rows_max = 20'000'000;         // of one entity
constexpr std::int64_t rows_between_questions = 1000; // how often the agent's stop signal is looked at
constexpr std::size_t left_out_max = 50;              // reasons
constexpr std::size_t ids_per_question = 200;         // of one reread statement

bool table_is_missing(const Diagnostics& said) {
    static constexpr std::array<std::string_view, 2> states = {"42S02", "42P01"};
    return std::ranges::any_of(said, [](const Diagnostic& one) {
        return std::ranges::find(states, one.state) != states.end() || ascii_lower(one.words).contains("no such table");
    });
}

// An id may be composed of parts, and a part may hold a '/' itself: every beginning that could be the first
// column's value.
std::vector<std::string_view> first_parts(const std::set<std::string_view>& ids) {
    std::set<std::string_view> parts;
    for (const std::string_view id : ids) {
        parts.insert(id);
        for (std::size_t at = id.find('/'); at != std::string_view::npos; at = id.find('/', at + 1))
            parts.insert(id.substr(0, at));
    }
    parts.erase("");
    return {parts.begin(), parts.end()};
}

} // namespace

Result<std::unique_ptr<Session>> Session::open(const Connector& connector, const SessionOptions& options) {
    std::unique_ptr<Session> session(new Session(connector, options));
    if (Status done = session->connect(); !done) return pass(done);
    if (Status done = session->choose_variant(); !done) return pass(done);
    if (Status done = session->find_absent(); !done) return pass(done);
    return session;
}

Status Session::connect() {
    auto text = secured_connection(options_->connection);
    if (!text) return pass(text);
    shown_connection_ = text->shown();
    auto connection = Connection::open({text->text(), login_timeout_seconds, options_->statement_timeout_seconds});
    if (!connection) return failed(connection.error(), "connecting to " + shown_connection_);
    connection_ = std::make_unique<Connection>(std::move(*connection));
    database_ = std::make_unique<Database>(*connection_);
    fetch_ = options_->fetch;
    if (options_->wide_text_by_driver) fetch_.wide_text = database_->needs_wide_text();
    if (facts().encrypted == false && !facts().local && !options_->connection.insecure_plain_sql)
        return fail(SETTLED_INVALID_CONFIG, shown_connection_ +
                                                ": the line to the server is not encrypted; turn TLS on (PostgreSQL: "
                                                "SSLmode=verify-full, MariaDB: SSLVERIFY=1 and SSLCA=…), or allow it with "
                                                "insecure_plain_sql = true");
    writable_ = database_->writable().value_or("");
    if (!writable_.empty() && !options_->allow_writable_account)
        return fail(SETTLED_ACCESS_DENIED, shown_connection_ + ": the account can write (" + visible(writable_) +
                                               "); make a read-only one with settled connectors show " + connector_->name +
                                               " --grants, or allow it with allow_writable_account = true");
    return {};
}

Status Session::choose_variant() {
    std::string tried;
    for (const Variant& variant : connector_->variants) {
        const bool dbms_fits = variant.dbms.empty() || std::ranges::any_of(variant.dbms, [&](const std::string& name) {
                                   return ascii_lower(facts().dbms).contains(ascii_lower(name));
                               });
        if (!dbms_fits) {
            tried += "; " + variant.name + " is for another database";
            continue;
        }
        if (variant.probe.pieces.empty()) return variant_ = &variant, Status{};
        const Bound probe = bind(variant.probe, Date());
        auto rows = Rows::execute(*connection_, probe.sql, probe.values, {.block_rows_max = 1, .wide_text = fetch_.wide_text});
        const auto yields = rows ? rows->next() : Odbc<bool>(std::unexpected(rows.error()));
        if (yields && *yields) return variant_ = &variant, Status{};
        tried += "; " + variant.name + ": " +
                 (yields ? std::string("its probe yields no row") : visible(fold_blanks(yields.error().front().words)));
    }
    return fail(SETTLED_INVALID_CONFIG, shown_connection_ + ": no variant of connector " + connector_->name + " fits this " +
                                            facts().dbms + " database" + tried +
                                            ". Is it the right database and the right connector?");
}

// Before any transaction begins: a failed statement would spoil it on some servers.
Status Session::find_absent() {
    for (const Query& query : variant_->queries) {
        if (query.optional) {
            const auto described = Rows::describe(*connection_, bind(query.sql, Date()).sql);
            if (!described && table_is_missing(described.error())) {
                absent_.push_back(&query);
                continue;
            }
        }
        queries_.push_back(&query);
    }
    return {};
}

const Query& Session::open_items() const {
    return **std::ranges::find_if(queries_, [](const Query* query) { return query->entity->id == SETTLED_OPEN_ITEMS; });
}

formats::RecordRules Session::rules_of(const Query& query) const {
    formats::RecordRules rules = options_->rules;
    rules.constants = query.constants;
    return rules;
}

Status Session::check(const Query& query) {
    auto columns = Rows::describe(*connection_, bind(query.sql, Date()).sql);
    if (!columns) return failed(columns.error(), where(query));
    auto reader = formats::RecordReader::create(*query.entity, *columns, rules_of(query));
    if (!reader) return fail(reader.error().code, where(query) + ": " + reader.error().message);
    return {};
}

Result<bool> Session::begin_reading() {
    auto begun = database_->begin_reading(options_->lock_timeout_seconds);
    if (!begun) return failed(begun.error(), shown_connection_ + ": beginning to read");
    compare_ = !*begun;
    return *begun;
}

Result<RowsDigest> Session::read(const Query& query, Date as_of, const Host& host,
                                 const std::function<Status(const void*)>& take) {
    return run(query, bind(query.sql, as_of), host, take);
}

Status Session::read_items(const std::vector<std::string_view>& item_ids, Date as_of, const Host& host,
                           const std::function<Status(const void*)>& take) {
    const Query& query = open_items();
    const Bound all = bind(query.sql, as_of);
    const std::set<std::string_view> wanted(item_ids.begin(), item_ids.end());
    const auto take_wanted = [&](const void* record) {
        return wanted.contains(static_cast<const settled_open_item*>(record)->item_id) ? take(record) : Status{};
    };
    const std::vector<std::string_view> first = first_parts(wanted);
    for (std::size_t begin = 0; begin < first.size(); begin += ids_per_question) {
        Bound some{"SELECT * FROM (\n" + all.sql + "\n) settled_items WHERE item_id IN (", all.values};
        for (std::size_t i = begin; i < std::min(first.size(), begin + ids_per_question); ++i) {
            some.sql += i == begin ? "?" : ", ?";
            some.values.emplace_back(first[i]);
        }
        some.sql += ")";
        if (auto read = run(query, some, host, take_wanted); !read) return pass(read);
    }
    return {};
}

Result<std::vector<Session::LeftOut>> Session::left_out(Date as_of) {
    std::vector<LeftOut> found;
    if (variant_->left_out_file.empty()) return found;
    const std::string where = connector_->name + "/" + variant_->left_out_file;
    const Bound bound = bind(variant_->left_out, as_of);
    auto rows = Rows::execute(*connection_, bound.sql, bound.values, fetch_);
    if (!rows) return failed(rows.error(), where);
    const auto column = [&](std::string_view name) {
        return std::ranges::find_if(rows->columns(), [&](auto& one) { return equal_ignoring_ascii_case(one, name); }) -
               rows->columns().begin();
    };
    const auto reason = static_cast<std::size_t>(column("reason")), documents = static_cast<std::size_t>(column("documents"));
    if (std::max(reason, documents) >= rows->columns().size())
        return fail(SETTLED_INVALID_CONFIG, where + ": expected the columns reason and documents");
    while (found.size() < left_out_max) {
        const auto more = rows->next();
        if (!more) return failed(more.error(), where);
        if (!*more) break;
        const std::string_view count = trim(rows->values()[documents]);
        LeftOut one{std::string(trim(rows->values()[reason])), 0};
        const auto [end, trouble] = std::from_chars(count.data(), count.data() + count.size(), one.documents);
        if (trouble != std::errc() || end != count.data() + count.size())
            return fail(SETTLED_BAD_DATA, where + ": documents is \"" + visible(count) + "\"; expected a whole number");
        if (one.documents > 0) found.push_back(std::move(one));
    }
    return found;
}

Session::Bound Session::bind(const CheckedSql& sql, Date as_of) const {
    Bound bound;
    bound.sql = sql.pieces.front();
    for (std::size_t i = 0; i < sql.marks.size(); ++i) {
        append(bound, sql.marks[i], as_of);
        bound.sql += sql.pieces[i + 1];
    }
    return bound;
}

void Session::append(Bound& bound, const Mark& mark, Date as_of) const {
    if (mark.name == "as_of" && !mark.owner) {
        bound.sql += "?";
        bound.values.push_back(as_of.iso());
        return;
    }
    const std::string& value = options_->parameters.find(mark.name)->second; // every declared one is there
    if (mark.owner) { // checked when the options were read: one or two plain names, or nothing
        if (!value.empty()) bound.sql += value + ".";
        return;
    }
    const bool list = connector_->parameters.find(mark.name)->second.list;
    bool first = true;
    for (const std::string_view part : list ? split(value, ';') : std::vector<std::string_view>{value}) {
        bound.sql += first ? "?" : ", ?";
        bound.values.emplace_back(list ? trim(part) : part);
        first = false;
    }
}

Result<RowsDigest> Session::run(const Query& query, const Bound& bound, const Host& host,
                                const std::function<Status(const void*)>& take) {
    auto rows = Rows::execute(*connection_, bound.sql, bound.values, fetch_);
    if (!rows) return failed(rows.error(), where(query));
    auto reader = formats::RecordReader::create(*query.entity, rows->columns(), rules_of(query));
    if (!reader) return fail(reader.error().code, where(query) + ": " + reader.error().message);
    RowsDigest digest;
    while (true) {
        const auto more = rows->next();
        if (!more) return failed(more.error(), where(query) + ", row " + std::to_string(digest.count + 1));
        if (!*more) return digest;
        if (compare_)
            digest.add(rows->values());
        else
            ++digest.count;
        if (digest.count > rows_max)
            return fail(SETTLED_BAD_DATA, where(query) + ": more than " + std::to_string(rows_max) + " rows");
        if (digest.count % rows_between_questions == 0 && host.cancelled()) return stopped();
        if (!take) continue;
        auto record = reader->read(rows->values());
        if (!record) return fail(record.error().code, where(query) + ": " + record.error().message, record.error().line);
        if (Status taken = take(*record); !taken) return pass(taken);
    }
}

std::unexpected<Error> Session::failed(const Diagnostics& said, const std::string& where) const {
    return std::unexpected(diagnose(said, {where, options_->connection.password}));
}

std::string Session::where(const Query& query) const { return connector_->name + "/" + query.file; }

} // namespace settled::ledger_odbc
