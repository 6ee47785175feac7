// main.cpp -- the composition root: reads the process's outside, builds every object, hands them
// down. The only file that knows everything, and the only one that knows the process.

#include "cli/through_service.hpp"
#include "cli/tools.hpp"
#include "host/catalog.hpp"
#include "host/child_main.hpp"
#include "host/plugin_library.hpp"
#include "service/service.hpp"
#include "world/child_process.hpp"
#include "world/clock.hpp"
#include "world/local_socket.hpp"
#include "world/process.hpp"

#include <array>
#include <atomic>
#include <string_view>

namespace {

using namespace settled;

std::atomic<bool> interrupted = false; // a signal handler can reach nothing else

Result<std::string> read_secret() {
    std::string value = world::read_hidden();
    if (value.empty()) return fail(SETTLED_INVALID_CONFIG, "no value was given; type it, or pipe it to standard input");
    return value;
}

// The store (SOCI, SQLite, libpq) is a library of its own that most commands never load.
Result<void*> store_symbol(const std::filesystem::path& executable, const char* name) {
#if defined(_WIN32) // beside the program, where the system looks for libraries
    const std::array places = {executable.parent_path() / "libsettled_store.dll"};
#else
    const std::filesystem::path above = executable.parent_path().parent_path();
    const std::array places = {above / "lib" / "settled" / "libsettled_store.so", above / "lib" / "libsettled_store.so"};
#endif
    const auto there = std::ranges::find_if(places, [](const auto& place) { return std::filesystem::exists(place); });
    return host::shared_symbol(there == places.end() ? places.back() : *there, name);
}

Result<std::unique_ptr<store::Store>> open_store(const std::filesystem::path& executable, const store::StoreOptions& options) {
    using Open = void* (*)(const store::StoreOptions*, Error*);
    auto symbol = store_symbol(executable, "settled_open_store");
    if (!symbol) return pass(symbol);
    Error error;
    auto* opened = static_cast<store::Store*>(reinterpret_cast<Open>(*symbol)(&options, &error));
    if (!opened) return std::unexpected(std::move(error));
    return std::unique_ptr<store::Store>(opened);
}

Result<std::vector<store::CopiedTable>> copy_store(const std::filesystem::path& executable, const store::StoreOptions& from,
                                                   const store::StoreOptions& to) {
    using Copy = bool (*)(const store::StoreOptions*, const store::StoreOptions*, std::vector<store::CopiedTable>*, Error*);
    auto symbol = store_symbol(executable, "settled_copy_store");
    if (!symbol) return pass(symbol);
    Error error;
    std::vector<store::CopiedTable> copied;
    if (!reinterpret_cast<Copy>(*symbol)(&from, &to, &copied, &error)) return std::unexpected(std::move(error));
    return copied;
}

} // namespace

int main(int argc, char** argv) {
    world::prepare_process(interrupted);
    std::vector<std::string> arguments = world::arguments_of_process(argc, argv);
    const std::string_view command = arguments.size() > 1 ? std::string_view(arguments[1]) : std::string_view();
    if (command == "child") return host::run_child({arguments.begin() + 2, arguments.end()});

    world::die_with_parent_if_job();
    const auto found = world::this_executable();
    if (!found) {
        world::write_stream(world::Stream::error, "error: " + found.error().message + "\n");
        return 3; // cannot run at all
    }
    const std::filesystem::path& executable = *found;
    const std::filesystem::path share = executable.parent_path().parent_path() / "share" / "settled";
    world::use_time_zones_of(share);
    const world::SystemClock clock;
    world::SystemRandom random;
    cli::Tools tools{
        .executable = executable,
        .share_folder = share,
        .plugin_folders = host::plugin_folders(executable),
        .clock = clock,
        .random = random,
        .interrupted = interrupted,
        .out = [](std::string_view bytes) { world::write_stream(world::Stream::output, bytes); },
        .err = [](std::string_view bytes) { world::write_stream(world::Stream::error, bytes); },
        .err_is_terminal = world::is_terminal(world::Stream::error),
        .out_columns = world::terminal_columns(),
        .environment = world::environment_variable,
        .read_secret = read_secret,
        .user = world::user_name(),
        .host = world::host_name(),
        .process = world::process_number(),
        .open_store = [&](const store::StoreOptions& options) { return open_store(executable, options); },
        .copy_store = [&](const store::StoreOptions& from,
                          const store::StoreOptions& to) { return copy_store(executable, from, to); },
        .run_service = {},
    };
    tools.run_service = [&](const cli::ServiceRun& run) {
        return service::run_service({.executable = executable,
                                     .job_arguments = run.job_arguments,
                                     .load = run.load,
                                     .err = tools.err,
                                     .environment = tools.environment,
                                     .random = random});
    };
    if (command == "act") {
        world::LocalConnection caller = world::inherited_connection();
        return cli::serve_person(caller, {arguments.begin() + 2, arguments.end()}, tools, [] { interrupted = true; });
    }
    return cli::run(std::move(arguments), tools);
}
