#include "support/script_server.hpp"

#include <chrono>
#include <csignal>
#include <thread>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace settled::support {
namespace {

bool takes_connections(int port) {
    const int handle = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (handle < 0) return false;
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    const bool taken = ::connect(handle, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    ::close(handle);
    return taken;
}

} // namespace

ScriptServer::~ScriptServer() {
    if (child_.running()) child_.stop(SIGTERM); // its own children go with it
}

bool ScriptServer::comes_up(const std::string& port_file) {
    constexpr int looks_max = 3000;
    for (int i = 0; i < looks_max && child_.running(); ++i) {
        const std::string port = text(port_file);
        if (!port.empty()) port_ = std::stoi(port);
        if (!port.empty() && takes_connections(port_)) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
}

Result<ScriptServer> ScriptServer::start(const std::string& script, const std::filesystem::path& folder,
                                         const std::vector<std::string>& more, const std::string& port_file) {
    Command command;
    command.arguments = {"/usr/bin/python3", SETTLED_SOURCE_DIR "/tests/support/" + script, folder.string()};
    command.arguments.insert(command.arguments.end(), more.begin(), more.end());
    command.output = folder / (std::filesystem::path(script).filename().string() + ".log");
    auto child = Child::start(command);
    if (!child) return pass(child);
    ScriptServer server(std::move(*child), folder);
    if (!server.comes_up(port_file)) return fail(SETTLED_UNAVAILABLE, script + ": " + text_of(command.output));
    return server;
}

} // namespace settled::support
