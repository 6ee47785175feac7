#include "support/postgresql.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <thread>
#include <vector>

#include <pwd.h>
#include <unistd.h>

namespace settled::support {
namespace {

namespace fs = std::filesystem;

constexpr int port = 5432; // only a part of the socket's name
constexpr auto start_time_max = std::chrono::seconds(120);
constexpr auto start_poll = std::chrono::milliseconds(20);

// The newest of Debian's versioned folders.
fs::path program_folder() {
    std::error_code absent;
    std::vector<fs::path> found;
    for (const fs::directory_entry& version : fs::directory_iterator("/usr/lib/postgresql", absent))
        if (fs::exists(version.path() / "bin/initdb")) found.push_back(version.path() / "bin");
    std::ranges::sort(found);
    return found.empty() ? fs::path() : found.back();
}

std::string server_user() {
    if (root()) return "postgres";
    const passwd* const entry = getpwuid(geteuid());
    return entry == nullptr ? "postgres" : entry->pw_name;
}

// postmaster.pid's eighth line says how far the server is.
bool ready(const fs::path& data) {
    std::ifstream in(data / "postmaster.pid");
    std::string line;
    for (int number = 1; std::getline(in, line); ++number)
        if (number == 8) return line.starts_with("ready");
    return false;
}

} // namespace

bool PostgreSql::installed() { return !program_folder().empty(); }

PostgreSql& PostgreSql::of_this_program() {
    static PostgreSql server;
    return server;
}

PostgreSql::PostgreSql() : folder_("settled-pg"), programs_(program_folder()) {
    connection_ = {folder_.path().string(), port, server_user()};
    if (Status started = start(); !started) trouble_ = started.error().message;
}

PostgreSql::~PostgreSql() {
    if (server_) server_->stop(SIGINT); // fast shutdown
}

Status PostgreSql::start() {
    if (programs_.empty()) return fail(SETTLED_UNAVAILABLE, "PostgreSQL is not installed");
    if (root()) {
        const passwd* const entry = getpwnam("postgres");
        if (entry == nullptr || chown(folder_.path().c_str(), entry->pw_uid, entry->pw_gid) != 0)
            return fail(SETTLED_UNAVAILABLE, "no folder for user postgres");
    }
    const fs::path data = folder_ / "data";
    const std::string user = root() ? "postgres" : "";
    if (auto made = run({{programs_ / "initdb", "--pgdata", data, "--username", connection_.user, "--auth", "trust", "--encoding",
                          "UTF8", "--locale", "C", "--no-sync"},
                         user,
                         {},
                         {}});
        !made)
        return pass(made);
    const fs::path log = folder_ / "server.log";
    // Durability is not what a test asks of its own throw-away server.
    auto child = Child::start({{programs_ / "postgres", "-D", data, "-k", folder_.path(), "-p", std::to_string(port), "-c",
                                "listen_addresses=", "-c", "fsync=off", "-c", "shared_buffers=32MB", "-c", "max_connections=50"},
                               user,
                               {},
                               log});
    if (!child) return pass(child);
    server_.emplace(std::move(*child));
    const auto give_up = std::chrono::steady_clock::now() + start_time_max;
    while (!ready(data)) {
        if (!server_->running() || std::chrono::steady_clock::now() > give_up)
            return fail(SETTLED_UNAVAILABLE, "the server did not start: " + text_of(log));
        std::this_thread::sleep_for(start_poll);
    }
    return {};
}

Status PostgreSql::log_statements() {
    for (const char* setting :
         {"ALTER SYSTEM SET log_statement = 'all'", "ALTER SYSTEM SET log_line_prefix = '%u|'", "SELECT pg_reload_conf()"})
        if (auto done = run_sql("postgres", setting); !done) return pass(done);
    return {};
}

std::string PostgreSql::log() const { return text_of(folder_ / "server.log"); }

std::string PostgreSql::url(const std::string& database) const {
    std::string host;
    for (const char c : connection_.host) host += c == '/' ? std::string("%2F") : std::string(1, c);
    return "postgresql://" + connection_.user + "@/" + database + "?host=" + host + "&port=" + std::to_string(connection_.port);
}

Status PostgreSql::create_database(const std::string& name) {
    auto done = run_sql("postgres", "CREATE DATABASE \"" + name + "\"");
    if (!done) return pass(done);
    return {};
}

Status PostgreSql::drop_database(const std::string& name) {
    auto done = run_sql("postgres", "DROP DATABASE IF EXISTS \"" + name + "\" WITH (FORCE)");
    if (!done) return pass(done);
    return {};
}

Result<std::string> PostgreSql::run_sql(const std::string& database, const std::string& sql) {
    const TemporaryFolder folder("settled-sql");
    const fs::path file = folder / "statements.sql";
    std::ofstream(file, std::ios::binary) << sql << '\n';
    return run_sql_file(database, file);
}

Result<std::string> PostgreSql::run_sql_file(const std::string& database, const fs::path& file) {
    return run(
        {{programs_ / "psql", "--no-psqlrc", "--quiet", "--no-align", "--tuples-only", "--set", "ON_ERROR_STOP=1", "--host",
          connection_.host, "--port", std::to_string(connection_.port), "--username", connection_.user, database},
         {},
         file,
         {}});
}

} // namespace settled::support
