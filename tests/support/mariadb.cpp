#include "support/mariadb.hpp"

#include <chrono>
#include <csignal>
#include <fstream>
#include <thread>

#include <pwd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace settled::support {
namespace {

namespace fs = std::filesystem;

constexpr auto start_time_max = std::chrono::seconds(120);
constexpr auto start_poll = std::chrono::milliseconds(20);
const char* const server_program = "/usr/sbin/mariadbd";
const char* const install_program = "/usr/bin/mariadb-install-db";
const char* const client_program = "/usr/bin/mariadb";

bool answers(const std::string& socket_file) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    socket_file.copy(address.sun_path, sizeof address.sun_path - 1);
    const int connection = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const bool connected = connect(connection, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    close(connection);
    return connected;
}

} // namespace

bool MariaDb::installed() { return fs::exists(server_program) && fs::exists(install_program) && fs::exists(client_program); }

MariaDb& MariaDb::of_this_program() {
    static MariaDb server;
    return server;
}

MariaDb::MariaDb() : folder_("settled-maria") {
    connection_ = {folder_ / "socket", "root"};
    if (Status started = start(); !started) trouble_ = started.error().message;
}

MariaDb::~MariaDb() {
    if (server_) server_->stop(SIGTERM);
}

Status MariaDb::start() {
    if (!installed()) return fail(SETTLED_UNAVAILABLE, "MariaDB is not installed");
    const fs::path data = folder_ / "data";
    fs::create_directory(data);
    const std::string user = root() ? "mysql" : "";
    if (root()) {
        const passwd* const entry = getpwnam("mysql");
        if (entry == nullptr || chown(folder_.path().c_str(), entry->pw_uid, entry->pw_gid) != 0 ||
            chown(data.c_str(), entry->pw_uid, entry->pw_gid) != 0)
            return fail(SETTLED_UNAVAILABLE, "no folder for user mysql");
    }
    if (auto made = run({{install_program, "--no-defaults", "--datadir=" + data.string(),
                          "--auth-root-authentication-method=normal", "--skip-test-db"},
                         user,
                         {},
                         {}});
        !made)
        return pass(made);
    const fs::path log = folder_ / "server.log";
    auto child =
        Child::start({{server_program, "--no-defaults", "--datadir=" + data.string(), "--socket=" + connection_.socket,
                       "--pid-file=" + (folder_ / "pid").string(), "--skip-networking", "--skip-log-bin",
                       "--innodb-flush-log-at-trx-commit=0", "--character-set-server=utf8mb4", "--lower-case-table-names=1"},
                      user,
                      {},
                      log});
    if (!child) return pass(child);
    server_.emplace(std::move(*child));
    const auto give_up = std::chrono::steady_clock::now() + start_time_max;
    while (!answers(connection_.socket)) {
        if (!server_->running() || std::chrono::steady_clock::now() > give_up)
            return fail(SETTLED_UNAVAILABLE, "the server did not start: " + text_of(log));
        std::this_thread::sleep_for(start_poll);
    }
    return {};
}

Status MariaDb::log_statements() {
    auto done = run_sql("", "SET GLOBAL general_log_file = '" + (folder_ / "data/statements.log").string() +
                                "'; SET GLOBAL general_log = 1");
    if (!done) return pass(done);
    return {};
}

std::string MariaDb::log() const { return text_of(folder_ / "data/statements.log"); }

Status MariaDb::create_database(const std::string& name) {
    auto done = run_sql("", "CREATE DATABASE `" + name + "` CHARACTER SET utf8mb4");
    if (!done) return pass(done);
    return {};
}

Result<std::string> MariaDb::run_sql(const std::string& database, const std::string& sql) {
    const TemporaryFolder folder("settled-sql");
    const fs::path file = folder / "statements.sql";
    std::ofstream(file, std::ios::binary) << sql << '\n';
    return run_sql_file(database, file);
}

Result<std::string> MariaDb::run_sql_file(const std::string& database, const fs::path& file) {
    Command command{{client_program, "--no-defaults", "--socket=" + connection_.socket, "--user=" + connection_.user, "--batch",
                     "--skip-column-names", "--default-character-set=utf8mb4"},
                    {},
                    file,
                    {}};
    if (!database.empty()) command.arguments.push_back(database);
    return run(command);
}

} // namespace settled::support
