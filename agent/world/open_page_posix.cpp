#include "world/open_page.hpp"
#include "world/process.hpp"

#include <array>
#include <cstring>
#include <string>

#include <fcntl.h>
#include <spawn.h>
#include <unistd.h>

namespace settled::world {
namespace {

// The first of BROWSER's programs, as other tools read it; else what the desktop chooses.
std::string program() {
    const std::string wanted = environment_variable("BROWSER").value_or("");
    return wanted.empty() ? "xdg-open" : wanted.substr(0, wanted.find(':'));
}

bool is_desktop() {
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "BROWSER"})
        if (!environment_variable(name).value_or("").empty()) return true;
    return false;
}

} // namespace

Status open_page(const std::filesystem::path& file) {
    if (!is_desktop())
        return fail(SETTLED_UNAVAILABLE, "no desktop here (neither DISPLAY nor WAYLAND_DISPLAY is set); open " + file.string() +
                                             " where there is one, or name a program in BROWSER");
    std::string name = program(), path = file.string();
    std::array<char*, 3> arguments = {name.data(), path.data(), nullptr};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    ::posix_spawn_file_actions_init(&actions);
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) // its words are not ours
        ::posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_RDWR, 0);
    ::posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    ::posix_spawnattr_init(&attributes);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID); // it stays when the terminal goes
    pid_t child = 0;
    const int error = ::posix_spawnp(&child, name.c_str(), &actions, &attributes, arguments.data(), environ);
    ::posix_spawnattr_destroy(&attributes);
    ::posix_spawn_file_actions_destroy(&actions);
    if (error != 0)
        return fail(SETTLED_UNAVAILABLE, name + " cannot be started: " + std::strerror(error) + "; open " + path +
                                             " yourself, or name a program in BROWSER");
    return {};
}

} // namespace settled::world
