// With systemd: the folders and limits of this configuration as a drop-in to the package's unit.
#include "cli/service_registration.hpp"

#include "cli/systemd_drop_in.hpp"
#include "world/child_process.hpp"
#include "world/files.hpp"

#include <fmt/format.h>

#include <array>

namespace settled::cli {
namespace {

constexpr std::string_view unit_folder = "/etc/systemd/system";
constexpr std::string_view drop_in = "settled.service.d/configuration.conf";
constexpr std::chrono::milliseconds systemctl_time{30000};

struct Options {
    std::string folder{unit_folder};
    bool plan = false;
};

// Only where the system's own folder was written: elsewhere nobody reads it yet.
Status read_again(const Options& options) {
    if (options.folder != unit_folder) return {};
    auto child = world::ChildProcess::start({.program = "/usr/bin/systemctl",
                                             .arguments = {"daemon-reload"},
                                             .limits = {.waiting = systemctl_time},
                                             .environment = {}});
    if (!child) return pass(child);
    std::array<char, 4096> ignored{};
    for (;;) {
        auto count = child->read(ignored);
        if (!count || *count == 0) break;
    }
    const world::ChildEnd end = child->end();
    if (end.success()) return {};
    return fail(SETTLED_UNAVAILABLE, fmt::format("systemctl daemon-reload {}: {}", end.words, child->error_output()));
}

int run_install(Session& session, const Options& options) {
    auto settings = session.settings();
    if (!settings) return report(session, settings.error());
    const std::filesystem::path configuration = std::filesystem::absolute(session.config_file()).lexically_normal();
    const std::string text = systemd_drop_in(**settings, session.tools().executable, configuration);
    for (const ServiceFolder& each : hidden_folders(**settings))
        session.journal().warning(fmt::format("{} = {}: the unit hides /home, /root and /tmp from the service (ProtectHome=, "
                                              "PrivateTmp=); choose a folder elsewhere, below /srv for example",
                                              each.why, each.path.string()));
    const std::filesystem::path file = std::filesystem::path(options.folder) / drop_in;
    if (options.plan) {
        session.tools().out(fmt::format("# {}\n{}", file.string(), text));
        return 0;
    }
    if (Status made = world::make_folder(file.parent_path()); !made)
        return report(session, {made.error().code, made.error().message + "; run it as root", 0});
    if (Status written = world::write_file(file, text); !written)
        return report(session, {written.error().code, written.error().message + "; run it as root", 0});
    if (Status read = read_again(options); !read) return report(session, read.error());
    session.tools().out(fmt::format("{} is written; it counts from the next start: systemctl enable --now settled, or systemctl "
                                    "restart settled\n",
                                    file.string()));
    return 0;
}

int run_uninstall(Session& session, const Options& options) {
    const std::filesystem::path file = std::filesystem::path(options.folder) / drop_in;
    if (options.plan) {
        session.tools().out(fmt::format("{} goes\n", file.string()));
        return 0;
    }
    if (Status gone = world::remove_file(file); !gone) return report(session, gone.error());
    std::error_code ignored;
    std::filesystem::remove(file.parent_path(), ignored); // where nobody else has a drop-in in it
    if (Status read = read_again(options); !read) return report(session, read.error());
    session.tools().out(fmt::format("{} is gone; the package's unit counts alone from the next start\n", file.string()));
    return 0;
}

} // namespace

void add_service_registration(Commands& commands, CLI::App& service_group) {
    auto& options = commands.keep<Options>();
    const auto add = [&](const std::string& name, const std::string& help, auto run) {
        CLI::App& command =
            commands.add_to(service_group, name, help, [&options, run](Session& session) { return run(session, options); });
        command.add_flag("--plan", options.plan, "Only print it");
        command.add_option("--to", options.folder, fmt::format("Where units lie (default {})", unit_folder))->type_name("FOLDER");
    };
    add("install", "Open the folders of this configuration to the unit of systemd, and give it the memory that [limits] come to",
        run_install);
    add("uninstall", "Take that back; the package removes the unit itself", run_uninstall);
}

} // namespace settled::cli
