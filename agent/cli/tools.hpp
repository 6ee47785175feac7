// tools.hpp -- what main hands to the command line: the process's outside, each as a value or a
// function, so that a test can bring its own.
#pragma once

#include "cli/output.hpp"
#include "host/clients.hpp"
#include "store/copy_store.hpp"
#include "world/clock.hpp"
#include "world/local_socket.hpp"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace settled::cli {

// What `settled run` hands to the service: how to read the configuration (again at each reload) and how jobs find it.
struct ServiceRun {
    std::vector<std::string> job_arguments;
    std::function<Result<config::Settings>()> load;
};

struct Tools {
    std::filesystem::path executable;
    std::filesystem::path share_folder; // config/, connectors/ as installed
    std::vector<std::filesystem::path> plugin_folders;
    const world::Clock& clock;
    world::Random& random;
    const std::atomic<bool>& interrupted;
    Sink out, err;
    bool err_is_terminal = false;
    std::size_t out_columns = 0; // of the terminal that tables are shown on; 0: no terminal
    std::function<std::optional<std::string>(const std::string& name)> environment;
    std::function<Result<std::string>()> read_secret; // from the terminal without echo, or standard input
    std::string user, host;                           // who runs this, and where
    std::int64_t process = 0;                         // its number there
    std::function<Result<std::unique_ptr<store::Store>>(const store::StoreOptions& options)> open_store; // loaded on first use
    std::function<Result<std::vector<store::CopiedTable>>(const store::StoreOptions& from, const store::StoreOptions& to)>
        copy_store;
    std::function<Status(const ServiceRun& run)> run_service; // until it is asked to stop
    std::optional<world::Account> caller = {}; // the person for whom the running service acts; nobody: `user` acts himself
};

// Runs one command line, the program's name first; the exit status is CONTRACT's.
int run(std::vector<std::string> words, Tools& tools);

} // namespace settled::cli
