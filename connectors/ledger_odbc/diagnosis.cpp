#include "diagnosis.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <array>

namespace settled::ledger_odbc {
namespace {

constexpr std::size_t words_bytes_max = 400; // of the driver's, in one message
constexpr std::string_view any_state;

struct Known {
    std::string_view state;  // begins with; "" for any
    std::int32_t native;     // 0 for any
    std::string_view phrase; // in the driver's words, lower case; "" for any
    settled_code code;
    std::string_view next_step;
};

// The first row that fits decides, so the narrower ones stand first.
constexpr std::array<Known, 37> known_failures = {{
    {"IM014", 0, "", SETTLED_INVALID_CONFIG,
     "the driver and the agent must both be 64-bit; install the 64-bit driver and make a 64-bit System DSN"},
    {"IM002", 0, "", SETTLED_INVALID_CONFIG, "check the spelling of Driver or dsn"},
    {"IM003", 0, "", SETTLED_INVALID_CONFIG,
     "the driver's library or one it needs is missing; reinstall the driver (antivirus may have quarantined it)"},
    {"01000", 0, "can't open lib", SETTLED_INVALID_CONFIG, "check the spelling of Driver"},
    {"08", 0, "certificate", SETTLED_ACCESS_DENIED,
     "the server's certificate is not trusted: install its issuer at this machine, or allow it with insecure_server_certificate "
     "= true"},
    {"HY000", 0, "certificate", SETTLED_ACCESS_DENIED,
     "the server's certificate is not trusted: install its issuer at this machine, or allow it with insecure_server_certificate "
     "= true"},
    {"08", 0, "ssl provider", SETTLED_ACCESS_DENIED,
     "no common TLS version or an untrusted certificate; a server that speaks only TLS 1.0 needs an update, or "
     "insecure_plain_sql = true"},
    {"08", 0, "unsupported protocol", SETTLED_ACCESS_DENIED,
     "the server speaks only an old TLS version; update it, or allow insecure_plain_sql = true"},
    {any_state, 18456, "", SETTLED_ACCESS_DENIED,
     "user or password is wrong, or the login may not open this database; set the password with settled secret set"},
    {any_state, 18452, "", SETTLED_ACCESS_DENIED,
     "the server does not know this Windows account, or allows only Windows accounts; name the service's account in the grants, "
     "or give user and password"},
    {any_state, 4060, "", SETTLED_ACCESS_DENIED,
     "the login may not open this database, or its name is wrong; run the grants script"},
    {any_state, 1045, "", SETTLED_ACCESS_DENIED, "user or password is wrong, or this user may not come from this machine"},
    {any_state, 1044, "", SETTLED_ACCESS_DENIED, "this user may not open the database; run the grants script"},
    {any_state, 1049, "", SETTLED_INVALID_CONFIG, "there is no database of this name"},
    {any_state, 0, "password authentication failed", SETTLED_ACCESS_DENIED,
     "user or password is wrong; set the password with settled secret set"},
    {any_state, 0, "no password supplied", SETTLED_ACCESS_DENIED,
     "the server wants a password; write password = \"secret:NAME\""},
    {any_state, 0, "no pg_hba.conf entry", SETTLED_ACCESS_DENIED,
     "the server lets this user not in from this machine; add a line to its pg_hba.conf"},
    {"28", 0, "", SETTLED_ACCESS_DENIED, "user or password is wrong"},
    {any_state, 0, "role \"", SETTLED_ACCESS_DENIED, "there is no such user at the server; run the grants script"},
    {any_state, 0, "database \"", SETTLED_INVALID_CONFIG, "there is no database of this name"},
    {any_state, 229, "", SETTLED_ACCESS_DENIED, "the account may not read this table; run the grants script"},
    {any_state, 1142, "", SETTLED_ACCESS_DENIED, "the account may not read this table; run the grants script"},
    {"42501", 0, "", SETTLED_ACCESS_DENIED, "the account may not read this table; run the grants script"},
    {"42S02", 0, "", SETTLED_INVALID_CONFIG,
     "the table is not there: is it the right database, and does the connector fit this ERP's version?"},
    {"42P01", 0, "", SETTLED_INVALID_CONFIG,
     "the table is not there: is it the right database, and does the connector fit this ERP's version?"},
    {any_state, 0, "no such table", SETTLED_INVALID_CONFIG,
     "the table is not there: is it the right database, and does the connector fit this ERP's version?"},
    {"42S22", 0, "", SETTLED_INVALID_CONFIG, "the column is not there: does the connector fit this ERP's version?"},
    {"42703", 0, "", SETTLED_INVALID_CONFIG, "the column is not there: does the connector fit this ERP's version?"},
    {any_state, 0, "no such column", SETTLED_INVALID_CONFIG,
     "the column is not there: does the connector fit this ERP's version?"},
    {"HYT", 0, "", SETTLED_UNAVAILABLE, "it took too long; pull at a quieter hour or raise statement_timeout_seconds"},
    {"57014", 0, "", SETTLED_UNAVAILABLE, "it took too long; pull at a quieter hour or raise statement_timeout_seconds"},
    {any_state, 1222, "", SETTLED_UNAVAILABLE, "somebody at the ERP holds a lock; it will be tried again"},
    {"40", 0, "", SETTLED_UNAVAILABLE, "the database stopped this transaction; it will be tried again"},
    {any_state, 0, "connect failed", SETTLED_UNAVAILABLE, "is the database file there, and may the service's account read it?"},
    {"08", 0, "", SETTLED_UNAVAILABLE, "the server cannot be reached: check host, port, firewall, and whether it runs"},
    {any_state, 2002, "", SETTLED_UNAVAILABLE, "the server cannot be reached: check host, port or socket, and whether it runs"},
    {"42", 0, "", SETTLED_INVALID_CONFIG, "the database does not understand this SQL: does the connector fit this database?"},
}};

bool fits(const Known& known, const Diagnostic& said) {
    return said.state.starts_with(known.state) && (known.native == 0 || known.native == said.native) &&
           (known.phrase.empty() || ascii_lower(said.words).contains(known.phrase));
}

// A row that fits any of the records: what explains a failure often stands in the second.
const Known* find(const Diagnostics& diagnostics) {
    for (const Known& known : known_failures)
        for (const Diagnostic& said : diagnostics)
            if (fits(known, said)) return &known;
    return nullptr;
}

std::string joined(const std::vector<std::string>& names) {
    std::string all;
    for (const std::string& name : names) all += (all.empty() ? "" : ", ") + visible(name);
    return all.empty() ? "none" : all;
}

std::string without(std::string text, const std::string& secret) {
    if (secret.empty()) return text;
    for (std::size_t at = text.find(secret); at != std::string::npos; at = text.find(secret, at))
        text.replace(at, secret.size(), "…");
    return text;
}

} // namespace

Error diagnose(const Diagnostics& diagnostics, const Situation& situation) {
    std::string message = situation.where + ":";
    for (const Diagnostic& said : diagnostics) {
        std::string words = fold_blanks(visible(fold_blanks(said.words)));
        if (words.size() > words_bytes_max) words = std::string(cut_at_character(words, words_bytes_max)) + "…";
        message += " " + (said.state.empty() ? "" : said.state + " ") + words;
    }
    const Known* const known = find(diagnostics);
    if (known == nullptr) {
        const bool own = diagnostics.size() == 1 && diagnostics.front().state.empty();
        return {own ? SETTLED_BAD_DATA : SETTLED_UNAVAILABLE, without(std::move(message), situation.secret)};
    }
    message += ". Next: " + std::string(known->next_step);
    if (known->state == "IM002" || known->phrase == "can't open lib")
        message += "; installed drivers: " + joined(installed_drivers()) + "; data sources: " + joined(data_source_names());
    return {known->code, without(std::move(message), situation.secret)};
}

} // namespace settled::ledger_odbc
